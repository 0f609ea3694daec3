"""Who is asked in a review, and which letter was written to whom: each at most once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.choices import Occasion
from guidelines.models.reviews import ReviewRound


class AskedParty(models.Model):
    """A city or organisation asked to take part. kind, key: as its room registered it (`guidelines.asked`); name: as it
    was when asked. email, language: an office's address given by the editor where nobody has an account. declined: it
    wants no letters of this review."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="asked", verbose_name=_("review"))
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("record"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address of the office"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    declined = models.DateTimeField(_("wants no letters since"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("asked city or organisation")
        verbose_name_plural = _("asked cities and organisations")
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "kind", "key"], name="guidelines_asked_once")]

    def __str__(self) -> str:
        return self.name


class ReviewLetter(models.Model):
    """One letter. user: whom it goes to; empty when it goes to the party's office. claimed: a process has taken it, so
    that no second one sends it; claimed and never sent means that process died, and a person must look."""

    party = models.ForeignKey(AskedParty, models.CASCADE, related_name="letters", verbose_name=_("asked"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    queued = models.DateTimeField(auto_now_add=True)
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    failure = models.CharField(_("not sent because"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("letter of a review")
        verbose_name_plural = _("letters of reviews")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "occasion", "user"], name="guidelines_letter_once"),
            models.UniqueConstraint(
                fields=["party", "occasion"], condition=models.Q(user=None), name="guidelines_office_letter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_occasion_display()}"


class NoReviewLetters(models.Model):
    """A person who wants no letters about reviews, of whatever city."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account"))
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account without letters about reviews")
        verbose_name_plural = _("accounts without letters about reviews")

    def __str__(self) -> str:
        return str(self.user_id)
