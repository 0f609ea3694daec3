"""Which cities may not be in one group, read from the rules anew for the verifier: for one pair and for blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from .values import City, Problem

Flags = npt.NDArray[np.bool_]


class Together:
    """The rules that keep two cities apart, by pair and as (rule, detail) for one pair."""

    def __init__(self, problem: Problem) -> None:
        settings = problem.settings
        self.forbidden = _pairs(r.cities for r in problem.rules if r.kind == "forbid")
        self.countries = any(r.kind == "other_country" for r in problem.rules)
        self.spoken = settings.common_language_required and not settings.interpretation
        self.no_repeat = settings.no_repeat_months
        self.met: dict[tuple[str, str], int] = {}
        for past in problem.past if self.no_repeat else ():
            for pair in combinations(sorted(past.cities), 2):
                self.met[pair] = min(past.months_ago, self.met.get(pair, past.months_ago))

    def broken(self, x: City, y: City) -> list[tuple[str, str]]:
        """Return the rules that keep two cities apart, each with its detail; none when they may meet."""
        a, b = sorted((x.id, y.id))
        out = []
        if (a, b) in self.forbidden:
            out.append(("forbidden", f"{a} and {b} must not be in one group"))
        if self.countries and x.country is not None and x.country == y.country:
            out.append(("other_country", f"{a} and {b} are in one country"))
        months = self.met.get((a, b))
        if months is not None and months < self.no_repeat:
            out.append(("no_repeat", f"{a} and {b} met {months} months ago"))
        mine, theirs = ({code for code, _ in c.languages} for c in (x, y))
        if self.spoken and mine and theirs and not mine & theirs:
            out.append(("common_language", f"{a} and {b} have no common language"))
        return out


class Apart:
    """The same for blocks of cities, which are known by their position."""

    def __init__(self, rules: Together, cities: Sequence[City]) -> None:
        self.n = len(cities)
        at = {c.id: n for n, c in enumerate(cities)}
        pairs = [*rules.forbidden, *(p for p, months in rules.met.items() if months < rules.no_repeat)]
        known = sorted({(min(at[a], at[b]), max(at[a], at[b])) for a, b in pairs if a in at and b in at})
        self._pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
        self._country: npt.NDArray[np.int64] | None = None
        self._language: Flags | None = None
        if rules.countries:
            number: dict[str | int, int] = {}
            # A city without a country is in one of its own.
            names: list[str | int] = [n if c.country is None else c.country for n, c in enumerate(cities)]
            self._country = np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int64)
        if rules.spoken:
            self._language = _speakers(cities)
            self._silent: Flags = np.array([not c.languages for c in cities], dtype=bool)

    def block(self, start: int, stop: int) -> Flags:
        """Return who of the cities start … stop-1 is kept apart from whom of all from `start` on; oneself is."""
        out: Flags = np.zeros((stop - start, self.n - start), dtype=bool)
        np.fill_diagonal(out, val=True)
        if self._country is not None:
            out |= self._country[start:stop, None] == self._country[None, start:]
        if self._language is not None:
            talks = np.zeros(out.shape, dtype=bool)
            for spoken in self._language.T:
                talks |= spoken[start:stop, None] & spoken[None, start:]
            out |= ~talks & ~self._silent[start:stop, None] & ~self._silent[None, start:]
        first, last = np.searchsorted(self._pairs[:, 0], (start, stop))
        i, j = self._pairs[first:last].T - start
        out[i, j] = True
        inside = j < stop - start
        out[j[inside], i[inside]] = True
        return out

    def of(self, city: int) -> Flags:
        """Return who is kept apart from one city; it is itself."""
        out: Flags = np.zeros(self.n, dtype=bool)
        out[city] = True
        if self._country is not None:
            out |= self._country == self._country[city]
        if self._language is not None:
            talks = self._language[:, self._language[city]].any(axis=1)
            out |= ~talks & ~self._silent & ~self._silent[city]
        for mine, other in ((0, 1), (1, 0)):
            out[self._pairs[self._pairs[:, mine] == city, other]] = True
        return out


def _pairs(groups: Iterable[frozenset[str]]) -> set[tuple[str, str]]:
    return {(a, b) for cities in groups for a, b in combinations(sorted(cities), 2)}


def _speakers(cities: Sequence[City]) -> Flags:
    """Return who speaks what, a column for each language."""
    number: dict[str, int] = {}
    for city in cities:
        for code, _ in city.languages:
            number.setdefault(code, len(number))
    out = np.zeros((len(cities), len(number)), dtype=bool)
    for row, city in enumerate(cities):
        for code, _ in city.languages:
            out[row, number[code]] = True
    return out
