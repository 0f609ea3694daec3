"""The searches that take turns: each can be stopped and goes on, its bound holds meanwhile, and all agree at the end."""

from __future__ import annotations

import numpy as np
import pytest

from network.matching import solve_listed
from network.matching.budget import Budget
from network.matching.explicit.conflicts import Conflicts
from network.matching.explicit.general import general
from network.matching.explicit.lp import Linear
from network.matching.explicit.nearby import Nearby
from network.matching.explicit.pack import Pack
from network.matching.explicit.part import Part
from network.matching.explicit.solve import _search_near
from network.matching.explicit.tree import Tree, filled
from network.matching.groups import Groups
from network.matching.values import ListedProblem
from tests.network.matching import families as f

NOTHING = np.zeros(0, dtype=np.int64)


def pack_of(problem: ListedProblem) -> Pack:
    at = {city: n for n, (city, _) in enumerate(problem.capacities)}
    groups = Groups.of([[at[m] for m in g.members] for g in problem.groups], [g.value for g in problem.groups])
    return Pack(groups, np.array([places for _, places in problem.capacities], dtype=np.int64), 1.0)


@pytest.mark.parametrize("cut", [False, True])
def test_the_general_solver_keeps_value_and_bound_apart_until_it_proves(cut: bool) -> None:
    pack = pack_of(f.packing(60, 200, 3))
    tree = Tree(pack, Conflicts(pack), NOTHING, Budget(), lambda best, bound: None)
    tree.root()
    cuts = tree.root_cuts if cut else []
    assert not cut or cuts
    short = general(pack, NOTHING, Budget(), 1, cuts)
    full = general(pack, short.best, Budget(), None, cuts)
    assert pack.fits(full.best)
    assert full.bound == pack.worth(full.best)
    assert pack.worth(short.best) <= pack.worth(full.best) <= short.bound + 1e-6
    assert pack.worth(general(pack, full.best, Budget(), 1, cuts).best) == pack.worth(full.best)


def test_a_search_in_portions_ends_at_the_same_optimum() -> None:
    pack = pack_of(f.packing(60, 200, 3))
    best = pack.worth(general(pack, NOTHING, Budget(), None).best)
    tree = Tree(pack, Conflicts(pack), NOTHING, Budget(), lambda best, bound: None)
    tree.root()
    assert not tree.proven
    bounds = [tree.bound]
    while not tree.proven:
        tree.search(2)
        bounds.append(tree.bound)
        assert tree.bound >= best - 1e-6
        assert tree.value <= best
    assert len(bounds) > 3
    assert bounds == sorted(bounds, reverse=True)
    assert tree.value == best


def test_an_interrupted_relaxation_goes_on_when_there_is_time_again() -> None:
    pack = pack_of(f.pairs_and_threes(80, 1500, 1, values="whole"))
    budget = Budget(seconds=100)
    lp = Linear(pack, budget)
    with budget.share(0.0):
        lp.solve()
        assert not lp.optimal
    bound = lp.solve()
    assert lp.optimal
    assert bound == pytest.approx(Linear(pack, Budget()).solve())


def test_several_places_are_proven() -> None:
    answer = solve_listed(f.pairs_and_threes(200, 8000, 1, capacity=(1, 2, 3)))
    assert answer.proven


@pytest.mark.parametrize("places", [(1,), (1, 2)])
def test_what_excludes_a_group_is_the_same_when_found_one_by_one(places: tuple[int, ...]) -> None:
    pack = pack_of(f.pairs_and_threes(30, 200, 5, capacity=places))
    for s, near in enumerate(Conflicts(pack).arrays()):
        assert Nearby(pack)[s].tolist() == near.tolist()


def test_local_search_works_on_lists_too_long_for_cuts() -> None:
    pack = pack_of(f.three_dimensional(300, 13_000, 1))
    first = filled(pack, np.arange(pack.m))
    part = Part(pack, np.arange(pack.m), first, float(pack.m))
    assert part.conflicts is None
    _search_near(part, 2000, Budget())
    assert pack.fits(part.best)
    assert part.value > pack.worth(first)


def test_a_search_stopped_before_it_knew_a_bound_proves_nothing() -> None:
    pack = pack_of(f.packing(60, 200, 3))
    tree = Tree(pack, Conflicts(pack), NOTHING, Budget(should_stop=lambda: True), lambda best, bound: None)
    assert not tree.proven
    tree.root()
    tree.search(10)
    assert not tree.proven


def test_nothing_to_choose_from_is_proved_at_once() -> None:
    empty = Pack(Groups.empty(), np.ones(3, dtype=np.int64), 1.0)
    tree = Tree(empty, Conflicts(empty), NOTHING, Budget(), lambda best, bound: None)
    tree.root()
    tree.search(10)
    assert (tree.value, tree.bound, tree.proven) == (0.0, 0.0, True)
