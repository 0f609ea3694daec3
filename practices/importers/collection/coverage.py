"""What the collection covers: counts and tables against the wanted minimums. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from practices import evidence
from practices.importers.collection import vocabulary as v
from practices.importers.collection.checks import facts_of, grade_of
from practices.importers.collection.files import Collection

AREAS = ("Africa", "Asia-Pacific", "Latin America and the Caribbean", "Europe", "Northern America", "Middle East")
MIDDLE_EAST = frozenset({"145"})  # Western Asia


@dataclass
class Coverage:
    """goals: (what, wanted, have). tables: title → counts, zero for what is missing. cross: theme group → area →
    practices. uncovered: addresses of paragraphs and letters without a practice."""

    goals: list[tuple[str, int, int]] = field(default_factory=list)
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    cross: dict[str, dict[str, int]] = field(default_factory=dict)
    uncovered: list[str] = field(default_factory=list)


def area_of(country: str) -> str:
    """The world region of the issue's count: M49 regions, Western Asia as Middle East, Oceania with Asia."""
    facts = v.countries().get(country, {})
    if facts.get("subregion") in MIDDLE_EAST:
        return "Middle East"
    return {
        "002": "Africa",
        "142": "Asia-Pacific",
        "009": "Asia-Pacific",
        "150": "Europe",
        "419": "Latin America and the Caribbean",
        "021": "Northern America",
    }.get(facts.get("region", ""), "other")


def record_grade(data: Mapping[str, Any]) -> str:
    """The grade of a record of the collection."""
    plain = dict(data)
    return evidence.best_grade((grade_of(o, plain).grade for o in plain.get("outcomes") or ()), facts_of(plain))


def full(data: Mapping[str, Any]) -> bool:
    """A record of depth 2 or 3 that is no stub."""
    return not data.get("stub") and (data.get("depth") or 1) >= 2


def moved_apart(data: Mapping[str, Any]) -> bool:
    """Crime and fear, or symptom and cause, moved in different directions."""
    sides: dict[str, set[str]] = {"crime": set(), "fear": set(), "symptom": set(), "cause": set()}
    for outcome in data.get("outcomes") or ():
        if outcome["direction"] == "unknown":
            continue
        fear = outcome["outcome"] in ("fear-of-crime", "perceived-safety")
        sides[outcome["level"]].add(outcome["direction"])
        if outcome["level"] == "symptom":
            sides["fear" if fear else "crime"].add(outcome["direction"])
    return any(sides[a] and sides[b] and sides[a] != sides[b] for a, b in (("crime", "fear"), ("symptom", "cause")))


