"""Lowers the bound of a large relaxation by odd sets of cities, over all groups, so that prices still prove it.

Source: subset rows in column generation (Jepsen, Petersen, Spoorendonk and Pisinger 2008). Groups have at most three
members, so of 2k + 1 cities with one place each at most k groups hold two or more; such a row is one more price.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .budget import Budget
from .explicit.odd_sets import odd_sets
from .explicit.pack import Pack
from .generate import Relaxed, Source, fresh_groups, proven_bound, subset_rows
from .groups import Floats
from .highs import Relaxation
from .integer import PIECES_FROM
from .model import Packing, Side
from .rounding import near_groups

#: Rounds of cuts, cuts in each, and groups a city to begin with.
_ROUNDS, _MOST, _PER_CITY = 15, 200, 12
#: A round must lower the relaxation by this many points to be worth another.
_LEAST = 0.02
#: Points between relaxation and bound at which the search for groups may end.
_CLOSE = 0.2
_CANDIDATES = 2_000_000
#: Smaller cohorts are left to branch and cut alone.
_FROM = PIECES_FROM


def tightened(source: Source, packing: Packing, relaxed: Relaxed, budget: Budget) -> Relaxed:
    """Return the relaxation with violated odd sets as rows of `packing`; its bound is never higher.

    Only where one place for each city is the only limit: then the rows hold for every plan.
    """
    if not packing.plain or packing.n < _FROM or not np.isfinite(relaxed.bound) or budget.stop():
        return relaxed
    master = Relaxation(packing, budget, interior=True)
    master.add(relaxed.groups.take(near_groups(relaxed, packing, _PER_CITY)))
    search = _Cuts(source, packing, budget, master)
    if not search.begin():
        return relaxed
    best, before = relaxed, relaxed.bound
    for _ in range(_ROUNDS):
        if budget.stop() or not search.cut():
            break
        best = search.solve(best)
        budget.report("relaxation", None, best.bound)
        if before - search.objective < _LEAST:
            break
        before = search.objective
    every = best.groups.joined(relaxed.groups).without_repeats()
    return replace(best, groups=every, share=np.pad(best.share, (0, len(every) - len(best.share))))


class _Cuts:
    """A relaxation that grows by rows and by the groups that the rows make worth having."""

    def __init__(self, source: Source, packing: Packing, budget: Budget, master: Relaxation) -> None:
        self.source, self.packing, self.budget, self.master = source, packing, budget, master
        self.seen = set(master.groups.tuples())
        self.known: set[tuple[int, ...]] = set()
        self.share: Floats = np.zeros(0)
        self.objective = np.inf

    def begin(self) -> bool:
        """Solve to a corner; all further solutions start from the last one."""
        solved = self.master.solve(vertex=True)
        if solved is None:
            return False
        self.objective, self.share, _ = solved
        self.master.stay_at_corners()
        return True

    def cut(self) -> bool:
        """Add violated rows; say whether there were any."""
        rows = subset_rows(self.master.groups, self.share, self.packing, _MOST)
        self.known |= {row.cities for row in rows}
        used = np.flatnonzero(self.share > 1e-6)
        pack = Pack(self.master.groups.take(used), self.packing.capacity, 0.0)
        before = set(self.known)
        odd_sets(pack, self.share[used], self.known, _MOST)
        rows += [Side(cities, 0, len(cities) // 2) for cities in sorted(self.known - before)]
        for row in rows:
            self.master.cut(row)
        return bool(rows)

    def solve(self, best: Relaxed) -> Relaxed:
        """Solve with the rows, and ask for groups until none is missing; return what proves the better bound."""
        while True:
            solved = self.master.solve()
            if solved is None:
                return best
            self.objective, self.share, prices = solved
            found = self.source.search(prices, self.packing, 1e-6, _CANDIDATES)
            if found.complete:
                bound, proof = proven_bound(found, prices, self.packing)
                if bound < best.bound:
                    best = replace(best, prices=proof, bound=bound)
            fresh = fresh_groups(found, self.seen, self.packing.n)
            if self.budget.stop() or not len(fresh) or best.bound - self.objective < _CLOSE:
                return replace(best, groups=self.master.groups, share=self.share, objective=self.objective)
            self.master.add(fresh)
            self.seen.update(fresh.tuples())
