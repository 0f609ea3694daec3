"""The Sustainable Development Goals and their targets: codes, our short labels, official titles where loaded."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from guidelines.models.terms import LabelledTerm, pick_label


def sdg_position(code: str) -> int:
    """Sorts targets as the United Nations list them: 1.1 … 1.5, then 1.a, 1.b; goals come before their targets.

    code: "11", "11.7" or "11.a". Raises ValueError for anything else.
    """
    goal, _dot, target = code.partition(".")
    if not target:
        return int(goal) * 1000
    if not target.isdigit() and (len(target) != 1 or not "a" <= target <= "z"):
        raise ValueError(f"'{code}' is no SDG code; expected a form like 11, 11.7 or 11.a")
    return int(goal) * 1000 + (int(target) if target.isdigit() else 500 + ord(target) - ord("a"))


class SdgTerm(LabelledTerm):
    """What goals and targets share. official: official title per language, empty until `import_sdg` has been run."""

    official = models.JSONField(_("official titles"), default=dict, blank=True)

    class Meta(LabelledTerm.Meta):
        abstract = True

    def official_title(self, language: str | None = None) -> str:
        """The official title in a language, "" when none was loaded."""
        return pick_label(self.official, language or get_language() or "en", "")


class SdgGoal(SdgTerm):
    """One of the 17 goals; code "11"."""

    class Meta(SdgTerm.Meta):
        abstract = False
        verbose_name = _("SDG goal")
        verbose_name_plural = _("SDG goals")

    def get_absolute_url(self) -> str:
        return reverse("guidelines:sdg_goal", args=[self.code])


class SdgTarget(TagBase, SdgTerm):
    """One of the 169 targets; code "11.7". The tag's name is the code, so that a typed "11.7" finds it."""

    free_tagging = False

    goal = models.ForeignKey(SdgGoal, models.PROTECT, related_name="targets", verbose_name=_("goal"))

    class Meta(SdgTerm.Meta):
        abstract = False
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")

    def __str__(self) -> str:
        return f"{self.code} {self.label()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Name, slug and position follow the code."""
        self.name = self.code
        self.slug = self.code.replace(".", "-")
        self.position = sdg_position(self.code)
        super().save(*args, **kwargs)

    @property
    def path(self) -> str:
        """Facet code "11/11.7"; needs no query, the goal is in the code."""
        return f"{self.code.partition('.')[0]}/{self.code}"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:sdg_target", args=[self.code.partition(".")[0], self.code])
