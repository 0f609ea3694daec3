"""Improves a plan for a large cohort piece by piece: free the worst placed cities and those around, solve, keep.

Large-neighbourhood search (Shaw 1998) led by prices: a group's reduced value says how much its cities lose against
the bound. Pieces are solved by our own branch and cut, so one place for each city must be all that limits a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .budget import Budget
from .explicit.conflicts import Conflicts
from .explicit.pack import Pack
from .explicit.tree import Tree
from .groups import Floats, Groups, Ints
from .model import Choice, Packing, Prices, choice_of, is_legal

#: Reached from a city: this many of its best groups, chance mixed in with so many points.
_REACH, _CHANCE = 6, 5.0


@dataclass(frozen=True, slots=True)
class Stage:
    """How to go through a plan once: cities in a piece, pieces for each 1000 cities, nodes of branch and cut."""

    cities: int
    pieces: int
    nodes: int


def improved(
    pool: Groups, packing: Packing, prices: Prices, best: Choice, budget: Budget, stage: Stage, seed: int = 0
) -> Choice:
    """Return the plan after one stage over these groups; never worse, and legal if `best` is."""
    if not is_legal(best.groups, packing):
        return best
    search = _Pieces(pool, packing, prices, best, np.random.default_rng(seed))
    for _ in range(max(4, stage.pieces * packing.n // 1000)):
        if budget.stop():
            break
        search.solve(search.around(search.worst(), stage.cities), stage.nodes, budget)
    return choice_of(search.groups.take(np.array(sorted(search.chosen), dtype=np.int64)), packing)


class _Pieces:
    """A plan over a pool of groups, who owns each city, and what each city loses against its price."""

    def __init__(
        self, pool: Groups, packing: Packing, prices: Prices, best: Choice, random: np.random.Generator
    ) -> None:
        self.groups = best.groups.joined(pool).without_repeats()
        self.packing, self.random = packing, random
        self.members = self.groups.tuples()
        self.chosen = set(range(len(best.groups)))
        self.short: Floats = np.maximum(0.0, -prices.reduced(self.groups, packing))
        served = packing.wanted & (packing.capacity > 0)
        self.worth: Floats = self.groups.value + packing.left_out * self.groups.sums(served)
        owner = np.repeat(np.arange(len(self.groups)), self.groups.sizes)
        order = np.argsort(self.groups.flat, kind="stable")
        ends = np.cumsum(np.bincount(self.groups.flat, minlength=packing.n))
        self.of_city = np.split(owner[order], ends[:-1])
        self.times = np.zeros(packing.n, dtype=np.int64)
        self.open = packing.capacity > 0
        self._owned()

    def _owned(self) -> None:
        n = self.packing.n
        self.owner = np.full(n, -1, dtype=np.int64)
        for s in self.chosen:
            self.owner[list(self.members[s])] = s
        alone = np.where(self.packing.wanted, self.packing.left_out, 0.0)
        self.loss = np.where(self.owner < 0, alone, self.short[self.owner])

    def worst(self) -> int:
        """Return the city that loses most among those least often in a piece."""
        times = np.where(self.open, self.times, np.iinfo(np.int64).max)
        return int(np.lexsort((np.arange(len(times)), -self.loss, times))[0])

    def around(self, city: int, size: int) -> list[int]:
        """Return about `size` cities around one: whole groups of the plan, reached through its best groups."""
        free: set[int] = set()
        queue, at = [city], 0
        while at < len(queue) and len(free) < size:
            owner = int(self.owner[queue[at]])
            whole = {queue[at], *(self.members[owner] if owner >= 0 else ())}
            at += 1
            for i in sorted(whole - free):
                free.add(i)
                options = self.of_city[i]
                mark = self.short[options] + _CHANCE * self.random.random(len(options))
                for s in options[np.argsort(mark, kind="stable")[:_REACH]].tolist():
                    queue.extend(j for j in self.members[s] if j not in free)
        out = sorted(free)
        self.times[out] += 1
        return out

    def solve(self, cities: list[int], nodes: int, budget: Budget) -> None:
        """Choose anew among the groups inside these cities; the plan changes only for the better."""
        inside = np.zeros(self.packing.n, dtype=bool)
        inside[cities] = True
        near = np.unique(np.concatenate([self.of_city[i] for i in cities]))
        block = self.groups.take(near)
        near = near[block.sums(~inside) == 0]
        block = self.groups.take(near)
        place = np.full(self.packing.n, -1, dtype=np.int64)
        place[cities] = np.arange(len(cities))
        unit = 1.0 if self.packing.integral else 0.0
        pack = Pack(Groups(place[block.flat], block.starts, self.worth[near]), self.packing.capacity[cities], unit)
        now = np.flatnonzero(np.isin(near, np.array(sorted(self.chosen), dtype=np.int64)))
        found = _solved(pack, now, nodes, budget)
        if pack.worth(found) > pack.worth(now) + 1e-6:
            self.chosen -= set(near[now].tolist())
            self.chosen |= set(near[found].tolist())
            self._owned()


def _solved(pack: Pack, now: Ints, nodes: int, budget: Budget) -> Ints:
    tree = Tree(pack, Conflicts(pack), now, budget, lambda _chosen, _bound: None)
    tree.root()
    if not tree.proven:
        tree.search(nodes)
    return tree.best
