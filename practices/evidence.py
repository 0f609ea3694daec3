"""The evidence grade of an outcome, by rule: E0 to E5 with the reason and the next step up. Pure, no Django models.

Specification: docs/algorithms/evidence-grade.md. Strength (grade) and direction are two things and never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GRADES = ("E0", "E1", "E2", "E3", "E4", "E5")
OBSERVED = frozenset({"before-after", "trend"})
COMPARED = frozenset({"time-series", "area", "matched-group", "randomised"})
DIRECTIONS = ("positive", "mixed", "none", "negative", "unknown")


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What the rule reads of one outcome.

    comparison, direction: codes of practices/outcomes.py. has_figures: see `figures`. has_effect:
    a published size of effect is given. has_source: at least one source is named. sites: independent sites or
    studies. independent: the evaluator was not the implementer.
    """

    comparison: str = "none"
    has_figures: bool = False
    has_effect: bool = False
    has_source: bool = False
    sites: int = 1
    independent: bool = False
    direction: str = "unknown"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the rule reads of the rest of the record.

    adoption_with_result: a city that adopted the practice reported a direction other than unknown. manual: an
    implementation manual exists.
    """

    has_problem: bool = False
    has_mechanism: bool = False
    has_precondition: bool = False
    adoption_with_result: bool = False
    manual: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade with its reason and the next step up, as codes with values for the words in practices/evidence_words.py.

    steps: what is missing for the next grade; empty at E5. best: the best grade this comparison can reach.
    """

    grade: str
    reason: str
    steps: tuple[str, ...] = ()
    best: str = "E5"
    values: Mapping[str, int] = field(default_factory=dict)


def figures(comparison: str, baseline: float | None, comparison_value: float | None, result: float | None) -> bool:
    """Whether there are figures on both sides: before and after, or with and without where there was a comparison."""
    other_side = baseline is not None or (comparison in COMPARED and comparison_value is not None)
    return result is not None and other_side


def grade_without_outcome(record: RecordFacts) -> Verdict:
    """E0 or E1, from the account alone."""
    missing = tuple(
        step for step, there in (("problem", record.has_problem), ("mechanism", record.has_mechanism),
                                 ("precondition", record.has_precondition)) if not there)
    if missing:
        return Verdict("E0", "described", missing, best="E5")
    return Verdict("E1", "reasoned", ("observe",), best="E5")


def grade_outcome(outcome: OutcomeFacts, record: RecordFacts) -> Verdict:
    """Grade one outcome.

    The rule asks from the strongest down: synthesis with a source is E5; a comparison with a source is E3, E4 when
    repeated (two sites, or an independent evaluator and an adoption with a result), E5 when in three sites with a
    manual; before and after or a trend, with figures or a published effect and a source, is E2; else the account
    decides between E0 and E1.
    """
    measured = outcome.has_figures or outcome.has_effect
    if outcome.comparison == "synthesis" and outcome.has_source:
        return Verdict("E5", "synthesis")
    if outcome.comparison in COMPARED and outcome.has_source:
        return _compared(outcome, record)
    if outcome.comparison in OBSERVED and measured and outcome.has_source:
        return Verdict("E2", "observed", ("compare",), best="E2")
    return _not_yet_observed(outcome, record, measured)


def _compared(outcome: OutcomeFacts, record: RecordFacts) -> Verdict:
    values = {"sites": outcome.sites}
    by_sites = outcome.sites >= 2
    by_adoption = outcome.independent and record.adoption_with_result
    if not (by_sites or by_adoption):
        step = "adoption" if outcome.independent else "repeat"
        return Verdict("E3", "compared", (step,), values=values)
    if outcome.sites >= 3 and record.manual:
        return Verdict("E5", "several-contexts", values=values)
    missing = (*(("three-sites",) if outcome.sites < 3 else ()), *(() if record.manual else ("manual",)))
    return Verdict("E4", "repeated-sites" if by_sites else "repeated-adoption", missing, values=values)


def _not_yet_observed(outcome: OutcomeFacts, record: RecordFacts, measured: bool) -> Verdict:
    base = grade_without_outcome(record)
    if base.grade == "E0":
        return base
    steps: list[str] = []
    if outcome.comparison == "none":
        steps.append("comparison")
    if not outcome.has_source:
        steps.append("source")
    if not measured and outcome.comparison in OBSERVED | {"none"}:
        steps.append("figures")
    return Verdict("E1", "reasoned", tuple(steps), best="E5" if outcome.comparison != "none" else "E1")


def best_grade(grades: Iterable[str], record: RecordFacts) -> str:
    """The record's grade: the best of its outcomes, or by the account when it has none."""
    return max(grades, default=grade_without_outcome(record).grade)


def overall_direction(outcomes: Iterable[tuple[str, str]]) -> str:
    """One direction for a record, from (grade, direction) pairs.

    Only the strongest grade among the outcomes with a known direction speaks; when those differ, "mixed". This is
    for lists and facets; pages always show every outcome with its own direction.
    """
    known = [(grade, direction) for grade, direction in outcomes if direction != "unknown"]
    if not known:
        return "unknown"
    strongest = max(grade for grade, _direction in known)
    directions = {direction for grade, direction in known if grade == strongest}
    return directions.pop() if len(directions) == 1 else "mixed"


def finding(grade: str, direction: str) -> str:
    """Code of the word shown for a grade and a direction (the words: practices/evidence_words.py).

    "promising" E1–E2 positive, "effective" E3+ positive, "no-effect-seen" E2 none, "did-not-work" E3+ none,
    "harmful" any grade negative, "mixed" stays mixed; everything else is "not-known".
    """
    if direction == "negative":
        return "harmful"
    if direction == "mixed":
        return "mixed"
    if direction == "positive" and grade >= "E1":
        return "effective" if grade >= "E3" else "promising"
    if direction == "none" and grade >= "E2":
        return "did-not-work" if grade >= "E3" else "no-effect-seen"
    return "not-known"
