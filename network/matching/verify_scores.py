"""Points of all pairs and of any groups of three, for the verifier: whole numbers, row by row.

Written for the verifier alone; nothing of the search's score arrays is used. Who offers and who needs each theme is
listed, and the lists are added up for one city at a time, in both directions. Every product stays below 2**63, so no
number is rounded except where the specification rounds; edges are rounded up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import tables
from .scoring import Scorer
from .values import DEPTHS, EVIDENCE, STAGES, City
from .verify_factors import Factors, Ints, Small

Flags = npt.NDArray[np.bool_]
#: Edges are in this many parts of a point: half of 1/1024, so that half a price is a whole number.
EDGE_GRAIN = 2048
_EDGE_UNIT = tables.SHARE * tables.MILLE**3 // (EDGE_GRAIN // 128)
_CODES = {(d, e): n for n, (d, e) in enumerate(((d, e) for d in DEPTHS for e in EVIDENCE), start=1)}
_ANSWERS: Ints = np.array([[0, *(tables.answer(s, *code) for code in _CODES)] for s in STAGES], dtype=np.int64)


def places(marks: Flags) -> tuple[Ints, Ints]:
    """Return rows and columns of what is marked, row by row (much faster than `nonzero` where little is)."""
    row, column = np.divmod(np.flatnonzero(marks.ravel()), marks.shape[1])
    return row, column


@dataclass(frozen=True, slots=True)
class Block:
    """Cities start … stop-1 (rows) with all cities from `start` on (columns): points each way, and edges.

    `edge`: what the pair adds at most to the points of a group of three, in 1/2048 point, rounded up.
    """

    start: int
    stop: int
    there: Ints
    back: Ints
    edge: Ints


class Scores:
    """Scores between the cities given, which are known by their position."""

    def __init__(self, cities: Sequence[City], scorer: Scorer) -> None:
        self.n = len(cities)
        self.factors = Factors(cities, scorer.settings, scorer.past)
        self.practices, self.challenges = scorer.practices, scorer.challenges
        self.weights = scorer.weights
        self.bonus: Ints = np.array([scorer.bonus(c.id) for c in cities], dtype=np.int64)
        self._read(cities, scorer)
        self._answer_rows: dict[tuple[int, int], Small] = {}
        self._given_rows: dict[tuple[int, int], Small] = {}

    def _read(self, cities: Sequence[City], scorer: Scorer) -> None:
        """Fill needs and offers by city, and by theme: who needs it (share, stage) and who offers it (code)."""
        names = sorted({n.theme for c in cities for n in c.needs} | {o.theme for c in cities for o in c.offers})
        number = {t: k for k, t in enumerate(names)}
        self._needs = [
            [(number[t], share, STAGES.index(stage)) for t, (share, stage) in scorer.needs(c.id).items()]
            for c in cities
        ]
        self._offers = [[(number[o.theme], _CODES[o.depth, o.evidence]) for o in c.offers] for c in cities]
        width = max(map(len, self._needs), default=0) or 1
        self._theme, self._share, self._stage = (np.zeros((self.n, width), dtype=np.int64) for _ in range(3))
        self._code = np.zeros((self.n, len(names) or 1), dtype=np.uint8)
        self._part = np.zeros((self.n, len(names) or 1), dtype=np.uint16)
        asked: list[list[tuple[int, int, int]]] = [[] for _ in names]
        offered: list[list[tuple[int, int]]] = [[] for _ in names]
        for i in range(self.n):
            for k, (theme, share, stage) in enumerate(self._needs[i]):
                self._theme[i, k], self._share[i, k], self._stage[i, k] = theme, share, stage
                self._part[i, theme] = share
                asked[theme].append((i, share, stage))
            for theme, code in self._offers[i]:
                self._code[i, theme] = code
                offered[theme].append((i, code))
        self._asked: list[Ints] = [np.array(rows, dtype=np.int64).reshape(-1, 3).T for rows in asked]
        self._offered: list[Ints] = [np.array(rows, dtype=np.int64).reshape(-1, 2).T for rows in offered]

    def block(self, start: int, stop: int) -> Block:
        """Return the scores of some cities with all from the first of them on; a city with itself means nothing."""
        shape = stop - start, self.n - start
        gets, gives, common = (np.zeros(shape, dtype=np.int32) for _ in range(3))
        for i in range(start, stop):
            self._add(i, start, gets[i - start], gives[i - start], common[i - start])
        factor = self.factors.block(start, stop).astype(np.int64)
        shared = factor * (common.astype(np.int64) * (self.challenges * tables.MILLE))
        factor *= self.practices
        taught, teaches = factor * gets, factor * gives
        one = tables.SHARE * tables.MILLE**2
        there, back = (taught + shared) // one, (teaches + shared) // one
        # A point is SHARE · MILLE³ of these parts; 128 ÷ _EDGE_UNIT is 2048 ÷ that, in lowest terms enough for 2**63.
        taught += teaches
        taught += shared
        taught *= self.weights.group_of_three * 128
        taught += _EDGE_UNIT - 1
        taught //= _EDGE_UNIT
        return Block(start, stop, there, back, taught)

    def _add(self, i: int, start: int, gets: Small, gives: Small, common: Small) -> None:
        """Add up what city i gets from, gives to and has in common with the cities from `start` on."""
        for theme, share, stage in self._needs[i]:
            city = self._offered[theme][0]
            at = int(city.searchsorted(start))
            gets[city[at:] - start] += share * self._answers(theme, stage)[at:]
            city, shares, _ = self._asked[theme]
            at = int(city.searchsorted(start))
            common[city[at:] - start] += np.minimum(share, shares[at:]).astype(np.int32)
        for theme, code in self._offers[i]:
            city = self._asked[theme][0]
            at = int(city.searchsorted(start))
            gives[city[at:] - start] += self._given(theme, code)[at:]

    def _answers(self, theme: int, stage: int) -> Small:
        """Return how well each city that offers a theme answers a need at this stage."""
        key = theme, stage
        if key not in self._answer_rows:
            self._answer_rows[key] = _ANSWERS[stage, self._offered[theme][1]].astype(np.int32)
        return self._answer_rows[key]

    def _given(self, theme: int, code: int) -> Small:
        """Return share × answer that an offer gives to each city that needs its theme."""
        key = theme, code
        if key not in self._given_rows:
            _, shares, stages = self._asked[theme]
            self._given_rows[key] = (shares * _ANSWERS[stages, code]).astype(np.int32)
        return self._given_rows[key]

    def pairs(self, i: Ints, j: Ints) -> tuple[Ints, Ints]:
        """Return what i[m] gains from j[m] in a pair, and j[m] from i[m]."""
        factor, one = self.factors.of(i, j), tables.SHARE * tables.MILLE**2
        shared = self._common(i, j) * (self.challenges * tables.MILLE)
        there, back = (self._answered(x, y).sum(axis=1) * self.practices for x, y in ((i, j), (j, i)))
        return (there + shared) * factor // one, (back + shared) * factor // one

    def teaches(self, i: Ints, j: Ints) -> Flags:
        """Return whether j[m] adds anything to what i[m] gains, in a pair or in a group of three."""
        raw = self._answered(i, j).sum(axis=1) * self.practices + self._common(i, j) * self.challenges
        out: Flags = raw * self.factors.of(i, j) > 0
        return out

    def threes(self, members: Ints) -> tuple[Ints, Flags]:
        """Return gains and whether each member gives something (both m × 3) of groups of three (m × 3)."""
        gains = np.zeros(members.shape, dtype=np.int64)
        gives = np.zeros(members.shape, dtype=bool)
        factor = {(a, b): self.factors.of(members[:, a], members[:, b]) for a, b in ((0, 1), (0, 2), (1, 2))}
        for me, x, y in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
            i, (j, k) = members[:, me], (members[:, x], members[:, y])
            f, g = factor[min(me, x), max(me, x)], factor[min(me, y), max(me, y)]
            from_x, from_y = self._answered(i, j) * f[:, None], self._answered(i, k) * g[:, None]
            with_x, with_y = self._common(i, j) * f, self._common(i, k) * g
            practice = 2 * self.practices * np.maximum(from_x, from_y).sum(axis=1)
            raw = practice + self.challenges * tables.MILLE * (with_x + with_y)
            gains[:, me] = raw * self.weights.group_of_three // (2 * tables.SHARE * tables.MILLE**3)
            if self.practices:
                gives[:, x] |= ((from_x >= from_y) & (from_x > 0)).any(axis=1)
                gives[:, y] |= ((from_y >= from_x) & (from_y > 0)).any(axis=1)
            if self.challenges:
                gives[:, x] |= with_x > 0
                gives[:, y] |= with_y > 0
        return gains, gives

    def _answered(self, i: Ints, j: Ints) -> Ints:
        out: Ints = _ANSWERS[self._stage[i], self._code[j[:, None], self._theme[i]]] * self._share[i]
        return out

    def _common(self, i: Ints, j: Ints) -> Ints:
        both = np.minimum(self._share[i], self._part[j[:, None], self._theme[i]])
        out: Ints = both.sum(axis=1, dtype=np.int64)
        return out

    def worth(self, gains: Ints) -> Ints:
        """Return the points of groups from the gains of their members (m × size), without what waiting earns."""
        spread = gains.max(axis=1) - gains.min(axis=1)
        out: Ints = gains.sum(axis=1) - self.weights.reciprocity * spread // tables.MILLE
        return out
