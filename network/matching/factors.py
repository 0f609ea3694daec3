"""The five factors of `scoring.py` for blocks of city pairs: context, variety, language, time, novelty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from . import tables
from .scoring import latest_meetings
from .values import FACTORS, INCOMES, City, Problem

Ints = npt.NDArray[np.int64]
Factor = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


def _steps(size: int, factor: Sequence[int]) -> Ints:
    """Return a (size+1)² table by distance; the last row and column stand for unknown."""
    table = np.full((size + 1, size + 1), tables.UNKNOWN, dtype=np.int64)
    for a in range(size):
        for b in range(size):
            table[a, b] = factor[abs(a - b)]
    return table


@dataclass(frozen=True, slots=True)
class _Alike:
    """Cities that are the same to one factor: `kind` of each city, and `one` city of each kind."""

    kind: Ints
    one: Ints

    @classmethod
    def by(cls, *attributes: npt.NDArray[Any]) -> _Alike:
        """Return the kinds of cities with equal attributes (each n or n × m)."""
        rows = np.column_stack(attributes)
        _, one, kind = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return cls(kind.reshape(-1), one)


class FactorBlocks:
    """Holds compact city attributes and multiplies out factor blocks on request.

    A factor is computed once for each two kinds of cities that differ in it, not for each two cities.
    """

    def __init__(self, cities: Sequence[City], index: Mapping[str, int], problem: Problem) -> None:
        settings = problem.settings
        self.n = len(cities)
        self.importance = {name: getattr(settings.weights, name) for name in FACTORS}
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
        self._parts = [
            (self._context, self.importance["context"], _Alike.by(self.income, self.size, self.powers)),
            (self._variety, self.importance["variety"], _Alike.by(self.country, self.region)),
            (self._language, self.importance["language"], _Alike.by(self.levels)),
            (self._time, self.importance["time"], _Alike.by(self.quarters, self.no_clock)),
        ]

    def block(self, rows: slice) -> Factor:
        """Return the product of factors for `rows` against all cities; a city with itself is 0."""
        product = np.full((rows.stop - rows.start, self.n), tables.MILLE, dtype=np.int32)
        for part, importance, alike in self._parts:
            if importance:
                kinds, row = np.unique(alike.kind[rows], return_inverse=True)
                counted = _counted(importance, part(alike.one[kinds], alike.one)).astype(np.int32)
                product *= counted[:, alike.kind][row]
                product //= tables.MILLE
        if self.importance["novelty"]:
            self._novelty(product, rows)
        product[np.arange(rows.stop - rows.start), np.arange(rows.start, rows.stop)] = 0
        return product

    def _context(self, a: Ints, b: Ints) -> Ints:
        income = self.income_table[self.income[a][:, None], self.income[b][None, :]]
        size = self.size_table[self.size[a][:, None], self.size[b][None, :]]
        both = (self.powers[a] @ self.powers[b].T).astype(np.int64)
        count = self.powers.sum(axis=1).astype(np.int64)
        either = count[a][:, None] + count[b][None, :] - both
        known = (count[a] > 0)[:, None] & (count[b] > 0)[None, :]
        powers = np.where(known, 400 + 600 * both // np.maximum(either, 1), tables.UNKNOWN)
        out: Ints = (4 * income + 3 * size + 3 * powers) // 10
        return out

    def _variety(self, a: Ints, b: Ints) -> Ints:
        country: Flags = self.country[a][:, None] == self.country[b][None, :]
        region: Flags = self.region[a][:, None] == self.region[b][None, :]
        named: Flags = self.country[a] >= 0
        placed: Flags = self.region[a] >= 0
        country = country & named[:, None]
        region = region & placed[:, None]
        out: Ints = np.where(country, tables.SAME_COUNTRY, np.where(region, tables.SAME_REGION, tables.MILLE))
        return out

    def _language(self, a: Ints, b: Ints) -> Ints:
        best: Ints = np.zeros((len(a), len(b)), dtype=np.int64)
        for level in self.levels.T:
            np.maximum(best, np.minimum(level[a][:, None], level[b][None, :]), out=best)
        best[best == 0] = tables.NO_LANGUAGE
        if self.interpretation:
            np.maximum(best, tables.INTERPRETED, out=best)
        speaks: Flags = np.asarray(self.levels.any(axis=1))
        best[~(speaks[a][:, None] & speaks[b][None, :])] = tables.UNKNOWN
        return best

    def _time(self, a: Ints, b: Ints) -> Ints:
        apart = np.abs(self.quarters[a][:, None] - self.quarters[b][None, :]) % 96
        apart = np.minimum(apart, 96 - apart)
        # Floor division of a negative overlap stays below the floor, so the order of the steps is safe.
        factor: Ints = np.maximum(
            tables.TIME_FLOOR, tables.MILLE * (tables.DAY_QUARTERS - apart) // tables.DAY_QUARTERS
        )
        factor[self.no_clock[a][:, None] | self.no_clock[b][None, :]] = tables.UNKNOWN
        return factor

    def _novelty(self, product: Factor, rows: slice) -> None:
        """Take off what having met before takes off, from the few who have."""
        for a, b, factor in self.meetings:
            counted = int(_counted(self.importance["novelty"], factor))
            for x, y in ((a, b), (b, a)):
                if rows.start <= x < rows.stop:
                    product[x - rows.start, y] = int(product[x - rows.start, y]) * counted // tables.MILLE


def _counted(importance: int, factor: Any) -> Any:
    """Return factors (per mille) as their importance lets them count."""
    return tables.MILLE - importance * (tables.MILLE - factor) // tables.MILLE


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
