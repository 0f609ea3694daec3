"""`verify` accepts what `match` returns and refuses every mutation of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given
from hypothesis import settings as run

from network.matching import InputError, contradictions, from_json, match, to_json, verify
from network.matching.codec import sealed
from network.matching.values import Problem
from tests.network.matching.cohorts import network, problems

#: English texts for people are not read back.
FREE = {"text"}


@given(problems())
@run(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_is_solved_is_accepted_and_survives_json(problem: Problem) -> None:
    assume(not contradictions(problem))
    plan = match(problem)
    assert verify(problem, plan) == []
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number, text, truth and list in a JSON value, except free text."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in FREE:
                yield from places(item, (*path, key))
        return
    yield path, value
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from places(item, (*path, n))


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    out = copy.deepcopy(document)
    at = out
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return out


def mutations(document: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for path, value in places(document):
        if isinstance(value, bool):
            yield path, not value
        elif isinstance(value, int):
            yield from ((path, value + 1), (path, value - 1))
        elif isinstance(value, float):
            yield path, value + 0.01
        elif isinstance(value, str):
            yield path, f"{value}x"
        elif isinstance(value, list) and value:
            yield path, value[1:]
            yield path, [*value, value[0]]


#: What only the seal protects: wording of notes, who-has-few-partners, and prices that prove the same bound.
SEALED_ONLY = {
    *("versions", "fewest_partners", "floor_proven", "kept", "warnings", "left_out"),
    *("plan_sha256", "changes", "proven", "reason"),
}


def refused(problem: Problem, document: Any, *, reseal: bool = False) -> bool:
    try:
        plan = from_json(document)
        return bool(verify(problem, sealed(plan) if reseal else plan))
    except InputError:
        return True


def test_every_mutation_is_refused() -> None:
    problem = network(5, 1)
    document = to_json(match(problem))
    assert not refused(problem, document)
    accepted = [
        (path, value) for path, value in mutations(document) if not refused(problem, changed(document, path, value))
    ]
    assert accepted == []


def test_swapping_two_cities_between_groups_is_refused() -> None:
    problem = network(8, 3)
    document = to_json(match(problem))
    groups = document["groups"]
    a, b = groups[0]["members"][0], groups[1]["members"][0]
    text = json.dumps(document).replace(f'"{a}"', '"#"').replace(f'"{b}"', f'"{a}"').replace('"#"', f'"{b}"')
    assert refused(problem, json.loads(text))


def test_a_plan_for_other_settings_is_refused() -> None:
    problem = network(6, 1)
    plan = match(problem)
    assert verify(network(6, 2), plan)


def test_a_certificate_is_checked_over_all_groups() -> None:
    problem = network(60, 1)
    plan = match(problem)
    assert verify(problem, plan) == []
    assert plan.certificate is not None
    document = to_json(plan)
    prices = document["certificate"]["city"]
    dearest = max(range(len(prices)), key=lambda n: prices[n][1])
    prices[dearest][1] -= 40 * 1024
    document["certificate"]["bound"] -= 40 * 1024
    document["upper_bound"] = document["value"]
    rules = {v.path for v in verify(problem, from_json({**document, "proven": plan.status == "optimal"}))}
    assert "$.certificate.city" in rules
