"""Looks at every group of three: finds those worth more than they pay, without listing them all.

A group of three is worth at most its three edges and what its members' waiting earns, so it can only exceed its prices
where its edges, each less half the prices of its two cities, do; and then the greatest of them is above a third of the
price of threes. The search starts from such edges, tries every third city with each, and computes in full what is left.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .verify_factors import Ints
from .verify_groups import MANY, NEVER, Edges, Prices
from .verify_scores import Flags, places
from .verify_watch import Watch

#: Edges with every third city worked on at a time, and groups computed in full at a time.
_CELLS, _GROUPS = 1 << 19, 1 << 16
#: Prices up to this (1/1024 point) are added up in 32 bits: six of them and three edges stay below 2**31.
_NARROW = 2**27


class Threes:
    """Groups of three against their prices. `found`: members (in order) → excess in 1/1024 point, for up to `MANY`."""

    def __init__(self, prices: Prices, edges: Edges, watch: Watch) -> None:
        self._prices, self._edges = prices, edges
        self._limit = 2 * prices.of_size[3]
        self.found: dict[tuple[int, int, int], int] = {}
        self._price_rows()
        watch.begin("threes")
        self._with_pins()
        n = prices.n
        height = max(1, _CELLS // max(n, 1))
        for start in range(0, n, height):
            watch.at(1 - ((n - start) / n) ** 2)
            for i, j in self._starts(start, min(start + height, n)):
                self._compute(self._thirds(i, j))
                if len(self.found) >= MANY:
                    return

    def _price_rows(self) -> None:
        """Take the prices of rows off edges so that their sum stays a bound.

        A group counts once in a row however many of its three edges are inside, so each edge bears a third; a row of
        two cities has one edge, which bears all. Negative prices belong to pins, which are looked at apart.
        """
        for cities, price in self._prices.rows:
            if price > 0:
                square = np.ix_(cities, cities)
                share = min(2 * price // (1 if len(cities) == 2 else 3), -NEVER)
                known = self._edges[square]
                lower = np.maximum(known.astype(np.int64) - share, NEVER + 1)
                self._edges[square] = np.where(known == NEVER, NEVER, lower)

    def _with_pins(self) -> None:
        """Look at every group that holds a free pin: rules on floor, gain and format do not bind it.

        Only here prices below zero count, those of rows of pins; they loosen the bound by edges.
        """
        prices, edges, city = self._prices, self._edges, self._prices.city
        loose: Ints = np.zeros(prices.n, dtype=np.int64)
        for cities, price in prices.rows:
            loose[cities] -= 2 * min(price, 0)
        for a, b in prices.pins:
            paid = self._limit + 2 * (city + city[a] + city[b]) - loose[a] - loose[b]
            near = edges[a].astype(np.int64) + edges[b] + edges[a, b] > paid
            near[[a, b]] = False
            third = np.flatnonzero(near & prices.open)
            members = np.stack([np.full(len(third), a), np.full(len(third), b), third], axis=1)
            self._compute(np.sort(members, axis=1))

    def _starts(self, start: int, stop: int) -> Iterator[tuple[Ints, Ints]]:
        """Give the edges of cities start … stop-1 to later ones that are above a third of the limit."""
        prices = self._prices
        takes = prices.open & prices.takes[3]
        near = self._edges[start:stop, start:] - prices.city[start:]
        i, j = places(near > (prices.city[start:stop] + self._limit // 3)[:, None])
        i, j = i + start, j + start
        keep = (j > i) & takes[i] & takes[j]
        i, j = i[keep], j[keep]
        width = max(1, _CELLS // prices.n)
        for at in range(0, len(i), width):
            yield i[at : at + width], j[at : at + width]

    def _thirds(self, i: Ints, j: Ints) -> Ints:
        """Return the groups (m × 3) whose greatest edge is one of these and whose edges exceed the limit together."""
        edges, prices = self._edges, self._prices
        city = prices.city
        narrow = int(np.abs(city).max(initial=0)) <= _NARROW and self._limit <= _NARROW
        total = edges[i] if narrow else edges[i].astype(np.int64)
        total += edges[j]
        total -= (2 * city).astype(total.dtype)
        paid = self._limit + 2 * (city[i] + city[j]) - edges[i, j]
        row, k = places(total > paid.astype(total.dtype)[:, None])
        i, j = i[row], j[row]
        others = np.maximum(edges[i, k] - city[i], edges[j, k] - city[j]) - city[k]
        greatest = edges[i, j] - city[i] - city[j] >= others
        keep = greatest & (k != i) & (k != j) & prices.open[k] & prices.takes[3][k]
        return np.sort(np.stack([i[keep], j[keep], k[keep]], axis=1), axis=1)

    def _compute(self, members: Ints) -> None:
        """Compute these groups in full and note the possible ones that exceed their prices."""
        a, b, c = members.T
        met: Flags = (self._edges[a, b] > NEVER) & (self._edges[a, c] > NEVER) & (self._edges[b, c] > NEVER)
        members = members[met]
        for at in range(0, len(members), _GROUPS):
            rows = members[at : at + _GROUPS]
            gains, gives = self._prices.scores.threes(rows)
            over = self._prices.over(rows, gains)
            keep = (over > 0) & self._prices.possible(rows, gains, gives)
            for x, y, z, excess in np.column_stack([rows[keep], over[keep]]).tolist():
                self.found[x, y, z] = excess
