"""The engine against brute force: the same feasibility, coverage, floor and total on every small cohort."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run

from network.matching import ContradictoryRules, match, verify
from network.matching.values import Limits, Problem
from tests.network.matching.cohorts import problems
from tests.network.matching.oracle import Oracle

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(problems(most=6))
@run(max_examples=150, deadline=None, suppress_health_check=QUIET)
def test_equal_to_brute_force(problem: Problem) -> None:
    oracle = Oracle(problem)
    if not oracle.feasible():
        with pytest.raises(ContradictoryRules):
            match(problem)
        return
    best = oracle.solve()
    plan = match(problem)
    assert (round(plan.fairness.floor * 1000), plan.total) == (best.floor, best.total)
    assert plan.status == "optimal"
    assert plan.bound == plan.total
    assert verify(problem, plan) == []
    if "coverage" in problem.settings.fairness.order:
        servable = {c for g in oracle.groups(0) for c in g}
        assert len(servable & {u.city for u in plan.unmatched}) == best.left_out


@given(problems(most=7, rules=False, limits=False))
@run(max_examples=40, deadline=None, suppress_health_check=QUIET)
def test_pairs_only_equal_to_an_independent_matching_library(problem: Problem) -> None:
    rustworkx = pytest.importorskip("rustworkx")
    cities = tuple(replace(c, capacity=1, format="either") for c in problem.cities)
    limits = Limits(pairs=True, triads=False)
    fairness = replace(problem.settings.fairness, order=("total",))
    problem = replace(problem, cities=cities, settings=replace(problem.settings, limits=limits, fairness=fairness))
    pairs = Oracle(problem).groups(0)
    graph = rustworkx.PyGraph()
    index = dict(zip(sorted(c.id for c in cities), graph.add_nodes_from([c.id for c in cities]), strict=True))
    for (a, b), worth in pairs.items():
        graph.add_edge(index[a], index[b], worth)
    chosen = rustworkx.max_weight_matching(graph, weight_fn=int)
    names = {n: c for c, n in index.items()}
    total = sum(pairs[tuple(sorted((names[a], names[b])))] for a, b in chosen)
    assert match(problem).total == total
