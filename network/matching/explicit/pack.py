"""The packing problem of listed groups in arrays, with values in whole units wherever that is exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..groups import Floats, Groups, Ints

Flags = npt.NDArray[np.bool_]
#: Values that are not whole multiples of a unit are scaled so that the largest is this.
_SCALE = 10_000.0
_MOST_DECIMALS = 6
#: Whole values above this are scaled like fractions: the linear solver's tolerances are made for smaller ones.
_LARGEST_WHOLE = 2.0**31
_EXACT = 2.0**52


@dataclass(frozen=True, slots=True)
class Pack:
    """Choose groups of greatest total value; city i in at most `capacity[i]` of them, every group at most once.

    `unit`: two choices of different value differ by at least this (1 for whole values; 0: nothing is known).
    """

    groups: Groups
    capacity: Ints
    unit: float

    @property
    def m(self) -> int:
        """Number of groups."""
        return len(self.groups)

    def take(self, chosen: npt.NDArray[np.generic]) -> Pack:
        """Return the problem over some of the groups (indices or mask)."""
        return Pack(self.groups.take(chosen), self.capacity, self.unit)

    def worth(self, chosen: Sequence[int] | Ints) -> float:
        """Return the total value of chosen groups."""
        return math.fsum(self.groups.value[np.asarray(chosen, dtype=np.int64)].tolist())

    def fits(self, chosen: Sequence[int] | Ints) -> bool:
        """Return whether chosen groups respect the capacities."""
        used = np.bincount(self.groups.take(np.asarray(chosen, dtype=np.int64)).flat, minlength=len(self.capacity))
        return bool((used <= self.capacity).all())

    def closes(self, bound: float, value: float) -> bool:
        """Return whether nothing better than `value` can exist under this bound (infinity, none known: no)."""
        return bound < math.inf and bound - value <= self.least_gain(bound)

    def least_gain(self, bound: float) -> float:
        """Return how far a bound may be above a value and still prove it best."""
        noise = 1e-9 * max(1.0, abs(bound))
        return max(self.unit - 1e-4 - noise, noise) if self.unit else noise

    def rounded(self, bound: float) -> float:
        """Return the bound brought down to the next whole unit."""
        return math.floor(bound / self.unit + 1e-4) * self.unit if self.unit else bound


def whole_values(values: Floats) -> tuple[Floats, float, float]:
    """Return values in whole units (or scaled), the factor back to the original, and the unit (1, or 0: none).

    Whole when every value is a decimal with at most six digits after the point.
    """
    for digits in range(_MOST_DECIMALS + 1):
        moved = values * 10.0**digits
        whole = np.round(moved)
        if moved.max(initial=0.0) > _EXACT:
            break
        if (np.abs(moved - whole) <= 1e-12 * np.maximum(1.0, np.abs(moved))).all():
            common = float(np.gcd.reduce(whole.astype(np.int64))) or 1.0
            if whole.max(initial=0.0) / common > _LARGEST_WHOLE:
                break
            return whole / common, common / 10.0**digits, 1.0
    factor = float(values.max(initial=1.0)) / _SCALE
    return values / factor, factor, 0.0
