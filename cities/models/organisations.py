"""The roster: organisations that help cities. Organisations only; persons are never listed here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from cities.choices import OrganisationKind
from cities.fields import CodesField
from cities.models.countries import Country
from cities.models.sources import SourceFields, check_organisation_rests_on
from cities.querysets import OrganisationQuerySet


class Organisation(ClusterableModel):
    """A network, centre, provider, UN body, foundation, university, NGO or government body."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind.choices)
    themes = ParentalManyToManyField("guidelines.Theme", blank=True, related_name="+", verbose_name=_("themes"))
    languages = CodesField(_("languages"), help_text=_("ISO 639-1 codes separated by commas."))
    regions = CodesField(_("regions"), help_text=_("M49 codes separated by commas, or world."))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("country")
    )
    summary = models.TextField(_("summary"), blank=True)
    services = CodesField(_("services"), help_text=_("Separated by commas."))
    url = models.URLField(_("address"), max_length=500, blank=True)
    rests_on = models.JSONField(
        _("what the facts rest on"),
        default=dict,
        blank=True,
        validators=[check_organisation_rests_on],
        help_text=_('With several sources, which fact rests on which: {"summary": ["report2020"]}.'),
    )
    live = models.BooleanField(_("published"), default=True)

    objects = OrganisationQuerySet.as_manager()

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("acronym")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("summary"),
        FieldPanel("themes"),
        FieldPanel("languages"),
        FieldRowPanel([FieldPanel("regions"), FieldPanel("country")]),
        FieldPanel("services"),
        FieldPanel("url"),
        FieldPanel("live"),
        FieldPanel("rests_on"),
        InlinePanel("sources", heading=_("Sources")),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cities:organisation", args=[self.code])


class OrganisationSource(Orderable, SourceFields):
    """A source of a roster entry."""

    organisation = ParentalKey(Organisation, related_name="sources")
