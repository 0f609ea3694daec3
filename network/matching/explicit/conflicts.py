"""Which groups exclude each other because they share a city with one place, and cliques of such groups.

Sets of groups are Python integers used as bit sets: intersections of thousands of groups cost a microsecond.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..groups import Floats, Ints
from .lp import Row
from .pack import Pack


class Conflicts:
    """`near[s]`: the groups that cannot be chosen together with s."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.m = pack, pack.m
        flat, starts = pack.groups.flat.tolist(), pack.groups.starts.tolist()
        one = (pack.capacity == 1).tolist()
        mask: dict[int, int] = {}
        for s in range(self.m):
            for i in flat[starts[s] : starts[s + 1]]:
                if one[i]:
                    mask[i] = mask.get(i, 0) | (1 << s)
        self.of_city = mask
        self.near = []
        for s in range(self.m):
            out = 0
            for i in flat[starts[s] : starts[s + 1]]:
                out |= mask.get(i, 0)
            self.near.append(out & ~(1 << s))
        self.degree = np.array([x.bit_count() for x in self.near], dtype=np.int64)

    def arrays(self) -> list[Ints]:
        """Return the same as arrays of group numbers."""
        width = (self.m + 7) // 8
        out = []
        for bits in self.near:
            raw = np.frombuffer(bits.to_bytes(width, "little"), dtype=np.uint8)
            out.append(np.flatnonzero(np.unpackbits(raw, bitorder="little")))
        return out

    def extended(self, clique: list[int]) -> tuple[int, ...]:
        """Return a maximal clique that contains this one."""
        common = -1
        for s in clique:
            common &= self.near[s]
        out = list(clique)
        while common:
            best = max(_first_bits(common, 40), key=lambda s: (self.near[s] & common).bit_count())
            out.append(best)
            common &= self.near[best]
        return tuple(sorted(out))

    def cliques(self, share: Floats, known: set[tuple[int, ...]], most: int, violation: float = 0.02) -> list[Row]:
        """Return cliques whose groups together are taken more than once, each extended to a maximal one."""
        used = np.flatnonzero(share > 1e-6)
        order = used[np.lexsort((used, -share[used]))].tolist()
        weight = share.tolist()
        found: dict[tuple[int, ...], float] = {}
        seen: set[tuple[int, ...]] = set()
        for start in order:
            if weight[start] > 1 - 1e-6:
                continue
            options = [s for s in order if self.near[start] >> s & 1]
            for skip in range(2):
                clique, total, common, passed = [start], weight[start], self.near[start], 0
                for s in options:
                    if common >> s & 1:
                        if passed < skip:
                            passed += 1
                            continue
                        clique.append(s)
                        common &= self.near[s]
                        total += weight[s]
                key = tuple(sorted(clique))
                if total > 1 + violation and key not in seen:
                    seen.add(key)
                    whole = self.extended(clique)
                    if whole not in known:
                        found[whole] = max(found.get(whole, 0.0), total)
        best = sorted(found, key=lambda c: (-found[c], c))[:most]
        known.update(best)
        return [(c, (1,) * len(c), 1) for c in best]


def _first_bits(bits: int, most: int) -> Iterator[int]:
    while bits and most:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
        most -= 1
