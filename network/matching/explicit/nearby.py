"""Which groups exclude a group, found when they are asked for: long lists have too many such pairs to keep them all."""

from __future__ import annotations

import numpy as np

from ..groups import Ints
from .pack import Pack

#: Numbers remembered at most; then all are forgotten.
_MOST_KEPT = 20_000_000


class Nearby:
    """`nearby[s]`: the groups that share a city with s which has one place; a city's places are not counted here."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        groups = pack.groups
        order = np.argsort(groups.flat, kind="stable")
        self._group = np.repeat(np.arange(len(groups)), groups.sizes)[order]
        self._first = np.searchsorted(groups.flat[order], np.arange(len(pack.capacity) + 1))
        self._known: dict[int, Ints] = {}
        self._kept = 0

    def __getitem__(self, s: int) -> Ints:
        found = self._known.get(s)
        if found is None:
            cities = [i for i in self.pack.groups.members(s) if self.pack.capacity[i] == 1]
            lists = [self._group[self._first[i] : self._first[i + 1]] for i in cities]
            every = np.unique(np.concatenate(lists)) if lists else np.zeros(0, np.int64)
            found = every[every != s]
            self._keep(s, found)
        return found

    def _keep(self, s: int, found: Ints) -> None:
        if self._kept + len(found) > _MOST_KEPT:
            self._known.clear()
            self._kept = 0
        self._known[s] = found
        self._kept += len(found)
