"""A block of possible groups (columns) in flat arrays, and plain operations on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Groups:
    """m groups: members of group s are `flat[starts[s]:starts[s+1]]` (ascending), its worth is `value[s]`."""

    __slots__ = ("flat", "starts", "value")

    def __init__(self, flat: Ints, starts: Ints, value: Floats) -> None:
        self.flat, self.starts, self.value = flat, starts, value

    @classmethod
    def empty(cls) -> Groups:
        """Return a block without groups."""
        return cls(np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0))

    @classmethod
    def of(cls, members: Iterable[Sequence[int]], value: Iterable[float]) -> Groups:
        """Return a block from lists of members."""
        rows = [sorted(m) for m in members]
        starts = np.concatenate([[0], np.cumsum([len(r) for r in rows])]).astype(np.int64)
        flat = np.array([i for r in rows for i in r], dtype=np.int64)
        return cls(flat, starts, np.array(list(value), dtype=np.float64))

    @classmethod
    def even(cls, members: Ints, value: npt.NDArray[np.generic]) -> Groups:
        """Return a block from an m × size matrix of members (rows need not be sorted)."""
        count, size = members.shape
        flat = np.sort(members, axis=1).reshape(-1).astype(np.int64)
        return cls(flat, np.arange(count + 1, dtype=np.int64) * size, value.astype(np.float64))

    def __len__(self) -> int:
        return len(self.value)

    @property
    def sizes(self) -> Ints:
        """Number of members of each group."""
        out: Ints = np.diff(self.starts)
        return out

    def members(self, s: int) -> tuple[int, ...]:
        """Return the members of group s."""
        return tuple(int(i) for i in self.flat[self.starts[s] : self.starts[s + 1]])

    def tuples(self) -> list[tuple[int, ...]]:
        """Return the members of all groups."""
        flat, starts = self.flat.tolist(), self.starts.tolist()
        return [tuple(flat[a:b]) for a, b in pairwise(starts)]

    def sums(self, per_city: npt.NDArray[np.generic]) -> Floats:
        """Return for each group the sum of a per-city quantity over its members."""
        if not len(self):
            return np.zeros(0)
        out: Floats = np.add.reduceat(per_city[self.flat].astype(np.float64), self.starts[:-1])
        return out

    def take(self, chosen: npt.NDArray[np.generic]) -> Groups:
        """Return the chosen groups (indices or mask), in that order."""
        index = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        sizes = self.sizes[index]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        offset = np.repeat(self.starts[:-1][index] - starts[:-1], sizes)
        return Groups(self.flat[np.arange(starts[-1]) + offset], starts, self.value[index])

    def joined(self, other: Groups) -> Groups:
        """Return this block followed by the other."""
        starts = np.concatenate([self.starts, self.starts[-1] + other.starts[1:]])
        return Groups(np.concatenate([self.flat, other.flat]), starts, np.concatenate([self.value, other.value]))

    def without_repeats(self) -> Groups:
        """Return the block with each set of members once (the first one stays)."""
        seen: dict[tuple[int, ...], int] = {}
        for s, members in enumerate(self.tuples()):
            seen.setdefault(members, s)
        return self if len(seen) == len(self) else self.take(np.array(list(seen.values()), dtype=np.int64))
