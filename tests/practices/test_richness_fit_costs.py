"""Completeness, transfer fit and cost bands: pure rules by cases and promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices import fit, richness
from practices.costs import BANDS, cost_band
from practices.fit_words import REASONS

FULL: dict[str, Any] = {name: "x" for depth in richness.DEPTHS for name in richness.REQUIRED[depth]} | {
    "depth": 3,
    "kind": "practice",
    "outcomes": [{"comparison": "area", "sites": 1}],
}


def test_a_full_record_is_complete() -> None:
    found = richness.measure(FULL)
    assert (found.percent, found.missing, found.reached) == (100, (), "3")


def test_what_is_missing_is_named_in_the_order_of_the_form() -> None:
    found = richness.measure({**FULL, "claim": "  ", "mechanism": None, "sources": []})
    assert found.missing == ("claim", "mechanism", "sources")


def test_a_failure_owes_its_reasons() -> None:
    record = {**FULL, "kind": "did-not-work", "failure": {"modes": ["dose"], "noticed": "late"}}
    assert set(richness.measure(record).missing) == {"failure.differently", "failure.still_worked"}


@pytest.mark.parametrize(
    ("outcomes", "best", "why"),
    [
        ([], "E1", "no-outcome"),
        ([{"comparison": "none"}], "E1", "no-comparison"),
        ([{"comparison": "before-after"}], "E2", "no-comparison-group"),
        ([{"comparison": "area"}], "E3", "one-site"),
        ([{"comparison": "area", "sites": 2}], "E4", "no-synthesis"),
        ([{"comparison": "area", "sites": 3}], "E5", ""),
        ([{"comparison": "trend"}, {"comparison": "synthesis"}], "E5", ""),
    ],
)
def test_best_grade_reachable(outcomes: list[dict[str, Any]], best: str, why: str) -> None:
    assert richness.reachable({"outcomes": outcomes}) == (best, why)


@given(
    st.dictionaries(st.sampled_from(sorted(FULL)), st.sampled_from(["", "text", None])), st.sampled_from(sorted(FULL))
)
def test_filling_a_field_never_lowers_the_percentage(record: dict[str, Any], name: str) -> None:
    base = {**record, "depth": 2, "kind": "practice", "outcomes": []}
    more = {**base, name: base.get(name) if name in ("depth", "kind", "outcomes") else "filled"}
    assert richness.measure(more).percent >= richness.measure(base).percent


def test_questions_ask_only_for_fields_of_the_form() -> None:
    asked = {name for depth in richness.DEPTHS for name in richness.REQUIRED[depth]} | {"training", "fte"}
    for depth in richness.DEPTHS:
        for question in richness.QUESTIONS[depth]:
            assert set(question.fields) <= asked, question
            assert question.only in richness.ASKED_IF


@pytest.mark.parametrize(
    ("fields", "answered"),
    [({"obstacles": "owners"}, True), ({"limiting_factors": "money"}, True), ({"success_factors": "a mayor"}, False)],
)
def test_any_field_of_a_question_answers_it(fields: dict[str, Any], answered: bool) -> None:
    open_ = {question.fields for question in richness.unanswered(fields, "2")}
    assert (("limiting_factors", "obstacles") not in open_) is answered


@pytest.mark.parametrize(
    ("record", "fields", "asked"),
    [
        ({"lifecycle": "running"}, ("sustain", "who_pays_now"), True),
        ({"lifecycle": "ended"}, ("sustain", "who_pays_now"), False),
        ({"levers": ["legislation"]}, ("legal_background",), True),
        ({"levers": ["governance"]}, ("legal_background",), False),
        ({"themes": ["smart-safe-technology"]}, ("data_safeguards",), True),
        ({"themes": ["women-girls"]}, ("data_safeguards",), False),
    ],
)
def test_some_questions_are_asked_only_where_they_make_sense(
    record: dict[str, Any], fields: tuple[str, ...], asked: bool
) -> None:
    assert (fields in {question.fields for question in richness.unanswered(record, "2")}) is asked


def test_four_fifths_of_the_questions_make_a_depth() -> None:
    names = [question.fields[0] for question in richness.QUESTIONS["2"] if not question.only]
    base = {name: FULL[name] for name in richness.REQUIRED["1"]} | {"lifecycle": "ended", "levers": [], "themes": ["x"]}
    enough = -(-len(names) * 4 // 5)
    texts = {name: "x" for name in names if name != "outcomes"}
    few = dict(list(texts.items())[: enough - 1])
    full = dict(list(texts.items())[:enough])
    assert richness.measure({**base, **few}).reached == "1"
    assert richness.measure({**base, **full}).reached == "2"


@given(
    st.dictionaries(st.sampled_from(sorted(FULL)), st.sampled_from(["", "text", None])), st.sampled_from(sorted(FULL))
)
def test_filling_a_field_never_answers_fewer_questions(record: dict[str, Any], name: str) -> None:
    fixed = {"lifecycle": "ended", "levers": [], "themes": ["women-girls"], "depth": 2, "outcomes": []}
    more = {**record, **({} if name in fixed else {name: "filled"}), **fixed}
    for depth in richness.DEPTHS:
        assert richness.share_answered(more, depth) >= richness.share_answered({**record, **fixed}, depth)


def test_an_unknown_depth_is_refused() -> None:
    with pytest.raises(ValueError, match="depth"):
        richness.fields_of("4", "practice")


NEEDS = [
    fit.Need("power-police", "power", "Police", power="police"),
    fit.Need("power-planning", "power", "Planning", power="planning"),
    fit.Need("p0", "data", "Crime records"),
    fit.Need("p1", "money", "Budget", must=False),
    fit.Need("p2", "norm", "A law"),
]
CITY = fit.CityFacts(powers={"police": "none", "planning": "shared"}, diagnosis=False, size_class="1m-5m", region="419")


def test_the_profile_answers_what_it_can() -> None:
    report = fit.assess(NEEDS, CITY, CITY)
    assert [f.state for f in report.findings] == ["not-met", "changeable", "changeable", "unknown", "unknown"]
    assert not report.possible
    assert [gap.need.key for gap in report.gaps] == ["power-police", "p2", "power-planning"]
    assert report.likeness == {"size": "same", "income": "unknown", "region": "same"}


def test_an_answer_of_the_city_beats_the_profile() -> None:
    report = fit.assess(NEEDS, CITY, CITY, {"power-police": "met"})
    assert report.possible
    assert report.findings[0].answered


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="p1"):
        fit.assess(NEEDS, CITY, CITY, {"p1": "perhaps"})  # type: ignore[dict-item]


needs = st.lists(
    st.builds(
        fit.Need,
        key=st.text("abc", min_size=1, max_size=3),
        must=st.booleans(),
        title=st.just("x"),
        kind=st.sampled_from(["power", "money", "data", "partner", "skill", "norm", "space"]),
        power=st.sampled_from(["", "police", "planning"]),
    ),
    max_size=8,
)
cities = st.builds(
    fit.CityFacts,
    diagnosis=st.sampled_from([None, True, False]),
    data=st.frozensets(st.just("police-records")),
    actors=st.frozensets(st.just("ngo")),
    powers=st.dictionaries(
        st.sampled_from(["police", "planning"]), st.sampled_from(["own", "shared", "none", "unknown"])
    ),
)


@given(needs, cities)
def test_every_need_is_judged_once_and_gaps_are_the_heaviest(wanted: list[fit.Need], city: fit.CityFacts) -> None:
    report = fit.assess(wanted, city, city)
    assert len(report.findings) == len(wanted) == sum(report.counts.values())
    assert len(report.gaps) == min(3, sum(f.state != "met" for f in report.findings))
    assert all(f.reason in REASONS for f in report.findings)
    shown = {id(gap) for gap in report.gaps}
    if any(not gap.need.must for gap in report.gaps):
        assert not any(f.need.must and f.state != "met" and id(f) not in shown for f in report.findings)


@pytest.mark.parametrize(
    ("one_off", "yearly", "currency", "band"),
    [
        (None, None, "USD", ""),
        (5_000, None, "USD", "under-10k"),
        (None, 10_000, "USD", "10k-100k"),
        (900_000, 200_000, "USD", "1m-10m"),
        (3e9, None, "COP", "100k-1m"),
        (1, None, "XXX", ""),
        (0, 0, "EUR", "under-10k"),
        (1e9, None, "usd", "over-100m"),
    ],
)
def test_cost_bands(one_off: float | None, yearly: float | None, currency: str, band: str) -> None:
    assert cost_band(one_off, yearly, currency) == band


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_more_money_is_never_a_lower_band(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert BANDS.index(cost_band(low, None, "USD")) <= BANDS.index(cost_band(high, None, "USD"))


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cost_band(-1, None, "USD")
