"""How complete a record is at depth 1, 2 or 3, what is missing, and the best grade it can reach. Pure.

Specification: docs/algorithms/richness.md. The names are those of the record contract (docs/guides/collection.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from practices.evidence import COMPARED, OBSERVED

DEPTHS = ("1", "2", "3")
REQUIRED: dict[str, tuple[str, ...]] = {
    "1": ("title", "claim", "summary", "kind", "scale", "lead_organisation", "start", "lifecycle", "themes",
          "approaches", "population", "problem", "intervention", "mechanism"),
    "2": ("sdg", "provisions", "causes", "alternatives", "why_this", "blocks", "steps", "staffing", "data_safeguards",
          "legal_background", "powers_needed", "cost", "funding", "setup_months", "success_factors",
          "limiting_factors", "obstacles", "leader", "stakeholders", "outcomes", "displacement", "unintended",
          "rights_risks", "preconditions", "not_fit", "first_steps", "sustain", "sources"),
    "3": ("evaluations", "economics", "worse_off", "first_effect_months", "who_pays_now", "minimum_scale"),
}
ENOUGH = 0.6
"""Share of each depth's own fields that makes a record one of that depth; the rest may honestly be unknown."""
FAILURE = ("failure.modes", "failure.noticed", "failure.differently", "failure.still_worked")


@dataclass(frozen=True, slots=True)
class Richness:
    """percent: filled fields of those the declared depth asks for, 0–100. missing: names of the empty ones in the
    order of the form. reached: the deepest level at which the fields of every level up to it are at least three fifths
    filled, "0" when not even depth 1 is. best_grade: the best evidence grade reachable without new evaluation work,
    and `why` the code of what holds it there."""

    percent: int
    missing: tuple[str, ...]
    reached: str
    best_grade: str
    why: str


def filled(record: Mapping[str, Any], name: str) -> bool:
    """Whether a field (dotted for a part of a group) says anything."""
    value: Any = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(item not in (None, "", [], {}) for item in value.values())
    return value is not None and value != [] and value != ()


def fields_of(depth: str, kind: str) -> tuple[str, ...]:
    """What a record of that depth and kind should fill, shallow first. Raises ValueError for an unknown depth."""
    if depth not in DEPTHS:
        raise ValueError(f"depth is 1, 2 or 3, not '{depth}'")
    names = [name for level in DEPTHS[: DEPTHS.index(depth) + 1] for name in REQUIRED[level]]
    return tuple(names) + (FAILURE if kind == "did-not-work" else ())


def measure(record: Mapping[str, Any]) -> Richness:
    """Measure a record in the shape of the contract (depth as a number or a digit)."""
    depth, kind = str(record.get("depth") or "1"), str(record.get("kind") or "practice")
    names = fields_of(depth, kind)
    missing = tuple(name for name in names if not filled(record, name))
    best, why = reachable(record)
    return Richness(round(100 * (len(names) - len(missing)) / len(names)), missing, _reached(record), best, why)


def _reached(record: Mapping[str, Any]) -> str:
    reached = "0"
    for depth in DEPTHS:
        names = REQUIRED[depth]
        if sum(filled(record, name) for name in names) < ENOUGH * len(names):
            break
        reached = depth
    return reached


def reachable(record: Mapping[str, Any]) -> tuple[str, str]:
    """The best grade that can be reached by filling in the form alone, and what limits it.

    With no outcome: E1 ("no-outcome"). With outcomes, the strongest comparison decides: none is E1
    ("no-comparison"), before and after or a trend E2 ("no-comparison-group"), a comparison E3 with one site
    ("one-site") and E4 with more ("no-synthesis"), three sites or a synthesis E5 ("").
    """
    comparisons = {(str(o.get("comparison") or "none"), int(o.get("sites") or 1)) for o in record.get("outcomes") or ()}
    if not comparisons:
        return "E1", "no-outcome"
    if any(c == "synthesis" or (c in COMPARED and sites >= 3) for c, sites in comparisons):
        return "E5", ""
    if any(c in COMPARED and sites >= 2 for c, sites in comparisons):
        return "E4", "no-synthesis"
    if any(c in COMPARED for c, _sites in comparisons):
        return "E3", "one-site"
    if any(c in OBSERVED for c, _sites in comparisons):
        return "E2", "no-comparison-group"
    return "E1", "no-comparison"
