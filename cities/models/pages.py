"""The list of cities and a city with its profile (product: city profile). Practices live under their city."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page

from cities.choices import DiagnosisData, ProfilePart, size_class
from cities.fields import CodesField, source_keys
from cities.models.countries import Country
from cities.models.sources import check_city_rests_on
from cities.querysets import CityPageManager, CityQuerySet


class CityIndexPage(Page):
    """All cities, by region and on a map."""

    introduction = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["config.HomePage"]
    subpage_types: ClassVar = ["cities.CityPage"]
    max_count = 1
    template = "cities/city_index_page.html"

    class Meta:
        verbose_name = _("list of cities")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cities.selectors import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(request.GET)}


class IdentityFields(models.Model):
    """Who the city is: from the gazetteer, or by hand with a parent city."""

    code = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Permanent id; made from the name when left empty, never changed later."),
    )
    names = models.JSONField(
        _("names in other languages"),
        default=dict,
        blank=True,
        help_text=_('For example {"es": "Bogotá", "ar": "بوغوتا"}.'),
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="cities", verbose_name=_("country"))
    geonames_id = models.PositiveIntegerField(_("GeoNames id"), null=True, blank=True, db_index=True)
    parent_city = models.ForeignKey(
        "cities.CityPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of the city"),
        help_text=_("For a commune or district that is in no gazetteer."),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of that number"), null=True, blank=True)
    population_source = models.CharField(_("source of that number"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, help_text=_("For example America/Bogota."))
    demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("A fictional city of the demonstration network.")
    )
    stub = models.BooleanField(
        _("to be completed"), default=False, help_text=_("Named in a source; the profile is still to be written.")
    )

    identity_panels: ClassVar = [
        FieldPanel("code"),
        FieldPanel("country"),
        FieldPanel("parent_city"),
        FieldPanel("names"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("geonames_id")]),
        FieldRowPanel([FieldPanel("population"), FieldPanel("population_year"), FieldPanel("population_source")]),
        FieldPanel("time_zone"),
        FieldRowPanel([FieldPanel("demonstration"), FieldPanel("stub")]),
    ]

    class Meta:
        abstract = True


class SafetyWorkFields(models.Model):
    """What is in place: council, coordinator, strategy, diagnosis (Guidelines, 24 and 25)."""

    safety_council_exists = models.BooleanField(_("safety council"), null=True, blank=True)
    safety_council_name = models.CharField(_("its name"), max_length=200, blank=True)
    safety_council_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    safety_council_sources = source_keys()
    coordinator_office = models.CharField(
        _("office that coordinates safety"),
        max_length=200,
        blank=True,
        help_text=_("An office, never a person's name."),
    )
    strategy_exists = models.BooleanField(_("safety strategy"), null=True, blank=True)
    strategy_name = models.CharField(_("its name"), max_length=250, blank=True)
    strategy_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    strategy_sources = source_keys()
    diagnosis_exists = models.BooleanField(_("safety diagnosis"), null=True, blank=True)
    diagnosis_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    diagnosis_data = CodesField(_("data used"), choices_of=DiagnosisData)
    diagnosis_disaggregated = models.BooleanField(_("disaggregated by place, sex and age"), null=True, blank=True)
    diagnosis_sources = source_keys()

    safety_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("safety_council_exists"),
                FieldPanel("safety_council_name"),
                FieldPanel("safety_council_year"),
                FieldPanel("safety_council_sources"),
                FieldPanel("coordinator_office"),
            ],
            heading=_("Safety council"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("strategy_exists"),
                FieldPanel("strategy_name"),
                FieldPanel("strategy_year"),
                FieldPanel("strategy_sources"),
            ],
            heading=_("Strategy"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("diagnosis_exists"),
                FieldPanel("diagnosis_year"),
                FieldPanel("diagnosis_data"),
                FieldPanel("diagnosis_disaggregated"),
                FieldPanel("diagnosis_sources"),
            ],
            heading=_("Diagnosis"),
        ),
    ]

    class Meta:
        abstract = True


class CityPage(IdentityFields, SafetyWorkFields, Page):  # type: ignore[misc]
    """A city. Its name is the page's title."""

    summary = models.TextField(_("summary"), blank=True, help_text=_("At most 120 words, in our own words."))
    priorities = ParentalManyToManyField(
        "guidelines.Theme", blank=True, related_name="+", verbose_name=_("published priorities")
    )
    experience = ParentalManyToManyField(
        "guidelines.Theme", blank=True, related_name="+", verbose_name=_("themes of experience")
    )
    rests_on = models.JSONField(
        _("what the facts rest on"),
        default=dict,
        blank=True,
        validators=[check_city_rests_on],
        help_text=_(
            'Facts with keys of the sources below: {"powers.police": ["act1996"]}. Leave it empty when the city itself '
            "gives the account."
        ),
    )
    hidden_parts = CodesField(_("not shown to the public"), choices_of=ProfilePart)

    objects = CityPageManager.from_queryset(CityQuerySet)()

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(IdentityFields.identity_panels, heading=_("Identity")),
        InlinePanel("city_languages", heading=_("Working languages")),
        InlinePanel("powers", heading=_("Powers"), help_text=_("Who runs what; decides which practices fit.")),
        *SafetyWorkFields.safety_panels,
        InlinePanel("indicators", heading=_("Indicators")),
        InlinePanel("actors", heading=_("Local actors and resources"), help_text=_("Guidelines, paragraph 25(b).")),
        MultiFieldPanel([FieldPanel("priorities"), FieldPanel("experience")], heading=_("Themes")),
        FieldPanel("rests_on"),
        InlinePanel("sources", heading=_("Sources")),
    ]
    settings_panels: ClassVar = [*Page.settings_panels, FieldPanel("hidden_parts")]
    parent_page_types: ClassVar = ["cities.CityIndexPage"]
    subpage_types: ClassVar = ["practices.PracticePage"]
    exclude_fields_in_copy: ClassVar = ["code"]
    template = "cities/city_page.html"

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.title

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The code is made here, before uniqueness is checked."""
        super().full_clean(*args, **kwargs)
        if not self.code:
            from cities.codes import free_code

            self.code = free_code(CityPage, self.slug or self.title)

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """Nothing for the fictional cities of the demonstration: nobody shall find them among real ones."""
        return [] if self.demonstration else super().get_sitemap_urls(request)

    def name(self, language: str = "en") -> str:
        """Name in a language, else the page's title."""
        return str(self.names.get(language[:2]) or self.title)

    @property
    def size_class(self) -> str:
        return size_class(self.population)

    @property
    def income_group(self) -> str:
        return self.country.income_group

    @property
    def location(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, or None."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cities.selectors import city_context

        return {**super().get_context(request, *args, **kwargs), **city_context(self)}
