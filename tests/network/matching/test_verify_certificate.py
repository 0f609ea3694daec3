"""The verifier's arrays say what plain Python says, and a certificate they accept is true of every plan there is."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, islice

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import contradictions, match, verify
from network.matching.plan import Certificate, Plan
from network.matching.scoring import Scorer
from network.matching.values import (
    FORMATS,
    ORDERS,
    OUTCOMES,
    City,
    Fairness,
    Limits,
    Past,
    Problem,
    Rule,
    Settings,
    Weights,
)
from network.matching.verify_bound import GRAIN, Claim
from network.matching.verify_certificate import NAMED, bound_violations, group_violations
from network.matching.verify_groups import Prices
from network.matching.verify_meet import Apart, Together
from network.matching.verify_pairs import Pairs
from network.matching.verify_scores import Block, Scores
from network.matching.verify_threes import Threes
from network.matching.verify_watch import Watch
from tests.network.matching.cohorts import network
from tests.network.matching.oracle import Oracle
from tests.network.matching.verify_plain import excess, plain_violations, possible

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def claim_of(problem: Problem, plan: Plan) -> Claim:
    assert plan.certificate is not None
    return Claim(problem, plan, plan.certificate, Scorer.of(problem))


def group_check(claim: Claim) -> list[tuple[str, str, str]]:
    return group_violations(claim, Together(claim.problem), Watch())


def bound_check(problem: Problem, plan: Plan) -> list[tuple[str, str, str]]:
    return bound_violations(problem, plan, Scorer.of(problem), Together(problem), Watch())


def solved(r: random.Random, n: int) -> tuple[Problem, Plan]:
    """A small cohort in which most groups are worth something, with any kind of rule, and its plan."""
    problem = network(n, r.randint(0, 10**6), themes=5, capacity=r.choice(((1,), (1, 1, 2), (1, 2, 3))))
    change = r.choice((0.0, 0.2))
    cities = tuple(
        replace(
            c,
            format=r.choice(FORMATS) if r.random() < change else "either",
            waited_rounds=r.randint(0, 4) if r.random() < change else 0,
            eligible=r.random() > change / 3,
            needs=c.needs if r.random() > change / 2 else (),
            country=None if r.random() < change else c.country,
        )
        for c in problem.cities
    )
    past = tuple(
        Past(frozenset(some(r, cities, 2)), r.randint(0, 60), r.choice(OUTCOMES)) for _ in range(r.randint(0, 2))
    )
    rules = [Rule("forbid", frozenset(some(r, cities, r.randint(2, 3)))) for _ in range(r.choice((0, 0, 1, 2)))]
    rules += [Rule("pin", frozenset(some(r, cities, 2)), exact=r.random() < 0.3) for _ in range(r.choice((0, 0, 1, 2)))]
    rules += [Rule("pin", frozenset(some(r, cities, 3)))] if r.random() < 0.15 else []
    rules += [Rule("other_country")] if r.random() < 0.15 else []
    sizes = r.choice(((True, True), (True, True), (True, True), (True, False), (False, True)))
    limits = Limits(*sizes, *(r.choice((None, None, 0, 1, 2)) for _ in range(2)))
    settings = Settings(
        weights=Weights(minimum_gain=r.choice((1, 1, 0, 40)), reciprocity=r.choice((250, 0, 1000))),
        fairness=Fairness(r.choice(ORDERS), r.choice(((250, 200, 150, 100, 0), (600, 300, 0), (0,)))),
        limits=limits,
        no_repeat_months=r.choice((0, 24)),
        common_language_required=r.random() < 0.2,
    )
    problem = Problem(cities, problem.themes, past, tuple(rules), settings)
    assume(not contradictions(problem))
    plan = match(problem)
    assume(plan.certificate is not None and plan.certificate.city)
    return problem, plan


def some(r: random.Random, cities: tuple[City, ...], count: int) -> list[str]:
    return r.sample([c.id for c in cities], count)


def mutated(r: random.Random, problem: Problem, plan: Plan) -> Plan:
    """The plan with another certificate, which adds up."""
    proof = plan.certificate
    assert proof is not None
    names = [c for c, _ in proof.city]
    for _ in range(r.randint(1, 3)):
        proof = r.choice(MUTATIONS)(r, proof, names)
    floor = r.choice((proof.floor, proof.floor, proof.floor, 0, 250, 900))
    proof = replace(proof, floor=floor)
    plan = replace(plan, fairness=replace(plan.fairness, floor=floor / 1000))
    total = claim_of(problem, replace(plan, certificate=proof)).total()
    return replace(plan, certificate=replace(proof, bound=total), bound=total // GRAIN)


def points(r: random.Random) -> int:
    return r.choice((1, -1)) * r.choice((1, 5, 60, 700)) * r.randint(1, GRAIN)


def other_price(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    at, by = r.choice((r.choice(names), "")), points(r)
    return replace(proof, city=tuple((c, max(min(p, 0), p + by) if at in (c, "") else p) for c, p in proof.city))


def below_zero(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    at = r.choice(names)
    return replace(proof, city=tuple((c, -GRAIN * proof.left_out if c == at else p) for c, p in proof.city))


def another_row(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    cities = r.sample(names, min(len(names), r.choice((2, 2, 3, 3, 5))))
    row = (tuple(sorted(cities)), r.choice((0, 0, 1)), max(1, len(cities) // 2), points(r))
    return replace(proof, side=(*proof.side, row))


def fewer_rows(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    return replace(proof, side=proof.side[1:], size=r.choice((proof.size, ())))


def others_wanted(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    return replace(proof, wanted=tuple(sorted(set(proof.wanted) ^ {r.choice(names)})))


def other_charge(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    return replace(proof, left_out=r.choice((0, 10, 4000)))


def other_limit(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    return replace(proof, size=(*proof.size, (r.choice((2, 3)), r.randint(0, 1), abs(points(r)))))


def all_wanted(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    """Everybody counts as left out, and some prices are far below nothing."""
    cheap = r.sample(names, r.randint(1, 2))
    prices = tuple((c, -GRAIN * r.randint(0, 4000) if c in cheap else p + abs(points(r))) for c, p in proof.city)
    return replace(proof, city=prices, wanted=tuple(names), left_out=4000)


def high_enough(r: random.Random, proof: Certificate, names: list[str]) -> Certificate:
    """Everybody counts as left out, at prices of which most prove something."""
    prices = tuple((c, p + GRAIN * r.choice((0, 200, 900))) for c, p in proof.city)
    return replace(proof, city=prices, wanted=tuple(names), left_out=4000)


MUTATIONS = (
    *(other_price, other_price, other_price, another_row, another_row),
    *(below_zero, fewer_rows, others_wanted, other_charge, other_limit, all_wanted, high_enough),
)


def agree(problem: Problem, plan: Plan) -> None:
    """Arrays and plain Python say the same of this certificate."""
    claim = claim_of(problem, plan)
    if claim.violations():
        return
    oracle = Oracle(problem)
    expected, uncounted = plain_violations(claim, oracle)
    said = group_check(claim)
    groups = [v for v in said if v[1] != "$.certificate.wanted"]
    assert groups == expected
    names = [detail.split(" is not counted, but ") for _, path, detail in said if path == "$.certificate.wanted"]
    assert [city for city, _ in names] == uncounted[:NAMED]
    every = possible(claim, oracle)
    for city, text in names:
        group = tuple(text.removesuffix(" is possible").split(", "))
        assert city in group
        assert group in every


@given(st.integers(0, 10**9))
@run(max_examples=60, deadline=None, suppress_health_check=QUIET)
def test_arrays_and_plain_python_say_the_same(seed: int) -> None:
    r = random.Random(seed)
    problem, plan = solved(r, r.randint(4, 8))
    assert bound_check(problem, plan) == []
    for false in (plan, *(mutated(r, problem, plan) for _ in range(6))):
        agree(problem, false)


@given(st.integers(0, 10**9))
@run(max_examples=60, deadline=None, suppress_health_check=QUIET)
def test_what_an_accepted_certificate_proves_is_true_of_every_plan(seed: int) -> None:
    """Every plan is tried: none on this floor that serves as many cities is worth more than an accepted bound."""
    r = random.Random(seed)
    problem, plan = solved(r, r.randint(4, 6))
    oracle = Oracle(problem)
    for false in (plan, *(mutated(r, problem, plan) for _ in range(8))):
        if bound_check(problem, false):
            continue
        assert false.certificate is not None
        served = len({m for g in false.groups for m in g.members})
        for cities, total in oracle.plans(false.certificate.floor):
            if not false.certificate.wanted or len(cities) >= served:
                assert total <= false.bound


def alone(n: int = 3) -> tuple[Problem, Plan]:
    problem = network(n, 1)
    problem = replace(problem, rules=(Rule("pin", frozenset({"c00000", "c00001"}), exact=True),))
    return problem, match(problem)


def test_a_row_for_a_pin_that_is_met_already_proves_nothing() -> None:
    """An exact pin is no free group: a negative price on it would lower the bound as far as one likes."""
    problem, plan = alone(5)
    proof = plan.certificate
    assert proof is not None
    row = (("c00000", "c00001"), 1, 1, -50 * GRAIN)
    false = replace(plan, certificate=replace(proof, side=(*proof.side, row), bound=proof.bound - 50 * GRAIN))
    assert any(path == "$.certificate.side" for _, path, _ in bound_check(problem, false))


def test_a_city_in_an_exact_pin_is_not_counted_as_left_out() -> None:
    problem, plan = alone(5)
    proof = plan.certificate
    assert proof is not None
    assert "c00000" not in proof.wanted
    lower = tuple((c, -10 * GRAIN if c == "c00000" else p) for c, p in proof.city)
    false = replace(proof, city=lower, wanted=tuple(sorted((*proof.wanted, "c00000"))), left_out=4000)
    assert any(path == "$.certificate.wanted" for _, path, _ in bound_check(problem, replace(plan, certificate=false)))


def test_every_city_that_could_be_served_is_counted() -> None:
    """With one city too many for pairs, only counting the served ones would prove a bound that another plan exceeds."""
    problem = network(5, 3)
    settings = replace(problem.settings, limits=Limits(triads=False), fairness=Fairness(("coverage", "total")))
    problem = replace(problem, settings=settings)
    plan = match(problem)
    assert plan.certificate is not None
    dear = tuple((c, 1500 * GRAIN) for c, _ in plan.certificate.city)
    counted = replace(plan.certificate, city=dear, wanted=tuple(c for c, _ in dear), left_out=4000)

    def said_of(proof: Certificate) -> list[tuple[str, str, str]]:
        total = claim_of(problem, replace(plan, certificate=proof)).total()
        return bound_check(problem, replace(plan, certificate=replace(proof, bound=total)))

    assert len(plan.unmatched) == 1
    assert said_of(counted) == []
    out = plan.unmatched[0].city
    said = said_of(replace(counted, wanted=tuple(c for c in counted.wanted if c != out)))
    assert [path for _, path, _ in said] == ["$.certificate.wanted"]
    assert f"{out} is not counted" in said[0][2]


def test_prices_no_group_can_be_worth_are_refused() -> None:
    problem = network(4, 1)
    plan = match(problem)
    proof = plan.certificate
    assert proof is not None
    dear = ((proof.city[0][0], 10**30), *proof.city[1:])
    said = bound_check(problem, replace(plan, certificate=replace(proof, city=dear)))
    assert any("beyond" in detail for _, _, detail in said)


@pytest.mark.parametrize("most", [3, 0])
def test_with_a_limit_on_threes_every_group_that_exceeds_its_prices_is_found(most: int) -> None:
    """The search by edges leaves out the price of threes; it must find what looking at every group finds."""
    problem = network(24, 3)
    problem = replace(problem, settings=replace(problem.settings, limits=Limits(max_triads=most)))
    plan = match(problem)
    proof = plan.certificate
    assert proof is not None
    assert {size: price for size, _, price in proof.size}[3] > 0, "the limit has a price"
    named = 0
    for lowered in range(0, 24, 2):
        prices = tuple((c, p - 60 * GRAIN if n in (lowered, lowered + 1) else p) for n, (c, p) in enumerate(proof.city))
        named += everything_is_found(problem, replace(plan, certificate=replace(proof, city=prices)))
    assert named


@pytest.mark.parametrize("seed", [1, 2])
def test_with_rows_pins_places_and_waiting_every_group_that_exceeds_its_prices_is_found(seed: int) -> None:
    problem = network(22, seed, capacity=(1, 1, 2))
    cities = tuple(
        replace(c, waited_rounds=n % 3, format=("either", "either", "three", "pair")[n % 4])
        for n, c in enumerate(problem.cities)
    )
    rules = (
        *(Rule("pin", frozenset({f"c000{a}", f"c000{b}"})) for a, b in (("01", "02"), ("03", "07"))),
        Rule("pin", frozenset({"c00010", "c00012", "c00013"})),
        Rule("pin", frozenset({"c00015", "c00016"}), exact=True),
    )
    problem = replace(problem, cities=cities, rules=rules)
    plan = match(problem)
    proof = plan.certificate
    assert proof is not None
    assert bound_check(problem, plan) == []
    one = [c.id for c in cities if c.capacity == 1]
    rows = (
        *((tuple(one[k : k + 3]), 0, 1, 40 * GRAIN) for k in range(0, 9, 2)),
        (tuple(one[:5]), 0, 2, 25 * GRAIN + 1),
        (("c00003", "c00004"), 0, 1, 60 * GRAIN),
        (("c00001", "c00002"), 1, 1, -150 * GRAIN),
    )
    proof = replace(proof, side=(*proof.side, *rows))
    found = 0
    for lower in (0, 30, 90):
        prices = tuple((c, max(0, p - lower * GRAIN)) for c, p in proof.city)
        found += everything_is_found(problem, replace(plan, certificate=replace(proof, city=prices)))
    assert found


def everything_is_found(problem: Problem, plan: Plan) -> int:
    """The arrays find exactly the groups of three that plain Python finds; returns how many."""
    claim = claim_of(problem, plan)
    assert claim.violations() == []
    cities = [claim.part[c] for c in claim.ids]
    prices = Prices(claim, Scores(cities, claim.scorer))
    pairs = Pairs(prices, Apart(Together(problem), cities), Watch())
    assert pairs.edges is not None
    threes = Threes(prices, pairs.edges, Watch()).found
    members, over = pairs.found()
    found = {tuple(row): e for row, e in zip(members.tolist(), over.tolist(), strict=True)} | threes
    named = {tuple(claim.ids[k] for k in group): e for group, e in found.items()}
    every = {g: excess(claim, g, worth) for g, worth in possible(claim, Oracle(problem)).items()}
    assert named == {g: e for g, e in every.items() if e > 0}
    return len(named)


def test_a_certificate_that_is_wrong_everywhere_is_refused_at_once() -> None:
    """Hundreds of thousands of groups exceed prices of nothing; the first few are named."""
    problem = network(150, 1)
    settings = replace(problem.settings, effort="quick", fairness=Fairness(("coverage", "total")))
    problem = replace(problem, settings=settings)
    plan = match(problem)
    proof = plan.certificate
    assert proof is not None
    false = replace(plan, certificate=replace(proof, city=tuple((c, 0) for c, _ in proof.city)))
    said = [v for v in verify(problem, false) if v.path == "$.certificate.city"]
    assert len(said) == NAMED + 1
    first = [v.detail.split(" is worth")[0].split(", ") for v in said[:NAMED]]
    scorer = Scorer.of(problem)
    pairs = (list(p) for p in combinations(claim_of(problem, false).ids, 2) if min(scorer.gains(p).values()) > 0)
    assert first == list(islice(pairs, NAMED))


@pytest.mark.parametrize("n", [0, 1])
@pytest.mark.parametrize("language", [False, True])
def test_cohorts_without_any_group_are_checked_too(n: int, language: bool) -> None:
    problem = network(n, 1)
    rules = (Rule("other_country"),)
    problem = replace(problem, rules=rules, settings=replace(problem.settings, common_language_required=language))
    assert verify(problem, match(problem)) == []


def test_a_city_that_only_a_pin_with_a_third_serves_is_counted() -> None:
    """Pairs are switched off, so the two pinned need somebody; neither they nor that third may go uncounted."""
    problem = network(4, 1)
    settings = replace(problem.settings, limits=Limits(pairs=False), fairness=Fairness(("coverage", "total")))
    bare = tuple(replace(c, needs=(), offers=()) for c in problem.cities)
    pin = Rule("pin", frozenset({"c00001", "c00002"}))
    problem = replace(problem, cities=bare, rules=(pin,), settings=settings)
    plan = match(problem)
    assert plan.certificate is not None
    dear = tuple((c, 1500 * GRAIN) for c, _ in plan.certificate.city)
    for out in (c for c, _ in dear):
        counted = replace(
            plan.certificate, city=dear, wanted=tuple(c for c, _ in dear if c != out), left_out=4000, side=()
        )
        total = claim_of(problem, replace(plan, certificate=counted)).total()
        said = bound_check(problem, replace(plan, certificate=replace(counted, bound=total)))
        assert [detail.split(" is not counted")[0] for _, _, detail in said] == [out]


def test_arrays_that_disagree_with_the_reference_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verifier holds its own arithmetic against the plain reference on groups of each plan."""
    problem = network(9, 2)
    plan = match(problem)
    assert any(len(g.members) == 3 for g in plan.groups)
    block = Scores.block

    def off_by_one(scores: Scores, start: int, stop: int) -> Block:
        out = block(scores, start, stop)
        return replace(out, there=out.there + 1)

    monkeypatch.setattr(Scores, "block", off_by_one)
    assert any(rule == "arithmetic" for rule, _, _ in bound_check(problem, plan))
