"""Contradictory rules: found exactly when brute force finds no plan, and the set named is smallest."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import contradictions
from network.matching.conflicts import _Check
from network.matching.values import City, Limits, Need, Problem, Rule, Settings
from tests.network.matching.cohorts import NAMES, THEMES
from tests.network.matching.oracle import Oracle


def pin(*cities: str, exact: bool = False) -> Rule:
    return Rule("pin", frozenset(cities), exact=exact)


def forbid(*cities: str) -> Rule:
    return Rule("forbid", frozenset(cities))


@st.composite
def ruled(draw: st.DrawFn) -> Problem:
    names = NAMES[:5]
    cities = tuple(
        City(id=n, needs=(Need("t0"),), capacity=draw(st.integers(1, 2)), country=draw(st.sampled_from("AB")))
        for n in names
    )
    group = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True)
    rules = [pin(*g, exact=draw(st.booleans())) for g in draw(st.lists(group, max_size=4))]
    rules += [forbid(*g) for g in draw(st.lists(group, max_size=2))]
    rules += [Rule("other_country")] if draw(st.integers(0, 4)) == 0 else []
    limits = draw(
        st.sampled_from(
            [Limits(), Limits(pairs=False), Limits(triads=False), Limits(max_pairs=1), Limits(max_triads=1)]
        )
    )
    return Problem(cities, THEMES, (), tuple(dict.fromkeys(rules)), Settings(limits=limits))


@given(ruled())
@run(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_found_exactly_when_no_plan_exists(problem: Problem) -> None:
    conflicts = contradictions(problem)
    assert bool(conflicts) == (not Oracle(problem).feasible())
    check = _Check(problem)
    for conflict in conflicts:
        assert str(conflict)
        assert not check.possible(conflict.items)
        for item in conflict.items:
            assert check.possible([i for i in conflict.items if i is not item])


def cohort(*rules: Rule, capacity: int = 1) -> Problem:
    cities = tuple(City(id=n, needs=(Need("t0"),), capacity=capacity) for n in NAMES[:6])
    return Problem(cities, THEMES, (), rules)


def test_the_smallest_set_is_named() -> None:
    problem = cohort(
        pin("ada", "bel"), pin("bel", "cor"), pin("cor", "dun"), forbid("ada", "cor"), forbid("eva", "fen")
    )
    (conflict,) = contradictions(problem)
    assert [i.kind for i in conflict.items].count("pin") == 2
    assert "fen" not in str(conflict)


def test_two_separate_contradictions_are_both_named() -> None:
    problem = cohort(pin("ada", "bel"), forbid("ada", "bel"), pin("cor", "dun"), forbid("cor", "dun"))
    assert len(contradictions(problem)) == 2


def test_overlapping_pins_become_a_group_of_three() -> None:
    assert contradictions(cohort(pin("ada", "bel"), pin("bel", "cor"))) == ()
    assert contradictions(cohort(pin("ada", "bel"), pin("bel", "cor", exact=True))) != ()


def test_a_city_that_takes_no_part_cannot_be_pinned() -> None:
    problem = cohort(pin("ada", "bel"))
    first, *rest = problem.cities
    out = replace(problem, cities=(replace(first, eligible=False), *rest))
    assert "does not take part" in str(contradictions(out)[0])


def test_sixty_pins_are_checked_quickly() -> None:
    names = [f"c{n}" for n in range(120)]
    cities = tuple(City(id=n, needs=(Need("t0"),)) for n in names)
    rules = [pin(names[2 * n], names[2 * n + 1]) for n in range(60)]
    assert contradictions(Problem(cities, THEMES, (), tuple(rules))) == ()
    assert len(contradictions(Problem(cities, THEMES, (), (*rules, forbid("c0", "c1"))))) == 1
