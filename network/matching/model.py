"""The packing problem the solver sees: capacities, what leaving a city out costs, and side rows.

Side rows are of one kind besides the size limits: "at least two members of a group come from this set".
With a set of two it says "these two together" (a pin, or never twice); with three or more it is an odd-set cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .groups import Floats, Groups, Ints


@dataclass(frozen=True, slots=True)
class Side:
    """lower ≤ number of chosen groups with at least two members in `cities` ≤ upper."""

    cities: tuple[int, ...]
    lower: int
    upper: int

    @property
    def implied(self) -> bool:
        """Whether one place for each city already implies the row: an odd set, half of it rounded down."""
        return self.lower == 0 and len(self.cities) % 2 == 1 and self.upper >= len(self.cities) // 2

    def counts(self, groups: Groups, n: int) -> npt.NDArray[np.bool_]:
        """Return which groups the row counts."""
        inside = np.zeros(n)
        inside[list(self.cities)] = 1
        out: npt.NDArray[np.bool_] = groups.sums(inside) >= 2
        return out


@dataclass(slots=True)
class Packing:
    """Choose groups of greatest total value, each city in at most `capacity` of them.

    A city with `wanted` that is in no group costs `left_out` points. `size_limit` maps a group size to the
    greatest number of such groups. `integral` says that all values are whole numbers; `single_use` that a group
    may be chosen once only; `once_together` that two cities meet in at most one group.
    """

    capacity: Ints
    wanted: npt.NDArray[np.bool_]
    left_out: float
    sides: list[Side] = field(default_factory=list)
    size_limit: dict[int, int] = field(default_factory=dict)
    integral: bool = True
    single_use: bool = False
    once_together: bool = False

    @property
    def n(self) -> int:
        """Number of cities."""
        return len(self.capacity)

    @property
    def plain(self) -> bool:
        """Whether only places limit the choice, one for each city (cuts that follow from that do not count)."""
        one = not self.size_limit and int(self.capacity.max(initial=0)) <= 1
        return one and all(side.implied for side in self.sides)


@dataclass(slots=True)
class Prices:
    """Dual prices: per city, per side row, per limited size. Rows added after the prices were made cost nothing."""

    city: Floats
    side: Floats
    size: dict[int, float]

    def reduced(self, groups: Groups, packing: Packing) -> Floats:
        """Return value less prices for each group: above 0 it could improve the plan."""
        out = groups.value - groups.sums(self.city)
        for side, price in zip(packing.sides, self.side, strict=False):
            if price:
                out = out - price * side.counts(groups, packing.n)
        for size, price in self.size.items():
            out = out - price * (groups.sizes == size)
        return out

    def bound(self, packing: Packing) -> float:
        """Return the bound these prices prove when no group has a positive reduced value.

        Source: weak duality; a negative city price never goes below what leaving the city out costs.
        """
        city = self.city
        total = float((packing.capacity * np.maximum(city, 0)).sum() + np.minimum(city, 0).sum())
        for side, price in zip(packing.sides, self.side, strict=False):
            total += float(price) * (side.upper if price > 0 else side.lower)
        return total + sum(p * packing.size_limit[s] for s, p in self.size.items())


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan for a packing: chosen groups, their total value, and the cities wanted but left out."""

    groups: Groups
    value: float
    left_out: tuple[int, ...]

    def worth(self, packing: Packing) -> float:
        """Return value less the cost of cities left out."""
        return self.value - packing.left_out * len(self.left_out)


def choice_of(groups: Groups, packing: Packing) -> Choice:
    """Return the plan consisting of all these groups."""
    served = np.zeros(packing.n, dtype=np.int64)
    np.add.at(served, groups.flat, 1)
    out = np.flatnonzero(packing.wanted & (served == 0) & (packing.capacity > 0))
    return Choice(groups, float(groups.value.sum()), tuple(int(i) for i in out))


def is_legal(groups: Groups, packing: Packing) -> bool:
    """Return whether these groups together respect capacities, side rows and size limits."""
    served = np.zeros(packing.n, dtype=np.int64)
    np.add.at(served, groups.flat, 1)
    if (served > packing.capacity).any():
        return False
    for side in packing.sides:
        if not side.lower <= int(side.counts(groups, packing.n).sum()) <= side.upper:
            return False
    if packing.once_together and repeats(groups):
        return False
    return all(int((groups.sizes == s).sum()) <= m for s, m in packing.size_limit.items())


def repeats(groups: Groups) -> list[tuple[int, int]]:
    """Return the pairs of cities that are together in more than one of these groups."""
    seen: set[tuple[int, int]] = set()
    out: set[tuple[int, int]] = set()
    for members in groups.tuples():
        for x, a in enumerate(members):
            for b in members[x + 1 :]:
                (out if (a, b) in seen else seen).add((a, b))
    return sorted(out)
