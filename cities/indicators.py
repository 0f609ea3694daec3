"""Values of shared indicators that cities publish in their profiles, through the room's gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cities.choices import ProfilePart
from cities.marks import address
from cities.models import CityIndicator, CityPage


@dataclass(frozen=True, slots=True)
class CityValue:
    """A published figure. code, city, country, url: whose. sources: rows with title, year and address."""

    code: str
    city: str
    country: str
    url: str
    name: str
    value: float
    unit: str
    year: int | None
    definition: str
    disaggregation: str
    sources: list[dict[str, Any]]


def _published() -> Any:
    """Rows of public cities that name an indicator; parts a city keeps to itself are taken out by `_shown`."""
    return CityIndicator.objects.filter(indicator__isnull=False, city__in=CityPage.objects.public())


def _shown(city: CityPage) -> bool:
    return ProfilePart.INDICATORS not in city.hidden_parts


def value_counts() -> Mapping[str, int]:
    """Indicator's code → how many public cities publish a value; one query."""
    found: dict[str, set[int]] = {}
    for row in _published().select_related("city").only("indicator_id", "city__hidden_parts"):
        if _shown(row.city):
            found.setdefault(row.indicator_id, set()).add(row.city_id)
    return {code: len(cities) for code, cities in found.items()}


def public_values(code: str, language: str) -> list[CityValue]:
    """The figures public cities publish of one indicator, by city, newest first; a constant number of queries."""
    rows = _published().filter(indicator=code).select_related("city__country").prefetch_related("city__sources")
    found = [_value(row, language) for row in rows if _shown(row.city)]
    return sorted(found, key=lambda value: (value.city, -(value.year or 0)))


def _value(row: CityIndicator, language: str) -> CityValue:
    city = row.city
    named = {source.key: source for source in city.sources.all()}
    sources = [
        {
            "title": named[key].title,
            "year": named[key].year,
            "address": address({"doi": named[key].doi, "url": named[key].url}),
        }
        for key in row.sources
        if key in named
    ]
    return CityValue(
        code=city.code,
        city=city.name(language),
        country=city.country.name(language),
        url=city.url or "",
        name=row.name,
        value=row.value,
        unit=row.unit,
        year=row.year,
        definition=row.definition,
        disaggregation=row.disaggregation,
        sources=sources,
    )
