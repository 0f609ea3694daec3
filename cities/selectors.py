"""Reads across models for pages and API; all of them through `public()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from cities import choices as c
from cities import labels, regions
from cities.importers.places import fold
from cities.marks import entry_numbered, numbered
from cities.models import CityPage, Organisation, Place
from cities.provenance import ORGANISATION
from cities.record import organisation_record, public_city_record
from cities.search_documents import CitySource, OrganisationSource
from guidelines.models import Indicator

SUGGESTIONS = 10


def places_like(typed: str, country: str = "") -> list[dict[str, Any]]:
    """Places of the gazetteer whose folded name begins with the words typed, largest first. Empty below two letters."""
    start = fold(typed)
    if len(start) < 2:
        return []
    found = Place.objects.filter(search_name__startswith=start)
    if country:
        found = found.filter(country_code=country.upper()[:2])
    return [
        {
            "geonames_id": place.geonames_id,
            "name": place.name,
            "country": place.country_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "population": place.population,
            "time_zone": place.time_zone,
        }
        for place in found.order_by("-population", "pk")[:SUGGESTIONS]
    ]


def index_context(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All public cities under their regions, real ones before those of the demonstration."""
    language = get_language() or "en"
    cities = list(CityPage.objects.public().select_related("country").order_by("title"))
    cards = CitySource().cards([city.pk for city in cities], language)
    groups: dict[str, list[Any]] = {}
    for city in cities:
        key = "demonstration" if city.demonstration else city.country.region
        if city.pk in cards:
            groups.setdefault(key, []).append(cards[city.pk])
    order = [code for code in regions.REGIONS if code in groups]
    shown = [{"code": code, "label": regions.label(code), "cards": groups[code]} for code in order]
    return {"groups": shown, "demonstration": groups.get("demonstration", []), "total": len(cards)}


def city_context(page: CityPage) -> dict[str, Any]:
    """Everything the page of a city shows, from the public part of its profile."""
    if page.pk:
        page = CityPage.objects.with_profile().get(pk=page.pk)
    record = public_city_record(page)
    sources, marks = numbered(page, record)
    themes = {theme.code: theme for theme in (*page.priorities.all(), *page.experience.all())}
    by_key = {row["key"]: row for row in sources}
    codes = {row["indicator"] for row in record["indicators"] if row["indicator"]}
    shared = {row.code: row for row in Indicator.objects.public().filter(code__in=codes)} if codes else {}
    return {
        "record": record,
        "city": page,
        "size": dict(c.SizeClass.choices).get(page.size_class, ""),
        "income": dict(c.IncomeGroup.choices).get(page.income_group, ""),
        "sources": sources,
        "marks": marks,
        **worded_rows(record, marks),
        "diagnosis_data": [c.DiagnosisData(code).label for code in (record["diagnosis"] or {}).get("data") or ()],
        "indicators": [
            {
                **row,
                "refs": [by_key[key] for key in row["sources"] if key in by_key],
                "shared": shared.get(row["indicator"]),
            }
            for row in record["indicators"]
        ],
        "actors": [{**row, "kind": c.ActorKind(row["kind"]).label} for row in record["actors"]],
        "priorities": [themes[code] for code in record["priorities"]],
        "experience": [themes[code] for code in record["experience"]],
        "parent": page.parent_city if page.parent_city and page.parent_city.live else None,
        "parts": list(CityPage.objects.public().filter(parent_city=page).order_by("title")),
        "document_id": f"city:{page.pk}",
        "json_ld": json_ld(page),
    }


def worded_rows(record: Mapping[str, Any], marks: Mapping[str, Any]) -> dict[str, Any]:
    """Languages and powers of a city in words, each with the sources behind it."""
    names = labels.languages([row["code"] for row in record["languages"]], get_language() or "en")
    languages = [
        {
            "name": names[row["code"]],
            "level": c.LanguageLevel(row["level"]).label,
            "refs": marks.get(f"languages.{row['code']}"),
        }
        for row in record["languages"]
    ]
    powers = [
        {
            "power": c.Power(row["power"]).label,
            "level": c.PowerLevel(row["level"]).label,
            "code": row["level"],
            "note": row["note"],
            "refs": marks.get(f"powers.{row['power']}"),
        }
        for row in record["powers"]
    ]
    return {"languages": languages, "powers": powers}


def json_ld(page: CityPage) -> dict[str, Any]:
    """The city as schema.org's City."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "City",
        "name": page.title,
        "identifier": page.code,
        "address": page.country_id,
    }
    if page.location:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": page.latitude, "longitude": page.longitude}
    return data


def roster_context() -> dict[str, Any]:
    """Public organisations under their kinds."""
    language = get_language() or "en"
    found = list(Organisation.objects.public().order_by("name"))
    cards = OrganisationSource().cards([row.pk for row in found], language)
    groups = [
        {"code": code, "label": label, "cards": [cards[row.pk] for row in found if row.kind == code]}
        for code, label in c.OrganisationKind.choices
    ]
    return {"groups": [group for group in groups if group["cards"]], "total": len(cards)}


def organisation_context(row: Organisation) -> dict[str, Any]:
    """Everything the page of an organisation shows."""
    language = get_language() or "en"
    record = organisation_record(row)
    sources, marks = entry_numbered(record, ORGANISATION)
    return {
        "organisation": row,
        "record": record,
        "kind": c.OrganisationKind(row.kind).label,
        "themes": row.themes.select_related("group"),
        "languages": labels.languages(row.languages, language).values(),
        "regions": [regions.label(code) for code in row.regions],
        "country": row.country.name(language) if row.country else "",
        "sources": sources,
        "marks": marks,
    }
