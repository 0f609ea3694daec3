"""What people look for, without who: counts per week, and the words only once several visitors used them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WeekKey(models.Model):
    """The secret of one week's digests. It goes when the week is over; what was digested can then not be linked."""

    week = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("key of a week")

    def __str__(self) -> str:
        return f"{self.week}"


class SoughtOnce(models.Model):
    """That some visitor already counted for some words this week: a keyed digest of both, deleted with its key."""

    week = models.DateField(db_index=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("counted visit")

    def __str__(self) -> str:
        return f"{self.week}"


class Sought(models.Model):
    """A search of one week. words: "" until enough visitors looked for them; digest: of the words, keyed."""

    week = models.DateField()
    digest = models.CharField(max_length=64)
    words = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    searches = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)
    without_results = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("what people look for")
        constraints = (
            models.UniqueConstraint(fields=["week", "digest", "language"], name="search_sought_once_a_week"),
        )

    def __str__(self) -> str:
        return self.words or str(_("(too few visitors to show the words)"))


class Call(models.Model):
    """A public question to cities: who has a practice on this? Made by staff from what people did not find."""

    words = models.CharField(_("what people look for"), max_length=200)
    question = models.CharField(_("question to cities"), max_length=300)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("call for practices")
        verbose_name_plural = _("calls for practices")
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return self.question
