"""What large cohorts rest on: a complete search by price, dives and pieces, and an end at once when asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from network.matching import cuts, match, verify
from network.matching.budget import Budget
from network.matching.generate import Relaxed, relax
from network.matching.groups import Groups
from network.matching.heuristic import first_groups, greedy
from network.matching.large import large_plan
from network.matching.model import Choice, Packing, Prices, Side, is_legal
from network.matching.opening import opening_prices
from network.matching.pieces import Stage, improved
from network.matching.pricing import Pricer
from network.matching.rounding import dived
from network.matching.setup import arena
from network.matching.values import Fairness, Problem, Rule

from .cohorts import network


def every_group(pricer: Pricer) -> Groups:
    n = pricer.market.n
    return pricer.groups([*combinations(range(n), 2), *combinations(range(n), 3)])


@pytest.mark.parametrize("threshold", [-400.0, -40.0, 1e-6, 25.0])
@pytest.mark.parametrize("level", [0.0, 250.0, 500.0])
@pytest.mark.parametrize("pinned", [False, True])
def test_a_complete_search_finds_exactly_the_groups_above_the_threshold(
    threshold: float, level: float, pinned: bool
) -> None:
    problem = network(26, 3)
    if pinned:
        problem = replace(problem, rules=(Rule("pin", frozenset({"c00001", "c00002"})),))
    place = arena(problem)
    packing = place.packing(place.servable(), 4000.0)
    city = level * np.random.default_rng(1).random(place.market.n)
    prices = Prices(city, np.full(len(packing.sides), -300.0), {})
    found = place.base.search(prices, packing, threshold, 10**9)
    everything = every_group(place.base)
    wanted = prices.reduced(everything, packing) > threshold
    assert found.complete
    assert sorted(found.groups.tuples()) == sorted(everything.take(wanted).tuples())


@pytest.mark.parametrize("threshold", [-60.0, 1e-6])
def test_a_complete_search_counts_the_prices_of_odd_sets(threshold: float) -> None:
    place = arena(network(26, 3))
    packing = place.packing(place.servable(), 4000.0)
    packing.sides += [Side((0, 1, 2), 0, 1), Side((2, 3, 4, 5, 6), 0, 2), Side((1, 4, 7, 8, 9, 10, 11), 0, 3)]
    city = 400.0 * np.random.default_rng(2).random(place.market.n)
    prices = Prices(city, np.array([90.0, 150.0, 40.0]), {})
    found = place.base.search(prices, packing, threshold, 10**9)
    everything = every_group(place.base)
    wanted = prices.reduced(everything, packing) > threshold
    assert found.complete
    assert sorted(found.groups.tuples()) == sorted(everything.take(wanted).tuples())


def test_a_search_that_is_told_to_stop_never_claims_to_be_complete() -> None:
    place = arena(network(30, 1))
    packing = place.packing(place.servable(), 4000.0)
    prices = Prices(np.zeros(place.market.n), np.zeros(0), {})
    assert not place.base.watched(lambda: True).search(prices, packing, 0.5, 10**9).complete
    assert place.base.search(prices, packing, 0.5, 10**9).complete


def prepared(problem: Problem) -> tuple[Pricer, Packing, Relaxed, Choice]:
    place = arena(problem)
    packing = place.packing(place.servable(), 4000.0)
    first = first_groups(place.base).without_repeats()
    start = greedy(first, packing)
    relaxed = relax(place.base, packing, start.groups.joined(first), Budget())
    assert relaxed is not None
    return place.base, packing, relaxed, start


@pytest.mark.parametrize("seed", [3, 5, 6])
def test_cuts_lower_the_bound_and_their_prices_prove_it(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(cuts, "_FROM", 0)
    problem = network(60, seed)
    pricer, packing, relaxed, _ = prepared(problem)
    tight = cuts.tightened(pricer, packing, relaxed, Budget())
    best = match(replace(problem, settings=replace(problem.settings, fairness=Fairness(("coverage", "total")))))
    assert best.status == "optimal"
    assert best.total - 1e-6 <= tight.bound < relaxed.bound - 0.5
    assert packing.sides
    assert packing.plain
    assert tight.prices.bound(packing) == pytest.approx(tight.bound)
    assert tight.prices.reduced(every_group(pricer), packing).max() <= 0
    used = tight.groups.take(tight.share > 1e-6)
    for side in packing.sides:
        assert tight.share[tight.share > 1e-6][side.counts(used, packing.n)].sum() <= side.upper + 1e-6


def test_cuts_are_left_out_where_a_city_has_several_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "_FROM", 0)
    pricer, packing, relaxed, _ = prepared(network(60, 1))
    packing.capacity[3] = 2
    assert cuts.tightened(pricer, packing, relaxed, Budget()) is relaxed
    assert not packing.sides


def test_a_plan_bounded_by_cuts_is_accepted_and_a_false_row_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "_FROM", 0)
    problem = large_problem(60, seed=6)
    plan = match(problem)
    proof = plan.certificate
    assert proof is not None
    assert proof.side
    assert all(len(cities) % 2 == 1 and upper == len(cities) // 2 for cities, _, upper, _ in proof.side)
    assert not verify(problem, plan)
    cities, lower, upper, price = proof.side[0]
    for row in (
        (cities, lower, upper - 1, price),
        ((*cities, next(c.id for c in problem.cities if c.id not in cities)), lower, upper, price),
        ((*cities[:-1], cities[0]), lower, upper, price),
        (cities, 1, upper, price),
    ):
        false = replace(plan, certificate=replace(proof, side=(row, *proof.side[1:])))
        assert any(v.rule == "certificate" and v.path == "$.certificate.side" for v in verify(problem, false))


@pytest.mark.parametrize("seed", [1, 2])
def test_dives_and_pieces_come_near_the_bound_and_break_no_rule(seed: int) -> None:
    pricer, packing, relaxed, start = prepared(network(170, seed))
    dive = dived(pricer, packing, relaxed, Budget())
    plan = large_plan(pricer, packing, relaxed, start, Budget(effort="quick"))
    assert is_legal(dive.groups, packing)
    assert is_legal(plan.groups, packing)
    assert plan.worth(packing) >= max(start.worth(packing), dive.worth(packing))
    assert not plan.left_out
    assert 0.99 * relaxed.bound <= plan.worth(packing) <= relaxed.bound


def test_a_stage_of_pieces_never_loses() -> None:
    _, packing, relaxed, start = prepared(network(120, 5))
    better = improved(relaxed.groups, packing, relaxed.prices, start, Budget(), Stage(40, 100, 10))
    again = improved(relaxed.groups, packing, relaxed.prices, better, Budget(), Stage(60, 100, 10), seed=4)
    assert start.worth(packing) < better.worth(packing) <= again.worth(packing) <= relaxed.bound
    assert is_legal(again.groups, packing)


def large_problem(n: int = 455, seed: int = 2) -> Problem:
    problem = network(n, seed)
    settings = replace(problem.settings, effort="quick", fairness=Fairness(("coverage", "total")))
    return replace(problem, settings=settings)


def test_opening_prices_prove_a_bound() -> None:
    problem = replace(network(24, 4), rules=(Rule("pin", frozenset({"c00001", "c00002"})),))
    place = arena(problem)
    packing = place.packing(place.servable(), 4000.0)
    prices = opening_prices(place.base, packing)
    assert prices.reduced(every_group(place.base), packing).max() <= 0
    plan = match(problem)
    assert prices.bound(packing) >= plan.total


@pytest.mark.parametrize("phase", ["greedy", "relaxation", "dive", "pieces"])
def test_a_run_ends_where_it_is_told_to_with_a_plan_and_a_bound(phase: str) -> None:
    problem = large_problem(seed=1)  # with seed 2 the first dive is proved best
    reached: list[str] = []
    plan = match(problem, progress=lambda p: reached.append(p.phase), should_stop=lambda: phase in reached)
    assert plan.status == "stopped"
    assert not plan.receipt.reproducible
    assert reached[-1] == phase or reached.count(phase) <= 2
    assert plan.total <= plan.bound
    assert plan.certificate is not None
    assert not verify(problem, plan, certificate=False)


def test_the_bound_of_a_run_stopped_at_once_is_accepted() -> None:
    problem = network(40, 6)
    problem = replace(problem, settings=replace(problem.settings, fairness=Fairness(("total",))))
    reached: list[str] = []
    plan = match(problem, progress=lambda p: reached.append(p.phase), should_stop=lambda: bool(reached))
    assert plan.status == "stopped"
    assert plan.total <= plan.bound < 3 * plan.total
    assert not verify(problem, plan)


def test_a_large_cohort_gives_one_plan_whatever_the_order_of_input() -> None:
    problem = large_problem()
    shuffled = replace(problem, cities=tuple(reversed(problem.cities)), themes=tuple(reversed(problem.themes)))
    first, second = match(problem), match(shuffled)
    assert {g.members for g in first.groups} == {g.members for g in second.groups}
    assert (first.total, first.bound) == (second.total, second.bound)
    assert first.gap < 0.005
