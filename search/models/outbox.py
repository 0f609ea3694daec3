"""The queue of records whose place in the index must be looked at again, written in the transaction of the change."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    """Rows by what is still to be done with them."""

    def waiting(self) -> OutboxQuerySet:
        """Not done yet and not given up. "Not done" is the condition, never "after the last one": numbers of a
        sequence may be committed out of order."""
        return self.filter(done_at=None, failed_at=None)

    def failed(self) -> OutboxQuerySet:
        """Given up after too many tries; an alarm was raised."""
        return self.exclude(failed_at=None)


class OutboxEntry(models.Model):
    """One record to look at again. What is done with it is decided when the row is drained, not when it is written.

    version: what the document or its removal was stamped with. claimed_until: another drain is busy with it.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    reason = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    version = models.BigIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("change for the index")
        verbose_name_plural = _("changes for the index")
        indexes = (
            models.Index(fields=["id"], condition=Q(done_at=None, failed_at=None), name="search_outbox_waiting"),
            models.Index(fields=["kind", "key"], name="search_outbox_record"),
            models.Index(fields=["done_at"], name="search_outbox_done"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.reason})"


class Clock(models.Model):
    """One row whose number grows with each drain and each batch of a rebuild.

    A document's version is the number taken *before* its row was read: of two readings the one with the higher
    number therefore saw at least what the other saw, whoever writes first.
    """

    value = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("clock of the index")

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def tick(cls) -> int:
        """The next number; never the same twice, over all processes."""
        with transaction.atomic():
            if not cls.objects.filter(pk=1).update(value=F("value") + 1):
                cls.objects.get_or_create(pk=1)
                cls.objects.filter(pk=1).update(value=F("value") + 1)
            return cls.objects.values_list("value", flat=True).get(pk=1)
