"""Looks at every pair of cities: points both ways, the own best of each city, and pairs worth more than they pay."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from . import tables
from .verify_bound import GRAIN
from .verify_factors import Ints
from .verify_groups import MANY, NEVER, Edges, Prices
from .verify_meet import Apart
from .verify_scores import Block, Flags, places
from .verify_watch import Watch

#: Pairs worked on at a time: a few arrays of so many numbers fit into a processor's cache.
_CELLS = 1 << 16
#: Pairs kept until the own bests are known, before those that are impossible already are dropped.
_KEPT = 1 << 21


class Pairs:
    """What looking at all pairs finds: own bests (noted in the prices), edges for groups of three, pairs that exceed.

    `edges`: None where groups of three are switched off.
    """

    def __init__(self, prices: Prices, apart: Apart, watch: Watch) -> None:
        self._prices, self._apart = prices, apart
        claim, n = prices.claim, prices.n
        limits = claim.problem.settings.limits
        self._pairs = limits.pairs
        self.edges: Edges | None = np.empty((n, n), dtype=np.int32) if limits.triads else None
        fixed = [(prices.at[a], prices.at[b]) for g in claim.fixed for a, b in combinations(sorted(g), 2)]
        self._fixed: Ints = np.array(sorted(fixed), dtype=np.int64).reshape(-1, 2)
        self._near: list[tuple[Ints, Ints]] = []
        self._kept, self._room = 0, _KEPT
        start = 0
        watch.begin("pairs")
        while start < n:
            watch.at(1 - ((n - start) / n) ** 2)
            stop = min(n, start + max(1, _CELLS // (n - start)))
            self._look(prices.scores.block(start, stop))
            start = stop
        self._sort_out()

    def found(self) -> tuple[Ints, Ints]:
        """Return possible pairs worth more than their prices (m × 2, in order) and by how much, in 1/1024 point."""
        members, gains = self._sort_out()
        return members, self._prices.over(members, gains)

    def _look(self, block: Block) -> None:
        start, stop, best = block.start, block.stop, self._prices.best
        apart = self._apart.block(start, stop)
        block.there[apart] = 0
        block.back[apart] = 0
        best[start:stop] = np.maximum(best[start:stop], block.there.max(axis=1))
        best[start:] = np.maximum(best[start:], block.back.max(axis=0))
        self._part_fixed(apart, start, stop)
        if self._pairs:
            self._note(block, apart)
        if self.edges is not None:
            edge = block.edge.astype(np.int32)
            edge[apart] = NEVER
            self.edges[start:stop, start:] = edge
            self.edges[start:, start:stop] = edge.T

    def _part_fixed(self, apart: Flags, start: int, stop: int) -> None:
        """Mark the partners in exact pins: they count for the own best, but meet in no other group."""
        first, last = np.searchsorted(self._fixed[:, 0], (start, stop))
        i, j = self._fixed[first:last].T - start
        apart[i, j] = True
        inside = j < stop - start
        apart[j[inside], i[inside]] = True

    def _note(self, block: Block, apart: Flags) -> None:
        """Keep the pairs of a block that hold a pin or exceed their prices, the prices of rows left aside."""
        prices, start = self._prices, block.start
        reciprocity = prices.scores.weights.reciprocity
        over = block.there + block.back - reciprocity * np.abs(block.there - block.back) // tables.MILLE
        over *= GRAIN
        over -= prices.city[start:]
        exceed = over > (prices.city[start : block.stop] + prices.of_size[2])[:, None]
        exceed[apart] = False
        i, j = places(exceed)
        i, j = i[j > i], j[j > i]
        rows = [(a - start, b - start) for a, b in prices.pins if start <= a < block.stop]
        pinned = np.array([p for p in rows if not apart[p] and not exceed[p]], dtype=np.int64).reshape(-1, 2)
        members = np.concatenate([np.stack([i, j], axis=1), pinned])
        gains = np.stack([block.there[tuple(members.T)], block.back[tuple(members.T)]], axis=1)
        members += start
        keep = prices.allowed(members, gains) | prices.has_pin(members)
        self._near.append((members[keep], gains[keep]))
        self._kept += int(keep.sum())
        if self._kept > self._room:
            self._sort_out()
            self._room = max(_KEPT, 2 * self._kept)

    def _sort_out(self) -> tuple[Ints, Ints]:
        """Drop the kept pairs that are impossible by what is known of the own bests, or do not exceed all prices."""
        members = np.concatenate([np.zeros((0, 2), dtype=np.int64), *(m for m, _ in self._near)])
        gains = np.concatenate([np.zeros((0, 2), dtype=np.int64), *(g for _, g in self._near)])
        keep = self._prices.possible(members, gains, None)
        keep[keep] = self._prices.over(members[keep], gains[keep]) > 0
        order = np.lexsort((members[keep, 1], members[keep, 0]))
        members, gains = members[keep][order], gains[keep][order]
        self._near, self._kept = [(members, gains)], len(members)
        if self._kept >= MANY and not self._prices.claim.proof.floor:
            self._pairs = False  # these exceed whatever else is found
        return members, gains
