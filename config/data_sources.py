"""What the site is built on, for the page about data and licences: data, typefaces, icons, maps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source with what it is used for and its licence."""

    name: str
    use: str | Promise
    licence: str | Promise
    url: str


SOURCES: tuple[DataSource, ...] = (
    DataSource(
        "GeoNames",
        _("Places with more than 15,000 inhabitants: name, country, population, position"),
        "CC BY 4.0",
        "https://www.geonames.org/",
    ),
    DataSource(
        "United Nations M49",
        _("Codes and names of countries and regions"),
        _("Facts, with attribution"),
        "https://unstats.un.org/unsd/methodology/m49/",
    ),
    DataSource(
        "World Bank country groups",
        _("Income group of a country, with its year"),
        "CC BY 4.0",
        "https://datahelpdesk.worldbank.org/knowledgebase/articles/906519",
    ),
    DataSource(
        "Sustainable Development Goals",
        _("Codes of goals and targets; short labels are ours"),
        _("Facts, with attribution"),
        "https://sdgs.un.org/goals",
    ),
    DataSource(
        "Natural Earth, world-atlas",
        _("Outlines of land on the maps"),
        _("Public domain; ISC"),
        "https://www.naturalearthdata.com/",
    ),
    DataSource("Source Sans 3, Source Serif 4", _("Typefaces"), "SIL OFL 1.1", "https://github.com/adobe-fonts"),
    DataSource("Lucide", _("Icons"), "ISC, MIT", "https://lucide.dev/"),
    DataSource("Leaflet", _("Zoomable maps"), "BSD 2-Clause", "https://leafletjs.com/"),
)
