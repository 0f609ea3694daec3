"""Runs with little time: every stage asks whether to go on, and what is known at any moment is true and never gets worse."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from network.matching import NoPlanInTime, Plan, Progress, approach, budget, match, verify
from network.matching.budget import Budget
from network.matching.heuristic import filled, first_groups, greedy, serving_more
from network.matching.model import is_legal
from network.matching.opening import opening_prices
from network.matching.pricing import Pricer
from network.matching.setup import Arena, arena
from network.matching.values import Fairness, Problem, Rule

from .cohorts import network


class Clock:
    """A clock that moves on by a second each time it is asked for the time."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    fake = Clock()
    monkeypatch.setattr(budget, "time", fake)
    return fake


def total_only(problem: Problem) -> Problem:
    settings = replace(problem.settings, effort="quick", fairness=Fairness(("coverage", "total")))
    return replace(problem, settings=settings)


def stopping_after(count: int) -> tuple[Callable[[], bool], list[int]]:
    """Return a wish to stop that comes when it is asked for the `count`-th time, and how often it was asked."""
    asked: list[int] = []

    def stop() -> bool:
        asked.append(len(asked))
        return len(asked) >= count

    return stop, asked


@pytest.fixture(scope="module")
def big() -> Arena:
    return arena(network(600, 1))


def test_scores_of_many_cities_ask_again_and_again() -> None:
    problem = network(600, 1)
    steps: list[Progress] = []
    arena(problem, Budget(progress=steps.append))
    assert len(steps) > 20
    assert {s.phase for s in steps} == {"scores"}
    for count in (1, 5, 20):
        stop, asked = stopping_after(count)
        with pytest.raises(NoPlanInTime):
            arena(problem, Budget(should_stop=stop))
        assert len(asked) == count


def test_first_groups_end_when_told_and_are_those_of_the_cities_looked_at(big: Arena) -> None:
    whole = set(first_groups(big.base).tuples())
    stop, asked = stopping_after(4)
    some = set(first_groups(big.base.watched(stop)).tuples())
    assert len(asked) == 4
    assert 0 < len(some) < len(whole)
    assert some < whole


def test_opening_prices_end_when_told_and_still_prove_a_bound(big: Arena) -> None:
    packing = big.packing(big.servable(), 4000.0)
    stop, asked = stopping_after(2)
    early = opening_prices(big.base.watched(stop), packing)
    assert len(asked) == 2
    late = opening_prices(big.base, packing)
    assert late.bound(packing) < early.bound(packing)


@pytest.mark.parametrize("rounds", [1, 2, 3, 8])
@pytest.mark.parametrize("floor", [0, 250])
@pytest.mark.parametrize("worth", [0, 60])
def test_opening_prices_leave_no_group_that_pays(rounds: int, floor: int, worth: int) -> None:
    place = arena(network(26, 5))
    kept = {(0, 1): worth, (2, 3, 4): worth} if worth else {}
    pricer = Pricer(place.market, place.legality(floor), kept=kept)
    packing = place.packing(place.servable(), 4000.0)
    prices = opening_prices(pricer, packing, rounds)
    everything = pricer.groups([*combinations(range(26), 2), *combinations(range(26), 3)])
    assert prices.reduced(everything, packing).max() <= 0
    assert prices.city.min() >= 0


def test_opening_prices_answer_each_other(big: Arena) -> None:
    packing = big.packing(big.servable(), 4000.0)
    bounds = [opening_prices(big.base, packing, rounds).bound(packing) for rounds in (1, 2, 4, 6)]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < 0.9 * bounds[0]


@pytest.mark.parametrize("floor", [0, 250])
@pytest.mark.parametrize("n", [30, 120, 300])
def test_a_first_plan_is_filled_with_the_cities_it_left_out(n: int, floor: int) -> None:
    place = arena(network(n, 2))
    pricer = Pricer(place.market, place.legality(floor))
    packing = place.packing(place.servable(), 4000.0)
    groups = first_groups(pricer)
    plain = greedy(groups, packing)
    full = filled(pricer, plain, packing)
    more = serving_more(pricer, groups, full, packing)
    assert is_legal(full.groups, packing)
    assert is_legal(more.groups, packing)
    assert plain.worth(packing) <= full.worth(packing) <= more.worth(packing)
    assert len(more.left_out) <= len(full.left_out) <= len(plain.left_out)
    assert len(more.left_out) < len(plain.left_out)
    for plan in (full, more):  # only possible groups, at their true value
        again = pricer.groups(sorted(plan.groups.tuples()))
        assert len(again) == len(plan.groups)
        assert again.value.sum() == plan.value


def test_what_is_kept_back_leaves_some_time_to_search(clock: Clock) -> None:
    run = Budget(seconds=100.0)
    run.keep_back(30.0)
    assert run.left == pytest.approx(66, abs=4)
    short = Budget(seconds=100.0)
    short.keep_back(95.0)
    assert 0 < short.left < 5
    with pytest.raises(NoPlanInTime):
        Budget(seconds=100.0).keep_back(120.0)


