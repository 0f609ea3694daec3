"""Turns a problem into arrays for the solver: who may meet, fixed groups, pins as rows, floors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .arrays import Market
from .budget import Budget
from .groups import Groups, Ints
from .hard_rules import HardRules
from .model import Packing, Side
from .pricing import ILLEGAL, Legality, Pricer
from .values import Problem

#: Cities whose partners are looked at together.
_BLOCK = 512


@dataclass(slots=True)
class Arena:
    """A problem in arrays. `fixed` are exact pins; `capacity` is what they leave; `best` each city's best gain."""

    problem: Problem
    market: Market
    met: npt.NDArray[np.bool_]
    capacity: Ints
    fixed: list[tuple[int, ...]]
    pins: list[tuple[int, int]]
    best: Ints
    base: Pricer

    def legality(self, floor_mille: int) -> Legality:
        """Return what makes a group possible when each city must reach this share of its own best."""
        return _legality(self, -(-self.best * floor_mille // 1000))

    def packing(self, wanted: npt.NDArray[np.bool_], left_out: float) -> Packing:
        """Return the packing problem in which leaving out a wanted city costs `left_out` points."""
        limits = self.problem.settings.limits
        fixed = [len(g) for g in self.fixed]
        limit = {}
        for size, most in ((2, limits.max_pairs), (3, limits.max_triads)):
            if most is not None:
                limit[size] = max(0, most - fixed.count(size))
        served = {i for g in self.fixed for i in g}
        free = wanted & ~np.isin(np.arange(self.market.n), list(served))
        sides = [Side(tuple(sorted(pin)), 1, 1) for pin in self.pins]
        return Packing(self.capacity.copy(), free, left_out, sides, limit, once_together=True)

    def fixed_groups(self) -> Groups:
        """Return the exact pins as groups with their values, whatever floor or format says."""
        pairs = np.array([g for g in self.fixed if len(g) == 2], dtype=np.int64).reshape(-1, 2)
        threes = np.array([g for g in self.fixed if len(g) == 3], dtype=np.int64).reshape(-1, 3)
        market = self.market
        gains = np.stack([market.gain[pairs[:, 0], pairs[:, 1]], market.gain[pairs[:, 1], pairs[:, 0]]], axis=1)
        block = Groups.even(pairs, market.value_of(gains.astype(np.int64), pairs)) if len(pairs) else Groups.empty()
        if len(threes):
            of_three, _ = market.triad_gains(*threes.T)
            block = block.joined(Groups.even(threes, market.value_of(of_three, threes)))
        return block

    def servable(self) -> npt.NDArray[np.bool_]:
        """Return which cities are in at least one possible group (without any floor)."""
        has_pair = (self.base.pair_value != ILLEGAL).any(axis=1)
        out: npt.NDArray[np.bool_] = has_pair | np.isin(
            np.arange(self.market.n), [i for g in (*self.fixed, *self.pins) for i in g]
        )
        if self.legality(0).three_ok.any():
            for i in np.flatnonzero(~out):
                out[i] = in_some_triad(self.base, int(i))
        return out


def in_some_triad(pricer: Pricer, city: int) -> bool:
    """Return whether a city is in at least one possible group of three."""
    near = np.flatnonzero(~pricer.closed[city])
    for start in range(0, len(near), 64):
        block = near[start : start + 64]
        a, b = np.meshgrid(block, near, indexing="ij")
        later = (b > a) & ~pricer.closed[a, b]
        rows = np.stack([np.full(int(later.sum()), city), a[later], b[later]], axis=1)
        if len(rows) and len(pricer.triads(rows)):
            return True
    return False


def arena(problem: Problem, budget: Budget | None = None) -> Arena:
    """Return the arrays of a problem whose rules are known not to contradict each other.

    Large cohorts take a while: a budget is asked whether to go on, and `NoPlanInTime` raised when not.
    """
    ask = budget.ask if budget is not None else _go_on
    market = Market(problem, ask=ask)
    met = _may_meet(problem, market, ask)
    capacity = np.array([c.capacity for c in market.cities], dtype=np.int64)
    best = np.array([market.gain[i][met[i]].max(initial=0) for i in range(market.n)], dtype=np.int64)
    fixed, pins = _pins(problem, market)
    for group in fixed:
        capacity[list(group)] -= 1
    for a, b in [(a, b) for g in fixed for a in g for b in g if a != b]:
        met[a, b] = False
    pins = [p for p in pins if met[p]]
    out = Arena(problem, market, met, capacity, fixed, pins, best, None)  # type: ignore[arg-type]
    out.base = Pricer(market, _legality(out, np.zeros(market.n, dtype=np.int64)), ask=ask)
    return out


def _go_on() -> None:
    """Nobody asks the run to stop."""


def _legality(place: Arena, floor: Ints) -> Legality:
    settings = place.problem.settings
    formats = [c.format for c in place.market.cities]
    open_ = place.capacity > 0
    return Legality(
        met=place.met if open_.all() else place.met & open_[:, None] & open_[None, :],
        floor=floor,
        minimum=settings.weights.minimum_gain,
        pair_ok=np.array([f != "three" for f in formats], dtype=bool) & settings.limits.pairs,
        three_ok=np.array([f != "pair" for f in formats], dtype=bool) & settings.limits.triads,
        pinned=frozenset(place.pins),
        pairs_allowed=settings.limits.pairs,
        threes_allowed=settings.limits.triads,
    )


def _may_meet(problem: Problem, market: Market, ask: Callable[[], None]) -> npt.NDArray[np.bool_]:
    """Return which cities may be in one group: the same as `HardRules.apart`, for all pairs."""
    met = ~np.eye(market.n, dtype=bool)
    rules = HardRules(problem)
    for pair in (*rules.forbidden, *rules.met):
        at = [market.index[c] for c in pair if c in market.index]
        if len(at) == 2:
            met[at[0], at[1]] = met[at[1], at[0]] = False
    apart = [_same_country(market)] if rules.other_country else []
    apart += [_no_language(market)] if rules.language_required else []
    for start in range(0, market.n if apart else 0, _BLOCK):
        if start:
            ask()
        rows = slice(start, start + _BLOCK)
        for marks_of in apart:
            met[rows] &= ~marks_of(rows)
    return met


def _same_country(market: Market) -> Callable[[slice], npt.NDArray[np.bool_]]:
    number = {c: n for n, c in enumerate(sorted({c.country for c in market.cities if c.country is not None}))}
    code = np.array([-1 if c.country is None else number[c.country] for c in market.cities], dtype=np.int64)
    return lambda rows: (code[rows][:, None] == code[None, :]) & (code[rows] >= 0)[:, None]


def _no_language(market: Market) -> Callable[[slice], npt.NDArray[np.bool_]]:
    codes = sorted({code for c in market.cities for code, _ in c.languages})
    speaks = np.array([[code in dict(c.languages) for code in codes] for c in market.cities], dtype=np.float32)
    speaks = speaks.reshape(market.n, len(codes))
    known = np.array([bool(c.languages) for c in market.cities], dtype=bool)
    return lambda rows: (speaks[rows] @ speaks.T == 0) & known[rows][:, None] & known[None, :]


def _pins(problem: Problem, market: Market) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    """Return exact pins (all threes, exact pairs, pairs where threes are off) and loose pairs, each once."""
    fixed: set[tuple[int, ...]] = set()
    loose: set[tuple[int, int]] = set()
    for rule in problem.rules:
        if rule.kind != "pin":
            continue
        group = tuple(sorted(market.index[c] for c in rule.cities))
        if len(group) == 3 or rule.exact or not problem.settings.limits.triads:
            fixed.add(group)
        else:
            loose.add((group[0], group[1]))
    inside = {(a, b) for g in fixed for a in g for b in g}
    return sorted(fixed), sorted(p for p in loose if p not in inside)
