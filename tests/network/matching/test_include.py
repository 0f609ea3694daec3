"""The smallest change that would include a city: it is one change, it works, and "none" means none."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from network.matching import (
    City,
    ContradictoryRules,
    Inclusion,
    Limits,
    Need,
    Offer,
    Plan,
    Problem,
    Rule,
    Settings,
    Weights,
    include,
    match,
)
from network.matching.hard_rules import HardRules
from tests.network.matching.cohorts import THEMES, problems


def with_city(problem: Problem, city: str, **changes: object) -> Problem:
    cities = tuple(replace(c, **changes) if c.id == city else c for c in problem.cities)  # type: ignore[arg-type]
    return replace(problem, cities=cities)


def with_settings(problem: Problem, **changes: object) -> Problem:
    return replace(problem, settings=replace(problem.settings, **changes))  # type: ignore[arg-type]


def without_block(problem: Problem, a: str, b: str) -> Problem:
    block = HardRules(problem).apart(a, b)
    assert block is not None
    if block.code == "met_recently":
        return with_settings(problem, no_repeat_months=0)
    if block.code == "no_common_language":
        return with_settings(problem, common_language_required=False)
    kind = "forbid" if block.code == "forbidden" else "other_country"
    (lifted,) = [r for r in problem.rules if r.kind == kind and (kind != "forbid" or {a, b} <= r.cities)]
    return replace(problem, rules=tuple(r for r in problem.rules if r is not lifted))


def made(problem: Problem, way: Inclusion) -> Problem:
    """The problem after the one change that is proposed, read from its words alone."""
    code, said = way.change.code, dict(way.change.params)
    city, limits, s = problem.city(said["city"]), problem.settings.limits, problem.settings
    if code == "raise_limit":
        name = "max_pairs" if said["size"] == "2" else "max_triads"
        return with_settings(problem, limits=replace(limits, **{name: getattr(limits, name) + 1}))
    if code == "allow_size":
        return with_settings(problem, limits=replace(limits, **{"pairs" if said["size"] == "2" else "triads": True}))
    if code == "lower_floor":
        return with_settings(problem, fairness=replace(s.fairness, floor_ladder=(int(said["share"]),)))
    if code == "allow_minimum":
        return with_settings(problem, weights=replace(s.weights, minimum_gain=int(said["points"])))
    if code == "lift_rule":
        return without_block(problem, city.id, said["other"])
    if code == "more_capacity":
        return with_city(problem, said["other"], capacity=problem.city(said["other"]).capacity + 1)
    change: dict[str, object] = {
        "allow_format": {"format": "either"},
        "add_need": {"needs": (*city.needs, Need(said.get("theme", "")))},
        "add_offer": {"offers": (*city.offers, Offer(said.get("theme", "")))},
        "make_eligible": {"eligible": True, "capacity": max(1, city.capacity)},
    }[code]  # type: ignore[assignment]
    return with_city(problem, city.id, **change)


def plan_of(problem: Problem) -> Plan | None:
    try:
        return match(problem)
    except ContradictoryRules:
        return None


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(problem=problems(most=5))
def test_every_change_works_by_itself_and_leaves_nobody_else_out(problem: Problem) -> None:
    plan = plan_of(problem)
    assume(plan is not None)
    assert plan is not None
    for entry in plan.unmatched:
        for way in include(problem, plan, entry.city):
            if way.change.code == "no_single_change":
                continue
            changed = made(problem, way)
            pin = Rule("pin", frozenset(way.members), exact=True)
            other = match(replace(changed, rules=(*changed.rules, pin)))
            assert other.group_of(entry.city)
            assert len(other.unmatched) < len(plan.unmatched), way
            assert not other.groups[0].below_floor or problem.settings.fairness.order[0] != "worst_off"


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(problem=problems(most=4))
def test_where_no_change_is_named_none_of_the_simple_ones_helps(problem: Problem) -> None:
    plan = plan_of(problem)
    assume(plan is not None)
    assert plan is not None
    limits = problem.settings.limits
    for entry in plan.unmatched:
        if include(problem, plan, entry.city)[0].change.code != "no_single_change":
            continue
        tried = [with_city(problem, c.id, capacity=c.capacity + 1) for c in problem.cities]
        tried += [with_settings(problem, limits=replace(limits, pairs=True, triads=True))]
        tried += [replace(problem, rules=problem.rules[:n] + problem.rules[n + 1 :]) for n in range(len(problem.rules))]
        for changed in tried:
            other = plan_of(changed)
            assert other is None or not other.group_of(entry.city) or len(other.unmatched) >= len(plan.unmatched)


def three(**limits: object) -> Problem:
    def one(name: str, theme: str, other: str) -> City:
        return City(id=name, needs=(Need(theme),), offers=(Offer(other),))

    members = (one("ada", "t0", "t1"), one("bel", "t1", "t0"), one("cor", "t0", "t1"), one("dun", "t1", "t0"))
    return Problem(members, THEMES, (), (), Settings(limits=Limits(triads=False, **limits)))  # type: ignore[arg-type]


def test_a_lower_minimum_is_not_proposed_where_a_limit_is_in_the_way() -> None:
    problem = three(max_pairs=1)
    plan = match(problem)
    for entry in plan.unmatched:
        ways = include(problem, plan, entry.city)
        assert ways[0].change.code == "raise_limit"
        assert {w.change.code for w in ways} <= {"raise_limit", "allow_size"}


def test_lifting_one_rule_is_proposed_only_where_it_is_the_only_one() -> None:
    ada, bel = three().cities[:2]
    forbid = Rule("forbid", frozenset(("ada", "bel")))
    country = [replace(c, country="A") for c in (ada, bel)]
    for rules, possible in (((forbid,), True), ((forbid, Rule("other_country")), False), ((forbid, forbid), False)):
        problem = Problem(tuple(country), THEMES, (), rules, Settings())
        plan = match(problem)
        ways = include(problem, plan, "ada")
        assert (ways[0].change.code == "lift_rule") == possible
        assert possible or ways[0].change.code == "no_single_change"


def test_a_minimum_is_lowered_no_further_than_needed_and_to_nothing_last() -> None:
    problem = three()
    problem = replace(problem, settings=replace(problem.settings, weights=Weights(minimum_gain=1000)))
    ways = include(problem, match(problem), "ada")
    lowered = [dict(w.change.params)["points"] for w in ways if w.change.code == "allow_minimum"]
    gains = 1000 if not lowered else int(lowered[0])
    assert len(lowered) == 1
    assert 1 <= gains < 1000
    quiet = replace(problem.cities[2], needs=(), offers=())
    problem = replace(problem, cities=(*problem.cities[:2], quiet), settings=Settings())
    codes = [w.change.code for w in include(problem, match(problem), "cor")]
    assert codes[0] == "add_need"
    assert codes.count("allow_minimum") == 1
    assert codes[-1] == "allow_minimum"
