"""A plan from the relaxation of a large cohort: fix what it is sure of, price the rest anew, until all are in a group.

Source: diving with pricing (Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa 2019, "Primal heuristics for branch and
price"). Only for problems in which nothing but one place for each city limits the choice.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .budget import Budget
from .explicit.lp import Linear
from .explicit.pack import Pack
from .generate import Relaxed, Source, fresh_groups
from .groups import Floats, Groups
from .heuristic import greedy
from .model import Choice, Packing, Prices, choice_of

#: Share of the groups taken in fractions that each step fixes.
PART = 0.15
#: Groups a city the dive looks at, besides those in use.
POOL = 12
#: Prices are asked for anew once this share of the cities is left: before, the groups at hand are enough.
_ASK_FROM = 0.5
_PAST = 1e6


def dived(
    source: Source, packing: Packing, relaxed: Relaxed, budget: Budget, *, seed: int = 0, noise: float = 0.0
) -> Choice:
    """Return a plan by diving from a corner solution of the relaxation.

    `noise` (0–1) mixes chance into the order in which fractions are fixed, so that other seeds give other plans.
    Stopped early, the cities not yet in a group are placed one group after another, those nearest to paying first.
    """
    random = np.random.default_rng(seed)
    near = near_groups(relaxed, packing, POOL)
    pool, share = relaxed.groups.take(near), relaxed.share[near]
    free = packing.capacity > 0
    fixed = Groups.empty()
    while free.any() and not budget.stop():
        taken = _sure(pool, share, random.random(len(pool)) * noise)
        if not len(taken):
            break
        fixed = fixed.joined(pool.take(taken))
        free[pool.take(taken).flat] = False
        pool = pool.take(pool.sums(~free) == 0)
        pool, share = _solved(source, packing, pool, free, budget)
    if budget.stopped:
        every = fixed.joined(relaxed.groups.take(near))
        first = np.arange(len(every)) < len(fixed)
        return greedy(every, packing, relaxed.prices.reduced(every, packing) + _PAST * first)
    return choice_of(fixed, packing)


def near_groups(relaxed: Relaxed, packing: Packing, per_city: int) -> npt.NDArray[np.int64]:
    """Return, in ascending order, the groups in use and the `per_city` per city closest to paying."""
    reduced = relaxed.prices.reduced(relaxed.groups, packing)
    near = relaxed.share > 1e-6
    near[np.argsort(-reduced, kind="stable")[: per_city * packing.n]] = True
    return np.flatnonzero(near)


def _sure(pool: Groups, share: Floats, chance: Floats) -> npt.NDArray[np.int64]:
    """Return groups to fix: all taken whole, and the most favoured part of those taken in fractions."""
    whole = np.flatnonzero(share > 1 - 1e-3)
    loose = np.flatnonzero((share > 1e-6) & (share <= 1 - 1e-3))
    order = loose[np.lexsort((loose, -(share[loose] + chance[loose])))][: max(1, int(len(loose) * PART))]
    used: set[int] = set()
    out: list[int] = []
    for s in (*whole.tolist(), *order.tolist()):
        members = pool.members(s)
        if used.isdisjoint(members):
            used.update(members)
            out.append(s)
    return np.array(out, dtype=np.int64)


def _solved(
    source: Source, packing: Packing, pool: Groups, free: npt.NDArray[np.bool_], budget: Budget
) -> tuple[Groups, Floats]:
    """Return the groups among the free cities, new ones included when few cities are left, and their shares."""
    n = packing.n
    worth = np.where(packing.wanted, packing.left_out, 0.0)
    for asked in (False, True):
        pack = Pack(Groups(pool.flat, pool.starts, pool.value + pool.sums(worth)), free.astype(np.int64), 0.0)
        linear = Linear(pack, budget)
        if linear.solve() is None or not linear.optimal:
            return pool, np.zeros(len(pool))
        if asked or not 0 < int(free.sum()) <= _ASK_FROM * n:
            break
        city = np.where(free, linear.prices() - worth, _PAST)
        found = source.search(Prices(city, np.zeros(0), {}), packing, 0.5, 15 * n)
        fresh = fresh_groups(found, set(pool.tuples()), n)
        if not len(fresh):
            break
        pool = pool.joined(fresh)
    return pool, linear.share()
