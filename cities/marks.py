"""The numbered sources of a city's page and the marks beside its facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cities.models import CityPage, Place
from cities.provenance import DATASETS, entry_foundations, foundations

Marks = dict[str, list[dict[str, Any]]]


def numbered(page: CityPage, record: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Marks]:
    """The sources a page lists, and fact → those of them it rests on.

    record: the public part of the profile. Its own sources come first, in its order; then the shipped data sets that
    facts agree with. A row carries its number, its anchor and, as `address`, where it is found.
    """
    place = Place.objects.filter(pk=page.geonames_id).values().first() if page.geonames_id else None
    found = foundations(record, place, page.country.languages)
    used = {key for keys in found.values() for key in keys}
    return marked([*record["sources"], *(source for key, source in DATASETS.items() if key in used)], found)


def entry_numbered(record: Mapping[str, Any], names: Collection[str]) -> tuple[list[dict[str, Any]], Marks]:
    """As `numbered`, for the short records of organisations and tools. names: their facts."""
    return marked(record["sources"], entry_foundations(record, names))


def marked(rows: Iterable[Mapping[str, Any]], found: Mapping[str, list[str]]) -> tuple[list[dict[str, Any]], Marks]:
    """Sources with number, anchor and address, and fact → the sources behind it."""
    sources = {
        row["key"]: {**row, "number": number, "anchor": f"source-{number}", "address": address(row)}
        for number, row in enumerate(rows, 1)
    }
    return list(sources.values()), {
        name: [sources[key] for key in keys if key in sources] for name, keys in found.items()
    }


def address(source: Mapping[str, Any]) -> str:
    """Where a source is found: its DOI as an address, else its own; "" for neither."""
    return f"https://doi.org/{source['doi']}" if source.get("doi") else source.get("url") or ""
