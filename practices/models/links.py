"""What a practice is tagged with and linked to: themes, keywords, SDG targets, groups, provisions, further cities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable

from cities.models import CityPage
from guidelines.models import Keyword, PopulationGroup, ProvisionLinkBase, SdgTarget, Theme
from practices.choices import PopulationRole, ProvisionRole, SdgRelation
from practices.models.practice import PracticePage
from practices.models.tools import ToolPage


class PracticeTheme(ItemBase):
    """Practice ↔ theme."""

    tag = models.ForeignKey(Theme, models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(PracticePage, related_name="theme_links")


class PracticeKeyword(ItemBase):
    """Practice ↔ free keyword."""

    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="practice_links")
    content_object = ParentalKey(PracticePage, related_name="keyword_links")


class PracticeSdgTarget(ItemBase):
    """Practice ↔ SDG target, direct or indirect."""

    tag = models.ForeignKey(SdgTarget, models.PROTECT, related_name="practice_links", verbose_name=_("SDG target"))
    content_object = ParentalKey(PracticePage, related_name="sdg_links")
    relation = models.CharField(_("relation"), max_length=10, choices=SdgRelation.choices, default=SdgRelation.DIRECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="practice_sdg_once")]


class PracticePopulation(Orderable):
    """A population group and its part in the practice."""

    practice = ParentalKey(PracticePage, related_name="population")
    group = models.ForeignKey(PopulationGroup, models.PROTECT, related_name="practice_links", verbose_name=_("group"))
    role = models.CharField(_("role"), max_length=20, choices=PopulationRole.choices,
                            default=PopulationRole.BENEFICIARY)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "group", "role"], name="practice_group_role_once")]


class FurtherCity(Orderable):
    """Another city that runs the practice together with the lead city."""

    practice = ParentalKey(PracticePage, related_name="further_city_links")
    city = models.ForeignKey(CityPage, models.CASCADE, related_name="shared_practice_links", verbose_name=_("city"))


class ProvisionLink(ProvisionLinkBase):
    """What links to provisions keep beside the provision itself: text and address, so that content loads before it.

    provision is empty until the text with that address has been imported; `services.resolve_provision_links` fills it.
    """

    provision = models.ForeignKey("guidelines.Provision", models.PROTECT, null=True, blank=True, editable=False,
                                  related_name="+", verbose_name=_("provision"))
    document = models.CharField(_("text"), max_length=60, default="un-safer-cities-guidelines")
    address = models.CharField(_("address"), max_length=60, help_text=_("Such as 26(f)(i)."))
    role = models.CharField(_("role"), max_length=20, choices=ProvisionRole.choices, default=ProvisionRole.IMPLEMENTS)

    class Meta:
        abstract = True


class PracticeProvision(ProvisionLink, Orderable):
    """Practice → provision of a normative text."""

    practice = ParentalKey(PracticePage, related_name="provisions")

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "document", "address", "role"], name="practice_provision_once")
        ]


class ToolProvision(ProvisionLink, Orderable):
    """Tool → provision of a normative text."""

    tool = ParentalKey(ToolPage, related_name="provisions")

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tool", "document", "address", "role"], name="tool_provision_once")
        ]
