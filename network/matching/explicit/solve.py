"""From listed groups to the best choice: smaller problem, relaxation, parts, local search, branch and cut.

Parts that share no city are solved apart. A part is first narrowed to the groups that can still matter at its
prices (reduced-cost fixing); its share of the time left grows with its size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..budget import Budget
from ..groups import Floats, Ints
from .compatible import Compatible, compatible
from .general import general
from .lists import first_prices, relax_list
from .lp import Row
from .pack import Flags, Pack
from .part import Part
from .presolve import parts, reduce
from .tree import Tree, filled

_MOVES = 12_000
_FIRST_LOCAL = 0.25  # share of limited time for local search before the relaxation
_LONG = 12_000  # groups, from which on moves take longer
#: A relaxation this much above the value is wide: cuts will take long, so local search comes first.
_WIDE, _MOVES_WHEN_WIDE, _RELAX_WHEN_WIDE = 1.1, 240_000, 0.5
#: A bound this much above the value is not going to be met: where time is limited, most goes to local search.
_FAR, _SHARE_WHEN_FAR, _MOVES_WHEN_FAR = 1.4, 0.7, 10**9
#: So is one this much above it where groups are more than a few: local search gets half of what is left.
_APART, _SHARE_WHEN_APART, _MANY, _VERY_MANY = 1.02, 0.5, 300, 3000


@dataclass(frozen=True, slots=True)
class Turn:
    """Effort of clique search (steps), our own (nodes), local search (moves), HiGHS (nodes); shares of limited time."""

    cliques: int
    own: int
    moves: int
    general: int
    shares: tuple[float, float, float, float]


#: Steps of the clique search before anything else (a tenth of a second or so), and their share of a limited time.
_FIRST_CLIQUES, _FIRST_SHARE = 300_000, 0.15
_CLIQUES_WHEN_FAR = 0.5  # share of the time where a bound is far above the value: then no other is likely to prove it
_TURNS = (
    Turn(8_000_000, 40, 60_000, 100, (0.1, 0.1, 0.1, 0.08)),
    Turn(40_000_000, 300, 240_000, 20_000, (0.2, 0.15, 0.1, 1.0)),
    Turn(200_000_000, 20_000, 480_000, 400_000, (0.2, 0.5, 0.2, 1.0)),
)


def solve(pack: Pack, budget: Budget) -> tuple[Ints, float, bool]:
    """Return the chosen groups, an upper bound on every choice, and whether the choice is proved best."""
    small = reduce(pack)
    budget.report("presolve", None, None)
    pool = small.pack
    first = filled(pool, _by_value(pool))
    split = _split(pool, first)
    whole = _Whole(split, small.base, budget)
    whole.report("greedy")
    if pool.m:
        prices = first_prices(pool, budget)
        _narrow_all(pool, split, prices, np.zeros(pool.m))
    if pool.m and not budget.stop():
        steps = _FIRST_CLIQUES // max(1, sum(not p.closed for p in split))
        for part in split:
            if not part.closed:
                with budget.share(_FIRST_LOCAL):
                    _search_near(part, _MOVES, budget)
                _search_cliques(part, steps, budget)
        whole.report("local search")
    if pool.m and not budget.stop() and not all(p.closed for p in split):
        with budget.share(_relaxing(split)):
            prices, share = relax_list(pool, prices, budget)
        _narrow_all(pool, split, prices, share)
        whole.report("relaxation")
        _search_where_far(split, budget)
    open_ = sorted((p for p in split if not p.closed), key=lambda p: p.pack.m)
    todo = sum(p.pack.m for p in open_)
    for part in open_:
        if budget.stop():
            break
        with budget.share(part.pack.m / max(todo, 1)):
            _close(part, budget, whole)
        todo -= part.pack.m
    chosen = np.concatenate([p.index[p.best] for p in split]) if split else np.zeros(0, np.int64)
    bound = small.base + sum(p.value if p.closed else p.pack.rounded(p.bound) for p in split)
    return small.back(np.sort(chosen)), bound, all(p.closed for p in split)


class _Whole:
    """Adds up the parts for progress reports."""

    def __init__(self, split: list[Part], base: float, budget: Budget) -> None:
        self.split, self.base, self.budget = split, base, budget

    def report(self, phase: str) -> None:
        value = self.base + sum(p.value for p in self.split)
        self.budget.report(phase, value, self.base + sum(p.bound for p in self.split))


def _by_value(pack: Pack) -> Ints:
    return np.lexsort((pack.groups.sizes, -(pack.groups.value / np.sqrt(pack.groups.sizes))))


def _split(pool: Pack, first: Ints) -> list[Part]:
    label = parts(pool)
    order = np.argsort(label, kind="stable")
    cuts = np.searchsorted(label[order], np.arange(1, int(label.max(initial=-1)) + 1))
    taken = np.zeros(pool.m, dtype=bool)
    taken[first] = True
    out = []
    for index in np.split(order, cuts):
        if len(index):
            some = pool.take(index)
            out.append(Part(some, index, np.flatnonzero(taken[index]), float(some.groups.value.sum())))
    return out


def _narrow_all(pool: Pack, split: list[Part], prices: Floats, share: Floats) -> None:
    """Keep per part the better bound, the better choice, and the groups that can still matter at these prices."""
    reduced = pool.groups.value - pool.groups.sums(prices)
    rounded = np.zeros(pool.m, dtype=bool)
    rounded[filled(pool, np.lexsort((np.arange(pool.m), -(share * 1e6 + reduced))))] = True
    over = np.maximum(reduced, 0)
    for part in split:
        cities = np.unique(part.pack.groups.flat)
        mine = reduced[part.index]
        bound = float((prices[cities] * pool.capacity[cities]).sum() + over[part.index].sum())
        # Groups dropped earlier cannot be part of anything better, so the bound over the rest is enough.
        part.bound = max(min(part.bound, bound), part.value)
        other = np.flatnonzero(rounded[part.index])
        if part.pack.worth(other) > part.value:
            part.best = other
        if not part.closed:
            keep = bound + mine - np.maximum(mine, 0) > part.value + part.pack.least_gain(bound)
            part.narrow(keep)


def _search_near(part: Part, moves: int, budget: Budget, seed: int = 0) -> None:
    """Improve the best choice of a part by local search."""
    if part.pack.m:
        moves = moves * _LONG // max(_LONG, part.pack.m)  # in a long list each takes longer
        part.best = part.local.search(part.best, moves, budget, seed)


def _search_cliques(part: Part, steps: int, budget: Budget) -> None:
    """Try the exact search that needs no relaxation: where nearly all groups exclude each other it ends at once."""
    cliques = None if part.closed else compatible(part.pack, part.conflicts, part.best, few=True)
    if cliques is not None:
        with budget.share(_FIRST_SHARE):
            cliques.search(steps, budget)
        part.best, part.bound = cliques.best, max(min(part.bound, cliques.bound), cliques.value)


def _relaxing(split: list[Part]) -> float:
    """Return the share of limited time for a relaxation: it can take all of it and say little where bounds are wide."""
    return _RELAX_WHEN_WIDE if any(map(_wide, split)) else 1.0


def _wide(part: Part) -> bool:
    """Return whether cuts are unlikely to close a part soon: its bound is far above the value for its length."""
    return part.bound > (_APART if part.pack.m > _MANY else _WIDE) * part.value


def _search_where_far(split: list[Part], budget: Budget) -> None:
    """More local search before cuts are looked for, which take long where the relaxation is far from any choice."""
    for part in split:
        far = budget.timed and part.pack.m > _VERY_MANY and _wide(part)
        if not part.closed and (far or part.bound > _WIDE * part.value) and not budget.stop():
            with budget.share(_SHARE_WHEN_APART if far else 0.2):
                _search_near(part, _MOVES_WHEN_FAR if far else _MOVES_WHEN_WIDE, budget, 1)


def _close(part: Part, budget: Budget, whole: _Whole) -> None:
    """Search for the best choice of one part until it is proved or the effort is spent."""
    conflicts = part.conflicts

    def report(best: Ints, bound: float) -> None:
        part.best, part.bound = best, min(part.bound, bound)
        whole.report("branch and cut")

    cliques = compatible(part.pack, conflicts, part.best)
    tree = Tree(part.pack, conflicts, part.best, budget, report)
    with budget.share(_relaxing([part])):
        tree.root()
    report(tree.best, tree.bound)
    if tree.proven:
        return
    if 2 * int(tree.window.sum()) < part.pack.m:
        _again(part, tree.window, budget, whole)
        return
    for seed, turn in enumerate(_TURNS):
        if budget.stop():
            return
        _take_turn(part, tree, cliques, turn, seed, budget)
        report(tree.best, tree.bound)
        if part.closed:
            return


def _take_turn(part: Part, tree: Tree, cliques: Compatible | None, turn: Turn, seed: int, budget: Budget) -> None:
    """Let our own, local and clique search and HiGHS's integer solver work in turn, each from the best of all.

    Which of them proves a problem, and how soon, nobody can tell from outside.
    """
    exact, own, local, rest = turn.shares
    with budget.share(own):
        tree.search(turn.own)
    if tree.proven or budget.stop():
        return
    part.best, moves = tree.best, turn.moves
    if seed and budget.timed:
        local, moves = _searching(tree, (local, moves))
    with budget.share(local):
        _search_near(part, moves, budget, seed)
    tree.offer(part.best)
    if tree.proven or budget.stop():
        return
    if cliques is not None:
        cliques.offer(tree.best)
        with budget.share(_CLIQUES_WHEN_FAR if tree.bound > _FAR * tree.value else exact):
            cliques.search(turn.cliques, budget)
        tree.offer(cliques.best)
        tree.bound = max(min(tree.bound, cliques.bound), tree.value)
        if tree.proven or budget.stop():
            return
    with budget.share(rest):
        _general(tree, None if rest == 1 and budget.timed else turn.general, budget)


def _searching(tree: Tree, usual: tuple[float, int]) -> tuple[float, int]:
    """Return share of limited time and moves for local search: more of both where a proof is not to be hoped for."""
    if tree.bound > _FAR * tree.value:
        return _SHARE_WHEN_FAR, _MOVES_WHEN_FAR
    if tree.bound > _APART * tree.value and tree.pack.m > _MANY:
        return _SHARE_WHEN_APART, _MOVES_WHEN_FAR
    return usual


def _general(tree: Tree, nodes: int | None, budget: Budget) -> None:
    """Let HiGHS search over the groups that can still matter, with the cuts of the root; keep what it finds."""
    keep = tree.window.copy()
    keep[tree.best] = True
    where = np.cumsum(keep) - 1
    cuts = [kept for row in tree.root_cuts if (kept := _kept(row, keep, where))]
    found = general(tree.pack.take(keep), where[tree.best], budget, nodes, cuts)
    tree.offer(np.flatnonzero(keep)[found.best])
    tree.bound = max(min(tree.bound, found.bound), tree.value)


def _kept(row: Row, keep: Flags, where: Ints) -> Row | None:
    """Return a cut over the groups that stay, renumbered; None when it can no longer bind."""
    stay = [(int(where[c]), f) for c, f in zip(row[0], row[1], strict=True) if keep[c]]
    if sum(f for _, f in stay) <= row[2]:
        return None
    return tuple(c for c, _ in stay), tuple(f for _, f in stay), row[2]


def _again(part: Part, keep: Flags, budget: Budget, whole: _Whole) -> None:
    """Start anew on what the cuts left of a part: much smaller, and often in several parts."""
    keep = keep.copy()
    keep[part.best] = True
    where = np.cumsum(keep) - 1
    inner = part.pack.take(keep)
    start = where[part.best]
    split = _split(inner, start)
    bound = part.bound
    if len(split) == 1:
        only = Part(inner, np.flatnonzero(keep), start, bound)
        _close(only, budget, whole)
        pieces = [only]
    else:
        pieces = [Part(p.pack, np.flatnonzero(keep)[p.index], p.best, p.bound) for p in split]
        for piece in sorted(pieces, key=lambda p: p.pack.m):
            if not budget.stop():
                _close(piece, budget, whole)
    part.best = np.sort(np.concatenate([p.index[p.best] for p in pieces]))
    found = sum(p.value if p.closed else p.bound for p in pieces)
    part.bound = max(min(bound, found), part.value)
    whole.report("branch and cut")
