"""Prices of a large relaxation by cheap steps: shares and prices answer each other until they hardly move.

Source: primal-dual hybrid gradient (Chambolle and Pock 2011) with a step for each row and column (Pock and Chambolle
2011), restarts and the balance between both sides of PDLP (Applegate et al. 2021), reflected Halpern steps (Lu and
Yang 2024). Whatever prices come out, `generate.proven_bound` turns them into a proof.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .budget import Budget
from .groups import Floats, Groups
from .highs import matrix, unmet_pin
from .model import Packing, Prices

#: A restart: movement fell to this share of that at the last one; or to the second share and grows again.
_FELL, _FELL_AND_GROWS = 0.2, 0.8
#: Or this part of all steps was taken since the last one.
_LONG, _FEWEST = 0.36, 30
#: How far each restart moves the balance towards what was just seen.
_ADJUST = 0.3
_ASK_EVERY = 10


class Saddle:
    """Groups with shares, rows with prices, and steps that bring both nearer to an optimum of the relaxation.

    Rows are those of `Relaxation`: cities, sizes, side rows; what a city left out or an unmet pin costs is the least
    price of its row. Only for packings with at most one place for each city.
    """

    def __init__(self, packing: Packing, groups: Groups) -> None:
        self.packing, self.groups = packing, groups
        sizes = sorted(packing.size_limit)
        wanted = packing.wanted & (packing.capacity > 0)
        self.most: Floats = np.concatenate(
            [packing.capacity, [packing.size_limit[s] for s in sizes], [s.upper for s in packing.sides]]
        ).astype(np.float64)
        pins = np.where([s.lower > 0 for s in packing.sides], -unmet_pin(packing), 0.0)
        self.least: Floats = np.concatenate([np.where(wanted, -packing.left_out, 0.0), np.zeros(len(sizes)), pins])
        each = float(np.mean(groups.value / groups.sizes)) if len(groups) else 0.0
        self.share: Floats = np.zeros(len(groups))
        self.price: Floats = np.concatenate([np.full(packing.n, each), np.zeros(len(self.most) - packing.n)])
        self.balance = max(1.0, float(np.abs(groups.value).mean())) if len(groups) else 1.0
        self._rows = _Rows(groups, packing)

    def change(self, keep: npt.NDArray[np.bool_], fresh: Groups) -> None:
        """Keep these groups and add others, which begin with no share."""
        self.groups = self.groups.take(keep).joined(fresh)
        self.share = np.concatenate([self.share[keep], np.zeros(len(fresh))])
        self._rows = _Rows(self.groups, self.packing)

    def prices(self) -> Prices:
        """Return the present prices."""
        n, sizes = self.packing.n, sorted(self.packing.size_limit)
        limited = dict(zip(sizes, self.price[n : n + len(sizes)].tolist(), strict=True))
        return Prices(self.price[:n].copy(), self.price[n + len(sizes) :].copy(), limited)

    def objective(self) -> float:
        """Return about what the relaxation over these groups is worth: shares, less what they use too much."""
        used = self._rows.used(self.share)
        return float(self.groups.value @ self.share + self.price @ (self.most - used))

    def steps(self, count: int, budget: Budget) -> None:
        """Take this many steps (fewer when told to stop)."""
        rows = self._rows
        state = _State(self.share, self.price, self.balance)
        for done in range(count):
            if done % _ASK_EVERY == 0 and budget.stop():
                break
            share, price = self._answer(rows, state)
            moved = rows.length(share - state.share, price - state.price, state.balance)
            state.went(share, price, moved, done + 1, rows)
            self.share, self.price = share, price
        self.balance = state.balance

    def _answer(self, rows: _Rows, state: _State) -> tuple[Floats, Floats]:
        """Return shares that follow the prices, and prices that follow the shares (gone once more as far)."""
        gain = self.groups.value - rows.cost(state.price)
        share = np.maximum(0.0, state.share + gain / (rows.sizes * state.balance))
        used = rows.used(2 * share - state.share)
        price = np.maximum(self.least, state.price - (self.most - used) * (state.balance / rows.counts))
        return share, price


class _Rows:
    """Which groups count in which rows, for sums along both."""

    def __init__(self, groups: Groups, packing: Packing) -> None:
        self.starts, self.row = matrix(groups, packing)
        self.length_of_rows = packing.n + len(packing.size_limit) + len(packing.sides)
        self.in_group = np.diff(np.append(self.starts, len(self.row)))
        self.sizes = self.in_group.astype(np.float64)
        self.counts: Floats = np.maximum(1.0, self.used(np.ones(len(groups))))

    def cost(self, price: Floats) -> Floats:
        """Return the price of each group."""
        out: Floats = np.add.reduceat(price[self.row], self.starts) if len(self.starts) else np.zeros(0)
        return out

    def used(self, share: Floats) -> Floats:
        """Return how much of each row these shares use."""
        weights = np.repeat(share, self.in_group)
        return np.bincount(self.row, weights, self.length_of_rows).astype(np.float64, copy=False)

    def length(self, share: Floats, price: Floats, balance: float) -> float:
        """Return how far a move of both goes, each in its own measure."""
        return float(np.sqrt(balance * (share * share) @ self.sizes + (price * price) @ self.counts / balance))


class _State:
    """Where the steps are, where they last began anew, and when to do so again."""

    def __init__(self, share: Floats, price: Floats, balance: float) -> None:
        self.share, self.price, self.balance = share, price, balance
        self._begin(share, price)

    def _begin(self, share: Floats, price: Floats) -> None:
        self.share, self.price = share, price
        self.first_share, self.first_price = share, price
        self.since, self.first, self.last = 0, 0.0, np.inf

    def went(self, share: Floats, price: Floats, moved: float, taken: int, rows: _Rows) -> None:
        """Go beyond the answer and a little back towards the beginning, or begin anew from the answer."""
        if self.since == 0:
            self.first = moved
        elif self._is_time(moved, taken):
            self._rebalance(share, price, rows)
            self._begin(share, price)
            return
        part = (self.since + 1) / (self.since + 2)
        self.share = part * (2 * share - self.share) + (1 - part) * self.first_share
        self.price = part * (2 * price - self.price) + (1 - part) * self.first_price
        self.since, self.last = self.since + 1, moved

    def _is_time(self, moved: float, taken: int) -> bool:
        if moved <= _FELL * self.first or (moved <= _FELL_AND_GROWS * self.first and moved > self.last):
            return True
        return self.since > _FEWEST and self.since >= _LONG * taken

    def _rebalance(self, share: Floats, price: Floats, rows: _Rows) -> None:
        of_share = rows.length(share - self.first_share, np.zeros(len(price)), 1.0)
        of_price = rows.length(np.zeros(len(share)), price - self.first_price, 1.0)
        if of_share > 0 and of_price > 0:
            self.balance = float(np.exp(_ADJUST * np.log(of_price / of_share) + (1 - _ADJUST) * np.log(self.balance)))
