"""Relaxation over a long list of groups: a short list is solved, groups that pay at its prices are added."""

from __future__ import annotations

import numpy as np

from ..budget import Budget
from ..groups import Floats, Ints
from .lp import Linear
from .pack import Pack
from .tree import filled

#: Lists up to this length are solved at once.
_AT_ONCE = 6000
_ROUNDS = 60


def relax_list(pack: Pack, budget: Budget) -> tuple[Floats, Floats] | None:
    """Return prices of places and the share of each group; None when stopped before the first solution.

    Whatever the prices, they prove a bound: places times prices and what groups are worth above their prices.
    """
    chosen = np.arange(pack.m) if pack.m <= _AT_ONCE else _short_list(pack)
    best: tuple[float, Floats, Floats] | None = None
    for _ in range(_ROUNDS):
        some = pack.take(chosen)
        lp = Linear(some, budget)
        solved = lp.solve()
        if solved is None or not np.isfinite(solved):
            break
        prices = lp.prices()
        reduced = pack.groups.value - pack.groups.sums(prices)
        bound = float((prices * pack.capacity).sum() + np.maximum(reduced, 0).sum())
        share = np.zeros(pack.m)
        share[chosen] = lp.share()
        if best is None or bound < best[0]:
            best = bound, prices, share
        missing = np.maximum(reduced, 0)
        missing[chosen] = 0.0
        budget.report("relaxation", None, best[0])
        if missing.sum() <= 1e-7 * max(1.0, bound) or budget.stop():
            break
        fresh = _per_city(pack, missing, 8)
        near = chosen[(reduced[chosen] > -0.05 * max(1.0, bound) / max(len(pack.capacity), 1)) | (lp.share() > 1e-9)]
        chosen = np.union1d(near if len(chosen) > 4 * _AT_ONCE else chosen, fresh)
    return None if best is None else (best[1], best[2])


def _short_list(pack: Pack) -> Ints:
    greedy = filled(pack, np.argsort(-(pack.groups.value / np.sqrt(pack.groups.sizes)), kind="stable"))
    return np.union1d(greedy, _per_city(pack, pack.groups.value / pack.groups.sizes, 12))


def _per_city(pack: Pack, merit: Floats, most: int) -> Ints:
    """Return for each city the groups of greatest merit above zero."""
    flat, sizes = pack.groups.flat, pack.groups.sizes
    owner = np.repeat(np.arange(pack.m), sizes)
    useful = merit[owner] > 0
    city, owner = flat[useful], owner[useful]
    order = np.lexsort((owner, -merit[owner], city))
    city, owner = city[order], owner[order]
    first = np.searchsorted(city, np.arange(len(pack.capacity)))
    rank = np.arange(len(city)) - first[city]
    out: Ints = np.unique(owner[rank < most])
    return out
