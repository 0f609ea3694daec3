"""Plan B of every group against all there is: nobody is left alone who need not be, and no rule or limit is broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings

from network.matching import City, ContradictoryRules, Limits, Need, Offer, Plan, Problem, Settings, fragility, match
from tests.network.matching.cohorts import THEMES, problems
from tests.network.matching.oracle import Oracle

Groups = list[tuple[str, ...]]


def without_pins_of(problem: Problem, city: str) -> Problem:
    return replace(problem, rules=tuple(r for r in problem.rules if not (r.kind == "pin" and city in r.cities)))


def fits(problem: Problem, groups: Groups) -> bool:
    places = {c.id: c.capacity if c.eligible else 0 for c in problem.cities}
    used = Counter(c for g in groups for c in g)
    pairs = Counter(p for g in groups for p in combinations(g, 2))
    sizes, limits = Counter(map(len, groups)), problem.settings.limits
    most = {2: limits.max_pairs, 3: limits.max_triads}
    return (
        all(n <= places[c] for c, n in used.items())
        and max(pairs.values(), default=0) < 2
        and all(m is None or sizes[n] <= m for n, m in most.items())
    )


def best(problem: Problem, plan: Plan, group: tuple[str, ...], declines: str) -> tuple[int, int]:
    """Cities left alone and points lost, of the best single new group for some of the rest."""
    points = {g.members: g.points for g in plan.groups}
    pinned = {g.members for g in plan.groups if g.pinned}
    others = [g for g in points if g != group]
    rest = [c for c in group if c != declines]
    only_here = [c for c in rest if not any(c in g for g in others)]
    found = [(len(only_here), 0)]
    for new, worth in Oracle(without_pins_of(problem, declines)).groups(0).items():
        if declines in new or not set(new) & set(rest):
            continue
        alone = len([c for c in only_here if c not in new])
        for instead in [(), *(g for g in others if len(g) == 2 and set(g) < set(new) and g not in pinned)]:
            if fits(problem, [*(g for g in others if g != instead), new]):
                found.append((alone, points.get(instead, 0) - worth))
    return min(found)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(problem=problems(most=6))
def test_plan_b_is_possible_and_no_single_new_group_is_better(problem: Problem) -> None:
    try:
        plan = match(problem)
    except ContradictoryRules:
        return
    for weak in fragility(plan, problem):
        others = [g.members for g in plan.groups if g.members != weak.members]
        for option in weak.plan_b:
            kept = [g for g in others if not any(set(g) < set(new) for new in option.groups)]
            legal = Oracle(without_pins_of(problem, option.declines)).groups(0)
            assert all(new in legal and option.declines not in new for new in option.groups)
            assert fits(problem, [*kept, *option.groups])
            worth = {g.members: g.points for g in plan.groups}
            assert option.total == sum(worth[g] for g in kept) + sum(legal[new] for new in option.groups)
            alone = [
                c for c in weak.members if c != option.declines and not any(c in g for g in (*kept, *option.groups))
            ]
            assert list(option.alone) == alone
            mine = (len(option.alone), weak.total_without - option.total)
            assert mine <= best(problem, plan, weak.members, option.declines)


def test_those_who_stay_of_a_three_go_on_as_a_pair_also_where_they_have_more_places() -> None:
    def one(name: str, need: str, offer: str, capacity: int = 2) -> City:
        return City(
            id=name, needs=(Need(need), Need("t4")), offers=(Offer(offer, "deep", "evaluated"),), capacity=capacity
        )

    cities = (one("ada", "t0", "t1"), one("bel", "t1", "t2"), one("cor", "t2", "t0", 1))
    problem = Problem(cities, THEMES, (), (), Settings(limits=Limits(pairs=True, max_pairs=0)))
    plan = match(problem)
    assert [g.members for g in plan.groups] == [("ada", "bel", "cor")]
    (weak,) = fragility(plan, problem)
    assert {p.declines: p.groups for p in weak.plan_b} == {"ada": (), "bel": (), "cor": ()}  # no pair is allowed
    settings_ = replace(problem.settings, limits=Limits(max_pairs=1))
    (weak,) = fragility(plan, replace(problem, settings=settings_))
    assert {p.declines: p.groups for p in weak.plan_b} == {
        "ada": (("bel", "cor"),),
        "bel": (("ada", "cor"),),
        "cor": (("ada", "bel"),),
    }
    assert weak.resilient
