"""Prices that prove a bound before anything is solved, for a run that is stopped early and for its first progress."""

from __future__ import annotations

import numpy as np

from .groups import Floats
from .model import Packing, Prices
from .pricing import ILLEGAL, Pricer

#: Room for the single precision of edges.
_ROOM = 0.1
#: How often prices answer each other, and how far they go each time after the first.
_ROUNDS, _STEP = 6, 0.7
#: Cities looked at together.
_BLOCK = 256
_NEVER = np.float32(-1e6)


def opening_prices(pricer: Pricer, packing: Packing, rounds: int = _ROUNDS) -> Prices:
    """Return prices under which no possible group has a positive reduced value.

    At any prices, let each city pay more (or less) by half of what its best pair exceeds them, or half of what its two
    best edges do, whichever is more. A pair is then worth at most its two prices; and a group of three, whose value is
    at most its three edges, at most its three prices, for each edge is among two of its members' edges. Repeated, for
    prices that answer prices are lower: about a third above the best bound instead of more than half. Each round takes
    one look at all pairs; told to stop, the prices of the last whole round are returned. Points for keeping a group of
    three are paid by its cities, and a price that would be negative is nothing.
    """
    market = pricer.market
    kept = max(pricer.kept.values(), default=0)
    city: Floats = np.zeros(market.n)
    best = Prices(city, np.zeros(len(packing.sides)), {})
    for done in range(rounds):
        short = _excess(pricer, city, may_stop=done > 0)
        if short is None:
            break
        proof = Prices(np.maximum(0.0, city + short) + kept / 3 + _ROOM, best.side, {})
        if not done or proof.bound(packing) < best.bound(packing):
            best = proof
        city = np.maximum(0.0, city + (_STEP if done else 1.0) * short)
    return best


def _excess(pricer: Pricer, city: Floats, *, may_stop: bool) -> Floats | None:
    """Return by how much each city's best pair or two best edges exceed these prices, halved; None when stopped."""
    market, n = pricer.market, pricer.market.n
    out: Floats = np.zeros(n)
    bonus = market.bonus if pricer.plain_value else np.zeros(n)
    price, half = city.astype(np.float32), ((city - bonus) / 2).astype(np.float32)
    for start in range(0, n, _BLOCK):
        if may_stop and pricer.stopped():
            return None
        rows = slice(start, min(start + _BLOCK, n))
        pairs = pricer.pair_value[rows] - price[None, :]
        pairs -= price[rows][:, None]
        pairs[pricer.pair_value[rows] == ILLEGAL] = _NEVER
        most = pairs.max(axis=1)
        if n > 2:
            edges = market.edge[rows] - half[None, :] if pricer.plain_value else np.zeros_like(pairs) - half[None, :]
            edges -= half[rows][:, None]
            edges[pricer.closed[rows]] = _NEVER
            at = np.arange(len(edges)), edges.argmax(axis=1)
            first = edges[at]
            edges[at] = _NEVER
            most = np.maximum(most, first + edges.max(axis=1))
        out[rows] = most / 2
    return out
