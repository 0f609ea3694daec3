"""The same scores as `scoring.py` for a whole cohort at once, in numpy whole numbers.

Cities are ordered by a hash of seed and id, so nothing depends on the order of the input or on names.
Float products stay below 2**53 and are therefore exact; the rest is 64-bit integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from . import tables
from .factors import FactorBlocks
from .receipt import city_order
from .scoring import main_weights
from .values import STAGES, City, Problem

Ints = npt.NDArray[np.int64]
_ANSWERS: Ints = np.array(tables.ANSWERS, dtype=np.int64)
_BLOCK = 512
#: Up to this many cities the answers between all of them are kept in one table (cities² × needs × 8 bytes).
_TABLE_TO = 1000


class Market:
    """All pair scores of the cities that take part, and exact scores of groups of three on request.

    `gain[i, j]` is the points i gains from j in a pair; `factor` the product of factors per mille;
    `share_of` the share of each theme in a city's needs; `edge` an upper bound of what a pair adds to a group of three.
    """

    def __init__(
        self,
        problem: Problem,
        participants: Sequence[City] | None = None,
        *,
        ask: Callable[[], None] = lambda: None,
    ) -> None:
        """`ask` is called often where there are many cities; what it raises ends the work."""
        chosen = [c for c in problem.cities if c.eligible and c.capacity > 0] if participants is None else participants
        self.cities = city_order(chosen, problem.settings.seed)
        self.ids = tuple(c.id for c in self.cities)
        self.index = {c: n for n, c in enumerate(self.ids)}
        self.n = len(self.cities)
        self.weights = problem.settings.weights
        self.practices, self.challenges = main_weights(self.weights)
        self.bonus: Ints = np.array(
            [self.weights.waited * min(c.waited_rounds, 3) for c in self.cities], dtype=np.int64
        )
        self._table: Ints | None = None
        self._profiles([t.id for t in problem.themes])
        ask = ask if self.n > _BLOCK else lambda: None
        ask()
        self._pairs(FactorBlocks(self.cities, self.index, problem), ask)

    def _profiles(self, themes: list[str]) -> None:
        """Fill padded need arrays (n × most needs) and offer codes (n × themes)."""
        position = {t: n for n, t in enumerate(themes)}
        width = max([len(c.needs) for c in self.cities], default=0) or 1
        self.need_theme = np.zeros((self.n, width), dtype=np.int64)
        self.need_share = np.zeros((self.n, width), dtype=np.int64)
        self.need_stage = np.zeros((self.n, width), dtype=np.int64)
        self.code = np.zeros((self.n, len(themes) or 1), dtype=np.uint8)
        self.share_of = np.zeros((self.n, len(themes) or 1), dtype=np.uint16)
        for row, city in enumerate(self.cities):
            for col, (need, part) in enumerate(zip(city.needs, _shares(city), strict=True)):
                self.need_theme[row, col] = position[need.theme]
                self.need_share[row, col] = part
                self.share_of[row, position[need.theme]] = part
                self.need_stage[row, col] = STAGES.index(need.stage)
            for offer in city.offers:
                self.code[row, position[offer.theme]] = tables.offer_code(offer.depth, offer.evidence)

    def _pairs(self, factors: FactorBlocks, ask: Callable[[], None]) -> None:
        n = self.n
        self.factor = np.zeros((n, n), dtype=np.uint16)
        common = self._common(ask)
        self.gain = np.zeros((n, n), dtype=np.int16)
        self.edge = np.zeros((n, n), dtype=np.float32)
        asked, answers = self._answer_factors()
        one, two = tables.SHARE * tables.MILLE**2, tables.SHARE * tables.MILLE**3
        for start in range(0, n, _BLOCK):
            ask()
            rows = slice(start, min(start + _BLOCK, n))
            factor = factors.block(rows)
            # Whole numbers below 2**53 all through, and quotients below 2**10: exact in floating point.
            practice = asked[rows] @ answers
            practice *= factor
            practice *= self.practices
            challenge = common[rows].astype(np.float64) * factor
            challenge *= self.challenges * tables.MILLE
            self.factor[rows] = factor
            self.gain[rows] = np.floor((practice + challenge) / one)
            keep = self.weights.group_of_three
            challenge /= 2.0
            practice += challenge
            practice *= keep / two
            self.edge[rows] = practice
        _add_transpose(self.edge)

    def _answer_factors(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return need shares (n × theme-stages) and answers (theme-stages × n): their product is exact."""
        stages = len(STAGES)
        key = self.need_theme * stages + self.need_stage
        used = np.unique(key[self.need_share > 0])
        asked = np.zeros((self.n, len(used)))
        rows, cols = np.nonzero(self.need_share)
        asked[rows, np.searchsorted(used, key[rows, cols])] = self.need_share[rows, cols]
        answers = np.array([_ANSWERS[k % stages][self.code[:, k // stages]] for k in used], dtype=np.float64)
        return asked, answers.reshape(len(used), self.n)

    def _common(self, ask: Callable[[], None]) -> npt.NDArray[np.uint16]:
        common = np.zeros((self.n, self.n), dtype=np.uint16)
        rows, cols = np.nonzero(self.need_share)
        for theme in np.unique(self.need_theme[rows, cols]):
            ask()
            at = self.need_theme[rows, cols] == theme
            who, share = rows[at], self.need_share[rows[at], cols[at]]
            common[np.ix_(who, who)] += np.minimum(share[:, None], share[None, :]).astype(np.uint16)
        np.fill_diagonal(common, 0)
        return common

    def triad_gains(self, a: Ints, b: Ints, c: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return gains (m × 3) and whether each member gives something (m × 3) for m groups of three."""
        who = (a, b, c)
        gains = np.zeros((len(a), 3), dtype=np.int64)
        gives = np.zeros((len(a), 3), dtype=bool)
        for me, left, right in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
            gain, from_left, from_right = self._gain_of_two(who[me], who[left], who[right])
            gains[:, me] = gain
            gives[:, left] |= from_left
            gives[:, right] |= from_right
        return gains, gives

    def _gain_of_two(self, i: Ints, j: Ints, k: Ints) -> tuple[Ints, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        v_j, v_k = self._answered(i, j), self._answered(i, k)
        practice = np.maximum(v_j, v_k).sum(axis=1) * (2 * self.practices)
        f_j, f_k = self.factor[i, j].astype(np.int64), self.factor[i, k].astype(np.int64)
        c_j, c_k = self._shared(i, j) * f_j, self._shared(i, k) * f_k
        challenge = (c_j + c_k) * (tables.MILLE * self.challenges)
        gain = (practice + challenge) * self.weights.group_of_three // (2 * tables.SHARE * tables.MILLE**3)
        p, q = self.practices > 0, self.challenges > 0
        from_j = (((v_j >= v_k) & (v_j > 0)).any(axis=1) & p) | ((c_j > 0) & q)
        from_k = (((v_k >= v_j) & (v_k > 0)).any(axis=1) & p) | ((c_k > 0) & q)
        return gain, from_j, from_k

    def _shared(self, i: Ints, j: Ints) -> Ints:
        """Return the shared challenges of i and j (parts of `tables.SHARE`)."""
        mine = self.need_share[i]
        out: Ints = np.minimum(mine, self.share_of[j[:, None], self.need_theme[i]]).sum(axis=1)
        return out

    def _answered(self, i: Ints, j: Ints) -> Ints:
        """Return what j answers of each need of i, times the need's share and their factor (m × most needs)."""
        if not 0 < self.n <= _TABLE_TO:
            return self._answers_of(i, j)
        if self._table is None:
            every = np.arange(self.n)
            self._table = np.stack([self._answers_of(np.full(self.n, c), every) for c in range(self.n)])
        found: Ints = self._table[i, j]
        return found

    def _answers_of(self, i: Ints, j: Ints) -> Ints:
        code = self.code[j[:, None], self.need_theme[i]]
        factor = self.factor[i, j].astype(np.int64)[:, None]
        found: Ints = _ANSWERS[self.need_stage[i], code] * factor * self.need_share[i]
        return found

    def value_of(self, gains: Ints, members: Ints) -> Ints:
        """Return the points of groups from member gains (m × size) and member indices (m × size)."""
        spread = gains.max(axis=1) - gains.min(axis=1)
        loss = self.weights.reciprocity * spread // tables.MILLE
        total: Ints = gains.sum(axis=1) - loss + self.bonus[members].sum(axis=1)
        return total


def _shares(city: City) -> list[int]:
    return tables.shares([n.weight for n in city.needs]) if city.needs else []


def _add_transpose(matrix: npt.NDArray[np.float32]) -> None:
    """Add the transpose in place, block by block, without a second copy of the matrix."""
    n = len(matrix)
    for start in range(0, n, _BLOCK):
        stop = min(start + _BLOCK, n)
        matrix[start:stop, start:stop] += matrix[start:stop, start:stop].T.copy()
        matrix[start:stop, stop:] += matrix[stop:, start:stop].T
        matrix[stop:, start:stop] = matrix[start:stop, stop:].T
