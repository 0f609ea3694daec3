"""Checks that the certificate counts every city that could be served, for the verifier.

The bound holds for plans that leave out no more of the counted cities than this plan does. Were a city not counted that
some group could serve, the bound would say nothing about plans that serve it instead of another.
"""

from __future__ import annotations

import numpy as np

from .verify_factors import Ints
from .verify_groups import NEVER, Edges, Prices
from .verify_meet import Apart
from .verify_scores import Flags
from .verify_watch import Watch

#: Groups of three computed in full at a time.
_GROUPS = 1 << 16


class Served:
    """Looks for a possible group of each city that is not counted, once all pairs were looked at."""

    def __init__(self, prices: Prices, apart: Apart, edges: Edges | None, watch: Watch) -> None:
        self._prices, self._apart, self._edges, self._watch = prices, apart, edges, watch
        self._wants_gain = prices.minimum > 0

    def found(self, most: int) -> list[tuple[str, tuple[str, ...]]]:
        """Return up to `most` cities not counted, each with a group that could serve it."""
        claim = self._prices.claim
        if not claim.proof.wanted:
            return []  # then the bound holds for every plan, whoever it leaves out
        out = []
        for city in sorted(set(claim.ids) - set(claim.proof.wanted) - claim.held):
            group = self._group(self._prices.at[city])
            if group is not None:
                out.append((city, tuple(claim.ids[k] for k in group)))
                if len(out) >= most:
                    break
        return out

    def _group(self, city: int) -> tuple[int, ...] | None:
        """Return a possible group of a city, or None when there is none."""
        self._watch.ask()
        prices, claim = self._prices, self._prices.claim
        needy = bool(claim.part[claim.ids[city]].needs)
        if not needy and self._wants_gain and not len(prices.pinned):
            return None
        others = np.flatnonzero(~self._apart.of(city) & prices.open)
        here = np.full(len(others), city)
        gets, gives = prices.scores.pairs(here, others)
        if claim.problem.settings.limits.pairs:
            members = np.sort(np.stack([here, others], axis=1), axis=1)
            first = (members[:, 0] == city)[:, None]
            gains = np.where(first, np.stack([gets, gives], axis=1), np.stack([gives, gets], axis=1))
            good = np.flatnonzero(prices.possible(members, gains, None))
            if len(good):
                return tuple(members[good[0]].tolist())
        return None if self._edges is None else self._three(city, self._edges)

    def _three(self, city: int, edges: Edges) -> tuple[int, ...] | None:
        prices = self._prices
        met: Flags
        others: Ints = np.flatnonzero((edges[city] != NEVER) & prices.open)
        for a, b in prices.pins:
            beside = others if city in (a, b) else np.array([city])
            met = (edges[a, beside] != NEVER) & (edges[b, beside] != NEVER) & (beside != a) & (beside != b)
            if met.any() and prices.open[a] and prices.open[b] and edges[a, b] != NEVER:
                return tuple(sorted((a, b, int(beside[met][0]))))
        heads = others
        if self._wants_gain:  # then one of the others must answer a need of the city or share a challenge
            heads = others[prices.scores.teaches(np.full(len(others), city), others)]
        width = max(1, _GROUPS // max(len(others), 1))
        for at in range(0, len(heads), width):
            self._watch.ask()
            second, third = (g.ravel() for g in np.meshgrid(heads[at : at + width], others, indexing="ij"))
            met = (second != third) & (edges[second, third] != NEVER)
            members = np.stack([np.full(int(met.sum()), city), second[met], third[met]], axis=1)
            members = np.sort(members, axis=1)
            good = np.flatnonzero(prices.possible(members, *prices.scores.threes(members)))
            if len(good):
                return tuple(members[good[0]].tolist())
        return None
