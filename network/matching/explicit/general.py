"""HiGHS's integer solver on a listed problem: as a helper before and after our own branch and cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from ..budget import Budget
from ..groups import Ints
from ..highs import INF, solver
from .lp import Row
from .pack import Pack


@dataclass(frozen=True, slots=True)
class Found:
    """The better of the start and what the solver found, and a bound on every choice (infinity: none known)."""

    best: Ints
    bound: float


def general(pack: Pack, best: Ints, budget: Budget, nodes: int | None, cuts: Iterable[Row] = ()) -> Found:
    """Search from the choice `best` with at most so many nodes (None: no limit), over the capacities and valid cuts.

    The number of nodes, not the clock, ends a run without a time limit, so that equal input gives equal output.
    """
    h = solver(budget)
    # A whole unit less rounding: HiGHS stops where the bound leaves no room for anything better.
    gap = pack.unit - 1e-3 if pack.unit else 0.0
    for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", gap)):
        h.setOptionValue(option, value)
    if budget.timed:
        h.setOptionValue("time_limit", budget.left)  # asked more often than the call back
    if nodes is not None:
        h.setOptionValue("mip_max_nodes", nodes)
    _fill(h, pack, cuts)
    start = highspy.HighsSolution()
    taken = np.zeros(pack.m)
    taken[best] = 1.0
    start.col_value = taken.tolist()
    h.setSolution(start)
    h.run()
    info, solution = h.getInfo(), h.getSolution()
    if solution.value_valid and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        other = np.flatnonzero(np.array(solution.col_value) > 0.5)
        if pack.fits(other) and pack.worth(other) > pack.worth(best):
            best = other
    bound = float(info.mip_dual_bound)
    if h.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        bound = pack.worth(best)
    return Found(best, bound if np.isfinite(bound) else np.inf)


def _fill(h: highspy.Highs, pack: Pack, cuts: Iterable[Row]) -> None:
    """Put capacities, groups and cuts into the solver."""
    m, groups = pack.m, pack.groups
    cities, rows = np.unique(groups.flat, return_inverse=True)
    high = pack.capacity[cities].astype(np.float64)
    none = np.zeros(0, np.int32)
    h.addRows(len(high), np.full(len(high), -INF), high, 0, np.zeros(len(high), np.int32), none, np.zeros(0))
    starts = groups.starts[:-1].astype(np.int32)
    h.addCols(m, groups.value, np.zeros(m), np.ones(m), len(rows), starts, rows.astype(np.int32), np.ones(len(rows)))
    h.changeColsIntegrality(m, np.arange(m, dtype=np.int32), np.full(m, highspy.HighsVarType.kInteger))
    for columns, factors, most in cuts:
        h.addRow(-INF, float(most), len(columns), np.array(columns, np.int32), np.array(factors, np.float64))
