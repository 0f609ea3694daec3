"""Prices that prove a bound before anything is solved, for a run that is stopped during the relaxation."""

from __future__ import annotations

import numpy as np

from .model import Packing, Prices
from .pricing import Pricer

#: Room for the single precision of edges.
_ROOM = 0.1


def opening_prices(pricer: Pricer, packing: Packing) -> Prices:
    """Return prices under which no possible group has a positive reduced value.

    A city pays half its best pair, or half its two best edges and what its waiting earns, whichever is more: a pair
    is then worth at most its two prices, and a group of three at most its three edges, which its prices hold. Points
    for keeping a group are paid by every city. Weak beside the relaxation's (about half above the best), but it takes
    one look at all pairs.
    """
    market = pricer.market
    city = np.zeros(market.n)
    for i in range(market.n):
        pairs = pricer.pair_value[i]
        edges = np.where(pricer.closed[i], np.float32(0), market.edge[i]) if pricer.plain_value else np.zeros(market.n)
        top = np.partition(edges, -2)[-2:] if market.n > 1 else edges
        threes = float(top.sum()) / 2 + float(market.bonus[i] if pricer.plain_value else 0)
        city[i] = max(0.0, float(pairs.max(initial=0)) / 2, threes)
    kept = max(pricer.kept.values(), default=0)
    return Prices(city + kept + _ROOM, np.zeros(len(packing.sides)), {})
