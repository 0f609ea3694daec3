"""The reference score against the arrays, against its own scales, and against the worked example by hand."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import score
from network.matching.arrays import Market
from network.matching.ledger import split
from network.matching.scoring import Scorer
from network.matching.tables import SHARE, shares
from network.matching.values import City, Need, Offer, Problem, Settings, Theme
from tests.network.matching.cohorts import network, problems


@given(problems(rules=False))
@run(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_arrays_give_the_reference_score(problem: Problem) -> None:
    market, scorer = Market(problem), Scorer.of(problem)
    for i, j in permutations(range(market.n), 2):
        assert market.gain[i, j] == scorer.pair_gain(market.ids[i], market.ids[j])
    rows = np.array(list(combinations(range(market.n), 3)), dtype=np.int64).reshape(-1, 3)
    gains, gives = market.triad_gains(*rows.T)
    values = market.value_of(gains, rows) if len(rows) else []
    for row, gain, give, value in zip(rows, gains, gives, values, strict=True):
        ids = tuple(market.ids[i] for i in row)
        assert list(scorer.gains(ids).values()) == list(gain)
        assert list(scorer.gives(ids).values()) == list(give)
        assert scorer.value(scorer.gains(ids)) == value


def test_a_group_of_three_is_never_worth_more_than_its_edges() -> None:
    problem = network(40, 3)
    market = Market(problem)
    rows = np.array(list(combinations(range(market.n), 3)))
    gains, _ = market.triad_gains(*rows.T)
    a, b, c = rows.T
    edges = market.edge[a, b].astype(float) + market.edge[a, c] + market.edge[b, c]
    assert (market.value_of(gains, rows) <= edges + 0.02).all()


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=12))
def test_need_weights_are_shares_of_a_fixed_whole(weights: list[float]) -> None:
    parts = shares(weights)
    assert SHARE - len(parts) < sum(parts) <= SHARE
    assert shares([w * 4 for w in weights]) == parts


@given(st.integers(0, 1000), st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_splitting_points_loses_none(total: int, parts: list[int]) -> None:
    out = split(total, parts)
    assert sum(out) == (total if sum(parts) else 0)
    assert all(x >= 0 for x in out)


def worked_example() -> tuple[City, City]:
    """The example of docs/algorithms/matching.md."""
    alder = City(
        id="alder",
        country="A",
        region="north",
        population=400_000,
        income="lower_middle",
        languages=(("en", "fluent"),),
        utc_offset=0.0,
        needs=(Need("lighting", 2, "plan"), Need("markets", 1)),
        offers=(Offer("schools", "solid", "published"),),
    )
    birch = City(
        id="birch",
        country="B",
        region="south",
        population=900_000,
        income="upper_middle",
        languages=(("en", "working"),),
        utc_offset=3.0,
        needs=(Need("schools", 1, "diagnosis"), Need("markets", 1)),
        offers=(Offer("lighting", "deep", "evaluated"),),
    )
    return alder, birch


def test_the_worked_example_of_the_specification() -> None:
    alder, birch = worked_example()
    result = score(alder, birch, Settings())
    points = {g.city: g.points for g in result.gains}
    lines = {g.city: [(r.code, r.points) for r in g.gets] for g in result.gains}
    assert points == {"alder": 357, "birch": 195}
    assert result.points == 357 + 195 - 40 == 512
    assert lines["alder"][0] == ("answered_need", 500)
    assert lines["alder"][1] == ("shared_challenge", 83)


def test_criteria_are_named_and_between_zero_and_one() -> None:
    alder, birch = worked_example()
    terms = {t.name: t.value for t in score(alder, birch).terms}
    assert set(terms) == {
        "practices_for:alder",
        "practices_for:birch",
        "challenges",
        "reciprocity",
        "context",
        "variety",
        "language",
        "time",
        "novelty",
    }
    assert all(0 <= v <= 1 for v in terms.values())


def test_an_unknown_context_is_neutral_and_themes_are_free_text() -> None:
    a = City(id="a", needs=(Need("x"),), offers=(Offer("y", "deep", "evaluated"),))
    b = City(id="b", needs=(Need("y"),), offers=(Offer("x", "deep", "evaluated"),))
    market = Market(Problem((a, b), (Theme("x", "X"), Theme("y", "Y"))))
    assert market.gain[0, 1] == market.gain[1, 0] > 0
