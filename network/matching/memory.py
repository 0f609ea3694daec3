"""What several runs over one cohort know from each other: groups that mattered, relaxations, explained groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .budget import Budget
from .generate import Relaxed
from .groups import Groups
from .model import Packing, Prices
from .plan import Certificate, Group
from .pricing import Pricer
from .setup import Arena

if TYPE_CHECKING:
    from .levels import Outcome

#: Groups taken over from earlier prices, for each city.
_NEAR = 12
#: How far below its prices, in points, a group may be to be taken over.
_CLOSE = 25.0


@dataclass(slots=True)
class Memory:
    """Shared by runs in the same arena; nothing in it changes a result that is proved, only the way there.

    `seen`: groups near the prices of an earlier run. `plain`: relaxation without points for keeping groups, by floor
    and price of leaving a city out. `outcome`: of the latest run. `explained`: groups of plans with their lines, by
    members and floor.
    """

    seen: set[tuple[int, ...]] = field(default_factory=set)
    plain: dict[tuple[int, float], tuple[Relaxed, Packing]] = field(default_factory=dict)
    outcome: Outcome | None = None
    explained: dict[tuple[tuple[str, ...], int, bool], Group] = field(default_factory=dict)

    def note(self, relaxed: Relaxed, packing: Packing) -> None:
        """Remember the groups of a relaxation closest to paying."""
        reduced = relaxed.prices.reduced(relaxed.groups, packing)
        self.seen |= _nearest(relaxed.groups, reduced, packing.n)

    def recall(self, place: Arena, proof: Certificate, budget: Budget) -> None:
        """Remember the groups that nearly pay at the prices of an earlier plan for nearly the same cohort."""
        if budget.stop() or place.market.n < 2:
            return
        known = dict(proof.city)
        city = np.array([known.get(c, 0) / 1024 for c in place.market.ids])
        pricer = Pricer(place.market, place.legality(proof.floor))
        packing = place.packing(np.zeros(place.market.n, dtype=bool), 0.0)
        prices = Prices(city, np.zeros(len(packing.sides)), {})
        found = pricer.search(prices, packing, -_CLOSE, 200 * place.market.n)
        self.seen |= _nearest(found.groups, found.reduced, place.market.n)


def _nearest(groups: Groups, reduced: np.ndarray, n: int) -> set[tuple[int, ...]]:
    best = np.argsort(-reduced, kind="stable")[: _NEAR * n]
    return set(groups.take(best).tuples())


def without_later_rows(packing: Packing) -> Packing:
    """Return a packing that can get rows of its own without changing the remembered one."""
    return Packing(
        packing.capacity,
        packing.wanted,
        packing.left_out,
        list(packing.sides),
        dict(packing.size_limit),
        packing.integral,
        packing.single_use,
        packing.once_together,
    )
