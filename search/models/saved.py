"""Searches people keep, and what they were told: nothing is told twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A search a signed-in person keeps, with or without e-mails on what is new in it.

    parameters: the search's address after the question mark, in its one canonical form.
    """

    class Frequency(models.TextChoices):
        NEVER = "never", _("No e-mails")
        AT_ONCE = "at-once", _("As soon as something is published")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=120)
    parameters = models.TextField(blank=True, max_length=4000)
    language = models.CharField(max_length=10, default="en")
    frequency = models.CharField(_("e-mails"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["owner", "parameters"], name="search_saved_once_per_person"),)

    def __str__(self) -> str:
        return self.name


class Digest(models.Model):
    """An e-mail about a saved search, written before it is sent: one whose sending was cut short is not sent again."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="digests")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("digest")

    def __str__(self) -> str:
        return f"{self.search} {self.created_at:%Y-%m-%d}"


class KnownRecord(models.Model):
    """A record the owner of a saved search knows of: found when the search was saved (digest empty), or told since."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="known")
    document_id = models.CharField(max_length=80)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, null=True, blank=True, related_name="records")

    class Meta:
        verbose_name = _("known record")
        constraints = (models.UniqueConstraint(fields=["search", "document_id"], name="search_told_once"),)

    def __str__(self) -> str:
        return self.document_id
