"""A linear programme over groups that stays in HiGHS between solves, so that the next one starts where this ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from ..budget import Budget
from ..groups import Floats, Ints
from ..highs import INF, solver
from .pack import Flags, Pack

#: Columns and their coefficients in one cutting plane, and its right-hand side.
Row = tuple[tuple[int, ...], tuple[int, ...], int]


class Linear:
    """max value·x with the capacities, any added rows, and groups that can be switched off and on."""

    def __init__(self, pack: Pack, budget: Budget, *, interior: bool = False) -> None:
        self.pack = pack
        self._h = h = solver(budget)
        h.setOptionValue("solver", "ipm" if interior else "simplex")
        if interior:
            h.setOptionValue("run_crossover", "off")
        else:
            h.setOptionValue("presolve", "off")
            h.setOptionValue("simplex_dual_edge_weight_strategy", 1)  # Devex: half the time of steepest edge here
        m, groups = pack.m, pack.groups
        self.rows_of_cities = np.unique(groups.flat)
        self.at = np.full(len(pack.capacity), -1, dtype=np.int64)
        self.at[self.rows_of_cities] = np.arange(len(self.rows_of_cities))
        high = pack.capacity[self.rows_of_cities].astype(np.float64)
        none = np.zeros(0, np.int32)
        h.addRows(len(high), np.full(len(high), -INF), high, 0, np.zeros(len(high), np.int32), none, np.zeros(0))
        index = self.at[groups.flat].astype(np.int32)
        starts = groups.starts[:-1].astype(np.int32)
        h.addCols(m, groups.value, np.zeros(m), np.ones(m), len(index), starts, index, np.ones(len(index)))
        self._off = np.zeros(m, dtype=bool)
        self._served: frozenset[int] = frozenset()
        self._on: frozenset[int] = frozenset()
        self.cuts: list[Row] = []
        self.iterations, self.optimal = 0, False

    def add(self, rows: Iterable[Row]) -> None:
        """Add cutting planes."""
        for columns, factors, most in rows:
            self._h.addRow(-INF, float(most), len(columns), np.array(columns, np.int32), np.array(factors, np.float64))
            self.cuts.append((columns, factors, most))

    def drop_slack(self, tolerance: float = 0.05) -> int:
        """Remove cutting planes that do not bind; return how many."""
        first = len(self.rows_of_cities)
        value = np.array(self._h.getSolution().row_value)[first:]
        most = np.array([c[2] for c in self.cuts])
        loose = np.flatnonzero(value < most - tolerance) if len(most) else np.zeros(0, np.int64)
        if len(loose):
            self._h.deleteRows(len(loose), (loose + first).astype(np.int32))
            gone = set(loose.tolist())
            self.cuts = [c for k, c in enumerate(self.cuts) if k not in gone]
        return len(loose)

    def restrict(self, off: Flags, on: frozenset[int] = frozenset(), served: frozenset[int] = frozenset()) -> None:
        """Switch exactly these groups off and these on; cities in `served` must use a place."""
        moved = off != self._off
        moved[list(on ^ self._on)] = True
        changed = np.flatnonzero(moved).astype(np.int32)
        if len(changed):
            low = np.isin(changed, list(on)).astype(np.float64)
            self._h.changeColsBounds(len(changed), changed, low, 1.0 - off[changed])
            self._off, self._on = off.copy(), on
        for city in served ^ self._served:
            least = 1.0 if city in served else -INF
            self._h.changeRowBounds(int(self.at[city]), least, float(self.pack.capacity[city]))
        self._served = served

    def solve(self, iterations: int | None = None) -> float | None:
        """Solve and return a valid upper bound (infinity: stopped without one); None when no solution exists."""
        h = self._h
        h.setOptionValue("simplex_iteration_limit", iterations if iterations is not None else 2**31 - 1)
        h.run()
        status, info = h.getModelStatus(), h.getInfo()
        self.iterations += max(0, info.simplex_iteration_count)
        self.optimal = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if self.optimal:
            return float(info.objective_function_value)
        return self.dual_bound()

    def dual_bound(self) -> float:
        """Return the bound the present prices prove by weak duality, whatever the state of the solver."""
        solution = self._h.getSolution()
        if not solution.dual_valid:
            return np.inf
        dual = np.array(solution.row_dual)
        reduced = np.array(solution.col_dual)
        first = len(self.rows_of_cities)
        high = np.concatenate([self.pack.capacity[self.rows_of_cities], [c[2] for c in self.cuts]])
        low = np.zeros(len(high))
        low[[int(self.at[c]) for c in self._served]] = 1.0
        free = np.ones(len(high), dtype=bool)
        free[[int(self.at[c]) for c in self._served]] = False
        if (dual[:first][free[:first]] < -1e-6).any() or (dual[first:] < -1e-6).any():
            return np.inf
        rows = np.where(dual > 0, dual * high, dual * low)
        columns = np.maximum(reduced, 0)
        columns[list(self._on)] = reduced[list(self._on)]
        return float(rows.sum() + columns[~self._off].sum())

    def share(self) -> Floats:
        """Return how much of each group the present solution takes."""
        return np.array(self._h.getSolution().col_value, dtype=np.float64)

    def reduced(self) -> Floats:
        """Return value less prices of each group."""
        return np.array(self._h.getSolution().col_dual, dtype=np.float64)

    def prices(self) -> Floats:
        """Return the price of a place of each city (cuts left out)."""
        out = np.zeros(len(self.pack.capacity))
        dual = np.array(self._h.getSolution().row_dual, dtype=np.float64)
        out[self.rows_of_cities] = np.maximum(dual[: len(self.rows_of_cities)], 0)
        return out

    def basis(self) -> Any:
        """Return the present basis, to come back to."""
        return self._h.getBasis()

    def set_basis(self, basis: Any) -> None:
        """Come back to a basis."""
        self._h.setBasis(basis)


def incidence(pack: Pack, columns: Ints) -> npt.NDArray[np.float32]:
    """Return the cities × columns matrix (1 where a city is a member) of some groups, over cities that occur."""
    some = pack.groups.take(columns)
    cities, row = np.unique(some.flat, return_inverse=True)
    out = np.zeros((len(cities), len(columns)), dtype=np.float32)
    out[row, np.repeat(np.arange(len(columns)), some.sizes)] = 1.0
    return out
