"""Letters about proposals: who is told of which entry of a proposal's record, each at most once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.amendments import AmendmentAction


class DocketLetter(models.Model):
    """One letter to one person about one action. claimed: a process has taken it, so that no second one sends it."""

    action = models.ForeignKey(AmendmentAction, models.CASCADE, related_name="letters", verbose_name=_("action"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to"))
    queued = models.DateTimeField(auto_now_add=True)
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    failure = models.CharField(_("not sent because"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("letter about a proposal")
        verbose_name_plural = _("letters about proposals")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "user"], name="guidelines_docket_letter_once")
        ]

    def __str__(self) -> str:
        return str(self.action)


class NoDocketLetters(models.Model):
    """A person who wants no letters about proposals."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account"))
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account without letters about proposals")
        verbose_name_plural = _("accounts without letters about proposals")

    def __str__(self) -> str:
        return str(self.user_id)
