"""Local search: bring a group in, take what is in its way out, and do not undo that for a while.

Source: tabu search with (ω,1)-swaps for maximum weight independent sets (Wu, Hao and Glover 2012; Nogueira et al.
2018). The number of moves is fixed, so the result does not depend on the clock.
"""

from __future__ import annotations

import numpy as np

from ..budget import Budget
from ..groups import Ints
from .nearby import Nearby
from .pack import Pack

#: The groups that exclude each group.
Near = list[Ints] | Nearby


def improve(pack: Pack, near: Near, start: Ints, moves: int, budget: Budget, seed: int = 0) -> Ints:
    """Return the best choice met from `start`; only for problems where every city has one place."""
    random = np.random.default_rng(seed)
    value, m = pack.groups.value, pack.m
    if not m:
        return start
    chosen = np.zeros(m, dtype=bool)
    cost = np.zeros(m)
    for s in start.tolist():
        chosen[s] = True
        cost[near[s]] += value[s]
    free_at = np.zeros(m, dtype=np.int64)
    now = best = float(value[start].sum())
    best_set, last = chosen.copy(), 0
    noise = random.random(m) * 1e-6 * float(value.max(initial=1.0))
    for move in range(moves):
        if move % 256 == 0 and budget.stop():
            break
        gain = value - cost + noise
        gain[chosen] = -np.inf
        held = free_at > move
        held &= now + value - cost <= best + 1e-9
        gain[held] = -np.inf
        s = int(np.argmax(gain))
        if not np.isfinite(gain[s]):
            s = int(random.integers(m))
            if chosen[s]:
                continue
        now += _swap(s, chosen, cost, value, near, free_at, move + 7 + int(random.integers(10)))
        if now > best + 1e-9:
            best, best_set, last = now, chosen.copy(), move
        elif move - last > 400 and (move - last) % 400 == 0:
            now = _shake(random, chosen, cost, value, near, best_set)
    return np.flatnonzero(best_set)


def _swap(
    s: int, chosen: np.ndarray, cost: np.ndarray, value: np.ndarray, near: Near, free_at: Ints, until: int
) -> float:
    """Bring s in and everything in its way out; return the change of the total."""
    out = near[s][chosen[near[s]]]
    change = float(value[s])
    for other in out.tolist():
        chosen[other] = False
        cost[near[other]] -= value[other]
        change -= float(value[other])
    free_at[out] = until
    chosen[s] = True
    cost[near[s]] += value[s]
    return change


def _shake(
    random: np.random.Generator,
    chosen: np.ndarray,
    cost: np.ndarray,
    value: np.ndarray,
    near: Near,
    best_set: np.ndarray,
) -> float:
    """Go back to the best choice and force a few random groups in; return the total then."""
    for s in np.flatnonzero(chosen != best_set).tolist():
        cost[near[s]] += value[s] if best_set[s] else -value[s]
    chosen[:] = best_set
    never = np.zeros(len(chosen), dtype=np.int64)
    total = float(value[chosen].sum())
    for s in random.integers(len(chosen), size=int(random.integers(2, 6))).tolist():
        if not chosen[s]:
            total += _swap(s, chosen, cost, value, near, never, 0)
    return total
