"""Judges what cities, organisations and tools rest on: the gazetteer, the country facts, their own sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cities.importers.places import read_gazetteer
from cities.provenance import (
    GEONAMES,
    NEAR,
    ORGANISATION,
    RESERVED,
    TOOL,
    entry_foundations,
    entry_problems,
    foundations,
    problems,
    same_place,
)
from practices.importers.collection import vocabulary as v
from practices.importers.collection.files import Collection, Issue, Record


@cache
def gazetteer() -> dict[int, dict[str, Any]]:
    """GeoNames id → row of the shipped gazetteer."""
    return {row["geonames_id"]: row for row in read_gazetteer()}


def city_issues(record: Record, collection: Collection) -> Iterator[Issue]:
    """Whether a city is where the gazetteer says, and whether each fact it states has a source."""
    data = record.data
    if data.get("demonstration"):
        return
    keys = {source["key"] for source in data.get("sources") or ()}
    for key in sorted(keys & set(RESERVED)):
        yield Issue(record.file, "sources", f'the key "{key}" is reserved for a data set the site ships; use another')
    place = gazetteer().get(data.get("geonames_id") or 0)
    yield from _place(record, place)
    yield from _population(record, place, keys)
    yield from _named(record, problems(data.get("rests_on")), keys)
    found = foundations(data, place, v.countries()[data["country"]]["languages"])
    for name, named in found.items():
        if not named and not (name == "experience" and set(data["experience"]) <= themes_of(record.code, collection)):
            yield Issue(record.file, name, _missing(name))


def _missing(name: str) -> str:
    if name in ("safety_council", "strategy", "diagnosis"):
        return "rests on nothing; add sources: [key], or remove it"
    if name == "experience":
        return "names themes no practice of the city has; name its sources in rests_on, or remove them"
    return f'rests on nothing; name its sources in rests_on: {{"{name}": [key]}}, or remove it'


def _place(record: Record, place: Mapping[str, Any] | None) -> Iterator[Issue]:
    data = record.data
    if data.get("geonames_id") is None:
        return
    if place is None:
        yield Issue(
            record.file,
            "geonames_id",
            f"{data['geonames_id']} is not in the gazetteer; correct it, or leave it "
            "empty and name the source of the place in rests_on.location",
        )
        return
    if place["country_code"] != data["country"]:
        yield Issue(
            record.file, "geonames_id", f"is {place['name']} in {place['country_code']}, not in {data['country']}"
        )
    elif not same_place(data, place):
        yield Issue(
            record.file,
            "latitude",
            f"and longitude differ from the gazetteer's {place['name']} "
            f"({place['latitude']}, {place['longitude']}) by more than {NEAR}°; take those",
        )
    if data.get("time_zone") not in (None, place["time_zone"]):
        yield Issue(record.file, "time_zone", f'is "{data["time_zone"]}"; the gazetteer says "{place["time_zone"]}"')


def _population(record: Record, place: Mapping[str, Any] | None, keys: set[str]) -> Iterator[Issue]:
    data, source = record.data, record.data.get("population_source")
    if source == GEONAMES:
        if place is None or data.get("population") != place["population"] or data.get("population_year"):
            wanted = place["population"] if place else "nothing for this id"
            yield Issue(
                record.file,
                "population",
                f"the gazetteer says {wanted}, without a year; take that, or name another source",
            )
    elif source and source not in keys:
        yield Issue(record.file, "population_source", f'"{source}" is no key of this record\'s sources')
    elif data.get("population") is not None and not source:
        yield Issue(record.file, "population_source", "is missing; a number of inhabitants needs its source")
    elif data.get("population") is not None and not data.get("population_year"):
        yield Issue(record.file, "population_year", "is missing; a number of inhabitants needs its year")


def themes_of(code: str, collection: Collection) -> set[str]:
    """Themes of the practices a city leads, shares or has taken up."""
    found: set[str] = set()
    for practice in collection.of("practice").values():
        data = practice.data
        cities = [
            data.get("city"),
            *(data.get("further_cities") or ()),
            *(item.get("city") for item in data.get("adoptions") or ()),
        ]
        if code in cities:
            found |= set(data.get("themes") or ())
    return found


def entry_issues(record: Record) -> Iterator[Issue]:
    """Whether each fact of an organisation or a tool has a source, and each source an address."""
    names = ORGANISATION if record.kind == "organisation" else TOOL
    sources = record.data.get("sources") or ()
    yield from _named(record, entry_problems(record.data.get("rests_on"), names), {s["key"] for s in sources})
    for name, keys in entry_foundations(record.data, names).items():
        if not keys and sources:
            yield Issue(
                record.file,
                name,
                f"rests on nothing; the record has several sources, so rests_on.{name} says which, or remove it",
            )
    if not sources and not record.data.get("stub"):
        yield Issue(record.file, "sources", "is empty; every record needs at least one source")


def addresses(record: Record) -> Iterator[Issue]:
    """Whether each source of a city, an organisation, a tool or the framework can be found: by a DOI or an address."""
    if record.data.get("demonstration"):
        return
    for number, source in enumerate(record.data.get("sources") or ()):
        if not source.get("doi") and not source.get("url"):
            yield Issue(
                record.file, f"sources[{number}]", "has no doi and no url; give the address where it is found"
            )


def _named(record: Record, wrong: Iterator[tuple[str, str]], keys: set[str]) -> Iterator[Issue]:
    for place, message in wrong:
        yield Issue(record.file, place, message)
    for name, named in (record.data.get("rests_on") or {}).items():
        if not named:
            yield Issue(record.file, f"rests_on.{name}", "names no source; give a key or remove it")
        for key in named or ():
            if key not in keys:
                yield Issue(record.file, f"rests_on.{name}", f'"{key}" is no key of this record\'s sources')
