"""What large cohorts rest on: a complete search by price, dives and pieces, and an end at once when asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from network.matching import match, verify
from network.matching.budget import Budget
from network.matching.generate import Relaxed, relax
from network.matching.groups import Groups
from network.matching.heuristic import first_groups, greedy
from network.matching.large import large_plan
from network.matching.model import Choice, Packing, Prices, is_legal
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


def large_problem(n: int = 455) -> Problem:
    problem = network(n, 2)
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
    problem = large_problem()
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
