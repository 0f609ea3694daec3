"""Local search on listed groups: legal, never worse, the same for the same seed, and with and without a table."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import numpy as np
import pytest

from network.matching.budget import Budget
from network.matching.explicit.conflicts import Conflicts
from network.matching.explicit.shared import Shared
from network.matching.explicit.swift import Owned, Swift, Tabled
from tests.network.matching import families as f
from tests.network.matching.test_listed_families import general
from tests.network.matching.test_listed_turns import NOTHING, pack_of

FAMILIES = {
    "set packing": f.packing(60, 200, 3),
    "large groups": f.wide(40, 150, 6, 2),
    "fractions": f.wide(30, 120, 5, 1, fractions=True),
    "three-dimensional": f.three_dimensional(12, 60, 2, most=9),
    "large values": f.graph(30, 120, 1, most=2**30),
}


def both(family: str) -> tuple[Swift, Swift]:
    pack = pack_of(FAMILIES[family])
    return Owned(pack), Tabled(pack, Conflicts(pack))


@pytest.mark.parametrize("family", FAMILIES)
def test_small_problems_are_solved_best_and_repeatably(family: str) -> None:
    best = general(FAMILIES[family])
    for search in both(family):
        found = search.search(NOTHING, 8_000, Budget(), 1)
        assert search.pack.fits(found)
        assert search.pack.worth(found) == pytest.approx(best)
        assert search.search(NOTHING, 8_000, Budget(), 1).tolist() == found.tolist()


@pytest.mark.parametrize("family", FAMILIES)
def test_what_a_choice_would_change_is_kept_right(family: str) -> None:
    """`gain` after many moves is what it would be if computed anew: value less all chosen groups in the way."""
    for search in both(family):
        search.improve([], 500, Budget(), Random(4))
        near = Conflicts(search.pack).arrays()
        chosen = np.array(sorted(search.chosen))
        assert search.pack.fits(chosen)
        cost = [sum(search.value[o] for o in near[s] if o in search.chosen) for s in range(search.pack.m)]
        assert search.gain == pytest.approx(search.pack.groups.value - np.array(cost), rel=1e-4, abs=2e-3)
        assert (search.key[chosen] < -1e17).all()


def test_a_good_choice_is_never_lost() -> None:
    pack = pack_of(FAMILIES["large groups"])
    best = Tabled(pack, Conflicts(pack)).search(NOTHING, 8_000, Budget(), 1)
    for search, moves in itertools.product(both("large groups"), (0, 1, 50)):
        assert pack.worth(search.search(best, moves, Budget(), 2)) == pack.worth(best)


def test_what_was_found_on_the_way_is_returned() -> None:
    """With equal values most moves gain nothing; going back to the best choice must not forget it."""
    pack = pack_of(f.three_dimensional(200, 3000, 1))
    search, best = Owned(pack), 0
    swap = search._swap

    def watched(*arguments: Any) -> float:
        nonlocal best
        change = swap(*arguments)
        best = max(best, len(search.chosen))
        return change

    search._swap = watched  # type: ignore[method-assign]
    assert len(search.improve([], 5000, Budget(), Random(1))) == best


def test_it_stops_when_told() -> None:
    search, _ = both("set packing")
    assert len(search.search(NOTHING, 10**9, Budget(should_stop=lambda: True))) == 0


@pytest.mark.parametrize("places", [(1,), (1, 2, 3)])
def test_several_places(places: tuple[int, ...]) -> None:
    problem = f.pairs_and_threes(40, 250, 2, values="whole", capacity=places)
    pack, best = pack_of(problem), general(problem)
    search = Shared(pack)
    found = search.search(NOTHING, 8_000, Budget(), 1)
    assert pack.fits(found)
    assert best * 0.97 <= pack.worth(found) <= best
    search.improve([], 500, Budget(), Random(4))
    chosen = np.array(sorted(search.chosen))
    assert pack.fits(chosen)
    used = np.bincount(pack.groups.take(chosen).flat, minlength=len(pack.capacity))
    cheapest = np.full(len(used), np.inf)
    for s in chosen.tolist():
        members = list(pack.groups.members(s))
        cheapest[members] = np.minimum(cheapest[members], pack.groups.value[s])
    price = np.where(used >= pack.capacity, np.where(np.isinf(cheapest), 0, cheapest), 0)
    assert search.gain == pytest.approx(pack.groups.value - pack.groups.sums(price), abs=2e-3)
