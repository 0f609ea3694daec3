"""Relaxation over a long list of groups: a short list is solved, groups that pay at its prices are added."""

from __future__ import annotations

import numpy as np

from ..budget import Budget
from ..groups import Floats, Ints
from .lp import Linear
from .pack import Pack

#: Lists up to this length are solved at once.
_AT_ONCE = 6000
_ROUNDS = 60


def relax_list(pack: Pack, prices: Floats, budget: Budget) -> tuple[Floats, Floats]:
    """Return the best prices of places met, from these on, and the share of each group (none when stopped at once).

    Whatever the prices, they prove a bound: places times prices and what groups are worth above their prices.
    """
    chosen = np.arange(pack.m) if pack.m <= _AT_ONCE else _short_list(pack, prices)
    best = bound_of(pack, prices), prices, np.zeros(pack.m)
    for _ in range(_ROUNDS):
        if budget.stop():
            break
        lp = Linear(pack.take(chosen), budget)
        lp.solve()
        prices = lp.prices()
        bound = bound_of(pack, prices)
        share = np.zeros(pack.m)
        share[chosen] = lp.share()
        if bound < best[0] or lp.optimal:
            best = (bound, prices, share) if bound < best[0] else (*best[:2], share)
        missing = np.maximum(pack.groups.value - pack.groups.sums(prices), 0)
        missing[chosen] = 0.0
        if not lp.optimal or missing.sum() <= 1e-7 * max(1.0, bound):
            break
        chosen = np.union1d(chosen, _per_city(pack, missing, 8))
    return best[1], best[2]


def bound_of(pack: Pack, prices: Floats) -> float:
    """Return the bound any prices of places prove (weak duality)."""
    over = np.maximum(pack.groups.value - pack.groups.sums(prices), 0)
    return float((prices * pack.capacity).sum() + over.sum())


def first_prices(pack: Pack, budget: Budget) -> Floats:
    """Return prices that prove a fair bound within moments: each place the best share of a group, then evened out.

    Source: subgradient steps on the Lagrangian dual (Held and Karp 1971); the best prices met are returned.
    """
    flat, sizes = pack.groups.flat, pack.groups.sizes
    owner = np.repeat(np.arange(pack.m), sizes)
    prices = np.zeros(len(pack.capacity))
    np.maximum.at(prices, flat, (pack.groups.value / sizes)[owner])
    best, least, step = prices, np.inf, 0.5
    for _ in range(int(min(150, 3e7 / max(1, len(flat))))):
        if budget.stop():
            break
        reduced = pack.groups.value - pack.groups.sums(prices)
        bound = float((prices * pack.capacity).sum() + np.maximum(reduced, 0).sum())
        best, least, step = (prices, bound, step) if bound < least else (best, least, step * 0.95)
        slope = pack.capacity - np.bincount(flat, weights=(reduced > 0)[owner], minlength=len(prices))
        norm = float((slope * slope).sum())
        if norm < 0.5:
            break
        prices = np.maximum(prices - step * 0.1 * least / norm * slope, 0)
    return best


def _short_list(pack: Pack, prices: Floats) -> Ints:
    """Return the groups that pay best at some prices, a few of each city among them."""
    reduced = pack.groups.value - pack.groups.sums(prices)
    best = np.argsort(-reduced, kind="stable")[: _AT_ONCE // 2]
    return np.union1d(best, _per_city(pack, reduced - reduced.min() + 1e-9, 4))


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
