"""The explicit form: equal to brute force, exact for fractions, fast for thousands of groups, clear errors."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import InputError, NoPlanInTime, parse_listed, solve_listed
from network.matching.cli import main
from network.matching.cli_listed import verify_listed
from network.matching.listed import listed_json

IDS = ["a", "b", "c", "d", "e", "f"]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    value = st.one_of(st.integers(-3, 9), st.floats(0.01, 9), st.sampled_from([0.1, 0.2, 0.3, 1 / 3]))
    members = st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True)
    return {
        "cities": [{"id": c, "capacity": draw(st.integers(0, 3))} for c in IDS],
        "groups": draw(st.lists(st.fixed_dictionaries({"members": members, "value": value}), max_size=10)),
    }


def brute(document: dict[str, Any]) -> float:
    groups = document["groups"]

    def grow(at: int, left: dict[str, int]) -> float:
        if at == len(groups):
            return 0.0
        best = grow(at + 1, left)
        members = groups[at]["members"]
        if all(left[m] for m in members):
            rest = {c: n - (c in members) for c, n in left.items()}
            best = max(best, groups[at]["value"] + grow(at + 1, rest))
        return best

    return grow(0, {c["id"]: c["capacity"] for c in document["cities"]})


@given(documents())
@run(max_examples=150, deadline=None)
def test_equal_to_brute_force(document: dict[str, Any]) -> None:
    problem = parse_listed(document)
    answer = solve_listed(problem)
    assert answer.proven
    assert answer.upper_bound == answer.value
    assert math.isclose(answer.value, brute(document), rel_tol=1e-9, abs_tol=1e-9)
    body = listed_json(problem, answer)
    assert verify_listed(problem, body) == []
    for mutant in mutants(body):
        assert verify_listed(problem, mutant), mutant


def mutants(body: dict[str, Any]) -> list[dict[str, Any]]:
    out = [
        {**body, "value": body["value"] + 1},
        {**body, "upper_bound": body["upper_bound"] - 1},
        {**body, "proven": False},
        {**body, "groups": [*body["groups"], {"members": ["zz"], "value": 1.0}]},
    ]
    if body["groups"]:
        out.append({**body, "groups": body["groups"][1:]})
        out.append({**body, "groups": [*body["groups"], *body["groups"] * 4]})
    return out


@given(documents(), st.randoms(use_true_random=False))
@run(max_examples=40, deadline=None)
def test_the_order_of_the_list_changes_nothing(document: dict[str, Any], rng: random.Random) -> None:
    def best(d: dict[str, Any]) -> list[tuple[tuple[str, ...], float]]:
        problem = parse_listed(d)
        chosen = [problem.groups[n] for n in solve_listed(problem).chosen]
        return sorted((tuple(sorted(g.members)), g.value) for g in chosen)

    shuffled = {
        "cities": rng.sample(document["cities"], len(document["cities"])),
        "groups": rng.sample(document["groups"], len(document["groups"])),
    }
    assert best(shuffled) == best(document)


@pytest.mark.parametrize("fractions", [False, True])
def test_thousands_of_groups_are_proven(fractions: bool) -> None:
    rng = random.Random(7)
    ids = [f"c{n}" for n in range(400)]
    groups = [
        {
            "members": rng.sample(ids, rng.choice([2, 3, 3])),
            "value": rng.random() * 5 if fractions else rng.randint(1, 9),
        }
        for _ in range(6000)
    ]
    answer = solve_listed(parse_listed({"cities": [{"id": c} for c in ids], "groups": groups}))
    assert answer.proven
    assert len(answer.chosen) > 100


def test_a_large_group_and_one_city_alone() -> None:
    document = {
        "cities": [{"id": c} for c in IDS],
        "groups": [{"members": IDS, "value": 5}, *({"members": [c], "value": 0.9} for c in IDS)],
    }
    answer = solve_listed(parse_listed(document))
    assert answer.value == pytest.approx(5.4)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"cities": [{"id": "a"}, {"id": "a"}], "groups": []}, "$.cities[1].id"),
        ({"cities": [{"id": "a"}], "groups": [{"members": ["b"], "value": 1}]}, "$.groups[0].members[0]"),
        ({"cities": [{"id": "a", "capacity": -2}], "groups": []}, "$.cities[0].capacity"),
        ({"cities": [{"id": "a"}], "groups": [{"members": ["a", "a"], "value": 1}]}, "$.groups[0].members"),
        ({"cities": [{"id": "a"}], "groups": [{"members": [], "value": 1}]}, "$.groups[0].members"),
        ({"cities": [{"id": "a"}], "groups": [{"members": ["a"]}]}, "$.groups[0].value"),
        ({"cities": [{"id": "a"}], "groups": [{"members": ["a"], "value": "1"}]}, "$.groups[0].value"),
        ({"cities": [{"id": "a"}], "groups": [{"members": ["a"], "value": 1e300}]}, "$.groups[0].value"),
        ({"cities": [{"id": "a"}], "groups": {"members": ["a"]}}, "$.groups"),
        ({"groups": []}, "$.cities"),
        ({"version": 2, "cities": [], "groups": []}, "$.version"),
    ],
)
def test_errors_name_the_place(document: Any, path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_listed(document)
    assert caught.value.path == path
    assert caught.value.remedy


def test_stopped_before_any_answer() -> None:
    problem = parse_listed({"cities": [{"id": "a"}], "groups": [{"members": ["a"], "value": 1}]})
    with pytest.raises(NoPlanInTime):
        solve_listed(problem, should_stop=lambda: True)


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {
        "cities": [{"id": "a", "capacity": 1}, {"id": "b", "capacity": 1}, {"id": "c", "capacity": 1}],
        "groups": [
            {"members": ["a", "b"], "value": 2.0},
            {"members": ["b", "c"], "value": 2.5},
            {"members": ["a"], "value": 0.25},
        ],
    }
    problem, solution = tmp_path / "p.json", tmp_path / "s.json"
    problem.write_text(json.dumps(document))
    assert main(["solve", str(problem), "--json"]) == 0
    text = capsys.readouterr().out
    assert json.loads(text) == {
        "groups": [{"members": ["b", "c"], "value": 2.5}, {"members": ["a"], "value": 0.25}],
        "value": 2.75,
        "upper_bound": 2.75,
        "proven": True,
    }
    solution.write_text(text)
    assert main(["verify", str(problem), str(solution)]) == 0
    assert main(["explain", str(problem), str(solution), "--city", "a", "--with", "b"]) == 0
    assert "2.75" in capsys.readouterr().out
    assert main(["explain", str(problem), str(solution), "--city", "a", "--with", "b", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "chosen": [],
        "listed": [{**document["groups"][0], "shares_members_with": json.loads(text)["groups"]}],
    }
    assert main(["repair", str(problem), str(solution), "--pin", "a,b"]) == 2
    assert "--pin" in capsys.readouterr().err
    assert main(["repair", str(problem), str(solution), "--drop", "c", "--json"]) == 0
    capsys.readouterr()
    assert main(["solve", str(problem)]) == 0
    assert "proved optimal" in capsys.readouterr().out


@pytest.mark.parametrize("size", [10**8, 10**11, 10**12])
def test_values_of_any_size_are_proven(size: int) -> None:
    """At 10¹¹ and more, whole values as they are were too large for the tolerances of the linear solver."""
    rng = random.Random(1)
    ids = [f"c{n}" for n in range(150)]
    groups = [
        {"members": rng.sample(ids, rng.choice([2, 3])), "value": rng.randint(size // 10, size)} for _ in range(1500)
    ]
    answer = solve_listed(parse_listed({"cities": ids, "groups": groups}))
    assert answer.proven
    assert answer.upper_bound == answer.value
    twice = [{**g, "value": 2 * g["value"] / size} for g in groups]
    small = solve_listed(parse_listed({"cities": ids, "groups": twice}))
    assert small.value == pytest.approx(2 * answer.value / size, rel=2e-9)