def count(known: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    """Counts with a zero for every known code that is missing."""
    counter = Counter(found)
    return {code: counter.pop(code, 0) for code in known} | dict(sorted(counter.items()))


def coverage(collection: Collection) -> Coverage:
    """Measure a collection that passed the checks (records that lack what is counted are left out of that count)."""
    practices = [record.data for record in collection.of("practice").values() if full(record.data)]
    cities = {code: record.data for code, record in collection.of("city").items()}
    result = Coverage()
    areas = {data["code"]: area_of(cities.get(data["city"], {}).get("country", "")) for data in practices}
    groups = v.theme_groups()
    _tables(result, practices, areas)
    # An account without problem or mechanism is E0 and hardly ever a full record: grades count in all of them.
    every = [record.data for record in collection.of("practice").values() if not record.data.get("stub")]
    result.tables["grade"] = count(evidence.GRADES, map(record_grade, every))
    for group in sorted(set(groups.values())):
        found = [areas[d["code"]] for d in practices if any(groups.get(t) == group for t in d.get("themes") or ())]
        result.cross[group] = count(AREAS, found)
    _goals(result, collection, practices, areas)
    linked = {link["address"] for data in practices for link in data.get("provisions") or ()}
    result.uncovered = sorted((a for a in v.provisions() if "." not in a and a not in linked), key=_natural)
    return result


def _natural(address: str) -> tuple[int, str]:
    digits = "".join(c for c in address[:2] if c.isdigit())
    return int(digits or 0), address


def _tables(result: Coverage, practices: list[dict[str, Any]], areas: Mapping[str, str]) -> None:
    result.tables = {
        "region": count(AREAS, areas.values()),
        "theme": count(sorted(v.themes()), (t for d in practices for t in d.get("themes") or ())),
        "SDG": count(
            [str(goal) for goal in range(1, 18)],
            (g for d in practices for g in {link["target"].split(".")[0] for link in d.get("sdg") or ()}),
        ),
        "population group": count(
            sorted(v.terms("population-groups")),
            (g for d in practices for g in {row["group"] for row in d.get("population") or ()}),
        ),
        "approach": count(sorted(v.terms("approaches")), (a for d in practices for a in d.get("approaches") or ())),
        "lever": count(sorted(v.terms("levers")), (x for d in practices for x in d.get("levers") or ())),
        "justice strand": count(
            sorted(v.terms("justice-strands")), (x for d in practices for x in d.get("justice") or ())
        ),
        "direction": count(evidence.DIRECTIONS, (o["direction"] for d in practices for o in d.get("outcomes") or ())),
        "kind of record": count((), (d["kind"] for d in practices)),
    }


def _goals(result: Coverage, collection: Collection, practices: list[dict[str, Any]], areas: Mapping[str, str]) -> None:
    quantitative = sum(
        any(
            o["comparison"] != "none"
            and o.get("sources")
            and (
                o.get("effect")
                or evidence.figures(o["comparison"], o.get("baseline"), o.get("comparison_value"), o.get("result"))
            )
            for o in d.get("outcomes") or ()
        )
        for d in practices
    )
    not_working = sum(
        d["kind"] == "did-not-work" or any(o["direction"] in ("none", "negative") for o in d.get("outcomes") or ())
        for d in practices
    )
    by_language = Counter(record.language for record in collection.translations)
    have = [
        ("full practice records", 60, len(practices)),
        *((f"practices in {area}", 8, result.tables["region"][area]) for area in AREAS[:3]),
        ("that did not work, had no effect or did harm", 12, not_working),
        ("with a quantitative outcome", 25, quantitative),
        ("crime and fear, or symptom and cause, moved differently", 8, sum(map(moved_apart, practices))),
        ("adoption links", 10, sum(len(d.get("adoptions") or ()) for d in practices)),
        ("tools", 35, len(collection.of("tool"))),
        ("cities", 70, len(collection.of("city"))),
        ("organisations", 40, len(collection.of("organisation"))),
        ("translations into French", 15, by_language["fr"]),
        ("translations into Spanish", 15, by_language["es"]),
        ("translations into Arabic", 3, by_language["ar"]),
        ("grades that occur", 6, sum(n > 0 for n in result.tables["grade"].values())),
        (
            "population groups that occur",
            len(v.terms("population-groups")),
            sum(n > 0 for n in result.tables["population group"].values()),
        ),
        ("theme groups that occur", len(result.cross), sum(any(row.values()) for row in result.cross.values())),
    ]
    result.goals = list(have)


def printed(result: Coverage) -> str:
    """The coverage as plain text tables."""
    lines = ["", "Goals (wanted / have)"]
    lines += [
        f"  {'ok  ' if have >= wanted else 'MISS'} {what}: {wanted} / {have}" for what, wanted, have in result.goals
    ]
    lines += ["", "Theme groups × regions (practices)", "  " + " " * 22 + "".join(f"{a[:12]:>14}" for a in AREAS)]
    lines += [f"  {group:<22}" + "".join(f"{row.get(a, 0):>14}" for a in AREAS) for group, row in result.cross.items()]
    for title, counts in result.tables.items():
        lines += ["", f"{title}: " + ", ".join(f"{code} {number}" for code, number in counts.items())]
    lines += [
        "",
        f"Provisions without a practice ({len(result.uncovered)}): " + (", ".join(result.uncovered) or "none"),
    ]
    return "\n".join(lines)
