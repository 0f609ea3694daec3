"""The vocabulary of urban safety: themes in groups, population groups, approaches, levers, justice strands,
keywords."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from guidelines.models.terms import LabelledTerm


class ThemeGroup(LabelledTerm):
    """A family of themes ("Governance of urban safety")."""

    class Meta(LabelledTerm.Meta):
        verbose_name = _("theme group")
        verbose_name_plural = _("theme groups")

    def get_absolute_url(self) -> str:
        return reverse("guidelines:theme", args=[self.code])


class Theme(TagBase, LabelledTerm):
    """A theme practices, tools and provisions are tagged with. Editors choose from the list and add none by typing."""

    free_tagging = False

    group = models.ForeignKey(ThemeGroup, models.PROTECT, related_name="themes", verbose_name=_("group"))
    sdg_targets = models.ManyToManyField(
        "guidelines.SdgTarget", blank=True, related_name="themes", verbose_name=_("SDG targets usually touched")
    )

    class Meta(LabelledTerm.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.label()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The tag's own name and slug follow the English label and the code."""
        self.slug = self.code
        self.name = self.labels.get("en", self.code)[:100]
        super().save(*args, **kwargs)

    @property
    def path(self) -> str:
        """Facet code "group/theme". Select the group along with themes."""
        return f"{self.group.code}/{self.code}"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:theme", args=[self.code])


class PopulationGroup(LabelledTerm):
    """Who a practice serves, involves or is evaluated by."""

    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", verbose_name=_("broader group")
    )

    class Meta(LabelledTerm.Meta):
        verbose_name = _("population group")
        verbose_name_plural = _("population groups")


class Approach(LabelledTerm):
    """A prevention approach (social, situational, community-based …). official: named by the Guidelines themselves."""

    official = models.BooleanField(_("named in the Guidelines"), default=True)

    class Meta(LabelledTerm.Meta):
        verbose_name = _("prevention approach")
        verbose_name_plural = _("prevention approaches")


class Lever(LabelledTerm):
    """A lever of change (planning and design, legislation, finance …)."""

    official = models.BooleanField(_("named in the Guidelines"), default=True)

    class Meta(LabelledTerm.Meta):
        verbose_name = _("lever")
        verbose_name_plural = _("levers")


class JusticeStrand(LabelledTerm):
    """A strand of work with the justice system (Guidelines, 26(e) and 7)."""

    class Meta(LabelledTerm.Meta):
        verbose_name = _("justice strand")
        verbose_name_plural = _("justice strands")


class Keyword(TagBase):
    """A free keyword: anybody who writes a record may add one."""

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["name"]
