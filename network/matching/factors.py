"""The five factors of `scoring.py` for blocks of city pairs: context, variety, language, time, novelty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from . import tables
from .scoring import latest_meetings
from .values import FACTORS, INCOMES, City, Problem

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def _steps(size: int, factor: Sequence[int]) -> Ints:
    """Return a (size+1)² table by distance; the last row and column stand for unknown."""
    table = np.full((size + 1, size + 1), tables.UNKNOWN, dtype=np.int64)
    for a in range(size):
        for b in range(size):
            table[a, b] = factor[abs(a - b)]
    return table


class FactorBlocks:
    """Holds compact city attributes and multiplies out factor blocks on request."""

    def __init__(self, cities: Sequence[City], index: Mapping[str, int], problem: Problem) -> None:
        settings = problem.settings
        self.n = len(cities)
        self.importance = [getattr(settings.weights, name) for name in FACTORS]
        self.interpretation = settings.interpretation
        self.income = _codes([None if c.income is None else INCOMES.index(c.income) for c in cities])
        self.size = _codes([None if c.population is None else tables.size_class(c.population) for c in cities])
        self.income_table = _steps(len(INCOMES), tables.INCOME_STEPS)
        self.size_table = _steps(len(tables.SIZE_STEPS), tables.SIZE_STEPS)
        self.powers = _flags([c.powers for c in cities])
        self.country = _names([c.country for c in cities])
        self.region = _names([c.region for c in cities])
        self.levels = _levels(cities)
        self.quarters = np.array(
            [0 if c.utc_offset is None else round(c.utc_offset * 4) for c in cities], dtype=np.int64
        )
        self.no_clock = np.array([c.utc_offset is None for c in cities], dtype=bool)
        self.meetings = [
            (*(index[c] for c in sorted(pair)), tables.novelty_factor(*met))
            for pair, met in latest_meetings(problem.past).items()
            if all(c in index for c in pair)
        ]

    def block(self, rows: slice) -> Ints:
        """Return the product of factors for `rows` against all cities; a city with itself is 0."""
        product = np.full((rows.stop - rows.start, self.n), tables.MILLE, dtype=np.int64)
        parts = (self._context, self._variety, self._language, self._time, self._novelty)
        for part, importance in zip(parts, self.importance, strict=True):
            if importance:
                counted = tables.MILLE - importance * (tables.MILLE - part(rows)) // tables.MILLE
                product = product * counted // tables.MILLE
        product[np.arange(rows.stop - rows.start), np.arange(rows.start, rows.stop)] = 0
        return product

    def _context(self, rows: slice) -> Ints:
        income = self.income_table[self.income[rows][:, None], self.income[None, :]]
        size = self.size_table[self.size[rows][:, None], self.size[None, :]]
        both = (self.powers[rows] @ self.powers.T).astype(np.int64)
        count = self.powers.sum(axis=1).astype(np.int64)
        either = count[rows][:, None] + count[None, :] - both
        known = (count[rows] > 0)[:, None] & (count > 0)[None, :]
        powers = np.where(known, 400 + 600 * both // np.maximum(either, 1), tables.UNKNOWN)
        out: Ints = (4 * income + 3 * size + 3 * powers) // 10
        return out

    def _variety(self, rows: slice) -> Ints:
        country: Flags = self.country[rows][:, None] == self.country[None, :]
        region: Flags = self.region[rows][:, None] == self.region[None, :]
        named: Flags = self.country[rows] >= 0
        placed: Flags = self.region[rows] >= 0
        country = country & named[:, None]
        region = region & placed[:, None]
        out: Ints = np.where(country, tables.SAME_COUNTRY, np.where(region, tables.SAME_REGION, tables.MILLE))
        return out

    def _language(self, rows: slice) -> Ints:
        best: Ints = np.zeros((rows.stop - rows.start, self.n), dtype=np.int64)
        for level in self.levels.T:
            np.maximum(best, np.minimum(level[rows][:, None], level[None, :]), out=best)
        best[best == 0] = tables.NO_LANGUAGE
        if self.interpretation:
            np.maximum(best, tables.INTERPRETED, out=best)
        speaks: Flags = np.asarray(self.levels.any(axis=1))
        best[~(speaks[rows][:, None] & speaks[None, :])] = tables.UNKNOWN
        return best

    def _time(self, rows: slice) -> Ints:
        apart = np.abs(self.quarters[rows][:, None] - self.quarters[None, :]) % 96
        apart = np.minimum(apart, 96 - apart)
        # Floor division of a negative overlap stays below the floor, so the order of the steps is safe.
        factor: Ints = np.maximum(
            tables.TIME_FLOOR, tables.MILLE * (tables.DAY_QUARTERS - apart) // tables.DAY_QUARTERS
        )
        factor[self.no_clock[rows][:, None] | self.no_clock[None, :]] = tables.UNKNOWN
        return factor

    def _novelty(self, rows: slice) -> Ints:
        out = np.full((rows.stop - rows.start, self.n), tables.MILLE, dtype=np.int64)
        for a, b, factor in self.meetings:
            for x, y in ((a, b), (b, a)):
                if rows.start <= x < rows.stop:
                    out[x - rows.start, y] = factor
        return out


def _codes(values: Sequence[int | None]) -> Ints:
    return np.array([-1 if v is None else v for v in values], dtype=np.int64)


def _names(values: Sequence[str | None]) -> Ints:
    number = {v: n for n, v in enumerate(sorted({v for v in values if v is not None}))}
    return np.array([-1 if v is None else number[v] for v in values], dtype=np.int64)


def _flags(values: Sequence[frozenset[str]]) -> npt.NDArray[np.float64]:
    terms = sorted(frozenset[str]().union(*values)) if values else []
    return np.array([[t in v for t in terms] for v in values], dtype=np.float64).reshape(len(values), len(terms))


def _levels(cities: Sequence[City]) -> Ints:
    codes = sorted({code for c in cities for code, _ in c.languages})
    out = np.zeros((len(cities), len(codes)), dtype=np.int64)
    for row, city in enumerate(cities):
        for code, level in city.languages:
            out[row, codes.index(code)] = tables.LEVEL_SHARE[level]
    return out
