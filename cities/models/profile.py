"""The lists inside a city's profile: languages, powers, indicators, local actors, sources."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cities.choices import ActorKind, LanguageLevel, Power, PowerLevel
from cities.fields import source_keys
from cities.models.pages import CityPage
from cities.models.sources import SourceFields


class CityLanguage(Orderable):
    """A language people of the city work in."""

    city = ParentalKey(CityPage, related_name="city_languages")
    code = models.CharField(_("language"), max_length=8, help_text=_("ISO 639-1, such as es."))
    level = models.CharField(_("level"), max_length=10, choices=LanguageLevel.choices, default=LanguageLevel.OFFICIAL)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="city_language_once")]


class CityPower(Orderable):
    """Who holds a power the city may need."""

    city = ParentalKey(CityPage, related_name="powers")
    power = models.CharField(_("power"), max_length=20, choices=Power.choices)
    level = models.CharField(_("whose"), max_length=10, choices=PowerLevel.choices, default=PowerLevel.UNKNOWN)
    note = models.TextField(_("note"), blank=True)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["city", "power"], name="city_power_once")]


class CityIndicator(Orderable):
    """A figure with its definition and source; figures compare only when both agree.

    indicator: the shared indicator it is a value of, if it is one; the name stays what the city calls it.
    """

    city = ParentalKey(CityPage, related_name="indicators")
    name = models.CharField(_("name"), max_length=200)
    indicator = models.ForeignKey(
        "guidelines.Indicator",
        models.SET_NULL,
        to_field="code",
        limit_choices_to={"live": True},
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared indicator"),
        help_text=_("Choose one when the figure is measured as its page says, so that it stands beside other cities'."),
    )
    value = models.FloatField(_("value"))
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    disaggregation = models.CharField(_("disaggregation"), max_length=200, blank=True)
    sources = source_keys()


class CityActor(Orderable):
    """A local actor or resource: organisations, places and funds, never private persons."""

    city = ParentalKey(CityPage, related_name="actors")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=ActorKind.choices)
    role = models.CharField(_("what it does for safety"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)


class CitySource(Orderable, SourceFields):
    """A source of the profile."""

    city = ParentalKey(CityPage, related_name="sources")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="city_source_key_once")]
