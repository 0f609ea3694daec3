"""Listed groups in the shape of published families: equal to a general integer solver, in time, independent of order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

import highspy
import numpy as np
import pytest

from network.matching import solve_listed
from network.matching.cli_listed import verify_listed
from network.matching.listed import listed_json
from network.matching.values import ListedProblem
from tests.network.matching import families as f

SMALL: dict[str, Callable[[int], ListedProblem]] = {
    "kidney, unit": lambda s: f.kidney(60, s),
    "kidney, size": lambda s: f.kidney(60, s, values="size"),
    "kidney, arcs": lambda s: f.kidney(60, s, values="random"),
    "set packing": lambda s: f.packing(40, 120, s, largest=4),
    "large groups": lambda s: f.wide(40, 150, 6, s),
    "large groups, fractions": lambda s: f.wide(30, 120, 5, s, fractions=True),
    "large groups, places": lambda s: f.wide(30, 120, 6, s, capacity=(1, 2, 3)),
    "pairs and threes": lambda s: f.pairs_and_threes(40, 400, s),
    "whole": lambda s: f.pairs_and_threes(40, 400, s, values="whole"),
    "unit": lambda s: f.pairs_and_threes(30, 120, s, values="unit"),
    "mixed": lambda s: f.pairs_and_threes(40, 400, s, values="mixed", capacity=(0, 1, 2, 3)),
    "size, places": lambda s: f.pairs_and_threes(30, 200, s, values="size", capacity=(1, 2)),
    "three-dimensional": lambda s: f.three_dimensional(12, 60, s),
    "graph": lambda s: f.graph(40, 200, s),
    "regions": lambda s: f.auction_regions(25, 120, s),
    "arbitrary": lambda s: f.auction_regions(25, 120, s, arbitrary=True),
    "paths": lambda s: f.auction_paths(30, 150, s),
    "scheduling": lambda s: f.auction_scheduling(20, 20, s),
    "duplicates": lambda s: f.duplicates(20, 800, s),
}


def general(problem: ListedProblem) -> float:
    """Return the optimum by the integer solver on the plain formulation, without any of our own work."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("mip_rel_gap", 0.0)
    h.changeObjectiveSense(highspy.ObjSense.kMaximize)
    at = {c: n for n, (c, _) in enumerate(problem.capacities)}
    for _, places in problem.capacities:
        h.addRow(-highspy.kHighsInf, float(places), 0, np.zeros(0, np.int32), np.zeros(0))
    for group in problem.groups:
        rows = np.array(sorted(at[m] for m in group.members), dtype=np.int32)
        h.addCol(group.value, 0.0, 1.0, len(rows), rows, np.ones(len(rows)))
    m = len(problem.groups)
    h.changeColsIntegrality(m, np.arange(m, dtype=np.int32), np.full(m, highspy.HighsVarType.kInteger))
    h.run()
    return float(h.getInfo().objective_function_value)


@pytest.mark.parametrize("family", SMALL)
def test_equal_to_a_general_solver(family: str) -> None:
    problem = SMALL[family](3)
    answer = solve_listed(problem)
    assert answer.proven
    assert answer.value == pytest.approx(general(problem), rel=1e-8)
    assert verify_listed(problem, listed_json(problem, answer)) == []


@pytest.mark.parametrize("family", ["kidney, size", "large groups", "unit", "mixed"])
def test_order_changes_nothing(family: str) -> None:
    problem, rng = SMALL[family](5), random.Random(1)
    mixed = replace(
        problem,
        groups=tuple(rng.sample(problem.groups, len(problem.groups))),
        capacities=tuple(rng.sample(problem.capacities, len(problem.capacities))),
    )

    def chosen(p: ListedProblem) -> list[tuple[list[str], float]]:
        return sorted((sorted(p.groups[n].members), p.groups[n].value) for n in solve_listed(p).chosen)

    assert chosen(problem) == chosen(mixed)


def test_a_hard_instance_answers_in_time_with_a_bound() -> None:
    problem = replace(f.packing(400, 2000, 1), time_limit=1.0)
    began = time.monotonic()
    answer = solve_listed(problem)
    assert time.monotonic() - began < 10.0  # twice the limit and a loaded machine; not a measure of speed
    assert 0 < answer.value < answer.upper_bound < 3 * answer.value
    assert not answer.proven
