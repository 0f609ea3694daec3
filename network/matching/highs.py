"""The only door to HiGHS: a linear relaxation that grows by columns and rows, and small integer programs.

HiGHS is told to use one thread, no wall clock and a fixed seed, so equal input gives equal output.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from .budget import Budget
from .groups import Floats, Groups
from .model import Packing, Prices, Side

INF = highspy.kHighsInf
#: What an unmet pin costs in the relaxation, in units of leaving a city out; far above any use.
_UNMET = 50.0


def solver(budget: Budget) -> Any:
    """Return a HiGHS instance that maximises, is deterministic and asks the budget whether to go on."""
    h = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
        h.setOptionValue(option, value)
    h.changeObjectiveSense(highspy.ObjSense.kMaximize)
    if budget.watched:
        for event in (h.cbSimplexInterrupt, h.cbIpmInterrupt, h.cbMipInterrupt):
            event.subscribe(lambda e: e.interrupt(budget.stop()))  # the flag outlives a run: also say no
    return h


def matrix(groups: Groups, packing: Packing) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return column starts and row indices of groups in the rows of the packing (all coefficients 1)."""
    column = np.repeat(np.arange(len(groups)), groups.sizes)
    parts_column, parts_row = [column], [groups.flat]
    for r, side in enumerate(packing.sides):
        hit = np.flatnonzero(side.counts(groups, packing.n))
        parts_column.append(hit)
        parts_row.append(np.full(len(hit), packing.n + len(packing.size_limit) + r))
    for r, size in enumerate(sorted(packing.size_limit)):
        hit = np.flatnonzero(groups.sizes == size)
        parts_column.append(hit)
        parts_row.append(np.full(len(hit), packing.n + r))
    column, row = np.concatenate(parts_column), np.concatenate(parts_row)
    order = np.argsort(column, kind="stable")
    starts = np.zeros(len(groups), dtype=np.int64)
    np.cumsum(np.bincount(column, minlength=len(groups))[:-1], out=starts[1:])
    return starts, row[order].astype(np.int32)


def _add_columns(h: Any, groups: Groups, packing: Packing, upper: float) -> None:
    if not len(groups):
        return
    starts, rows = matrix(groups, packing)
    m = len(groups)
    h.addCols(
        m,
        groups.value,
        np.zeros(m),
        np.full(m, upper),
        len(rows),
        starts.astype(np.int32),
        rows,
        np.ones(len(rows)),
    )


def _add_rows(h: Any, packing: Packing) -> None:
    """Add empty city, size and side rows, then slack columns for cities left out and for unmet pins."""
    wanted = packing.wanted & (packing.capacity > 0)
    sizes = sorted(packing.size_limit)
    lower = [
        np.where(wanted, 1.0, -INF),
        np.full(len(sizes), -INF),
        np.array([float(s.lower) if s.lower else -INF for s in packing.sides]),
    ]
    upper = [packing.capacity, [packing.size_limit[s] for s in sizes], [s.upper for s in packing.sides]]
    low = np.concatenate(lower)
    high = np.concatenate([np.asarray(u, dtype=np.float64) for u in upper])
    none = np.zeros(len(low), np.int32)
    h.addRows(len(low), low, high, 0, none, np.zeros(0, np.int32), np.zeros(0))
    first = packing.n + len(sizes)
    pins = first + np.flatnonzero([s.lower > 0 for s in packing.sides])
    rows = np.concatenate([np.flatnonzero(wanted), pins]).astype(np.int32)
    out, m = int(wanted.sum()), len(rows)
    if m:
        cost = np.concatenate([np.full(out, -packing.left_out), np.full(m - out, -unmet_pin(packing))])
        most = np.concatenate([np.ones(out), np.full(m - out, INF)])
        h.addCols(m, cost, np.zeros(m), most, m, np.arange(m, dtype=np.int32), rows, np.ones(m))


def unmet_pin(packing: Packing) -> float:
    """Return what an unmet pin costs in points: more than anything it could buy."""
    return _UNMET * max(packing.left_out, 1000.0)


def _slacks(packing: Packing) -> int:
    return int((packing.wanted & (packing.capacity > 0)).sum()) + sum(s.lower > 0 for s in packing.sides)


