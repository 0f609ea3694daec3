"""Cities and organisations as plain mappings in the shape of the record contract (docs/guides/collection.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cities.models import CityPage, Organisation

SOURCE = ("key", "kind", "authors", "title", "year", "publisher", "journal", "doi", "url", "note")
POPULATION = ("population", "population_year", "population_source")
PARTS: dict[str, tuple[str, ...]] = {
    "powers": ("power", "level", "note"),
    "indicators": ("name", "indicator", "value", "unit", "year", "definition", "disaggregation", "sources"),
    "actors": ("name", "kind", "role", "url"),
    "sources": SOURCE,
}
GROUPS: dict[str, tuple[str, ...]] = {
    "safety_council": ("exists", "name", "year", "sources"),
    "strategy": ("exists", "name", "year", "sources"),
    "diagnosis": ("exists", "year", "data", "disaggregated", "sources"),
}


def plain(value: Any) -> Any:
    """Empty text is "not reported": None."""
    return None if value == "" else value


def rows(items: Iterable[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Repeated parts as mappings of those attributes; another record is named by its code."""
    return [{name: plain(stored(item, name)) for name in names} for item in items]


def stored(item: Any, name: str) -> Any:
    """An attribute; of a foreign key its code, without reading the other record."""
    return getattr(item, f"{name}_id" if hasattr(item, f"{name}_id") else name)


def group(page: Any, prefix: str, names: tuple[str, ...]) -> dict[str, Any] | None:
    """Fields called prefix_name as one mapping; None when nothing of it is reported."""
    values = {name: plain(getattr(page, f"{prefix}_{name}")) for name in names}
    return values if any(value not in (None, []) for value in values.values()) else None


def city_record(page: CityPage) -> dict[str, Any]:
    """The whole profile, parts hidden from the public included (see `public_city_record`).

    Read the page with `CityQuerySet.with_profile()` to keep the number of queries constant.
    """
    return {
        "schema": "city/1", "code": page.code, "name": page.title, "names": dict(page.names),
        "country": page.country_id, "geonames_id": page.geonames_id,
        "parent": page.parent_city.code if page.parent_city else None, "latitude": page.latitude,
        "longitude": page.longitude, **{name: plain(getattr(page, name)) for name in POPULATION},
        "time_zone": plain(page.time_zone), "languages": rows(page.city_languages.all(), ("code", "level")),
        **{name: rows(getattr(page, name).all(), names) for name, names in PARTS.items()},
        **{name: group(page, name, names) for name, names in GROUPS.items()},
        "coordinator_office": plain(page.coordinator_office),
        "priorities": [theme.code for theme in page.priorities.all()],
        "experience": [theme.code for theme in page.experience.all()], "summary": plain(page.summary),
        "rests_on": dict(page.rests_on),
        "hidden_parts": list(page.hidden_parts), "demonstration": page.demonstration, "stub": page.stub,
    }


def public_city_record(page: CityPage) -> dict[str, Any]:
    """What the public may see of a profile: without the parts the city keeps to itself."""
    record = city_record(page)
    hidden = set(record.pop("hidden_parts"))
    for name in hidden & record.keys():
        record[name] = [] if isinstance(record[name], list) else None
    if "safety_council" in hidden:
        record["coordinator_office"] = None
    record["rests_on"] = {n: keys for n, keys in record["rests_on"].items() if n.partition(".")[0] not in hidden}
    return record


def organisation_record(organisation: Organisation) -> dict[str, Any]:
    """A roster entry."""
    return {
        "schema": "organisation/1", "code": organisation.code, "name": organisation.name,
        "acronym": plain(organisation.acronym), "kind": organisation.kind,
        "themes": [theme.code for theme in organisation.themes.all()], "languages": list(organisation.languages),
        "regions": list(organisation.regions), "country": organisation.country_id,
        "summary": plain(organisation.summary), "services": list(organisation.services),
        "url": plain(organisation.url), "rests_on": dict(organisation.rests_on),
        "sources": rows(organisation.sources.all(), SOURCE),
    }
