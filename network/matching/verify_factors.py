"""The five factors between cities, for the verifier: tables over distinct profiles, in whole numbers.

Cities with the same profile have the same factor to everybody, so each factor is worked out between profiles
(income, size and powers; country and region; languages; clock) and looked up for cities. Shared with the rest of the
package are the scales and the one-pair functions of `tables.py`, which are the specification in code.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from . import tables
from .values import INCOMES, City, Settings

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
#: Profiles up to which a factor is tabulated once and for all; beyond, row by row.
_TABLE_TO = 600
_Between = Callable[[Ints, Ints], Ints]


class Factors:
    """The product of the factors of any two cities, per mille: multiplied in fixed order, rounded down each time."""

    def __init__(
        self, cities: Sequence[City], settings: Settings, past: Mapping[frozenset[str], tuple[int, str]]
    ) -> None:
        """`past`: months since two cities met last, and how it went."""
        weights = settings.weights
        self.n = len(cities)
        self._parts = [
            part
            for part in (
                _Part([_context_profile(c) for c in cities], _context, weights.context),
                _Part([(c.country, c.region) for c in cities], _variety, weights.variety),
                _Part([_spoken(c) for c in cities], lambda p: _language(p, settings.interpretation), weights.language),
                _Part([_quarters(c) for c in cities], _clock, weights.time),
            )
            if part.importance
        ]
        at = {c.id: n for n, c in enumerate(cities)}
        met: dict[int, int] = {}
        for pair, (months, outcome) in past.items():
            i, j = sorted(at.get(c, -1) for c in pair)
            if i >= 0:
                factor = tables.novelty_factor(months, outcome)
                met[i * self.n + j] = tables.soften(factor, weights.novelty)
        self._met_key: Ints = np.array(sorted(met), dtype=np.int64)
        self._met: Small = np.array([met[key] for key in sorted(met)], dtype=np.int32)

    def block(self, start: int, stop: int) -> Small:
        """Return the products of cities start … stop-1 with all cities from `start` on."""
        out: Small = np.full((stop - start, self.n - start), tables.MILLE, dtype=np.int32)
        for part in self._parts:
            out *= part.rows(start, stop)
            out //= tables.MILLE
        low, high = np.searchsorted(self._met_key, (start * self.n, stop * self.n))
        for key, factor in zip(self._met_key[low:high].tolist(), self._met[low:high].tolist(), strict=True):
            i, j = key // self.n - start, key % self.n - start
            out[i, j] = out[i, j] * factor // tables.MILLE
            if j < stop - start:
                out[j, i] = out[i, j]
        return out

    def of(self, i: Ints, j: Ints) -> Ints:
        """Return the products of the pairs (i[m], j[m]) of different cities."""
        out: Ints = np.full(len(i), tables.MILLE, dtype=np.int64)
        for part in self._parts:
            out = out * part.of(i, j) // tables.MILLE
        if len(self._met_key):
            key = np.minimum(i, j) * self.n + np.maximum(i, j)
            at = np.minimum(np.searchsorted(self._met_key, key), len(self._met_key) - 1)
            out = out * np.where(self._met_key[at] == key, self._met[at], tables.MILLE) // tables.MILLE
        return out


class _Part:
    """One factor as it counts, by profile."""

    def __init__(
        self, profiles: Sequence[Hashable], between: Callable[[Sequence[object]], _Between], importance: int
    ) -> None:
        number: dict[Hashable, int] = {}
        self.code: Ints = np.array([number.setdefault(p, len(number)) for p in profiles], dtype=np.int64)
        self.importance = importance
        self._every: Ints = np.arange(len(number))
        self._between = between(list(number)) if importance else None
        self._table: Small | None = None
        if importance and len(number) <= _TABLE_TO:
            self._table = self._counted(self._every[:, None], self._every[None, :])

    def _counted(self, a: Ints, b: Ints) -> Small:
        assert self._between is not None
        raw = self._between(a, b).astype(np.int32)
        out: Small = tables.MILLE - self.importance * (tables.MILLE - raw) // tables.MILLE
        return out

    def rows(self, start: int, stop: int) -> Small:
        """Return the factor between cities start … stop-1 and all cities from `start` on."""
        mine = self.code[start:stop]
        table = self._counted(mine[:, None], self._every[None, :]) if self._table is None else self._table[mine]
        out: Small = np.take(table, self.code[start:], axis=1)
        return out

    def of(self, i: Ints, j: Ints) -> Small:
        """Return the factor between the cities i[m] and j[m]."""
        a, b = self.code[i], self.code[j]
        out: Small = self._counted(a, b) if self._table is None else self._table[a, b]
        return out


def _context_profile(city: City) -> tuple[str | None, int | None, frozenset[str]]:
    return city.income, None if city.population is None else tables.size_class(city.population), city.powers


def _context(profiles: Sequence[object]) -> _Between:
    rows: list[tuple[str | None, int | None, frozenset[str]]] = list(profiles)  # type: ignore[arg-type]
    groups = (None, *INCOMES)
    people = (None, 0, *tables.SIZE_LIMITS)
    income_of = np.array([[tables.income_factor(a, b) for b in groups] for a in groups], dtype=np.int64)
    size_of = np.array([[tables.size_factor(a, b) for b in people] for a in people], dtype=np.int64)
    income = np.array([groups.index(r[0]) for r in rows], dtype=np.int64)
    size = np.array([0 if r[1] is None else r[1] + 1 for r in rows], dtype=np.int64)
    words = _words([r[2] for r in rows])
    count = np.array([len(r[2]) for r in rows], dtype=np.int64)

    def between(a: Ints, b: Ints) -> Ints:
        both = np.zeros(np.broadcast_shapes(a.shape, b.shape), dtype=np.int64)
        for word in words:
            both += np.bitwise_count(word[a] & word[b])
        either = np.maximum(count[a] + count[b] - both, 1)
        powers = np.where((count[a] > 0) & (count[b] > 0), 400 + 600 * both // either, tables.UNKNOWN)
        out: Ints = (4 * income_of[income[a], income[b]] + 3 * size_of[size[a], size[b]] + 3 * powers) // 10
        return out

    return between


def _words(sets: Sequence[frozenset[str]]) -> list[npt.NDArray[np.uint64]]:
    """Return sets as bits, 64 terms a word."""
    terms = {t: n for n, t in enumerate(sorted(frozenset[str]().union(*sets)))}
    out = [np.zeros(len(sets), dtype=np.uint64) for _ in range(-(-len(terms) // 64))]
    for row, members in enumerate(sets):
        for term in members:
            out[terms[term] // 64][row] |= np.uint64(1 << terms[term] % 64)
    return out


def _variety(profiles: Sequence[object]) -> _Between:
    rows: list[tuple[str | None, str | None]] = list(profiles)  # type: ignore[arg-type]
    country, region = (_numbered([r[k] for r in rows]) for k in (0, 1))

    def between(a: Ints, b: Ints) -> Ints:
        same_country = (country[a] == country[b]) & (country[a] >= 0)
        same_region = (region[a] == region[b]) & (region[a] >= 0)
        near = np.where(same_region, tables.SAME_REGION, tables.MILLE)
        out: Ints = np.where(same_country, tables.SAME_COUNTRY, near)
        return out

    return between


def _numbered(names: Sequence[str | None]) -> Ints:
    """Return a number for each name; -1 where there is none."""
    number: dict[str, int] = {}
    return np.array([-1 if n is None else number.setdefault(n, len(number)) for n in names], dtype=np.int64)


def _spoken(city: City) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict(city.languages).items()))


def _language(profiles: Sequence[object], interpretation: bool) -> _Between:
    rows: list[tuple[tuple[str, str], ...]] = list(profiles)  # type: ignore[arg-type]
    codes = sorted({code for row in rows for code, _ in row})
    level = np.zeros((len(codes), len(rows)), dtype=np.int64)
    for n, row in enumerate(rows):
        for code, name in row:
            level[codes.index(code), n] = tables.LEVEL_SHARE[name]
    named = np.array([bool(row) for row in rows], dtype=bool)

    def between(a: Ints, b: Ints) -> Ints:
        best = np.zeros(np.broadcast_shapes(a.shape, b.shape), dtype=np.int64)
        for spoken in level:
            np.maximum(best, np.minimum(spoken[a], spoken[b]), out=best)
        best = np.where(best == 0, tables.NO_LANGUAGE, best)
        if interpretation:
            best = np.maximum(best, tables.INTERPRETED)
        out: Ints = np.where(named[a] & named[b], best, tables.UNKNOWN)
        return out

    return between


def _quarters(city: City) -> int | None:
    return None if city.utc_offset is None else round(city.utc_offset * 4)


def _clock(profiles: Sequence[object]) -> _Between:
    rows: list[int | None] = list(profiles)  # type: ignore[arg-type]
    hours = [None if q is None else q / 4 for q in rows]
    factor = np.array([[tables.time_factor(x, y) for y in hours] for x in hours], dtype=np.int64)
    factor = factor.reshape(len(hours), len(hours))

    def between(a: Ints, b: Ints) -> Ints:
        out: Ints = factor[a, b]
        return out

    return between
