"""Stable pairs by Irving's algorithm (stable roommates with incomplete lists), for comparison only.

Each city ranks possible partners by what it would gain itself. A stable set of pairs may not exist.
Source: Irving 1985; Gusfield and Irving 1989, chapter 4 (rotations).
"""

from __future__ import annotations

import numpy as np

from network.matching.pricing import ILLEGAL
from network.matching.setup import Arena


def stable_pairs(place: Arena) -> list[tuple[int, ...]] | None:
    """Return stable pairs by market index, or None when none exist."""
    gain, possible = place.market.gain, place.base.pair_value != ILLEGAL
    lists = []
    for i in range(place.market.n):
        options = np.flatnonzero(possible[i])
        lists.append(options[np.lexsort((options, -gain[i, options]))].tolist())
    return _Table(lists).solve()


class _Table:
    """Preference lists that only shrink; first and last entries are what the algorithm looks at."""

    def __init__(self, lists: list[list[int]]) -> None:
        self.rank = [{j: r for r, j in enumerate(row)} for row in lists]
        self.lists = [dict.fromkeys(row) for row in lists]
        self.order = lists

    def first(self, i: int) -> int:
        return next(iter(self.lists[i]))

    def second(self, i: int) -> int:
        entries = iter(self.lists[i])
        next(entries)
        return next(entries)

    def last(self, i: int) -> int:
        return next(reversed(self.lists[i]))

    def drop(self, i: int, j: int) -> None:
        self.lists[i].pop(j, None)
        self.lists[j].pop(i, None)

    def hold(self, j: int, i: int) -> None:
        """Remove from j's list everybody it likes less than i."""
        while self.last(j) != i:
            self.drop(j, self.last(j))

    def solve(self) -> list[tuple[int, ...]] | None:
        holds: dict[int, int] = {}
        free = [i for i in range(len(self.lists)) if self.lists[i]]
        while free:
            i = free.pop()
            if not self.lists[i]:
                continue
            j = self.first(i)
            if j in holds and holds[j] != i:
                free.append(holds[j])
            holds[j] = i
            self.hold(j, i)
        alone = {i for i, row in enumerate(self.lists) if not row}
        while True:
            start = next((i for i, row in enumerate(self.lists) if len(row) > 1), None)
            if start is None:
                break
            if not self._rotate(start):
                return None
            if any(not row and i not in alone for i, row in enumerate(self.lists)):
                return None
        return sorted({(min(i, self.first(i)), max(i, self.first(i))) for i, row in enumerate(self.lists) if row})

    def _rotate(self, start: int) -> bool:
        seen: dict[int, int] = {}
        chain: list[int] = []
        at = start
        while at not in seen:
            seen[at] = len(chain)
            chain.append(at)
            at = self.last(self.second(at))
        ring = chain[seen[at] :]
        moves = [(i, self.second(i)) for i in ring]
        for i, j in moves:
            if i not in self.lists[j]:
                return False
            self.hold(j, i)
        return True
