"""What must hold for every cohort: order of input, names and zero weights change nothing; more never hurts."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, assume, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import contradictions, match, sentence
from network.matching.catalogue import SENTENCES
from network.matching.values import FACTORS, Fairness, Limits, Offer, Problem, Rule, Theme
from tests.network.matching.cohorts import THEMES, network, problems

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
TOTAL = Fairness(order=("total",))


def with_settings(problem: Problem, **changes: object) -> Problem:
    return replace(problem, settings=replace(problem.settings, **changes))  # type: ignore[arg-type]


def members(problem: Problem) -> list[tuple[str, ...]]:
    return [g.members for g in match(problem).groups]


@given(problems(), st.randoms(use_true_random=False))
@run(max_examples=40, deadline=None, suppress_health_check=QUIET)
def test_the_order_of_input_changes_nothing(problem: Problem, rng: random.Random) -> None:
    assume(not contradictions(problem))
    cities = [
        replace(c, needs=tuple(rng.sample(c.needs, len(c.needs))), offers=tuple(rng.sample(c.offers, len(c.offers))))
        for c in problem.cities
    ]
    rng.shuffle(cities)
    shuffled = replace(
        problem,
        cities=tuple(cities),
        themes=tuple(rng.sample(problem.themes, len(problem.themes))),
        past=tuple(rng.sample(problem.past, len(problem.past))),
        rules=tuple(rng.sample(problem.rules, len(problem.rules))),
    )
    assert match(shuffled) == match(problem)


def test_one_plan_over_many_orders_also_with_ties() -> None:
    problem = network(24, 5, themes=2)
    rng = random.Random(1)
    plans = {tuple(members(replace(problem, cities=tuple(rng.sample(problem.cities, 24))))) for _ in range(12)}
    assert len(plans) == 1


@given(problems())
@run(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_the_names_of_themes_change_nothing(problem: Problem) -> None:
    assume(not contradictions(problem))
    names = {t.id: f"z{9 - n}" for n, t in enumerate(THEMES)}
    cities = tuple(
        replace(
            c,
            needs=tuple(replace(n, theme=names[n.theme]) for n in c.needs),
            offers=tuple(replace(o, theme=names[o.theme]) for o in c.offers),
        )
        for c in problem.cities
    )
    renamed = replace(problem, cities=cities, themes=tuple(Theme(names[t.id], t.label) for t in THEMES))
    assert members(renamed) == members(problem)


@given(problems(), st.sampled_from(FACTORS), st.data())
@run(max_examples=40, deadline=None, suppress_health_check=QUIET)
def test_a_criterion_without_weight_changes_nothing(problem: Problem, name: str, data: st.DataObject) -> None:
    settings = replace(problem.settings, common_language_required=False, no_repeat_months=0)
    settings = replace(settings, weights=replace(settings.weights, **{name: 0}))
    problem = replace(problem, settings=settings, rules=tuple(r for r in problem.rules if r.kind != "other_country"))
    assume(not contradictions(problem))
    values = {
        "context": {"income": None, "population": None, "powers": frozenset()},
        "variety": {"country": "X", "region": "Y"},
        "language": {"languages": (("xx", "basic"),)},
        "time": {"utc_offset": data.draw(st.sampled_from([-3.0, 9.0]))},
        "novelty": {},
    }[name]
    other = replace(problem, cities=tuple(replace(c, **values) for c in problem.cities))  # type: ignore[arg-type]
    if name == "novelty":
        other = replace(other, past=())
    a, b = match(problem), match(other)
    assert [(g.members, g.points) for g in a.groups] == [(g.members, g.points) for g in b.groups]


@given(problems(rules=False))
@run(max_examples=40, deadline=None, suppress_health_check=QUIET)
def test_more_room_never_lowers_the_optimum(problem: Problem) -> None:
    problem = with_settings(problem, fairness=TOTAL)
    least = match(problem).total
    wider = replace(problem, cities=tuple(replace(c, capacity=c.capacity + 1) for c in problem.cities))
    assert match(wider).total >= least
    fewer = with_settings(problem, limits=replace(problem.settings.limits, triads=False, pairs=True, max_pairs=None))
    both = with_settings(problem, limits=Limits())
    assert match(fewer).total <= match(both).total


@given(problems(rules=False, limits=False))
@run(max_examples=30, deadline=None, suppress_health_check=QUIET)
def test_rules_never_raise_the_optimum(problem: Problem) -> None:
    problem = with_settings(problem, fairness=TOTAL)
    plan = match(problem)
    for group in plan.groups[:1]:
        banned = replace(problem, rules=(Rule("forbid", frozenset(group.members[:2])),))
        assert match(banned).total <= plan.total
        pinned = replace(problem, rules=(Rule("pin", frozenset(group.members), exact=True),))
        assert match(pinned).total == plan.total


@given(problems(rules=False))
@run(max_examples=30, deadline=None, suppress_health_check=QUIET)
def test_a_higher_floor_never_raises_the_total(problem: Problem) -> None:
    totals = []
    for floor in (0, 200, 600):
        order = ("worst_off", "total")
        totals.append(match(with_settings(problem, fairness=Fairness(order, (floor,)))).total)
    assert totals == sorted(totals, reverse=True)


@given(problems(rules=False))
@run(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_a_further_offer_never_lowers_what_partners_gain(problem: Problem) -> None:
    from network.matching.scoring import Scorer

    assume(len(problem.cities) >= 3)
    first, *rest = problem.cities
    missing = [t.id for t in THEMES if t.id not in {o.theme for o in first.offers}]
    more = replace(problem, cities=(replace(first, offers=(*first.offers, Offer(missing[0], "deep"))), *rest))
    before, after = Scorer.of(problem), Scorer.of(more)
    for a in rest:
        assert after.pair_gain(a.id, first.id) >= before.pair_gain(a.id, first.id)
        for b in rest:
            if a.id != b.id:
                both = (first.id, b.id)
                assert after.gain(a.id, both) >= before.gain(a.id, both)


def test_two_separate_networks_are_solved_as_if_alone() -> None:
    one, two = network(9, 1), network(8, 2)
    two = replace(two, cities=tuple(replace(c, id=f"x{c.id}") for c in two.cities))
    apart = tuple(Rule("forbid", frozenset((a.id, b.id))) for a in one.cities for b in two.cities)
    both = Problem((*one.cities, *two.cities), one.themes, rules=apart)
    fairness = Fairness(order=("total",))
    parts = [match(with_settings(p, fairness=fairness)).total for p in (one, two)]
    assert match(with_settings(both, fairness=fairness)).total == sum(parts)


@given(problems())
@run(max_examples=60, deadline=None, suppress_health_check=QUIET)
def test_every_proposal_has_reasons_both_ways_that_add_up(problem: Problem) -> None:
    assume(not contradictions(problem))
    for group in match(problem).groups:
        assert sum(line.points for line in group.lines) == group.points
        for gain in group.gains:
            assert gain.gets
            assert sum(line.points for line in gain.gets) == gain.points
            if not group.pinned and problem.settings.weights.minimum_gain:
                assert any(line.points > 0 for line in gain.gets)
                assert gain.gives
            for line in (*gain.gets, *gain.gives, *group.lines):
                assert sentence(line)


def test_every_sentence_of_the_catalogue_can_be_filled() -> None:
    assert all(text and text[0] != " " for text in SENTENCES.values())


def test_a_ring_without_reciprocal_pair_is_found() -> None:
    from network.matching.values import City, Need

    ring = tuple(
        City(id=a, needs=(Need(need),), offers=(Offer(offer, "deep", "evaluated"),))
        for a, need, offer in (("a", "t0", "t1"), ("b", "t1", "t2"), ("c", "t2", "t0"))
    )
    plan = match(Problem(ring, THEMES))
    assert members(Problem(ring, THEMES)) == [("a", "b", "c")]
    assert plan.unmatched == ()
    pairs = match(with_settings(Problem(ring, THEMES), limits=Limits(triads=False)))
    assert pairs.groups == ()


def test_a_city_without_offers_is_served_through_shared_challenges() -> None:
    from network.matching.values import City, Need

    quiet = City(id="quiet", needs=(Need("t0"),))
    helper = City(id="helper", needs=(Need("t0"),), offers=(Offer("t0"),))
    plan = match(Problem((quiet, helper), THEMES))
    assert plan.unmatched == ()
    assert {g.city: bool(g.points) for g in plan.groups[0].gains} == {"quiet": True, "helper": True}
