"""Column generation for cohorts whose relaxation takes a solver too long: prices by steps, proof by complete search.

Early rounds need prices that are roughly right, and a bound is proved by any prices, so few steps a round are enough.
They begin where the last round ended and, unlike prices from the inside of a wide optimal face, hardly jump.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .budget import Budget
from .cuts import tightened
from .generate import Relaxed, Source, fresh_groups, proven_bound, relax
from .groups import Floats, Groups
from .highs import Relaxation
from .model import Packing, Prices
from .saddle import Saddle

#: From this many cities on, steps instead of solutions.
STEPS_FROM = 2000
#: Steps a round while new groups keep turning up, and once searches are complete.
EARLY, LATE = 150, 400
#: Ends when no plan can be farther from the relaxation's worth than this share: plans at this size are farther off.
TOLERANCE = 1e-4
_ROUNDS = 60
#: Groups a city that a round keeps of those at hand, those that the corner solution is made of, and how many crowd.
KEPT, CORNER, _CROWD = 15, 12, 25
_USED, _EPS = 1e-7, 1e-6


def relaxed_by_size(source: Source, packing: Packing, start: Groups, budget: Budget) -> Relaxed | None:
    """Solve the relaxation over all groups of `source`, by steps where it is large; None when stopped before any."""
    if packing.n < STEPS_FROM or int(packing.capacity.max(initial=0)) > 1:
        relaxed = relax(source, packing, start, budget)
        return relaxed and tightened(source, packing, relaxed, budget)
    return approached(source, packing, start.without_repeats(), budget)


def approached(source: Source, packing: Packing, start: Groups, budget: Budget) -> Relaxed:
    """Return the relaxation with prices within `TOLERANCE` of the best ones, and a corner solution for rounding.

    The bound is infinite when stopped before a complete search.
    """
    saddle = Saddle(packing, start)
    best = Relaxed(start, saddle.share, saddle.prices(), np.inf, -np.inf)
    early = best.prices, np.inf
    most, late = 15 * packing.n + 1000, False
    for _ in range(_ROUNDS):
        saddle.steps(LATE if late else EARLY, budget)
        best.objective = saddle.objective()
        if budget.stop():
            break
        prices = saddle.prices()
        found = source.search(prices, packing, _EPS, most)
        if found.complete:
            bound, proof = proven_bound(found, prices, packing, _EPS)
            if bound < best.bound:
                best.bound, best.prices = bound, proof
        budget.report("relaxation", None, best.bound)
        if late and best.bound - best.objective <= TOLERANCE * abs(best.bound):
            break
        fresh = fresh_groups(found, set(saddle.groups.tuples()), packing.n)
        late = found.complete
        if not found.complete and len(fresh) < 2 * packing.n:
            most *= 64  # prices are near: from now on a complete look costs little, and it proves a bound
            if budget.told and not np.isfinite(early[1]):
                early = _bound_now(source, prices, packing, 8 * most)
                budget.report("relaxation", None, early[1])
        saddle.change(_kept(saddle.groups, saddle.share, prices.reduced(saddle.groups, packing), packing.n), fresh)
    if early[1] < best.bound:
        best.prices, best.bound = early
    return _with_corner(saddle, best, packing, budget)


def _bound_now(source: Source, prices: Prices, packing: Packing, most: int) -> tuple[Prices, float]:
    """Return what these prices prove at once, for those who wait: a complete search before the rounds need one."""
    found = source.search(prices, packing, _EPS, most)
    bound, proof = proven_bound(found, prices, packing, _EPS) if found.complete else (np.inf, prices)
    return proof, bound


def _kept(groups: Groups, share: Floats, reduced: Floats, n: int) -> npt.NDArray[np.bool_]:
    """Return which groups the next round keeps: all while they are few, else those in use or nearest to paying."""
    if len(groups) <= _CROWD * n:
        return np.ones(len(groups), dtype=bool)
    return nearest(share, reduced, KEPT * n)


def nearest(share: Floats, reduced: Floats, most: int) -> npt.NDArray[np.bool_]:
    """Return a mask of the groups in use and the `most` nearest to paying."""
    keep: npt.NDArray[np.bool_] = share > _USED
    keep[np.argsort(-reduced, kind="stable")[:most]] = True
    return keep


def _with_corner(saddle: Saddle, best: Relaxed, packing: Packing, budget: Budget) -> Relaxed:
    """Put groups and shares of a corner solution in, or those of the steps when there is no time for it."""
    reduced = best.prices.reduced(saddle.groups, packing)
    keep = nearest(saddle.share, reduced, CORNER * packing.n)
    best.groups, best.share = saddle.groups.take(keep), saddle.share[keep]
    if budget.stop():
        return best
    master = Relaxation(packing, budget, interior=True)
    master.add(best.groups)
    solved = master.solve(vertex=True)
    if solved is not None:
        best.objective, best.share, _ = solved
    return best
