"""Contradictory rules: found exactly when brute force finds no plan, and the set named is smallest."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import contradictions
from network.matching.conflicts import _Check
from network.matching.values import City, Limits, Need, Past, Problem, Rule, Settings
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


@st.composite
def crowded(draw: st.DrawFn) -> Problem:
    """Pinned pairs that may not stay pairs, and few who could be their third."""
    names = NAMES[: draw(st.integers(5, 7))]
    cities = tuple(City(id=n, needs=(Need("t0"),), capacity=draw(st.sampled_from([1, 1, 1, 2]))) for n in names)
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    rules = [pin(*g) for g in draw(st.lists(pair, min_size=2, max_size=3))]
    rules += [forbid(*g) for g in draw(st.lists(pair, max_size=6))]
    limits = draw(st.sampled_from([Limits(pairs=False), Limits(max_pairs=1), Limits(max_pairs=0, max_triads=2)]))
    return Problem(cities, THEMES, (), tuple(dict.fromkeys(rules)), Settings(limits=limits))


def thirds_exist(problem: Problem) -> bool:
    """Try every group for every pin, one after the other."""
    places = {c.id: c.capacity for c in problem.cities}
    limits, pins = problem.settings.limits, [r.cities for r in problem.rules if r.kind == "pin"]
    banned = [r.cities for r in problem.rules if r.kind == "forbid"]
    sizes = (2, 3) if limits.pairs else (3,)
    groups = [frozenset(g) for size in sizes for g in combinations(sorted(places), size)]
    groups = [g for g in groups if any(p <= g for p in pins) and not any(b <= g for b in banned)]

    def fits(chosen: list[frozenset[str]]) -> bool:
        many = [sum(len(g) == size for g in chosen) for size in (2, 3)]
        return (
            all(len(a & b) < 2 for a, b in combinations(chosen, 2))
            and all(sum(c in g for g in chosen) <= n for c, n in places.items())
            and many[0] <= (9 if limits.max_pairs is None else limits.max_pairs)
            and many[1] <= (9 if limits.max_triads is None else limits.max_triads)
        )

    def grow(at: int, chosen: list[frozenset[str]]) -> bool:
        if at == len(pins):
            return True
        options = [chosen if g in chosen else [*chosen, g] for g in groups if pins[at] <= g]
        return any(fits(more) and grow(at + 1, more) for more in options)

    return grow(0, [])


@given(crowded())
@run(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pairs_that_need_a_third_share_the_few_there_are(problem: Problem) -> None:
    conflicts = contradictions(problem)
    assert bool(conflicts) == (not thirds_exist(problem))
    for conflict in conflicts:
        assert all(i.path in conflict.placed for i in conflict.items)


def test_a_third_is_left_to_the_pair_that_can_have_no_other() -> None:
    names = ("ada", "bel", "cor", "dun", "eva", "fen")
    cities = tuple(City(id=n, needs=(Need("t0"),)) for n in names)
    rules = (pin("ada", "bel"), pin("cor", "dun"), forbid("cor", "fen"))
    off = Settings(limits=Limits(pairs=False))
    assert contradictions(Problem(cities, THEMES, (), rules, off)) == ()
    more = (*rules, forbid("bel", "fen"))
    (conflict,) = contradictions(Problem(cities, THEMES, (), more, off))
    assert "$.settings.limits.pairs" in conflict.placed


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


def test_a_setting_that_keeps_cities_apart_is_named_with_its_place() -> None:
    problem = cohort(pin("ada", "bel"), pin("cor", "dun"))
    speaks = {"ada": "en", "bel": "en", "cor": "en", "dun": "fr"}
    cities = tuple(replace(c, languages=((speaks.get(c.id, "en"), "fluent"),)) for c in problem.cities)
    past = (Past(frozenset(("ada", "bel")), 3),)
    settings = Settings(no_repeat_months=24, common_language_required=True)
    met, talk = contradictions(replace(problem, cities=cities, past=past, settings=settings))
    assert "met 3 months ago" in met.placed
    assert "$.settings.no_repeat_months" in met.placed
    assert "no language in common" in talk.placed
    assert "$.settings.common_language_required" in talk.placed


def test_sixty_pins_are_checked_quickly() -> None:
    names = [f"c{n}" for n in range(120)]
    cities = tuple(City(id=n, needs=(Need("t0"),)) for n in names)
    rules = [pin(names[2 * n], names[2 * n + 1]) for n in range(60)]
    assert contradictions(Problem(cities, THEMES, (), tuple(rules))) == ()
    assert len(contradictions(Problem(cities, THEMES, (), (*rules, forbid("c0", "c1"))))) == 1