class Relaxation:
    """The linear relaxation over the groups generated so far."""

    def __init__(self, packing: Packing, budget: Budget, *, interior: bool) -> None:
        self.packing = packing
        self.groups = Groups.empty()
        self._interior = interior
        self._h = solver(budget)
        if interior:
            self._h.setOptionValue("solver", "ipm")
            self._h.setOptionValue("run_crossover", "off")
        _add_rows(self._h, packing)
        self._skip = _slacks(packing)

    def add(self, groups: Groups) -> None:
        """Add groups as columns."""
        _add_columns(self._h, groups, self.packing, 1.0 if self.packing.single_use else INF)
        self.groups = self.groups.joined(groups)

    def crowded(self, most: int) -> bool:
        """Return whether the relaxation is solved anew each time and holds more than `most` groups."""
        return self._interior and len(self.groups) > most

    def cut(self, side: Side) -> None:
        """Add a side row over the present groups (later groups get it through the packing)."""
        hit = np.flatnonzero(side.counts(self.groups, self.packing.n)).astype(np.int32) + self._skip
        self._h.addRow(-INF, float(side.upper), len(hit), hit.astype(np.int32), np.ones(len(hit)))
        self.packing.sides.append(side)

    def stay_at_corners(self) -> None:
        """From now on start each solution from the corner of the last one, which new rows move little."""
        self._interior = False
        for option, value in (("solver", "simplex"), ("presolve", "off"), ("simplex_dual_edge_weight_strategy", 1)):
            self._h.setOptionValue(option, value)

    def solve(self, *, vertex: bool = False) -> tuple[float, Floats, Prices] | None:
        """Return objective, group shares and prices; None when interrupted.

        `vertex` asks for a corner solution (better for rounding) instead of an interior one.
        """
        if self._h.getNumCol() == 0:
            none = Prices(np.zeros(self.packing.n), np.zeros(len(self.packing.sides)), {})
            return 0.0, np.zeros(0), none
        if self._interior:
            self._h.setOptionValue("run_crossover", "on" if vertex else "off")
        self._h.run()
        if self._interior and self._h.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            # With rows of two limits (pins, limits on numbers) what presolve took out comes back with wrong prices.
            self._h.setOptionValue("presolve", "off")
            self._h.run()
        solution = self._h.getSolution()
        if not solution.dual_valid or not solution.value_valid:
            return None
        dual = np.array(solution.row_dual, dtype=np.float64)
        packing, n = self.packing, self.packing.n
        sizes = sorted(packing.size_limit)
        limited = dual[n : n + len(sizes)]
        prices = Prices(
            city=np.maximum(dual[:n], np.where(packing.wanted & (packing.capacity > 0), -packing.left_out, 0.0)),
            side=_signed(dual[n + len(sizes) :], packing.sides),
            size={s: max(0.0, float(p)) for s, p in zip(sizes, limited, strict=True)},
        )
        share = np.array(solution.col_value, dtype=np.float64)[self._skip :]
        return float(self._h.getInfo().objective_function_value), share, prices


def _signed(dual: Floats, sides: list[Side]) -> Floats:
    low = np.array([-INF if s.lower else 0.0 for s in sides])
    out: Floats = np.maximum(dual, low)
    return out


@dataclass(frozen=True, slots=True)
class IntegerResult:
    """Chosen groups of an integer program (None: none found), its bound, and whether it was solved fully."""

    chosen: npt.NDArray[np.int64] | None
    bound: float
    solved: bool


def solve_integer(
    groups: Groups,
    packing: Packing,
    budget: Budget,
    *,
    start: npt.NDArray[np.int64] | None = None,
    nodes: int | None = None,
    tie_break: tuple[Floats, float] | None = None,
) -> IntegerResult:
    """Solve the packing over these groups only, by branch and cut with at most `nodes` nodes.

    `start` are indices of a known plan. `tie_break` = (marks per group, value to keep) maximises the marks
    among plans of that worth.
    """
    h = solver(budget)
    abs_gap = 0.999 if packing.integral and tie_break is None else 1e-7
    for option, value in (
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", abs_gap),
        ("mip_max_nodes", nodes or budget.nodes),
    ):
        h.setOptionValue(option, value)
    _add_rows(h, packing)
    _add_columns(h, groups, packing, 1.0)
    skip, m = _slacks(packing), len(groups)
    h.changeColsIntegrality(
        skip + m, np.arange(skip + m, dtype=np.int32), np.full(skip + m, highspy.HighsVarType.kInteger)
    )
    if tie_break is not None:
        _keep_value(h, groups, packing, skip, tie_break)
    if start is not None:
        _warm(h, groups, packing, start)
    h.run()
    info, status = h.getInfo(), h.getModelStatus()
    solution = h.getSolution()
    solved = status == highspy.HighsModelStatus.kOptimal
    if not solution.value_valid or info.primal_solution_status != 2:
        return IntegerResult(None, float(info.mip_dual_bound), solved)
    x = np.array(solution.col_value)[skip:]
    return IntegerResult(np.flatnonzero(x > 0.5), float(info.mip_dual_bound), solved)


def _keep_value(h: Any, groups: Groups, packing: Packing, skip: int, tie_break: tuple[Floats, float]) -> None:
    marks, worth = tie_break
    out = int((packing.wanted & (packing.capacity > 0)).sum())
    cost = np.concatenate([np.full(out, -packing.left_out), np.full(skip - out, -unmet_pin(packing)), groups.value])
    index = np.arange(skip + len(groups), dtype=np.int32)
    h.addRow(worth - 0.5, INF, len(index), index, cost)
    h.changeColsCost(len(index), index, np.concatenate([np.zeros(skip), marks]))


def _warm(h: Any, groups: Groups, packing: Packing, start: npt.NDArray[np.int64]) -> None:
    x = np.zeros(_slacks(packing) + len(groups))
    x[_slacks(packing) + start] = 1.0
    served = np.zeros(packing.n)
    np.add.at(served, groups.take(start).flat, 1)
    wanted = np.flatnonzero(packing.wanted & (packing.capacity > 0))
    x[: len(wanted)] = served[wanted] == 0
    solution = highspy.HighsSolution()
    solution.col_value = x.tolist()
    h.setSolution(solution)
