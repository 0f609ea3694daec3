"""After the plan: repair with least change, plan B, smallest change to include a city, and stopping early."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as run

from network.matching import (
    NoPlanInTime,
    Progress,
    contradictions,
    explain_city,
    fragility,
    include,
    match,
    repair,
    sentence,
    verify,
    why_not,
)
from network.matching.values import City, Fairness, Limits, Need, Offer, Problem, Rule, Settings, Weights
from tests.network.matching.cohorts import THEMES, network, problems
from tests.network.matching.oracle import Oracle

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@given(problems())
@run(max_examples=40, deadline=None, suppress_health_check=QUIET)
def test_nothing_changed_means_the_same_plan(problem: Problem) -> None:
    assume(not contradictions(problem))
    plan = match(problem)
    again = match(problem, previous=plan)
    assert [g.members for g in again.groups] == [g.members for g in plan.groups]
    assert again.changes is not None
    assert again.changes.cities_changed == ()


@given(problems(rules=False))
@run(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_a_withdrawal_is_repaired_and_verified(problem: Problem) -> None:
    plan = match(problem)
    assume(plan.groups)
    city = plan.groups[0].members[0]
    result = repair(problem, plan, drop=[city])
    assert not result.plan.group_of(city)
    assert verify(problem, result.plan) == []
    assert sum(t.chosen for t in result.trade_offs) == 1
    fresh = Oracle(result.problem).solve()
    if result.plan.fairness.floor * 1000 == fresh.floor:
        assert result.plan.total <= fresh.total or len(result.plan.unmatched) > fresh.left_out
    second = repair(problem, result.plan, drop=[result.plan.groups[0].members[0]] if result.plan.groups else [])
    assert verify(problem, second.plan) == []


def test_least_change_disturbs_few_and_loses_little() -> None:
    problem = network(60, 2)
    plan = match(problem)
    result = repair(problem, plan, drop=[plan.groups[0].members[0]], max_loss=50)
    ways = {t.name: t for t in result.trade_offs}
    chosen = next(t for t in result.trade_offs if t.chosen)
    assert chosen.loss * 1000 <= 50 * ways["from_scratch"].total
    assert chosen.cities_changed <= ways["from_scratch"].cities_changed
    assert chosen.cities_changed <= 12


def test_a_pin_and_a_ban_added_later() -> None:
    problem = network(20, 2)
    plan = match(problem)
    a, b = plan.groups[0].members[0], plan.groups[1].members[0]
    both = repair(problem, plan, rules=[Rule("pin", frozenset((a, b)))])
    assert any({a, b} <= set(g.members) and g.pinned for g in both.plan.groups)
    apart = repair(problem, plan, rules=[Rule("forbid", frozenset(plan.groups[0].members[:2]))])
    assert plan.groups[0].members not in {g.members for g in apart.plan.groups}
    assert verify(problem, both.plan) == verify(problem, apart.plan) == []


def test_every_plan_b_is_possible_and_priced_right() -> None:
    problem = network(24, 4)
    plan = match(problem)
    found = fragility(plan, problem)
    assert [f.members for f in found] == [g.members for g in plan.groups]
    legal = Oracle(problem).groups(0)
    worth = {g.members: g.points for g in plan.groups}
    for weak in found:
        assert weak.total_without == plan.total - worth[weak.members]
        for option in weak.plan_b:
            assert option.declines not in {c for g in option.groups for c in g}
            assert all(g in legal for g in option.groups)
            joined = [w for pair, w in worth.items() if len(pair) == 2 and set(pair) <= set(option.joins)]
            assert option.total == weak.total_without - sum(joined) + sum(legal[g] for g in option.groups)


def alone(**changes: object) -> Problem:
    ada = City(id="ada", needs=(Need("t0"),), offers=(Offer("t1"),))
    bel = City(id="bel", needs=(Need("t1"),), offers=(Offer("t0"),))
    odd = replace(City(id="odd", needs=(Need("t0"), Need("t1")), offers=(Offer("t0"),)), **changes)  # type: ignore[arg-type]
    return Problem((ada, bel, odd), THEMES, (), (), Settings(limits=Limits(triads=False)))


@pytest.mark.parametrize(
    ("problem", "code", "change"),
    [
        (alone(), "odd_one_out", "allow_size"),
        (alone(needs=()), "no_needs", "add_need"),
        (alone(eligible=False, ineligible_reason="no survey"), "not_eligible", "make_eligible"),
        (alone(capacity=0), "no_capacity", "make_eligible"),
        (alone(format="three"), "format_blocks", "allow_size"),
        (alone(needs=(Need("t4"),), offers=()), "nobody_answers", "allow_size"),
    ],
)
def test_the_unmatched_hear_the_rule_and_the_smallest_change(problem: Problem, code: str, change: str) -> None:
    plan = match(problem)
    (entry,) = [u for u in plan.unmatched if u.city == "odd"] or plan.unmatched
    ways = include(problem, plan, entry.city)
    assert sentence(entry.reason)
    assert all(sentence(w.change) for w in ways)
    if entry.city == "odd":
        assert entry.reason.code == code
        assert entry.proven
        codes = [w.change.code for w in ways]
        assert change in codes or codes == ["no_single_change"] or "add_offer" in codes or "allow_minimum" in codes


def test_why_not_states_rule_or_cost() -> None:
    problem = network(30, 5)
    plan = match(problem)
    a, b = plan.groups[0].members[0], plan.groups[1].members[0]
    answer = why_not(plan, problem, (a, b))
    assert answer.loss is not None
    assert answer.loss >= 0
    assert sentence(answer.summary)
    quick = why_not(plan, problem, (a, b), exact=False)
    assert quick.loss is not None
    inside = why_not(plan, problem, plan.groups[0].members[:2])
    assert inside.summary.code == "already_together"
    banned = replace(problem, rules=(Rule("forbid", frozenset((a, b)), reason="rivals"),))
    assert why_not(match(banned), banned, (a, b)).summary.code == "forbidden"


def test_everything_about_a_city() -> None:
    problem = network(20, 1)
    plan = match(problem)
    about = explain_city(plan, problem, "c00003")
    assert about.groups == plan.group_of("c00003")
    assert [p[1] + p[2] for p in about.partners] == sorted((p[1] + p[2] for p in about.partners), reverse=True)
    with pytest.raises(KeyError):
        explain_city(plan, problem, "nowhere")


def test_stopping_at_any_moment_gives_a_legal_plan_or_says_there_is_none() -> None:
    problem = network(60, 3)
    for most in (0, 1, 3, 10, 40, 200):
        calls = 0

        def stop(limit: int = most) -> bool:
            nonlocal calls
            calls += 1
            return calls > limit

        try:
            plan = match(problem, should_stop=stop)
        except NoPlanInTime:
            continue
        broken = [v for v in verify(problem, plan) if v.rule != "certificate"]
        assert broken == []
        assert not plan.receipt.reproducible or plan.status == "optimal"


def test_progress_reports_value_bound_and_gap() -> None:
    seen: list[Progress] = []
    plan = match(network(60, 3), progress=seen.append)
    last = [p for p in seen if p.value is not None and p.bound is not None][-1]
    assert last.gap is not None
    assert last.bound is not None
    assert last.bound >= plan.total
    assert {"greedy", "relaxation", "plan"} <= {p.phase for p in seen}


def test_waiting_counts_and_is_shown() -> None:
    cities = network(6, 1).cities
    waited = replace(cities[0], waited_rounds=2)
    problem = replace(network(6, 1), cities=(waited, *cities[1:]), settings=Settings(weights=Weights(waited=30)))
    plan = match(problem)
    lines = [r for g in plan.group_of(waited.id) for r in g.lines if r.code == "waited"]
    assert [r.points for r in lines] == [60]


def test_why_not_names_the_floor_of_a_city_in_no_group() -> None:
    best, odd = City(id="best", offers=(Offer("t0", "deep", "evaluated"),), needs=(Need("t1"),)), THEMES[0].id
    mine = City(id="mine", needs=(Need(odd),), offers=(Offer("t1", "deep", "evaluated"),))
    late = City(id="late", needs=(Need(odd), Need("t2")), offers=(Offer("t1"),))
    poor = City(id="poor", needs=(Need("t2"), Need("t1"), Need("t3")), offers=(Offer("t3"),))
    fairness = Fairness(("worst_off", "total"), (900,))
    problem = Problem(
        (best, mine, late, poor), THEMES, (), (), Settings(fairness=fairness, limits=Limits(triads=False))
    )
    plan = match(problem)
    assert [g.members for g in plan.groups] == [("best", "mine")]
    answer = why_not(plan, problem, ("late", "poor"))
    assert {dict(r.params)["city"] for r in answer.rules if r.code == "below_floor"} == {"late", "poor"}
