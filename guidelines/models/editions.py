"""The report of a review as it was published, and as it was corrected: each edition stays what it was."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.models.reviews import ReviewRound


class EditionStands(Exception):
    """An edition that was published was asked to change. Publish a correction instead."""


class ReportEdition(models.Model):
    """What a review found, as one edition has it. number: 1 for the first; corrected, why: what a later one corrects of
    the one before it, and the reason; both are published with it. Added, never changed or removed: only the name of a
    person who is erased is taken out of its words (docs/decisions/review-reports.md)."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="editions", verbose_name=_("review"))
    number = models.PositiveIntegerField(_("edition"))
    report = models.TextField(_("report"))
    corrected = models.TextField(_("what was corrected"), max_length=2000, blank=True)
    why = models.TextField(_("why"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        ordering: ClassVar = ["round", "number"]
        verbose_name = _("edition of a report")
        verbose_name_plural = _("editions of reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="guidelines_edition_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | (~models.Q(corrected="") & ~models.Q(why="")),
                name="guidelines_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses to change what is published."""
        if not self._state.adding:
            raise EditionStands("A published edition never changes; publish a correction instead.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The address of this edition, whatever is published after it."""
        return reverse("guidelines:edition", args=[self.round.document.code, self.round_id, self.number])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuses to remove what is published."""
        raise EditionStands("A published edition is never removed; publish a correction instead.")
