"""The verifier's scores in arrays are those of the plain reference, for every pair and every group of three."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import verify_factors
from network.matching.scoring import Scorer
from network.matching.values import City, Need, Offer, Past, Problem, Theme, Weights
from network.matching.verify_meet import Apart, Together
from network.matching.verify_scores import EDGE_GRAIN, Scores
from tests.network.matching.cohorts import network, problems
from tests.network.matching.oracle import Oracle

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
SHARES = st.sampled_from([0, 1, 250, 333, 600, 1000])


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    practices = draw(SHARES)
    challenges = draw(SHARES.filter(lambda w: w + practices > 0))
    return Weights(practices, challenges, *(draw(SHARES) for _ in range(7)), waited=draw(st.sampled_from([0, 20, 300])))


def same(problem: Problem) -> None:
    """Compare blocks, single pairs and groups of three with the reference; edges bound what a pair adds to a three."""
    scorer = Scorer.of(problem)
    ids = [c.id for c in problem.cities]
    scores = Scores(problem.cities, scorer)
    edge: dict[tuple[int, int], int] = {}
    for start in range(0, len(ids), 2):
        block = scores.block(start, min(start + 2, len(ids)))
        for i in range(start, block.stop):
            for j in range(start, len(ids)):
                if i != j:
                    here = i - start, j - start
                    assert (block.there[here], block.back[here]) == (
                        scorer.pair_gain(ids[i], ids[j]),
                        scorer.pair_gain(ids[j], ids[i]),
                    )
                    edge[i, j] = edge[j, i] = int(block.edge[here])
    for i, j in permutations(range(len(ids)), 2):
        there, back = scores.pairs(np.array([i]), np.array([j]))
        assert (int(there[0]), int(back[0])) == (scorer.pair_gain(ids[i], ids[j]), scorer.pair_gain(ids[j], ids[i]))
        assert scorer.pair_gain(ids[i], ids[j]) == 0 or scores.teaches(np.array([i]), np.array([j]))[0]
    for three in combinations(range(len(ids)), 3):
        names = tuple(ids[k] for k in three)
        gains, gives = scores.threes(np.array([three]))
        plain = scorer.gains(names)
        assert gains[0].tolist() == list(plain.values())
        assert gives[0].tolist() == list(scorer.gives(names).values())
        assert scores.worth(gains)[0] + scores.bonus[list(three)].sum() == scorer.value(plain)
        assert sum(edge[p] for p in combinations(three, 2)) >= EDGE_GRAIN * scores.worth(gains)[0]


@given(problems(most=6), weights(), st.booleans())
@run(max_examples=60, deadline=None, suppress_health_check=QUIET)
def test_scores_are_those_of_the_reference(problem: Problem, weights: Weights, interpretation: bool) -> None:
    same(replace(problem, settings=replace(problem.settings, weights=weights, interpretation=interpretation)))


@pytest.mark.parametrize("table_to", [0, 600])
def test_scores_of_a_realistic_cohort_are_those_of_the_reference(
    monkeypatch: pytest.MonkeyPatch, table_to: int
) -> None:
    monkeypatch.setattr(verify_factors, "_TABLE_TO", table_to)
    problem = network(16, 4, themes=7)
    ids = [c.id for c in problem.cities]
    past = (Past(frozenset(ids[:3]), 12, "went_well"), Past(frozenset(ids[7:9]), 70, "did_not_work"))
    same(replace(problem, past=past))


def test_more_than_64_powers_and_the_greatest_numbers_are_exact() -> None:
    """The longest sums there can be: full needs, best offers, every weight at its greatest."""
    themes = tuple(Theme(f"t{n}", "") for n in range(12))
    powers = [f"p{n}" for n in range(150)]
    cities = tuple(
        City(
            f"c{k}",
            powers=frozenset(powers[10 * k : 10 * k + 40]),
            needs=tuple(Need(t.id, 1.0 + (n + k) % 5) for n, t in enumerate(themes)),
            offers=tuple(Offer(t.id, "deep", "evaluated") for t in themes),
            languages=(("en", "fluent"),),
            utc_offset=0.0,
            country=f"n{k}",
        )
        for k in range(6)
    )
    weights = Weights(1000, 0, 0, 1000, waited=300)
    same(replace(network(0), cities=cities, themes=themes, settings=replace(network(0).settings, weights=weights)))


@given(problems(most=6))
@run(max_examples=60, deadline=None, suppress_health_check=QUIET)
def test_who_may_meet_is_what_the_rules_say(problem: Problem) -> None:
    oracle, rules = Oracle(problem), Together(problem)
    cities = sorted(oracle.cities.values(), key=lambda c: c.id)
    apart = Apart(rules, cities)
    for i, x in enumerate(cities):
        alone = apart.of(i)
        block = apart.block(i, min(i + 2, len(cities)))
        for j, y in enumerate(cities):
            kept = i == j or not oracle.may_meet(x.id, y.id)
            assert alone[j] == kept
            assert i == j or bool(rules.broken(x, y)) == kept
            if j >= i:
                assert block[0, j - i] == kept
            if j > i and i + 1 < len(cities):
                assert block[1, j - i] == (j == i + 1 or not oracle.may_meet(cities[i + 1].id, y.id))
