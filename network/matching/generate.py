"""Column generation: solve the relaxation over a few groups, ask for better ones, repeat until none exists.

Source of the method: cycle formulation and column generation of kidney exchange (Abraham, Blum and Sandholm
2007); bound from any prices by weak duality (Farley 1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .budget import Budget
from .groups import Floats, Groups
from .highs import Relaxation
from .model import Packing, Prices, Side
from .pricing import Found

#: From this many cities on, interior prices converge faster than corner ones.
INTERIOR_FROM = 600
#: Groups a city that a large relaxation keeps from one round to the next.
KEPT = 25
_EPS = 1e-6


class Source(Protocol):
    """Anything that can find groups by price."""

    def search(self, prices: Prices, packing: Packing, threshold: float, most: int) -> Found:
        """Return groups with a reduced value above the threshold."""


@dataclass(slots=True)
class Relaxed:
    """Result of the relaxation: groups seen, their shares, prices that prove `bound`, and that bound.

    `prices` have no group with a positive reduced value left. `bound` is infinite when the run was stopped
    before any complete search.
    """

    groups: Groups
    share: Floats
    prices: Prices
    bound: float
    objective: float


def relax(
    source: Source,
    packing: Packing,
    start: Groups,
    budget: Budget,
    *,
    tolerance: float = 1e-5,
    cut_rounds: int = 0,
    smallest: float = _EPS,
) -> Relaxed | None:
    """Solve the relaxation over all groups of `source`; None when stopped before the first solution.

    `tolerance` is the relative distance between relaxation and bound at which the search may end; reduced
    values up to `smallest` are not looked for (the bound allows for them).
    """
    master = Relaxation(packing, budget, interior=packing.n >= INTERIOR_FROM)
    master.add(start.without_repeats())
    seen = set(master.groups.tuples())
    best: Relaxed | None = None
    most, round_, cuts = 15 * packing.n + 1000, 0, 0
    while True:
        solved = master.solve()
        if solved is None:
            return best
        objective, share, prices = solved
        repeats = repeated_pairs(master.groups, share, packing)
        if repeats and not budget.stop():
            for side in repeats:
                master.cut(side)
            continue
        found = source.search(prices, packing, smallest, most)
        if found.complete:
            bound, proof = proven_bound(found, prices, packing, smallest)
            if best is None or bound < best.bound or cuts:
                best = Relaxed(master.groups, share, proof, min(bound, best.bound if best else bound), objective)
        if best is None:
            best = Relaxed(master.groups, share, prices, np.inf, objective)
        best.groups, best.share, best.objective = master.groups, share, objective
        budget.report("relaxation", None, best.bound if np.isfinite(best.bound) else None)
        fresh = fresh_groups(found, seen, packing.n)
        close = best.bound - objective <= tolerance * max(1.0, abs(best.bound))
        if budget.stop():
            return best
        if found.complete and (close or not len(fresh)):
            if cuts < cut_rounds and _cut(master, packing):
                cuts += 1
                continue
            return _rounded(master, best)
        if not found.complete and len(fresh) < 2 * packing.n:
            most *= 64  # prices are near: from now on a complete look costs little, and it proves a bound
        if master.crowded(2 * KEPT * packing.n if round_ < 2 else KEPT * packing.n):
            master, seen = _thinned(master, share, prices, budget)
        master.add(fresh)
        seen.update(fresh.tuples())
        round_ += 1


def _thinned(
    master: Relaxation, share: Floats, prices: Prices, budget: Budget
) -> tuple[Relaxation, set[tuple[int, ...]]]:
    """Return the relaxation without the groups farthest from paying, and the groups left in it.

    Interior solutions start anew at every round, in time proportional to the groups; what turns out to be missed is
    found again by price, and groups in use stay, so the objective never falls.
    """
    packing, groups = master.packing, master.groups
    order = np.argsort(-prices.reduced(groups, packing), kind="stable")
    keep = share > 1e-7
    keep[order[: KEPT * packing.n]] = True
    out = Relaxation(packing, budget, interior=True)
    out.add(groups.take(keep))
    return out, set(out.groups.tuples())


def _rounded(master: Relaxation, best: Relaxed) -> Relaxed:
    """Exchange an interior solution for a corner one, which is far better for rounding."""
    if master.packing.n < INTERIOR_FROM:
        return best
    solved = master.solve(vertex=True)
    if solved is not None:
        best.share = solved[1]
    return best


def proven_bound(found: Found, prices: Prices, packing: Packing, smallest: float = _EPS) -> tuple[float, Prices]:
    """Return a bound for the whole problem and prices that prove it.

    Each city's price is raised by the largest share of a positive reduced value among its groups; after that
    no group has a positive reduced value, whatever the relaxation left open.
    """
    raised = np.zeros(packing.n)
    if len(found.groups):
        part = np.repeat(np.maximum(found.reduced, 0) / found.groups.sizes, found.groups.sizes)
        np.maximum.at(raised, found.groups.flat, part)
    proof = Prices(prices.city + raised + smallest, prices.side, dict(prices.size))
    return proof.bound(packing), proof


def fresh_groups(found: Found, seen: set[tuple[int, ...]], n: int) -> Groups:
    """Return the best new groups, at most a handful for each city."""
    order = np.argsort(-found.reduced, kind="stable")
    used = np.zeros(n, dtype=np.int64)
    chosen: list[int] = []
    tuples = found.groups.tuples()
    for s in order.tolist():
        members = tuples[s]
        if members in seen or all(used[i] >= 6 for i in members):
            continue
        used[list(members)] += 1
        chosen.append(s)
    return found.groups.take(np.array(chosen, dtype=np.int64))


def _cut(master: Relaxation, packing: Packing) -> bool:
    """Add violated subset-row cuts (three cities, at most one group with two of them); say if any was added."""
    solved = master.solve(vertex=True)
    if solved is None:
        return False
    cuts = subset_rows(master.groups, solved[1], packing)
    for side in cuts:
        master.cut(side)
    return bool(cuts)


def subset_rows(groups: Groups, share: Floats, packing: Packing, most: int = 40) -> list[Side]:
    """Return the most violated subset rows of three cities with capacity 1 each, disjoint where possible.

    Source: Jepsen et al. 2008. Valid because two groups with two of the same three cities share a city.
    """
    near: dict[int, dict[int, float]] = {}
    for s in np.flatnonzero(share > 1e-6):
        members = groups.members(int(s))
        for a in members:
            for b in members:
                if a != b:
                    near.setdefault(a, {})[b] = near.get(a, {}).get(b, 0.0) + float(share[s])
    whole = {groups.members(int(s)): float(share[s]) for s in np.flatnonzero(share > 1e-6)}
    known = {side.cities for side in packing.sides}
    found: dict[tuple[int, ...], float] = {}
    for a, partners in near.items():
        names = sorted(partners)
        for x, b in enumerate(names):
            for c in names[x + 1 :]:
                three = tuple(sorted((a, b, c)))
                if three in found or three in known or packing.capacity[list(three)].max() > 1:
                    continue
                total = partners[b] + partners[c] + near.get(b, {}).get(c, 0.0)
                excess = total - 2 * whole.get(three, 0.0) - 1
                if excess > 0.05:
                    found[three] = excess
    used: set[int] = set()
    out: list[Side] = []
    for three, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        if not used & set(three):
            used |= set(three)
            out.append(Side(three, 0, 1))
    return out[:most]


def repeated_pairs(groups: Groups, share: Floats, packing: Packing, most: int = 200) -> list[Side]:
    """Return rows for two cities that would meet more than once (possible only with capacities above 1)."""
    if not packing.once_together or not (packing.capacity > 1).any():
        return []
    together: dict[tuple[int, int], float] = {}
    several = packing.capacity > 1
    for s in np.flatnonzero(share > 1e-6).tolist():
        members = [i for i in groups.members(s) if several[i]]
        for x, a in enumerate(members):
            for b in members[x + 1 :]:
                together[a, b] = together.get((a, b), 0.0) + float(share[s])
    known = {side.cities for side in packing.sides}
    over = [(pair, total) for pair, total in together.items() if total > 1.0001 and pair not in known]
    over.sort(key=lambda item: (-item[1], item[0]))
    return [Side(pair, 0, 1) for pair, _ in over[:most]]
