"""How complete a record is at depth 1, 2 or 3, what is missing, and the best grade it can reach. Pure.

Specification: docs/algorithms/richness.md. The names are those of the record contract (docs/guides/collection.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks of a record. fields: any one of them answers it. only: the condition under which it is asked
    at all, a name of `ASKED_IF`, or "" for always."""

    fields: tuple[str, ...]
    only: str = ""


def _each(*names: str) -> tuple[Question, ...]:
    return tuple(Question((name,)) for name in names)


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "1": _each(*REQUIRED["1"]),
    "2": (
        *_each("sdg", "provisions", "causes", "blocks", "steps", "leader", "stakeholders", "powers_needed", "funding",
               "success_factors", "outcomes", "rights_risks", "preconditions", "not_fit", "first_steps", "sources"),
        Question(("why_this", "alternatives")),
        Question(("staffing", "training", "fte")),
        Question(("cost", "economics")),
        Question(("limiting_factors", "obstacles")),
        Question(("displacement", "unintended", "worse_off")),
        Question(("sustain", "who_pays_now"), "lasting"),
        Question(("legal_background",), "law"),
        Question(("data_safeguards",), "data"),
    ),
    "3": (
        *_each("evaluations", "economics", "first_effect_months", "minimum_scale"),
        Question(("worse_off", "unintended", "displacement")),
        Question(("who_pays_now",), "lasting"),
    ),
}  # fmt: skip
"""What a reader needs in order to judge (depth 2) and to trust (depth 3) a practice; docs/algorithms/richness.md."""
ENDED = {"ended", "abandoned"}
DATA_THEMES = {"privacy-data-protection", "smart-safe-technology", "observatories-indicators", "diagnosis-audits"}
ASKED_IF: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "": lambda record: True,
    "lasting": lambda record: record.get("lifecycle") not in ENDED,
    "law": lambda record: "legislation" in (record.get("levers") or ()),
    "data": lambda record: not DATA_THEMES.isdisjoint(record.get("themes") or ()),
}
"""What keeps a practice alive is asked of what goes on, the law where law is the lever, safeguards where data are."""
ENOUGH = 0.8
"""Share of each depth's questions that must be answered; the rest may honestly be unknown."""
FAILURE = ("failure.modes", "failure.noticed", "failure.differently", "failure.still_worked")


@dataclass(frozen=True, slots=True)
class Richness:
    """percent: filled fields of those the declared depth asks for, 0–100. missing: names of the empty ones in the
    order of the form. reached: the deepest level at which four fifths of the questions of every level up to it are
    answered, "0" when not even those of depth 1 are. best_grade: the best evidence grade reachable without new
    evaluation work, and `why` the code of what holds it there."""

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
        if share_answered(record, depth) < ENOUGH:
            break
        reached = depth
    return reached


def share_answered(record: Mapping[str, Any], depth: str) -> float:
    """Share (0–1) of the questions of one depth, among those asked of this record, that at least one field answers."""
    asked = sum(ASKED_IF[question.only](record) for question in QUESTIONS[depth])
    return (asked - len(unanswered(record, depth))) / asked


def unanswered(record: Mapping[str, Any], depth: str) -> tuple[Question, ...]:
    """The questions of one depth that are asked of this record and that none of their fields answers."""
    asked = (question for question in QUESTIONS[depth] if ASKED_IF[question.only](record))
    return tuple(question for question in asked if not any(filled(record, name) for name in question.fields))


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
