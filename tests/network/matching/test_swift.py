"""Local search on listed groups: legal, never worse, the same for the same seed, and with and without a table."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pytest

from network.matching.budget import Budget
from network.matching.explicit.conflicts import Conflicts
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
        found = search.search(NOTHING, 30_000, Budget(), 1)
        assert search.pack.fits(found)
        assert search.pack.worth(found) == pytest.approx(best)
        assert search.search(NOTHING, 30_000, Budget(), 1).tolist() == found.tolist()


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
    best = Tabled(pack, Conflicts(pack)).search(NOTHING, 30_000, Budget(), 1)
    for search, moves in itertools.product(both("large groups"), (0, 1, 50)):
        assert pack.worth(search.search(best, moves, Budget(), 2)) == pack.worth(best)


def test_it_stops_when_told() -> None:
    search, _ = both("set packing")
    assert len(search.search(NOTHING, 10**9, Budget(should_stop=lambda: True))) == 0
