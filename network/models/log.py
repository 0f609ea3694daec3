"""What happened and what was sent: an audit trail that is only added to, and mail that leaves at most once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField
from network.models.programmes import Programme


class AuditEntry(models.Model):
    """Who did what to which object; each row carries the hash of the one before, so that a change shows."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="audit")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.CharField(_("who"), max_length=80)
    verb = models.CharField(_("what"), max_length=60)
    object = models.CharField(_("object"), max_length=80)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "previous"], name="audit_is_one_chain")]
        verbose_name = _("audit entry")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object}"


class Mail(models.Model):
    """A message to send. `key` says what it is about, so that the same message is never queued twice."""

    key = models.CharField(max_length=200, unique=True)
    to = EncryptedTextField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = EncryptedTextField(_("text"))
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="mail", null=True, blank=True)
    queued = models.DateTimeField(auto_now_add=True)
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("message")

    def __str__(self) -> str:
        return self.subject
