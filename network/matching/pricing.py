"""Finds, among all pairs and all groups of three of a cohort, those worth adding at given prices.

The exact search never lists every group of three: what a pair adds to one is bounded from above by an edge
weight, so a group can only pay if its three edge weights less prices do (docs/algorithms/matching.md, "Bound").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .arrays import Market
from .groups import Floats, Groups, Ints
from .model import Packing, Prices
from .side_prices import SideShift

ILLEGAL = -32768
_NEVER = np.float32(-1e6)
#: Room for the single precision of edge weights (each below 4000 points).
_SLACK = 0.02
#: Room for the order in which single-precision prices are taken off an edge.
_ROUNDING = np.float32(0.01)
_CHUNK = 200_000
#: Seconds looked at together: first the best few, whose thirds are most, then more; and the most cells at a time.
_HEADS, _BLOCK_CELLS = 32, 1_000_000
_Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Legality:
    """What makes a group possible besides prices.

    `met` (n × n): these two may be in one group. `floor`: points each city must gain. `minimum`: every member
    gains at least this, and in a group of three also gives something. `pinned` pairs lift floor, minimum and
    format, not the sizes switched off (`pairs_allowed`, `threes_allowed`).
    `pair_ok` / `three_ok`: who accepts which size.
    """

    met: npt.NDArray[np.bool_]
    floor: Ints
    minimum: int
    pair_ok: npt.NDArray[np.bool_]
    three_ok: npt.NDArray[np.bool_]
    pinned: frozenset[tuple[int, int]] = frozenset()
    pairs_allowed: bool = True
    threes_allowed: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Groups above a threshold with their reduced values; `complete` when none was skipped."""

    groups: Groups
    reduced: Floats
    complete: bool


