"""The grade rule, case by case and by its promises. Specification: docs/algorithms/evidence-grade.md."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices import evidence as e

REASONED = e.RecordFacts(has_problem=True, has_mechanism=True, has_precondition=True)
MEASURED = e.OutcomeFacts("before-after", has_figures=True, has_source=True, direction="positive")

outcomes = st.builds(
    e.OutcomeFacts,
    comparison=st.sampled_from(["none", *e.OBSERVED, *e.COMPARED, "synthesis"]),
    has_figures=st.booleans(),
    has_effect=st.booleans(),
    has_source=st.booleans(),
    sites=st.integers(1, 5),
    independent=st.booleans(),
    direction=st.sampled_from(e.DIRECTIONS),
)
records = st.builds(e.RecordFacts, *(st.booleans() for _ in range(5)))


@pytest.mark.parametrize(
    ("outcome", "record", "grade", "reason"),
    [
        (e.OutcomeFacts(), e.RecordFacts(), "E0", "described"),
        (e.OutcomeFacts(), REASONED, "E1", "reasoned"),
        (MEASURED, e.RecordFacts(), "E2", "observed"),
        (replace(MEASURED, has_source=False), REASONED, "E1", "reasoned"),
        (replace(MEASURED, has_figures=False), REASONED, "E1", "reasoned"),
        (replace(MEASURED, has_figures=False, has_effect=True), REASONED, "E2", "observed"),
        (replace(MEASURED, comparison="trend"), REASONED, "E2", "observed"),
        (replace(MEASURED, comparison="area"), REASONED, "E3", "compared"),
        (replace(MEASURED, comparison="randomised", sites=2), REASONED, "E4", "repeated-sites"),
        (replace(MEASURED, comparison="area", independent=True), REASONED, "E3", "compared"),
        (
            replace(MEASURED, comparison="area", independent=True),
            replace(REASONED, adoption_with_result=True),
            "E4",
            "repeated-adoption",
        ),
        (replace(MEASURED, comparison="area"), replace(REASONED, adoption_with_result=True), "E3", "compared"),
        (replace(MEASURED, comparison="area", sites=3), replace(REASONED, manual=True), "E5", "several-contexts"),
        (replace(MEASURED, comparison="area", sites=2), replace(REASONED, manual=True), "E4", "repeated-sites"),
        (replace(MEASURED, comparison="synthesis"), e.RecordFacts(), "E5", "synthesis"),
        (replace(MEASURED, comparison="synthesis", has_source=False), REASONED, "E1", "reasoned"),
    ],
)
def test_cases(outcome: e.OutcomeFacts, record: e.RecordFacts, grade: str, reason: str) -> None:
    verdict = e.grade_outcome(outcome, record)
    assert (verdict.grade, verdict.reason) == (grade, reason)


@given(outcomes, records, st.sampled_from(e.DIRECTIONS))
def test_direction_never_moves_the_grade(outcome: e.OutcomeFacts, record: e.RecordFacts, direction: str) -> None:
    assert e.grade_outcome(outcome, record) == e.grade_outcome(replace(outcome, direction=direction), record)


@given(
    outcomes,
    records,
    st.sampled_from(["has_figures", "has_effect", "has_source", "independent"]),
    st.sampled_from(["has_problem", "has_mechanism", "has_precondition", "adoption_with_result", "manual"]),
)
def test_reporting_more_never_lowers_the_grade(outcome: e.OutcomeFacts, record: e.RecordFacts, a: str, b: str) -> None:
    before = e.grade_outcome(outcome, record).grade
    after = e.grade_outcome(replace(outcome, **{a: True}, sites=outcome.sites + 1), replace(record, **{b: True})).grade
    assert after >= before


@given(outcomes, records)
def test_every_grade_but_the_last_names_a_next_step(outcome: e.OutcomeFacts, record: e.RecordFacts) -> None:
    verdict = e.grade_outcome(outcome, record)
    assert verdict.grade in e.GRADES
    assert bool(verdict.steps) == (verdict.grade != "E5")


@given(outcomes, records)
def test_without_a_source_nothing_is_observed(outcome: e.OutcomeFacts, record: e.RecordFacts) -> None:
    assert e.grade_outcome(replace(outcome, has_source=False), record).grade in ("E0", "E1")


@pytest.mark.parametrize(
    ("grade", "direction", "word"),
    [
        ("E1", "positive", "promising"),
        ("E2", "positive", "promising"),
        ("E3", "positive", "effective"),
        ("E2", "none", "no-effect-seen"),
        ("E4", "none", "did-not-work"),
        ("E0", "negative", "harmful"),
        ("E5", "mixed", "mixed"),
        ("E0", "positive", "not-known"),
        ("E1", "none", "not-known"),
        ("E5", "unknown", "not-known"),
    ],
)
def test_words(grade: str, direction: str, word: str) -> None:
    assert e.finding(grade, direction) == word


def test_the_strongest_outcomes_speak_for_the_record() -> None:
    assert e.overall_direction([("E3", "none"), ("E2", "positive")]) == "none"
    assert e.overall_direction([("E3", "none"), ("E3", "positive")]) == "mixed"
    assert e.overall_direction([("E3", "unknown"), ("E1", "positive")]) == "positive"
    assert e.overall_direction([]) == "unknown"


def test_a_record_without_outcomes_has_the_grade_of_its_account() -> None:
    assert e.best_grade([], REASONED) == "E1"
    assert e.best_grade([], e.RecordFacts()) == "E0"
    assert e.best_grade(["E2", "E4"], REASONED) == "E4"


def test_every_code_has_words() -> None:
    from practices import evidence_words as w

    for comparison in ("none", *e.OBSERVED, *e.COMPARED, "synthesis"):
        for sites in (1, 2, 3):
            for record in (e.RecordFacts(), REASONED, replace(REASONED, manual=True, adoption_with_result=True)):
                words = w.in_words(e.grade_outcome(replace(MEASURED, comparison=comparison, sites=sites), record))
                assert words["reason"]
                assert words["meaning"]
