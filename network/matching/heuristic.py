"""First groups and first plans without any solver: nearest partners, greedy packing, small repairs."""

from __future__ import annotations

import numpy as np

from .groups import Floats, Groups, Ints
from .model import Choice, Packing, Side, choice_of
from .pricing import ILLEGAL, Pricer


def first_groups(pricer: Pricer, partners: int = 8) -> Groups:
    """Return pairs of each city with its best partners, and threes among those partners."""
    n = pricer.market.n
    if n < 2:
        return Groups.empty()
    width = min(partners, n - 1)
    closed_edges = np.where(pricer.closed, -1.0, pricer.market.edge) if n <= 2000 else None
    pairs: list[Ints] = []
    threes: list[Ints] = []
    for i in range(n):
        row = pricer.pair_value[i]
        best = np.argpartition(-row.astype(np.int64), width - 1)[:width]
        best = best[row[best] != ILLEGAL]
        pairs.append(np.stack([np.full(len(best), i), best], axis=1))
        edge = closed_edges[i] if closed_edges is not None else np.where(pricer.closed[i], -1.0, pricer.market.edge[i])
        near = np.argpartition(-edge, width - 1)[:width]
        near = near[edge[near] >= 0]
        a, b = np.triu_indices(len(near), 1)
        threes.append(np.stack([np.full(len(a), i), near[a], near[b]], axis=1))
    two = np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0)
    three = np.unique(np.sort(np.concatenate(threes), axis=1), axis=0)
    block = Groups.even(two, pricer.pair_value[two[:, 0], two[:, 1]])
    return block.joined(pricer.triads(three)) if len(three) else block


def greedy(groups: Groups, packing: Packing, order_by: Floats | None = None) -> Choice:
    """Return the plan that takes groups in descending order of value (or of `order_by`) while they fit.

    Groups that fulfil a pin are taken first. With equal keys the larger group comes first.
    """
    key = groups.value + packing.left_out * groups.sums(packing.wanted) if order_by is None else order_by
    order = np.lexsort((-groups.sizes, -key)).tolist()
    fill = _Fill(groups, packing)
    pins = [r for r, side in enumerate(packing.sides) if side.lower]
    if pins:
        for s in order:
            if any(r in pins and not fill.used[r] for r in fill.rows.get(s, ())):
                fill.try_take(s)
    for s in order:
        fill.try_take(s)
    return choice_of(groups.take(np.array(fill.chosen, dtype=np.int64)), packing)


class _Fill:
    """A plan that grows group by group and knows what still fits."""

    def __init__(self, groups: Groups, packing: Packing) -> None:
        self.members = groups.tuples()
        self.left = packing.capacity.tolist()
        self.limit = dict(packing.size_limit)
        self.upper = [side.upper for side in packing.sides]
        self.used = [0] * len(packing.sides)
        self.rows = _rows(self.members, packing.sides)
        self.chosen: list[int] = []
        self._taken: set[int] = set()

    def try_take(self, s: int) -> None:
        """Take group s if every member has room and no row or limit is broken."""
        members, rows = self.members[s], self.rows.get(s, ())
        if s in self._taken or any(self.left[i] <= 0 for i in members) or self.limit.get(len(members), 1) <= 0:
            return
        if any(self.used[r] >= self.upper[r] for r in rows):
            return
        for i in members:
            self.left[i] -= 1
        for r in rows:
            self.used[r] += 1
        if len(members) in self.limit:
            self.limit[len(members)] -= 1
        self._taken.add(s)
        self.chosen.append(s)


def _rows(members: list[tuple[int, ...]], sides: list[Side]) -> dict[int, list[int]]:
    """Return by group the rows that count it: those with at least two of its members."""
    at: dict[int, list[int]] = {}
    for r, side in enumerate(sides):
        for city in side.cities:
            at.setdefault(city, []).append(r)
    out: dict[int, list[int]] = {}
    for s, group in enumerate(members):
        met = [r for city in group if city in at for r in at[city]]
        if len(met) > 1:
            rows = sorted({r for n, r in enumerate(met) if r in met[:n]})
            if rows:
                out[s] = rows
    return out
