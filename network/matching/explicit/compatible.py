"""Exact search where nearly all groups exclude each other: a heaviest clique among groups that go together.

The sparser that graph, the faster this is, and the weaker the linear relaxation. Source: branch and bound by greedy
colouring with bit sets (Tomita and Kameda 2007; San Segundo et al. 2011), with weights (Kumlander 2004).
"""

from __future__ import annotations

import numpy as np

from ..budget import Budget
from ..groups import Ints
from .conflicts import Conflicts
from .pack import Pack

#: Up to these shares of pairs of groups that go together the search is worth a try: any list, and a short one.
_SHARE, _SHARE_OF_SHORT, _SHORT = 0.85, 0.92, 250
#: Up to this share it may well end at once.
_FEW = 0.7
_MOST_GROUPS = 4000
#: Steps (groups coloured) between two looks at the budget; about ten milliseconds.
_LOOK = 20_000

#: Groups chosen so far, the last one first.
Path = tuple[int, "Path"] | None


def compatible(pack: Pack, conflicts: Conflicts | None, best: Ints, *, few: bool = False) -> Compatible | None:
    """Return the search where so many groups exclude each other that it is worth a try (`few`: a short one, first)."""
    m = pack.m
    if conflicts is None or not 2 <= m <= _MOST_GROUPS or (pack.capacity[pack.groups.flat] != 1).any():
        return None
    share = float(1 - conflicts.degree.sum() / (m * (m - 1)))
    most = _FEW if few else _SHARE_OF_SHORT if m <= _SHORT else _SHARE
    return Compatible(pack, conflicts, best) if share <= most else None


class Compatible:
    """The search; it can be left and gone on with. `best` only gets better; `done`: it is proved best."""

    def __init__(self, pack: Pack, conflicts: Conflicts, best: Ints) -> None:
        self.pack, self.best, self.value = pack, best, pack.worth(best)
        value = pack.groups.value
        self._order = np.lexsort((np.arange(pack.m), conflicts.degree, -value))
        self._weight: list[float] = value[self._order].tolist()
        self._near = _renumbered(conflicts, self._order)
        everything = (1 << pack.m) - 1
        self._steps = 0
        self._cutoff = self.value + pack.least_gain(self.value)
        branches, self.bound = self._coloured(everything, self._cutoff)
        self._stack: list[tuple[list[int], list[int], float, Path]] = [([everything], branches, 0.0, None)]

    @property
    def done(self) -> bool:
        """Whether everything was looked at."""
        return not self._stack

    def offer(self, chosen: Ints) -> None:
        """Keep a choice found elsewhere when it is better."""
        if self.pack.worth(chosen) > self.value:
            self._keep(chosen)

    def search(self, steps: int, budget: Budget) -> None:
        """Go on for about so many steps, or until done (then the bound is the value) or told to stop."""
        end, look = self._steps + steps, self._steps
        weight, near, stack = self._weight, self._near, self._stack
        while stack and self._steps < end:
            if self._steps >= look:
                if budget.stop():
                    return
                look = self._steps + _LOOK
            left, branches, value, path = stack[-1]
            if not branches:
                stack.pop()
                continue
            v = branches.pop()
            bit = 1 << v
            left[0] &= ~bit
            inside, worth, there = left[0] & ~near[v], value + weight[v], (v, path)
            self._steps += 1
            if worth > self._cutoff:
                self._keep(self._groups(there))
            if inside:
                further, _ = self._coloured(inside, self._cutoff - worth)
                if further:
                    stack.append(([inside], further, worth, there))
        if not stack:
            self.bound = self.value

    def _keep(self, chosen: Ints) -> None:
        self.best, self.value = np.sort(chosen), self.pack.worth(chosen)
        self._cutoff = self.value + self.pack.least_gain(self.value)

    def _groups(self, path: Path) -> Ints:
        out = []
        while path is not None:
            v, path = path
            out.append(int(self._order[v]))
        return np.array(out, dtype=np.int64)

    def _coloured(self, inside: int, need: float) -> tuple[list[int], float]:
        """Return the groups to branch on, last one first, and a bound on the worth of a choice inside.

        Groups are put into classes of which only one can be chosen. Whoever is in no branch belongs to classes whose
        heaviest remaining groups together are worth no more than `need`.
        """
        weight, near = self._weight, self._near
        branches: list[int] = []
        total = bound = 0.0
        rest, steps = inside, 0
        while rest:
            options, kept, heaviest = rest, 0.0, -1.0
            while options:
                low = options & -options
                v = low.bit_length() - 1
                rest ^= low
                options &= near[v]
                w = weight[v]
                steps += 1
                if heaviest < 0:
                    heaviest = w
                if total + w > need:
                    branches.append(v)
                elif w > kept:
                    kept = w
            total += kept
            bound += heaviest
        self._steps += steps
        return branches, bound


def _renumbered(conflicts: Conflicts, order: Ints) -> list[int]:
    """Return the conflicts of each group as bits, groups numbered by this order."""
    m = len(order)
    place = np.empty(m, dtype=np.int64)
    place[order] = np.arange(m)
    out = []
    near = conflicts.arrays()
    for s in order.tolist():
        row = np.zeros(m, dtype=np.uint8)
        row[place[near[s]]] = 1
        out.append(int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little"))
    return out
