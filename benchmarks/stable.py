"""Stable pairs by Irving's algorithm (stable roommates with incomplete lists), for comparison only.

Each city ranks possible partners by what it would gain itself. A stable set of pairs may not exist.
Source: Irving 1985; Gusfield and Irving 1989, chapter 4 (rotations).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from network.matching.pricing import ILLEGAL
from network.matching.setup import Arena

_NOBODY = np.iinfo(np.uint16).max


def stable_pairs(place: Arena) -> list[tuple[int, ...]] | None:
    """Return stable pairs by market index, or None when none exist."""
    gain, possible = place.market.gain, place.base.pair_value != ILLEGAL
    lists = []
    for i in range(place.market.n):
        options = np.flatnonzero(possible[i])
        lists.append(options[np.lexsort((options, -gain[i, options].astype(np.int64)))].astype(np.uint16))
    return stable(lists)


def stable(lists: list[npt.NDArray[Any]]) -> list[tuple[int, ...]] | None:
    """Return stable pairs for lists of possible partners, best first (i lists j if and only if j lists i), or None."""
    if len(lists) >= _NOBODY:
        raise ValueError(f"{len(lists)} cities: at most {_NOBODY - 1} can be ranked")
    return _Table(lists).solve()


class _Table:
    """Preference lists that only lose their tails: a city drops whoever it likes less than the one it holds.

    That city is dropped there too, so (i, j) is left in both lists while neither list was cut before the other. Only
    where each list is cut is kept; first, second and last entries are looked for from where they last were.
    """

    def __init__(self, lists: list[npt.NDArray[Any]]) -> None:
        n = len(lists)
        self.lists = lists
        self.rank = np.full((n, n), _NOBODY, dtype=np.uint16)
        for i, row in enumerate(lists):
            self.rank[i, row] = np.arange(len(row))
        self.end = [len(row) - 1 for row in self.lists]
        self.one, self.two = [0] * n, [1] * n

    def has(self, i: int, j: int) -> bool:
        return bool(self.rank[i, j] <= self.end[i] and self.rank[j, i] <= self.end[j])

    def first(self, i: int) -> int | None:
        self.one[i] = at = self._next(i, self.one[i])
        return int(self.lists[i][at]) if at <= self.end[i] else None

    def second(self, i: int) -> int | None:
        self.first(i)
        self.two[i] = at = self._next(i, max(self.two[i], self.one[i] + 1))
        return int(self.lists[i][at]) if at <= self.end[i] else None

    def last(self, i: int) -> int:
        while not self.has(i, self.lists[i][self.end[i]]):
            self.end[i] -= 1
        return int(self.lists[i][self.end[i]])

    def hold(self, j: int, i: int) -> None:
        """Cut from j's list everybody it likes less than i."""
        self.end[j] = min(self.end[j], int(self.rank[j, i]))

    def _next(self, i: int, at: int) -> int:
        row, end = self.lists[i], self.end[i]
        while at <= end and not self.has(i, row[at]):
            at += 1
        return at

    def solve(self) -> list[tuple[int, ...]] | None:
        self._propose()
        paired = [i for i in range(len(self.lists)) if self.first(i) is not None]
        for i in paired:
            while self.second(i) is not None:
                if not self._rotate(i):
                    return None
        chosen = [(i, self.first(i)) for i in paired]
        return sorted({(min(i, j), max(i, j)) for i, j in chosen if j is not None})

    def _propose(self) -> None:
        holds: dict[int, int] = {}
        free = list(range(len(self.lists)))
        while free:
            i = free.pop()
            j = self.first(i)
            if j is None:
                continue
            if j in holds and holds[j] != i:
                free.append(holds[j])
            holds[j] = i
            self.hold(j, i)

    def _rotate(self, start: int) -> bool:
        """Turn the ring of seconds and lasts that `start` leads to; False when that leaves a city of it nobody."""
        seen: dict[int, int] = {}
        moves: list[tuple[int, int]] = []
        at = start
        while at not in seen:
            second = self.second(at)
            if second is None:
                return False
            seen[at] = len(moves)
            moves.append((at, second))
            at = self.last(second)
        ring = moves[seen[at] :]
        for i, j in ring:
            if not self.has(i, j):
                return False
            self.hold(j, i)
        return all(self.first(i) is not None and self.first(j) is not None for i, j in ring)