class Pricer:
    """All legal groups of a market under one legality, searched by price."""

    def __init__(
        self,
        market: Market,
        legal: Legality,
        *,
        plain_value: bool = True,
        kept: Mapping[tuple[int, ...], int] | None = None,
        ask: Callable[[], None] = lambda: None,
    ) -> None:
        """`plain_value=False` makes every group worth 0 (used to prove how many cities can be served).

        `kept` maps groups of an earlier plan to the points that keeping them is worth. `ask` is called between blocks
        of cities; what it raises ends the work.
        """
        self.market, self.legal, self.plain_value = market, legal, plain_value
        self.kept = dict(kept or {})
        self.slack = _SLACK if plain_value else 0.5
        self.stopped: Callable[[], bool] = lambda: False
        self.pinned = np.zeros((market.n, market.n), dtype=bool) if legal.pinned else None
        for a, b in legal.pinned:
            assert self.pinned is not None
            self.pinned[a, b] = self.pinned[b, a] = True
        self.pair_value = self._pair_values(ask)
        for members, worth in self.kept.items():
            if len(members) == 2 and self.pair_value[members] != ILLEGAL:
                self.pair_value[members] += worth
                self.pair_value[members[::-1]] += worth
        threes = sorted(((a * market.n + b) * market.n + c, self.kept[a, b, c]) for a, b, c in _threes(self.kept))
        self._kept_keys = np.array([key for key, _ in threes], dtype=np.int64)
        self._kept_worth = np.array([worth for _, worth in threes], dtype=np.float64)
        self.closed = ~legal.met
        if self.pinned is None and not legal.three_ok.all():
            self.closed |= ~legal.three_ok[:, None]
            self.closed |= ~legal.three_ok[None, :]
        np.fill_diagonal(self.closed, True)

    def watched(self, stopped: Callable[[], bool]) -> Pricer:
        """Return the same search, which gives up (with an incomplete answer) once `stopped` says so."""
        out = copy(self)
        out.stopped = stopped
        return out

    def _pair_values(self, ask: Callable[[], None]) -> npt.NDArray[np.int16]:
        m, legal = self.market, self.legal
        out = np.full((m.n, m.n), ILLEGAL, dtype=np.int16)
        need = np.maximum(legal.floor, legal.minimum).astype(np.int16)
        bonus = m.bonus.astype(np.int16)
        for start in range(0, m.n, 512):
            if start:
                ask()
            rows = slice(start, min(start + 512, m.n))
            mine, theirs = m.gain[rows], np.ascontiguousarray(m.gain[:, rows].T)
            if self.plain_value:
                apart = np.abs(mine - theirs).astype(np.int32)
                apart *= m.weights.reciprocity
                apart //= 1000
                value = (mine + theirs - apart.astype(np.int16)) + bonus[rows][:, None] + bonus[None, :]
            else:
                value = np.zeros_like(mine)
            good = (mine >= need[rows][:, None]) & (theirs >= need[None, :])
            good &= legal.pair_ok[rows][:, None] & legal.pair_ok[None, :]
            if self.pinned is not None and legal.pairs_allowed:
                good |= self.pinned[rows]
            good &= legal.met[rows]
            out[rows] = np.where(good, value, np.int16(ILLEGAL))
        np.fill_diagonal(out, ILLEGAL)
        return out

    def triads(self, members: Ints) -> Groups:
        """Return the legal ones among these groups of three (m × 3) with their exact values."""
        blocks: list[Groups] = []
        for start in range(0, len(members), _CHUNK):
            rows = members[start : start + _CHUNK]
            a, b, c = rows.T
            gains, gives = self.market.triad_gains(a, b, c)
            floor = np.maximum(self.legal.floor, self.legal.minimum)[rows]
            good = (gains >= floor).all(axis=1) & self.legal.three_ok[rows].all(axis=1)
            if self.legal.minimum > 0:
                good &= gives.all(axis=1)
            if self.pinned is not None and self.legal.threes_allowed:
                good |= self.pinned[a, b] | self.pinned[a, c] | self.pinned[b, c]
            met = self.legal.met
            good &= met[a, b] & met[a, c] & met[b, c]
            value = self.market.value_of(gains, rows) if self.plain_value else np.zeros(len(rows))
            blocks.append(Groups.even(rows[good], value[good]))
        out = Groups.empty()
        for block in blocks:
            out = out.joined(block)
        return self._with_kept(out)

    def _with_kept(self, block: Groups) -> Groups:
        if len(self._kept_keys) and len(block):
            n = self.market.n
            rows = block.flat.reshape(-1, 3)
            key = (rows[:, 0] * n + rows[:, 1]) * n + rows[:, 2]
            at = np.minimum(np.searchsorted(self._kept_keys, key), len(self._kept_keys) - 1)
            block.value[:] += np.where(self._kept_keys[at] == key, self._kept_worth[at], 0.0)
        return block

    def groups(self, members: list[tuple[int, ...]]) -> Groups:
        """Return the legal ones among these pairs and threes with their exact values."""
        pairs = np.array([m for m in members if len(m) == 2], dtype=np.int64).reshape(-1, 2)
        value = self.pair_value[pairs[:, 0], pairs[:, 1]]
        block = Groups.even(pairs[value != ILLEGAL], value[value != ILLEGAL])
        threes = np.array([m for m in members if len(m) == 3], dtype=np.int64).reshape(-1, 3)
        return block.joined(self.triads(threes)) if len(threes) else block

    def search(self, prices: Prices, packing: Packing, threshold: float, most: int) -> Found:
        """Return groups whose reduced value is above `threshold`.

        Looks at no more than about `most` candidates of each size; beyond that the result is not complete.
        """
        city = prices.city.astype(np.float64)
        shift = SideShift(prices, packing)
        pairs, all_pairs = self._pairs(city, shift, threshold + prices.size.get(2, 0.0), most)
        bonus = self.market.bonus if self.plain_value else np.zeros(self.market.n)
        rows, all_threes = self._candidates(city - bonus, shift, threshold + prices.size.get(3, 0.0), most)
        block = pairs.joined(self.triads(rows)) if len(rows) else pairs
        reduced = prices.reduced(block, packing)
        keep = reduced > threshold
        return Found(block.take(keep), reduced[keep], all_pairs and all_threes)

    def _pairs(self, city: Floats, shift: SideShift, threshold: float, most: int) -> tuple[Groups, bool]:
        n, rows_out, complete = self.market.n, [], True
        per_row = max(4, most // max(n, 1))
        for start in range(0, n, 256):
            if self.stopped():
                return Groups.empty(), False
            stop = min(start + 256, n)
            block = self.pair_value[start:stop].astype(np.float32)
            block -= city[start:stop, None].astype(np.float32)
            block -= city[None, :].astype(np.float32)
            shift.pairs(block, start)
            hit = block > threshold - self.slack
            hit &= self.pair_value[start:stop] != ILLEGAL
            hit &= np.arange(n)[None, :] > np.arange(start, stop)[:, None]
            if int(hit.sum()) > per_row * (stop - start):
                complete = False
                _keep_best(hit, block, per_row)
            i, j = np.nonzero(hit)
            rows_out.append(np.stack([i + start, j], axis=1))
        members = np.concatenate(rows_out) if rows_out else np.zeros((0, 2), np.int64)
        return Groups.even(members, self.pair_value[members[:, 0], members[:, 1]]), complete

    def _candidates(self, city: Floats, shift: SideShift, threshold: float, most: int) -> tuple[Ints, bool]:
        """Return candidate groups of three (m × 3, each once) whose edge weights allow the threshold.

        The largest of the three edges is above a third of the threshold, so the search starts from such edges.
        """
        n, out, complete = self.market.n, [], True
        if not (self.legal.three_ok.any() or (self.pinned is not None and self.legal.threes_allowed)):
            return np.zeros((0, 3), np.int64), True
        half = (city / 2).astype(np.float32)
        per_row = max(6, most // max(n, 1))
        # While prices are far off nearly every group pays; a look at the best edges is then enough.
        cells = min(max(1000 * per_row, 100_000), 4_000_000)
        floor = np.float32(threshold - self.slack)
        for i in range(n):
            if i % 16 == 0 and self.stopped():
                return np.zeros((0, 3), np.int64), False
            near = self._edges(i, half, shift)
            heads = i + 1 + np.flatnonzero(near[i + 1 :] > floor / 3)
            if not len(heads):
                continue
            heads = heads[np.argsort(-near[heads], kind="stable")]
            j, k, sums, whole = self._thirds(near, heads, half, shift, floor, cells)
            complete &= whole
            if len(j) > per_row:
                best = np.argpartition(-sums, per_row)[:per_row]
                j, k, complete = j[best], k[best], False
            out.append(np.stack([np.full(len(j), i), j, k], axis=1))
        out.extend(np.array([m], dtype=np.int64) for m in self.kept if len(m) == 3)
        rows = np.sort(np.concatenate(out), axis=1) if out else np.zeros((0, 3), np.int64)
        key = (rows[:, 0] * n + rows[:, 1]) * n + rows[:, 2]
        _, first = np.unique(key, return_index=True)
        return rows[first].astype(np.int64), complete

    def _thirds(
        self, near: _Singles, heads: Ints, half: _Singles, shift: SideShift, floor: np.float32, cells: int
    ) -> tuple[Ints, Ints, _Singles, bool]:
        """Return second and third cities whose edges with one city reach `floor`, their sums, and if none is missing.

        `near`: the city's edges; `heads`: seconds by falling edge. That edge counts as the largest of the three, so a
        third city needs an edge above `floor` less twice the largest. At most about `cells` combinations are looked at.
        """
        found: list[tuple[Ints, Ints, _Singles]] = []
        at, looked = 0, 0
        while at < len(heads) and looked < cells:
            thirds = np.flatnonzero(near > floor - 2 * near[heads[at]] - _ROUNDING)
            room = min(_BLOCK_CELLS, cells - looked) // max(len(thirds), 1)
            width = max(8, min(_HEADS << (2 * len(found)), room))
            some = heads[at : at + width]
            total = self._far(some, thirds, half, shift)
            total += near[thirds][None, :] + near[some][:, None]
            j, k = np.nonzero(total > floor)
            found.append((some[j], thirds[k], total[j, k]))
            at, looked = at + len(some), looked + total.size
        j, k, sums = (np.concatenate(part) for part in zip(*found, strict=True))
        return j, k, sums, at >= len(heads)

    def _edges(self, i: int, half: _Singles, shift: SideShift) -> _Singles:
        edges = self.market.edge[i] if self.plain_value else np.zeros(self.market.n, dtype=np.float32)
        near: _Singles = edges - half - half[i]
        shift.edges(near[None, :], np.array([i]))
        near[self.closed[i]] = _NEVER
        return near

    def _far(self, heads: Ints, thirds: Ints, half: _Singles, shift: SideShift) -> _Singles:
        if shift.at or 2 * len(thirds) > self.market.n:  # whole rows are copied faster than parts of them
            far = self._value_edges(heads) - half[None, :] - half[heads][:, None]
            shift.edges(far, heads)
            far[self.closed[heads]] = _NEVER
            return far[:, thirds] if len(thirds) < self.market.n else far
        far = self._value_edges(heads, thirds) - half[thirds][None, :] - half[heads][:, None]
        far[self.closed[np.ix_(heads, thirds)]] = _NEVER
        return far

    def _value_edges(self, rows: Ints, columns: Ints | None = None) -> _Singles:
        if self.plain_value:
            picked: _Singles = self.market.edge[rows if columns is None else np.ix_(rows, columns)]
            return picked
        return np.zeros((len(rows), self.market.n if columns is None else len(columns)), dtype=np.float32)


def _threes(kept: Mapping[tuple[int, ...], int]) -> list[tuple[int, ...]]:
    return [members for members in kept if len(members) == 3]


def _keep_best(hit: npt.NDArray[np.bool_], block: npt.NDArray[np.float32], per_row: int) -> None:
    """Keep in each row only its best hits."""
    masked = np.where(hit, block, -np.inf)
    best = np.argpartition(-masked, min(per_row, masked.shape[1] - 1), axis=1)[:, :per_row]
    keep = np.zeros_like(hit)
    np.put_along_axis(keep, best, True, axis=1)
    hit &= keep
