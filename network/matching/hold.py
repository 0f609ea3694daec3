"""The repair that changes least: a search among the groups near the change only.

Over all groups the same question is slow (points for keeping groups make the prices of their members ambiguous) and
its answer hardly ever better: who changes group is decided by the cities that lost theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from .attempt import begin_with
from .budget import Budget
from .groups import Groups
from .heuristic import first_groups, greedy
from .integer import Solved, branch
from .levels import Outcome, surcharge
from .memory import Memory
from .pricing import Pricer
from .setup import Arena

#: Most groups that are made of cities without a group and one kept group.
_MOST = 200_000
#: Most cities without a group for which all groups with one kept group are tried.
_LOOSE = 12


def held(
    place: Arena,
    steered: Outcome,
    kept: Mapping[tuple[int, ...], int],
    start: Iterable[tuple[int, ...]],
    budget: Budget,
    memory: Memory,
) -> Outcome:
    """Return the plan worth most with these points for keeping groups, on the floor of an outcome already found.

    Looked at are the kept groups, all groups of cities without one and members of one kept group, and all that were
    near the prices of another run. `start` (market indices) is a plan to begin with: the result serves no fewer cities.
    """
    pricer = Pricer(place.market, place.legality(steered.floor), kept=kept)
    packing = place.packing(steered.packing.wanted, surcharge(kept))
    given = pricer.groups(sorted(start))
    near = [*kept, *_near(place, pricer.groups(sorted(kept))), *memory.seen]
    pool = given.joined(pricer.groups(sorted(set(near)))).joined(first_groups(pricer)).without_repeats()
    best = begin_with(greedy(pool, packing), given, packing)
    window = best.groups.joined(pool).without_repeats()
    best, _, _ = branch(window, packing, best, budget)
    solved = Solved(best, best.worth(packing), np.inf, False, window)
    return replace(steered, solved=solved, pricer=pricer, packing=packing)


def _near(place: Arena, kept: Groups) -> set[tuple[int, ...]]:
    """Return the pairs and threes among cities without a group, alone or with members of one kept group."""
    used = np.bincount(kept.flat, minlength=place.market.n)
    loose = np.flatnonzero(place.capacity > used).tolist()
    out: set[tuple[int, ...]] = set()
    for group in ((), *kept.tuples()):
        some = sorted({*(loose if len(loose) <= _LOOSE or not group else ()), *group})
        for size in (2, 3):
            if len(some) ** size < 6 * _MOST:
                out.update(combinations(some, size))
        if len(out) > _MOST:
            break
    return out
