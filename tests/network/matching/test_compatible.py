"""The clique search: the same optimum as the general solver, in portions too, and where cuts fail it proves."""

from __future__ import annotations

import numpy as np
import pytest

from network.matching import solve_listed
from network.matching.budget import Budget
from network.matching.explicit.compatible import Compatible, compatible
from network.matching.explicit.conflicts import Conflicts
from network.matching.values import ListedProblem
from tests.network.matching import families as f
from tests.network.matching.test_listed_families import general
from tests.network.matching.test_listed_turns import NOTHING, pack_of

CASES = {
    "set packing": lambda s: f.packing(60, 200, s),
    "large groups": lambda s: f.wide(40, 150, 6, s),
    "fractions": lambda s: f.wide(30, 120, 8, s, fractions=True),
    "three-dimensional": lambda s: f.three_dimensional(8, 60, s, most=9),
    "nearly all exclude each other": lambda s: f.wide(60, 120, 20, s),
}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("family", CASES)
def test_equal_to_a_general_solver_in_portions(family: str, seed: int) -> None:
    problem: ListedProblem = CASES[family](seed)
    pack, best = pack_of(problem), general(problem)
    search = Compatible(pack, Conflicts(pack), NOTHING)
    while not search.done:
        assert search.bound >= best - 1e-6
        search.search(4000, Budget())
        assert pack.fits(search.best)
        assert search.value == pytest.approx(pack.worth(search.best))
    assert search.value == pytest.approx(best)
    assert search.bound == search.value


def test_it_stops_when_told_and_goes_on() -> None:
    pack = pack_of(f.packing(60, 200, 1))
    search = Compatible(pack, Conflicts(pack), NOTHING)
    search.search(10**9, Budget(should_stop=lambda: True))
    assert not search.done
    search.offer(np.array([int(np.argmax(pack.groups.value))]))
    assert search.value == pack.groups.value.max()
    search.search(10**9, Budget())
    assert search.done


def test_only_where_cities_have_one_place_and_groups_are_in_each_others_way() -> None:
    pack = pack_of(f.pairs_and_threes(40, 200, 1, capacity=(2,)))
    assert compatible(pack, Conflicts(pack), NOTHING) is None
    loose = pack_of(f.pairs_and_threes(200, 400, 1, values="whole"))
    assert compatible(loose, Conflicts(loose), NOTHING) is None
    assert compatible(loose, None, NOTHING) is None
    tight = pack_of(f.wide(60, 120, 20, 1))
    assert compatible(tight, Conflicts(tight), NOTHING) is not None


def test_a_wide_relaxation_is_proven_all_the_same() -> None:
    """Hundreds of large sets: linear bounds stay half as high again as the optimum, a handful of sets go together."""
    answer = solve_listed(f.wide(800, 400, 40, 1))
    assert answer.proven
    assert answer.upper_bound == answer.value
