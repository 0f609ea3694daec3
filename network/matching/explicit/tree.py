"""Branch and cut over listed groups: best bound first, each dive followed down; stops at a bound that proves.

Node problems are solved by the dual simplex from where the last one ended, about a millisecond each.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np

from ..budget import Budget
from ..groups import Floats, Ints
from .branching import Brancher, Node, strongest
from .conflicts import Conflicts
from .lp import Linear, Row
from .odd_sets import odd_sets
from .pack import Pack

_ROOT_ROUNDS = 40
#: Strong branching: splits tried at the root and deeper down, and simplex steps for each side.
_TRIES, _TRIES_BELOW, _STEPS = 8, 4, 30


class Tree:
    """The search for one part of a problem; `best` and `value` only get better, `bound` only lower."""

    def __init__(
        self,
        pack: Pack,
        conflicts: Conflicts | None,
        best: Ints,
        budget: Budget,
        report: Callable[[Ints, float], None],
    ) -> None:
        self.pack, self.conflicts, self.budget, self._report = pack, conflicts, budget, report
        self.best, self.value = best, pack.worth(best)
        self.bound = np.inf
        self.lp = Linear(pack, budget)
        self.brancher = Brancher(pack)
        self.known: set[tuple[int, ...]] = set()
        self.known_odd: set[tuple[int, ...]] = set()
        self.nodes = 0
        self._off = np.zeros(pack.m, dtype=bool)
        self.root_cuts: list[Row] = []
        self._heap: list[tuple[float, int, Node]] | None = None
        self._count = 0

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.pack.closes(self.bound, self.value)

    @property
    def window(self) -> np.ndarray:
        """Which groups could still be part of something better."""
        return ~self._off

    def root(self) -> None:
        """Solve the relaxation and add cuts as long as they help."""
        rounds, before = 0, np.inf
        stalled = 0
        while not self.budget.stop():
            bound = self.lp.solve()
            if bound is None or not np.isfinite(bound):
                return
            self.bound = min(self.bound, bound)
            x = self.lp.share()
            self._round(x)
            if self.proven or self._whole(x):
                break
            self._off |= self._useless(bound, self.lp.reduced(), self._off)
            stalled = stalled + 1 if before - bound < max(0.01 * (bound - self.value), 1e-7) else 0
            before, rounds = bound, rounds + 1
            if rounds > _ROOT_ROUNDS or stalled >= 3 or not self._cut(x, 100):
                break
            if rounds % 5 == 0:
                self.lp.drop_slack()
            self._report(self.best, self.bound)
        if rounds:
            self.lp.drop_slack()
            self.lp.solve()
        self.root_cuts = list(self.lp.cuts)

    def _cut(self, x: Floats, most: int, violation: float = 0.02) -> bool:
        """Add violated cuts; say whether any was found."""
        rows = [] if self.conflicts is None else self.conflicts.cliques(x, self.known, most, violation)
        if len(rows) < most // 2:
            rows += odd_sets(self.pack, x, self.known_odd, most - len(rows), violation)
        self.lp.add(rows)
        return bool(rows)

    def search(self, nodes: int) -> None:
        """Split until the bound proves the best choice, or until so many nodes, or until told to stop.

        A later call goes on where this one ended.
        """
        if self._heap is None:
            self._heap = []
            self._push(Node(self.bound, self._off, frozenset(), frozenset(), 0))
        heap, limit = self._heap, nodes + self.nodes
        node: Node | None = None
        while (node is not None or heap) and not self.proven:
            if node is None:
                node = heapq.heappop(heap)[2]
            self.bound = min(self.bound, max([node.bound, *(h[2].bound for h in heap[:1])]))
            if self.budget.stop() or self.nodes >= limit:
                self._push(node)
                return
            self.nodes += 1
            if self.nodes % 50 == 0:
                self._report(self.best, self.bound)
            children = self._expand(node)
            node = self._next(children)
        if not self.proven:
            self.bound = self.value

    def _push(self, node: Node) -> None:
        """Keep a node for later, the highest bound first."""
        assert self._heap is not None
        self._count += 1
        heapq.heappush(self._heap, (-node.bound, self._count, node))

    def _next(self, children: list[Node]) -> Node | None:
        """Keep the other sides and return the one to follow down; None: go on with the highest bound of all."""
        if not children:
            return None
        children.sort(key=lambda c: c.bound)
        node = children.pop()
        for child in children:
            self._push(child)
        best = -self._heap[0][0] if self._heap else -np.inf
        if best > node.bound + 0.3 * (self.bound - self.value) and self.nodes % 4 == 0:
            self._push(node)
            return None
        return node

    def _expand(self, node: Node) -> list[Node]:
        """Solve a node; return its open sides."""
        rounds = 2 if node.depth <= 6 else 0
        while True:
            if self._closed(node.bound):
                return []
            self.lp.restrict(node.off, node.on, node.served)
            bound = self.lp.solve()
            if bound is None:
                return []
            node.bound = min(node.bound, bound)
            if self._closed(node.bound):
                return []
            if not np.isfinite(bound) or (not self.lp.optimal and self.budget.stop()):
                return [node]  # interrupted: its solution says nothing yet
            x = self.lp.share()
            if self._whole(x):
                return [] if self.lp.optimal else [node]
            node.off = node.off | self._useless(node.bound, self.lp.reduced(), node.off | self._ones(node))
            if rounds and self._cut(x, 20, 0.05):
                rounds -= 1
                continue
            break
        if self.nodes % 10 == 1:
            self._round(x)
            if self._closed(node.bound):
                return []
        return self._split(node, x)

    def _split(self, node: Node, x: Floats) -> list[Node]:
        tries = _TRIES if node.depth <= 4 else _TRIES_BELOW
        splits = self.brancher.splits(x, node.off, tries)
        cutoff = self.value + self.pack.least_gain(node.bound)
        split, bounds = strongest(self.lp, node, node.bound, splits, cutoff, _STEPS)
        if split is None:
            return []
        sides = zip(split, bounds, strict=True)
        return [node.with_(child, bound) for child, bound in sides if not self._closed(bound)]

    def _closed(self, bound: float) -> bool:
        return bool(bound == -np.inf) or self.pack.closes(bound, self.value)

    def _ones(self, node: Node) -> np.ndarray:
        out = np.zeros(self.pack.m, dtype=bool)
        out[list(node.on)] = True
        return out

    def _useless(self, bound: float, reduced: Floats, known: np.ndarray) -> np.ndarray:
        """Return groups that cannot be part of anything better under this bound (reduced-cost fixing)."""
        return ~known & (bound + reduced <= self.value + self.pack.least_gain(bound))

    def _whole(self, x: Floats) -> bool:
        """Take a solution without fractions as a new best; say whether it was one."""
        if ((x > 1e-6) & (x < 1 - 1e-6)).any():
            return False
        self.offer(np.flatnonzero(x > 0.5))
        return True

    def offer(self, chosen: Ints) -> None:
        """Keep a choice when it is legal and better."""
        value = self.pack.worth(chosen)
        if value > self.value and self.pack.fits(chosen):
            self.best, self.value = np.sort(chosen), value
            self._report(self.best, self.bound)

    def _round(self, x: Floats) -> None:
        key = x * 1e6 + self.lp.reduced()
        self.offer(filled(self.pack, np.lexsort((np.arange(self.pack.m), -key))))


def filled(pack: Pack, order: Ints) -> Ints:
    """Return the groups taken when going through an order and taking whatever fits."""
    left = pack.capacity.tolist()
    flat, starts = pack.groups.flat.tolist(), pack.groups.starts.tolist()
    out = []
    for s in order.tolist():
        members = flat[starts[s] : starts[s + 1]]
        for i in members:
            if left[i] <= 0:
                break
        else:
            for i in members:
                left[i] -= 1
            out.append(s)
    return np.array(sorted(out), dtype=np.int64)