def test_a_run_without_a_limit_keeps_nothing_back() -> None:
    run = Budget()
    run.keep_back(10.0)
    assert run.left == np.inf


@pytest.mark.parametrize("n", [40, 170, 460])
def test_value_and_bound_never_get_worse_while_a_run_goes_on(n: int) -> None:
    steps: list[Progress] = []
    plan = match(total_only(network(n, 3)), progress=steps.append)
    known = [s for s in steps if s.value is not None and s.bound is not None]
    assert [s.phase for s in known[:2]] == ["greedy", "relaxation"]  # a bound before the relaxation has one
    for before, after in itertools.pairwise(known):
        assert before.value is not None
        assert after.value is not None
        assert before.bound is not None
        assert after.bound is not None
        assert after.value >= before.value
        assert after.bound <= before.bound
        assert after.value <= after.bound + 1e-6
    last = known[-1]
    assert last.bound is not None
    assert last.bound >= plan.total - 1e-6


@pytest.mark.parametrize("count", [2, 3, 5, 9, 17, 33, 80, 200])
def test_wherever_a_run_is_stopped_its_plan_and_its_bound_are_true(count: int) -> None:
    problem = network(90, 7)
    stop, _ = stopping_after(count)
    try:
        plan = match(problem, should_stop=stop)
    except NoPlanInTime:
        assert count < 5
        return
    assert plan.total <= plan.bound < 3 * plan.total
    assert not verify(problem, plan)


def stopped_in(problem: Problem, phase: str) -> Plan:
    reached: list[str] = []
    return match(problem, progress=lambda p: reached.append(p.phase), should_stop=lambda: phase in reached)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_relaxation_that_was_stopped_already_makes_a_better_plan(seed: int) -> None:
    problem = network(300, seed)
    early, later = stopped_in(problem, "greedy"), stopped_in(problem, "relaxation")
    assert later.total > early.total
    assert later.bound < early.bound
    assert len(later.unmatched) <= len(early.unmatched)
    assert not verify(problem, later, certificate=False)


def test_a_plan_stopped_with_cities_left_out_does_not_charge_its_bound_for_them() -> None:
    problem = network(30, 2)
    reached: list[str] = []
    plan = match(problem, progress=lambda p: reached.append(p.phase), should_stop=lambda: bool(reached))
    proof = plan.certificate
    assert plan.unmatched
    assert proof is not None
    assert proof.left_out == 0
    assert proof.wanted == ()
    assert not verify(problem, plan)


def test_steps_look_for_a_bound_at_once_only_where_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = network(260, 1)
    monkeypatch.setattr(approach, "STEPS_FROM", 0)
    looked: list[float] = []
    find = approach._bound_now
    monkeypatch.setattr(approach, "_bound_now", lambda *a: looked.append(1.0) or find(*a))
    plain = match(total_only(problem))
    assert not looked
    watched = match(total_only(problem), progress=lambda _: None)
    assert looked
    assert [g.members for g in plain.groups] == [g.members for g in watched.groups]
    assert (plain.total, plain.bound) == (watched.total, watched.bound)


def with_pins(seed: int) -> Problem:
    """120 cities of which 24 are pinned to somebody at random, two pins sharing a city, and few groups of three."""
    problem, rng = network(120, seed, capacity=(1, 1, 2)), random.Random(seed)
    ids = [c.id for c in problem.cities if c.eligible and c.capacity]
    rng.shuffle(ids)
    pairs = [(ids[2 * n], ids[2 * n + 1]) for n in range(12)] + [(ids[0], ids[30])]
    pins = tuple(Rule(kind="pin", cities=frozenset(pair)) for pair in pairs)
    settings = replace(problem.settings, limits=replace(problem.settings.limits, max_triads=9))
    return replace(problem, rules=(*problem.rules, *pins), settings=settings)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pins_hold_whenever_a_run_is_stopped(seed: int) -> None:
    problem, told = with_pins(seed), 0
    for count in (1, 30, 100, 400, 1000, 2000):
        stop, _ = stopping_after(count)
        try:
            plan = match(problem, should_stop=stop)
        except NoPlanInTime:
            continue
        told += 1
        assert not verify(problem, plan)
    assert told >= 3


def test_a_plan_is_kept_when_the_next_rung_is_stopped_before_any() -> None:
    problem = with_pins(1)
    _, asked = stopping_after(10**9)
    whole = match(problem, should_stop=lambda: bool(asked.append(len(asked))))
    assert not verify(problem, whole)
    had_a_plan = False
    for share in range(1, 20):
        stop, _ = stopping_after(len(asked) * share // 20)
        try:
            plan = match(problem, should_stop=stop)
        except NoPlanInTime:
            assert not had_a_plan, "with more time there was no plan"
            continue
        had_a_plan = True
        assert not verify(problem, plan)
    assert had_a_plan
