"""A problem and its solution as an earlier version wrote them: still readable, still true, the same groups."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from network.matching import from_json, match, parse_problem, verify
from network.matching.cli import main
from network.matching.receipt import version_differences, versions

FROZEN = Path(__file__).parent / "frozen"
PROBLEM, SOLUTION = FROZEN / "problem-1.json", FROZEN / "solution-1.json"


def test_an_earlier_solution_is_readable_and_true() -> None:
    problem = parse_problem(json.loads(PROBLEM.read_text()))
    plan = from_json(json.loads(SOLUTION.read_text()))
    assert verify(problem, plan) == []


def test_the_same_receipt_gives_the_same_groups() -> None:
    problem = parse_problem(json.loads(PROBLEM.read_text()))
    plan, again = from_json(json.loads(SOLUTION.read_text())), match(problem)
    assert (again.total, again.bound) == (plan.total, plan.bound)
    assert [g.members for g in again.groups] == [g.members for g in plan.groups]
    assert again.receipt.input_sha256 == plan.receipt.input_sha256


def test_other_versions_are_named() -> None:
    plan = from_json(json.loads(SOLUTION.read_text()))
    old = replace(plan.receipt, versions=tuple((n, "0.9" if n == "engine" else v) for n, v in versions()))
    assert version_differences(old) == (("engine", "0.9", dict(versions())["engine"]),)
    assert version_differences(replace(old, versions=versions())) == ()


def test_reproduce(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reproduce", str(PROBLEM), str(SOLUTION)]) == 0
    assert "the same groups" in capsys.readouterr().out
