"""Which groups are possible and what they are worth beyond their prices, for the verifier, in whole-number arrays."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from .verify_bound import GRAIN, Claim
from .verify_factors import Ints
from .verify_scores import Flags, Scores

#: The edge of two cities that may not meet.
NEVER = -(2**29)
#: So many groups that exceed their prices are enough: the search ends and names the first few.
MANY = 1000
Edges = npt.NDArray[np.int32]


class Prices:
    """Prices and rules of a claim by position of the city in `claim.ids`.

    `city`: price of a place less what waiting earns, in 1/1024 point; `rows`: (positions, price) of side rows with a
    price; `pinned`: keys (smaller position · n + greater) of free pins; `best`: own best of each city, filled while
    all pairs are looked at.
    """

    def __init__(self, claim: Claim, scores: Scores) -> None:
        self.claim, self.scores = claim, scores
        self.n = len(claim.ids)
        self.at = {c: k for k, c in enumerate(claim.ids)}
        self.city: Ints = np.array([claim.price[c] for c in claim.ids], dtype=np.int64) - GRAIN * scores.bonus
        rows = [(np.array(sorted(self.at[c] for c in cities)), price) for cities, _, _, price in claim.proof.side]
        self.rows: list[tuple[Ints, int]] = sorted((r for r in rows if r[1]), key=lambda r: r[1])
        self.of_size = {s: sum(p for size, _, p in claim.proof.size if size == s) for s in (2, 3)}
        pairs = sorted(sorted(self.at[c] for c in pin) for pin in claim.free if pin <= set(claim.ids))
        self.pins: list[tuple[int, int]] = [(a, b) for a, b in pairs]
        self.pinned: Ints = np.array([a * self.n + b for a, b in pairs], dtype=np.int64)
        formats = np.array([claim.part[c].format for c in claim.ids], dtype=str)
        self.open: Flags = np.array([claim.places[c] > 0 for c in claim.ids], dtype=bool)
        self.takes: dict[int, Flags] = {2: formats != "three", 3: formats != "pair"}
        self.minimum = scores.weights.minimum_gain
        self.best: Ints = np.zeros(self.n, dtype=np.int64)

    def over(self, members: Ints, gains: Ints) -> Ints:
        """Return what groups (m × size) are worth beyond all their prices, in 1/1024 point."""
        out: Ints = GRAIN * self.scores.worth(gains) - self.city[members].sum(axis=1) - self.of_size[members.shape[1]]
        for cities, price in self.rows:  # first those that add to the excess: the others matter above 0 only
            at = np.flatnonzero(out > 0) if price > 0 else np.arange(len(out))
            out[at] -= price * (np.isin(members[at], cities).sum(axis=1) >= 2)
        return out

    def has_pin(self, members: Ints) -> Flags:
        """Return which groups (m × size, members in order) hold a free pin."""
        out: Flags = np.zeros(len(members), dtype=bool)
        for a, b in combinations(range(members.shape[1]), 2) if len(self.pinned) else ():
            out |= np.isin(members[:, a] * self.n + members[:, b], self.pinned)
        return out

    def possible(self, members: Ints, gains: Ints, gives: Flags | None) -> Flags:
        """Return which groups of cities that may meet are possible once `best` is known.

        Everybody in it has a place, and it holds a pin or everybody wants the size, gains enough and, of three, gives.
        """
        good = self.allowed(members, gains)
        good &= np.asarray((gains * 1000 >= self.best[members] * self.claim.proof.floor).all(axis=1))
        if gives is not None and self.minimum:
            good &= np.asarray(gives.all(axis=1))
        out: Flags = (good | self.has_pin(members)) & self.open[members].all(axis=1)
        return out

    def allowed(self, members: Ints, gains: Ints) -> Flags:
        """Return which groups everybody wants the size of and gains the minimum in."""
        out: Flags = np.asarray(self.takes[members.shape[1]][members].all(axis=1))
        return out & np.asarray((gains >= self.minimum).all(axis=1))
