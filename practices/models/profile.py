"""A city's own draft of its profile: which revision, since when, and who signed the last one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProfileDraft(models.Model):
    """One a city. The words are in the revision of the city's page; `version` refuses stale saves and signatures.

    revision: the newest draft, empty while nothing waits for a signature. content_hash: of the revision signed last.
    """

    city = models.OneToOneField("cities.CityPage", models.CASCADE, related_name="profile_draft")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    signed = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)
    seen = models.DateTimeField(_("looked at by an editor"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-changed"]
        verbose_name = _("draft of a profile")

    def __str__(self) -> str:
        return f"profile of {self.city}"
