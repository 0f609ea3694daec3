"""Where to split a problem: two cities together or apart, a city served or not, a group chosen or not.

Source: pair branching of Ryan and Foster 1981; strong branching of Applegate et al. 1995.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..groups import Floats, Ints
from .lp import Linear, incidence
from .pack import Flags, Pack

_MOST_CITIES = 150


@dataclass(frozen=True, slots=True)
class Child:
    """One side of a split: groups switched off, groups switched on, cities that must be served."""

    off: Ints
    on: frozenset[int] = frozenset()
    served: frozenset[int] = frozenset()


@dataclass(slots=True)
class Node:
    """A part of the search: what is switched off and on, and a bound on everything in it."""

    bound: float
    off: Flags
    on: frozenset[int]
    served: frozenset[int]
    depth: int

    def with_(self, child: Child, bound: float) -> Node:
        """Return the node after one side of a split."""
        off = self.off.copy()
        off[child.off] = True
        return Node(min(bound, self.bound), off, self.on | child.on, self.served | child.served, self.depth + 1)


@dataclass(slots=True)
class Brancher:
    """Proposes splits and tries the most promising ones."""

    pack: Pack
    owners: dict[int, Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = self.pack.groups
        order = np.argsort(groups.flat, kind="stable")
        group = np.repeat(np.arange(len(groups)), groups.sizes)[order]
        cities, starts = np.unique(groups.flat[order], return_index=True)
        if len(cities):  # splitting nothing gives one empty part
            self.owners = dict(zip(cities.tolist(), np.split(group, starts[1:]), strict=True))

    def splits(self, x: Floats, off: Flags, most: int) -> list[tuple[Child, Child]]:
        """Return splits of the fractional solution x, the most balanced ones of each kind."""
        used = np.flatnonzero((x > 1e-6) & (x < 1 - 1e-6))
        weight = x[used]
        ranked = used[np.argsort(np.abs(weight - 0.55), kind="stable")]
        out = [self._group(int(s), off) for s in ranked[: max(2, most // 3)]]
        cities = np.unique(self.pack.groups.take(used).flat)
        one = self.pack.capacity[cities] == 1
        if one.any():
            matrix = incidence(self.pack, used)[one]
            cities = cities[one]
            filled = matrix @ weight
            out += self._pairs(cities, matrix, weight, filled, off, most - most // 3 - 1)
            open_ = np.abs(filled - 0.5)
            at = int(np.argmin(open_))
            if open_[at] < 0.35:
                groups = self.owners[int(cities[at])]
                out.append((Child(groups), Child(np.zeros(0, np.int64), served=frozenset({int(cities[at])}))))
        return out

    def _group(self, s: int, off: Flags) -> tuple[Child, Child]:
        del off
        rivals = [
            self.owners[i] for i in self.pack.groups.members(s) if self.pack.capacity[i] == 1 and i in self.owners
        ]
        away = np.unique(np.concatenate(rivals)) if rivals else np.zeros(0, np.int64)
        return Child(np.array([s])), Child(away[away != s], frozenset({s}))

    def _pairs(
        self, cities: Ints, matrix: np.ndarray, weight: Floats, filled: np.ndarray, off: Flags, most: int
    ) -> list[tuple[Child, Child]]:
        busy = np.argsort(-np.minimum(filled, 1) * (matrix > 0).sum(axis=1), kind="stable")[:_MOST_CITIES]
        small = matrix[busy]
        together = (small * weight.astype(np.float32)) @ small.T
        score = np.abs(together - 0.5)
        score[np.tril_indices(len(busy))] = 1.0
        score[together < 0.02] = 1.0
        out: list[tuple[Child, Child]] = []
        flat_score = score.ravel()
        near = np.argpartition(flat_score, min(3 * most, flat_score.size - 1))[: 3 * most]
        for flat in near[np.lexsort((near, flat_score[near]))]:
            a, b = divmod(int(flat), len(busy))
            if score[a, b] >= 0.48 or len(out) >= most:
                break
            first, second = self.owners[int(cities[busy[a]])], self.owners[int(cities[busy[b]])]
            both = np.intersect1d(first, second, assume_unique=True)
            apart = np.setxor1d(first, second, assume_unique=True)
            if len(both[~off[both]]) > 1:
                out.append((Child(both), Child(apart)))
        return out


def strongest(
    lp: Linear, node: Node, bound: float, splits: list[tuple[Child, Child]], cutoff: float, iterations: int
) -> tuple[tuple[Child, Child] | None, tuple[float, float]]:
    """Return the split whose sides lose most of the bound, and bounds of both; stops at a side that is closed.

    Bounds at or below `cutoff` cannot hold anything better; −infinity stands for a side without solution.
    """
    basis = lp.basis()
    best, best_score, found = None, -1.0, (bound, bound)
    for split in splits:
        limits = []
        for child in split:
            tried = node.with_(child, bound)
            lp.restrict(tried.off, tried.on, tried.served)
            limit = lp.solve(iterations)
            limits.append(-np.inf if limit is None else min(bound, limit))
            lp.set_basis(basis)
        loss = [min(bound - limit, bound - cutoff + 1e-9) for limit in limits]
        score = max(loss[0], 1e-6) * max(loss[1], 1e-6)
        if min(limits) <= cutoff:
            score *= 1e6
        if score > best_score:
            best, best_score, found = split, score, (limits[0], limits[1])
        if max(limits) <= cutoff:
            break
    return best, found
