"""Local search where a city may be in several groups: a full city charges what its cheapest group is worth."""

from __future__ import annotations

import numpy as np

from ..groups import Ints
from .pack import Pack
from .swift import Swift


class Shared(Swift):
    """Knows which groups hold the places of each city and what a place there costs now (nothing while one is free).

    A group in the way at two cities is charged twice, so `gain` can be too low, never too high.
    """

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        groups, cities = pack.groups, np.arange(1, len(pack.capacity))
        order = np.argsort(groups.flat, kind="stable")
        owner = np.repeat(np.arange(pack.m), groups.sizes)[order]
        self._of_city: list[Ints] = np.split(owner, np.searchsorted(groups.flat[order], cities))
        self._places: list[int] = pack.capacity.tolist()
        self._holders: list[set[int]] = []
        self._price: list[float] = []

    def _clear(self) -> None:
        self.chosen.clear()
        self._holders = [set() for _ in self._places]
        self._price = [0.0] * len(self._places)

    def _rivals(self, s: int) -> list[int]:
        out: set[int] = set()
        for i in self.pack.groups.members(s):
            holders = self._holders[i]
            if len(holders) >= self._places[i] and out.isdisjoint(holders):
                out.add(min(holders, key=lambda o: (self.value[o], o)))
        return sorted(out)

    def _enter(self, s: int) -> None:
        self.chosen.add(s)
        for i in self.pack.groups.members(s):
            self._holders[i].add(s)
            self._charge(i)

    def _leave(self, s: int) -> None:
        self.chosen.remove(s)
        for i in self.pack.groups.members(s):
            self._holders[i].remove(s)
            self._charge(i)

    def _charge(self, i: int) -> None:
        """Let the groups of a city know what a place there costs now."""
        holders = self._holders[i]
        price = min(map(self.value.__getitem__, holders)) if len(holders) >= self._places[i] else 0.0
        if price != self._price[i]:
            groups = self._of_city[i]
            self.gain[groups] -= price - self._price[i]
            self.key[groups] -= price - self._price[i]
            self._price[i] = price
