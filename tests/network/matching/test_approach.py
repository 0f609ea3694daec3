"""Cohorts at size: prices by steps and what they prove, a stop while scores are computed, tables in blocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from network.matching import approach, arrays, fairness, match, setup, verify
from network.matching.approach import TOLERANCE, approached, relaxed_by_size
from network.matching.budget import Budget, Progress
from network.matching.errors import NoPlanInTime
from network.matching.generate import relax
from network.matching.groups import Groups
from network.matching.hard_rules import HardRules
from network.matching.heuristic import first_groups, greedy
from network.matching.highs import Relaxation
from network.matching.model import Packing
from network.matching.pricing import Pricer
from network.matching.saddle import Saddle
from network.matching.setup import arena
from network.matching.values import Fairness, Limits, Past, Problem, Rule

from .cohorts import network
from .test_large import every_group

PINS = (
    Rule("pin", frozenset({"c00001", "c00002"})),
    Rule("forbid", frozenset({"c00003", "c00004"})),
    Rule("pin", frozenset({"c00005", "c00009", "c00012"})),
)


def with_rules(problem: Problem) -> Problem:
    return replace(problem, rules=PINS, settings=replace(problem.settings, limits=Limits(max_pairs=4)))


def begun(problem: Problem) -> tuple[Pricer, Packing, Groups]:
    place = arena(problem)
    packing = place.packing(place.servable(), 4000.0)
    first = first_groups(place.base).without_repeats()
    return place.base, packing, greedy(first, packing).groups.joined(first).without_repeats()


@pytest.mark.parametrize("ruled", [False, True])
def test_steps_reach_what_the_solver_reaches(ruled: bool) -> None:
    problem = network(40, 2)
    pricer, packing, _ = begun(with_rules(problem) if ruled else problem)
    everything = every_group(pricer)
    master = Relaxation(packing, Budget(), interior=False)
    master.add(everything)
    solved = master.solve()
    assert solved is not None
    saddle = Saddle(packing, everything)
    for _ in range(20):
        saddle.steps(500, Budget())
    out = packing.left_out * (packing.wanted & (packing.capacity > 0)).sum()
    assert saddle.objective() == pytest.approx(solved[0], abs=2e-3 * (out + solved[0]) / 100)
    prices = saddle.prices()
    left_open = np.maximum(prices.reduced(everything, packing), 0).sum()
    assert solved[0] <= prices.bound(packing) + left_open + 1e-6
    assert prices.bound(packing) + left_open == pytest.approx(solved[0], rel=5e-3)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("ruled", [False, True])
def test_a_bound_from_steps_holds_for_every_group_and_is_near_the_best(seed: int, ruled: bool) -> None:
    problem = network(36, seed)
    pricer, packing, start = begun(with_rules(problem) if ruled else problem)
    found = approached(pricer, packing, start, Budget())
    exact = relax(pricer, packing, start, Budget())
    assert exact is not None
    assert found.prices.reduced(every_group(pricer), packing).max() <= 1e-6
    assert found.prices.bound(packing) == pytest.approx(found.bound)
    assert exact.objective - 1e-6 * abs(exact.objective) <= found.bound
    assert found.bound <= exact.bound + 5 * TOLERANCE * abs(exact.bound)
    assert found.objective == pytest.approx(exact.objective, rel=5e-3)
    used = np.bincount(found.groups.flat, np.repeat(found.share, found.groups.sizes), packing.n)
    assert (used <= packing.capacity + 1e-6).all()


def test_steps_that_are_too_few_still_prove_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approach, "EARLY", 3)
    monkeypatch.setattr(approach, "LATE", 3)
    monkeypatch.setattr(approach, "_ROUNDS", 4)
    pricer, packing, start = begun(network(30, 5))
    found = approached(pricer, packing, start, Budget())
    assert np.isfinite(found.bound)
    assert found.prices.reduced(every_group(pricer), packing).max() <= 1e-6
    exact = relax(pricer, packing, start, Budget())
    assert exact is not None
    assert found.bound > exact.bound


def test_groups_dropped_on_the_way_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approach, "_CROWD", 3)
    monkeypatch.setattr(approach, "KEPT", 2)
    pricer, packing, start = begun(network(60, 1))
    found = approached(pricer, packing, start, Budget())
    exact = relax(pricer, packing, start, Budget())
    assert exact is not None
    assert found.bound == pytest.approx(exact.bound, rel=1e-3)


def test_several_places_for_a_city_are_solved_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approach, "STEPS_FROM", 1)
    problem = network(30, 2)
    cities = tuple(replace(c, capacity=2) for c in problem.cities)
    problem = replace(problem, cities=cities)
    found, exact = relaxed_by_size(*begun(problem), Budget()), relax(*begun(problem), Budget())
    assert found is not None
    assert exact is not None
    assert found.bound == exact.bound


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("order", [("coverage", "total"), ("coverage", "worst_off", "total")])
def test_plans_by_steps_are_accepted_and_lose_nothing(
    ruled: bool, order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = with_rules(network(45, 3)) if ruled else network(45, 3)
    problem = replace(problem, settings=replace(problem.settings, fairness=Fairness(order)))
    exact = match(problem)
    monkeypatch.setattr(approach, "STEPS_FROM", 1)
    plan = match(problem)
    assert not verify(problem, plan)
    assert (plan.status, plan.total, plan.fairness.floor) == (exact.status, exact.total, exact.fairness.floor)
    shuffled = match(replace(problem, cities=tuple(reversed(problem.cities))))
    assert [g.members for g in shuffled.groups] == [g.members for g in plan.groups]
    assert (shuffled.bound, shuffled.certificate) == (plan.bound, plan.certificate)


@pytest.mark.parametrize("reports", [1, 2])
def test_a_stop_among_the_steps_leaves_a_plan_and_a_proof(reports: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approach, "STEPS_FROM", 1)
    problem = network(50, 4)
    problem = replace(problem, settings=replace(problem.settings, fairness=Fairness(("total",))))
    reached: list[str] = []

    def note(state: Progress) -> None:
        reached.append(state.phase)

    plan = match(problem, progress=note, should_stop=lambda: len(reached) >= reports)
    assert plan.status == "stopped"
    assert plan.total <= plan.bound
    assert not verify(problem, plan)


def test_a_stop_while_scores_are_computed_has_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_BLOCK", 16)
    reached: list[str] = []
    with pytest.raises(NoPlanInTime):
        match(network(40, 1), progress=lambda p: reached.append(p.phase), should_stop=lambda: bool(reached))
    assert reached == ["scores"]


def test_who_may_meet_is_the_same_for_a_table_and_for_two_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_BLOCK", 8)
    problem = network(30, 6)
    ids = sorted(c.id for c in problem.cities)
    cities = tuple(replace(c, country=None if c.id == ids[3] else c.country) for c in problem.cities)
    languages = {ids[7]: (), ids[8]: (("xx", "fluent"),)}
    cities = tuple(replace(c, languages=languages.get(c.id, c.languages)) for c in cities)
    settings = replace(problem.settings, no_repeat_months=24, common_language_required=True, interpretation=False)
    problem = replace(
        problem,
        cities=cities,
        settings=settings,
        rules=(Rule("forbid", frozenset(ids[:3])), Rule("other_country", frozenset())),
        past=(Past(frozenset(ids[10:13]), 6), Past(frozenset(ids[14:16]), 40)),
    )
    place, rules = arena(problem), HardRules(problem)
    for a, b in combinations(ids, 2):
        i, j = place.market.index[a], place.market.index[b]
        assert place.met[i, j] == place.met[j, i] == (rules.apart(a, b) is None), (a, b)
    assert not place.met.diagonal().any()
    apart = {block.code for a, b in combinations(ids, 2) if (block := rules.apart(a, b)) is not None}
    assert apart == {"forbidden", "same_country", "met_recently", "no_common_language"}


def test_fewest_partners_do_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = network(30, 1)
    whole = match(problem).fairness.fewest_partners
    monkeypatch.setattr(fairness, "_BLOCK", 7)
    assert match(problem).fairness.fewest_partners == whole


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_interior_prices_are_right_with_pins_places_and_limits_on_numbers(seed: int) -> None:
    """What the solver's presolve took out came back with prices of the wrong sign, and no search ever ended."""
    problem = network(48, seed)
    cities = tuple(replace(c, capacity=1 + n % 3) for n, c in enumerate(problem.cities))
    ids = [c.id for c in cities]
    pins = tuple(Rule("pin", frozenset(ids[n : n + 2])) for n in range(0, 12, 2))
    limits = Limits(max_pairs=14, max_triads=9)
    problem = replace(problem, cities=cities, rules=pins, settings=replace(problem.settings, limits=limits))
    _, packing, start = begun(problem)
    solved = []
    for interior in (True, False):
        master = Relaxation(packing, Budget(), interior=interior)
        master.add(start)
        solution = master.solve()
        assert solution is not None
        objective, _, prices = solution
        assert prices.reduced(start, packing).max() <= 1e-3
        assert prices.bound(packing) == pytest.approx(objective, abs=1e-3 * abs(objective))
        solved.append(objective)
    assert solved[0] == pytest.approx(solved[1], rel=1e-6)
