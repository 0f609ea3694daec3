"""The order of goals: rules, then cities served, then the floor under the worst-off, then the total.

Coverage is priced into the relaxation (a served city is worth more points than any group), floors are a filter
on groups. A lower rung is taken only when a higher one was shown to serve fewer cities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .attempt import attempt
from .budget import Budget
from .errors import NoPlanInTime
from .generate import Relaxed, relax
from .groups import Groups
from .heuristic import first_groups, greedy
from .integer import BRANCH_TO, Solved, to_plan
from .memory import Memory
from .model import Choice, Packing, Prices, choice_of
from .pricing import Pricer
from .setup import Arena

#: Points a served city counts for in the relaxation; raised when that proves too little.
LEFT_OUT = 4000.0
#: Scale of the coverage proof, large so that price rounding never reaches one whole city.
_PROOF = 1e6
#: Up to this many cities the least number left out is found exactly, not only bounded.
_EXACT_COVERAGE = 90


@dataclass(slots=True)
class Outcome:
    """What the levels decided, in market indices; totals exclude exact pins (`place.fixed`)."""

    solved: Solved
    relaxed: Relaxed
    packing: Packing
    pricer: Pricer
    floor: int
    floor_proven: bool
    coverage_bound: int
    servable: npt.NDArray[np.bool_]


def solve_levels(
    place: Arena,
    budget: Budget,
    *,
    kept: Mapping[tuple[int, ...], int] | None = None,
    start: Sequence[tuple[int, ...]] = (),
    memory: Memory | None = None,
) -> Outcome:
    """Return the best plan under the documented order of goals; `NoPlanInTime` when stopped before any.

    `kept` are groups of an earlier plan with the points keeping them is worth; `start` is a plan to begin with.
    `memory` is what earlier runs in the same arena found: it spares most of the relaxation's rounds, and what this
    run finds is added.
    """
    fairness = place.problem.settings.fairness
    servable = place.servable()
    wanted = servable if "coverage" in fairness.order else np.zeros_like(servable)
    search = Search(place, budget, dict(kept or {}), tuple(start), wanted, servable)
    search.memory = memory or Memory()
    ladder, proven = _ladder(place), True
    if fairness.most_cost is not None and len(ladder) > 1:
        return _affordable(search, ladder, fairness.most_cost)
    lowest: Rung | None = None
    for floor in ladder:
        rung = search.rung_or(floor, lowest)
        if rung.left == 0 or budget.stop() or len(ladder) == 1:
            return _finish(rung, rung.least, floor_proven=proven and not budget.stopped)
        if lowest is None:
            lowest = rung if floor == 0 else search.rung_or(0, rung)
        if rung.left <= lowest.left:
            return _finish(rung, lowest.least, floor_proven=proven)
        proven = proven and rung.least > lowest.left
    raise AssertionError("the lowest rung serves as many cities as any")


def surcharge(kept: Mapping[tuple[int, ...], int]) -> float:
    """Return the first price of leaving a city out: more than points for keeping groups can be worth."""
    return LEFT_OUT + 3 * max(kept.values(), default=0)


@dataclass(slots=True)
class Rung:
    """The best plan at one floor, how many cities it leaves out, and a proven least number of those."""

    outcome: Outcome
    left: int
    least: int


class Search:
    """Solves single rungs of the ladder, with as few cities left out as possible."""

    def __init__(
        self,
        place: Arena,
        budget: Budget,
        kept: dict[tuple[int, ...], int],
        start: tuple[tuple[int, ...], ...],
        wanted: npt.NDArray[np.bool_],
        servable: npt.NDArray[np.bool_],
    ) -> None:
        self.place, self.budget, self.kept, self.start = place, budget, kept, start
        self.wanted, self.servable = wanted, servable
        self.memory = Memory()

    @classmethod
    def of(cls, place: Arena, budget: Budget) -> Search:
        """Return a search without an earlier plan, for the goals of the settings."""
        servable = place.servable()
        wanted = servable if "coverage" in place.problem.settings.fairness.order else np.zeros_like(servable)
        return cls(place, budget, {}, (), wanted, servable)

    def rung_or(self, floor: int, held: Rung | None) -> Rung:
        """Return the best plan at a floor; the one already held when the run is stopped before any."""
        try:
            return self.rung(floor)
        except NoPlanInTime:
            if held is None:
                raise
            return held

    def rung(self, floor: int) -> Rung:
        """Return the best plan at a floor; the price of leaving a city out rises until it leaves out least."""
        pricer = self._pricer(floor)
        price = surcharge(self.kept)
        outcome = self._solve(pricer, floor, price, self.start)
        left = len(_choice(outcome).left_out)
        large = outcome.packing.n > BRANCH_TO
        if left == 0 or self.budget.stop() or (large and _relaxed_left(outcome) < 0.5):
            return Rung(outcome, left, 0)  # already the relaxation serves everybody: it proves nothing about fewer
        least, plan = self._coverage(floor)
        tries = 0
        while left > least and tries < 2 and not self.budget.stop():
            if large and _relaxed_left(outcome) < 0.5:
                break  # a higher price would change nothing
            price, tries, before = price * 8, tries + 1, left
            outcome = self._solve(pricer, floor, price, plan or tuple(_choice(outcome).groups.tuples()))
            left = len(_choice(outcome).left_out)
            tries = 0 if left < before and price < 1e6 else tries
        return Rung(outcome, left, least)

    def _pricer(self, floor: int) -> Pricer:
        if floor == 0 and not self.kept:
            return self.place.base.watched(self.budget.stop)  # at size, another table of pairs would be a burden
        return Pricer(self.place.market, self.place.legality(floor), kept=self.kept).watched(self.budget.stop)

    def _solve(self, pricer: Pricer, floor: int, price: float, start: tuple[tuple[int, ...], ...]) -> Outcome:
        found = attempt(self.place, pricer, floor, self.wanted, self.budget, start, price, self.memory)
        if found is None:
            raise NoPlanInTime
        self.memory.note(found[1], found[2])
        return Outcome(*found, pricer, floor, True, 0, self.servable)

    def _coverage(self, floor: int) -> tuple[int, tuple[tuple[int, ...], ...]]:
        """Return a proven least number of cities left out; for small cohorts the exact number and a plan for it."""
        legal = self.place.legality(floor)
        pricer = Pricer(self.place.market, legal, plain_value=False).watched(self.budget.stop)
        packing = self.place.packing(self.wanted, _PROOF)
        plain = Pricer(self.place.market, legal)
        first = first_groups(plain).joined(plain.groups(sorted(self.memory.seen))).without_repeats()
        first.value[:] = 0
        plan = greedy(first, packing)
        relaxed = relax(pricer, packing, plan.groups.joined(first), self.budget, smallest=1.0)
        if relaxed is None or not np.isfinite(relaxed.bound):
            return 0, ()
        bound, best = relaxed.bound, plan
        if packing.n <= _EXACT_COVERAGE:
            solved = to_plan(pricer, packing, relaxed, plan, self.budget)
            bound, best = solved.bound, solved.choice or plan
        least = max(0, int(np.ceil(-bound / _PROOF - 1e-3)))
        return least, tuple(best.groups.tuples()) if len(best.left_out) == least else ()


def _affordable(search: Search, ladder: Sequence[int], most_cost: int) -> Outcome:
    """Return the highest rung that leaves out no more cities and surely costs at most `most_cost` per mille.

    Cost is counted against the bound on every plan without a floor, so that it holds whatever is not proved. What a
    floor costs grows with it, so the rung is found by halving.
    """
    rungs = sorted({0, *ladder}, reverse=True)
    best = base = search.rung(0)
    _, limit, _ = points(search.place, base.outcome)
    proven, high, low = True, 0, len(rungs) - 1
    while high < low and not search.budget.stop():
        middle = (high + low) // 2
        rung = search.rung_or(rungs[middle], best)
        total, bound, _ = points(search.place, rung.outcome)
        if rung.left <= base.left and (limit - total) * 1000 <= most_cost * abs(limit):
            best, low = rung, middle
        else:
            proven = rung.least > base.left or (limit - bound) * 1000 > most_cost * abs(limit)
            high = middle + 1
    return _finish(best, base.least, floor_proven=proven and high >= low)


def points(place: Arena, outcome: Outcome) -> tuple[int, int, int]:
    """Return total, bound on plans that leave out as few, and cities left out, all without points for keeping."""
    choice = outcome.solved.choice
    assert choice is not None
    kept = outcome.pricer.kept
    fixed = float(place.fixed_groups().value.sum())
    left = len(choice.left_out)
    total = choice.value - sum(kept.get(m, 0) for m in choice.groups.tuples()) + fixed
    bound = min(outcome.solved.bound + outcome.packing.left_out * left, free_bound(outcome)) + fixed
    return round(total), int(np.floor(max(total, bound) + 1e-6)) if np.isfinite(bound) else 2**53, left


def free_bound(outcome: Outcome) -> float:
    """Return the bound on the total of every plan, however many cities it leaves out: without negative prices.

    It is the lower one where a run was stopped with many cities not served yet.
    """
    relaxed = outcome.relaxed
    return at_least_nothing(relaxed.prices).bound(outcome.packing) if np.isfinite(relaxed.bound) else np.inf


def at_least_nothing(prices: Prices) -> Prices:
    """Return the prices with those of cities that count less than nothing at nothing: they prove as much as before."""
    return replace(prices, city=np.maximum(prices.city, 0.0))


def _finish(rung: Rung, least: int, *, floor_proven: bool) -> Outcome:
    rung.outcome.coverage_bound, rung.outcome.floor_proven = least, floor_proven
    return rung.outcome


def _ladder(place: Arena) -> tuple[int, ...]:
    fairness = place.problem.settings.fairness
    if "worst_off" not in fairness.order:
        return (0,)
    rungs = tuple(sorted(set(fairness.floor_ladder), reverse=True))
    return rungs[:1] if fairness.order[0] == "worst_off" else rungs


def _relaxed_left(outcome: Outcome) -> float:
    """Return how many wanted cities the relaxation leaves out, in whole cities added up from fractions."""
    relaxed, packing = outcome.relaxed, outcome.packing
    share = np.repeat(relaxed.share, relaxed.groups.sizes)
    places = np.bincount(relaxed.groups.flat, weights=share, minlength=packing.n)
    missing = np.maximum(1 - places, 0)[packing.wanted & (packing.capacity > 0)]
    return float(missing.sum())


def _choice(result: Outcome) -> Choice:
    choice = result.solved.choice
    assert choice is not None
    return choice


def whole_choice(place: Arena, result: Outcome) -> Groups:
    """Return the plan's groups including exact pins."""
    chosen = choice_of(_choice(result).groups, result.packing).groups
    return chosen.joined(place.fixed_groups())
