"""What a floor costs, and a limit on it: equal to solving each floor alone, never above the limit, honest when open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as run
from hypothesis import strategies as st

from network.matching import InputError, contradictions, floor_costs, match, parse_problem, problem_json, verify
from network.matching.cli import main
from network.matching.problem_json import hashed_settings
from network.matching.values import Fairness, Problem, Settings
from tests.network.matching.cohorts import network, problems

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
LADDER = (300, 250, 200, 150, 100, 50, 0)


def with_fairness(problem: Problem, **changes: object) -> Problem:
    fairness = replace(Fairness(), **changes)  # type: ignore[arg-type]
    return replace(problem, settings=replace(problem.settings, fairness=fairness))


def test_the_curve_is_that_of_single_floors_and_only_rises() -> None:
    problem = network(40, 3)
    rows = floor_costs(problem, LADDER)
    assert [round(r.floor * 1000) for r in rows] == sorted(LADDER)
    for row in rows:
        alone = match(
            with_fairness(problem, order=("worst_off", "coverage", "total"), floor_ladder=(round(row.floor * 1000),))
        )
        assert (row.total, row.left_out, row.proven) == (alone.total, len(alone.unmatched), alone.status == "optimal")
        assert row.cost_least <= row.cost_most
    served = [r for r in rows if r.left_out == rows[0].left_out]
    assert [r.total for r in served] == sorted((r.total for r in served), reverse=True)
    assert rows[0].cost_most == 0
    assert rows[-1].cost_most > 0


@given(problems(), st.sampled_from([0, 20, 100, 300]))
@run(max_examples=30, deadline=None, suppress_health_check=QUIET)
def test_the_highest_floor_that_costs_no_more_is_taken(problem: Problem, most: int) -> None:
    assume(not contradictions(problem))
    plan = match(with_fairness(problem, floor_ladder=LADDER, most_cost=most))
    assert verify(problem=with_fairness(problem, floor_ladder=LADDER, most_cost=most), plan=plan) == []
    rows = {round(r.floor * 1000): r for r in floor_costs(with_fairness(problem), LADDER)}
    base = rows[0]
    good = [
        floor
        for floor, row in rows.items()
        if row.left_out <= base.left_out and (base.bound - row.total) * 1000 <= most * abs(base.bound)
    ]
    assert round(plan.fairness.floor * 1000) == max(good)
    assert plan.total == rows[max(good)].total


def test_a_limit_comes_and_goes_with_the_document() -> None:
    problem = with_fairness(network(6, 1), most_cost=35)
    document = problem_json(problem)
    assert document["settings"]["fairness"]["most_cost"] == 0.035
    assert parse_problem(document).settings == problem.settings
    # Receipts from before there was a limit stay valid.
    assert "most_cost" not in problem_json(with_fairness(problem))["settings"]["fairness"]
    assert hashed_settings(Settings()) != hashed_settings(problem.settings)


def test_a_limit_without_a_floor_that_could_give_way_is_refused() -> None:
    document = problem_json(network(3, 1))
    document["settings"]["fairness"] = {"order": ["coverage", "total"], "most_cost": 0.1}
    with pytest.raises(InputError) as caught:
        parse_problem(document)
    assert caught.value.path == "$.settings.fairness.most_cost"


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.json"
    file.write_text(json.dumps(problem_json(network(12, 2))))
    assert main(["floors", str(file), "--floors", "0.2,0.1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [r["floor"] for r in rows] == [0.0, 0.1, 0.2]
    assert main(["floors", str(file)]) == 0
    assert "costs" in capsys.readouterr().out
    file.write_text('{"cities": [], "groups": []}')
    assert main(["floors", str(file)]) == 2
    assert "listed groups have no floors" in capsys.readouterr().err
