"""Writes cities and organisations of the collection to the site."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cities.models import (
    CityActor,
    CityIndexPage,
    CityIndicator,
    CityLanguage,
    CityPage,
    CityPower,
    CitySource,
    Organisation,
    OrganisationSource,
)
from cities.record import GROUPS, PARTS, POPULATION, SOURCE
from practices.importers.collection.files import Record
from practices.importers.collection.lookup import Lookup
from practices.importers.collection.rows import arguments, children

CHILDREN = {"powers": CityPower, "indicators": CityIndicator, "actors": CityActor, "sources": CitySource}


def place(parent: Any, page: Any, lookup: Lookup, kind: str) -> None:
    """Save a page: below its parent when new, else as it is; published."""
    lookup.table(kind)[page.code] = page
    if page.pk:
        page.last_published_at = timezone.now()
        page.save(clean=False)
        return
    page.slug, page.live = page.code, True
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = timezone.now()
    page.latest_revision_created_at = None
    parent.add_child(instance=page)


def city_index() -> CityIndexPage:
    """The page all cities live under. Raises RuntimeError with the remedy when it is missing."""
    index = CityIndexPage.objects.first()
    if index is None:
        raise RuntimeError("there is no list of cities yet; make the first pages (make run, or prepare --only pages)")
    return index


def apply_city(record: Record, lookup: Lookup) -> None:
    """Create or change a city; its parent city comes first (see `in_order`)."""
    data = record.data
    page = lookup.table("city").get(record.code) or CityPage(code=record.code)
    page.title = data["name"]
    page.draft_title = data["name"]
    page.names = data.get("names") or {}
    page.country = lookup.get("country", data["country"])
    page.parent_city = lookup.get("city", data["parent"]) if data.get("parent") else None
    simple = (*POPULATION, "geonames_id", "latitude", "longitude", "time_zone", "summary", "coordinator_office")
    values = arguments(CityPage, data, simple)
    for prefix, names in GROUPS.items():
        values |= arguments(CityPage, data.get(prefix) or {}, names, f"{prefix}_")
    for name, value in values.items():
        setattr(page, name, value)
    page.demonstration, page.stub = bool(data.get("demonstration")), bool(data.get("stub"))
    page.rests_on = data.get("rests_on") or {}
    page.hidden_parts = data.get("hidden_parts") or []
    page.city_languages = children(CityLanguage, data.get("languages"), ("code", "level"))
    lookup.all("indicator", [row["indicator"] for row in data.get("indicators") or () if row.get("indicator")])
    for name, model in CHILDREN.items():
        setattr(page, name, children(model, data.get(name), PARTS[name]))
    page.priorities = lookup.all("theme", data.get("priorities"))
    page.experience = lookup.all("theme", data.get("experience"))
    place(city_index(), page, lookup, "city")


def in_order(records: list[Record]) -> list[Record]:
    """Cities with their parent before them. Raises ValueError for a circle."""
    waiting, done, ordered = list(records), set(), []
    inside = {record.code for record in records}
    while waiting:
        ready = [
            r for r in waiting if not r.data.get("parent") or r.data["parent"] in done or r.data["parent"] not in inside
        ]
        if not ready:
            raise ValueError(f"cities that are part of each other: {', '.join(r.code for r in waiting)}")
        ordered += ready
        done |= {record.code for record in ready}
        waiting = [record for record in waiting if record.code not in done]
    return ordered


def apply_organisation(record: Record, lookup: Lookup) -> None:
    """Create or change a roster entry."""
    data = record.data
    organisation = Organisation.objects.filter(code=record.code).first() or Organisation(code=record.code)
    names = ("name", "acronym", "kind", "languages", "regions", "summary", "services", "url")
    for name, value in arguments(Organisation, data, names).items():
        setattr(organisation, name, value)
    organisation.country = lookup.get("country", data["country"]) if data.get("country") else None
    organisation.rests_on = data.get("rests_on") or {}
    organisation.themes = lookup.all("theme", data.get("themes"))
    organisation.sources = children(OrganisationSource, data.get("sources"), SOURCE)
    organisation.save()
