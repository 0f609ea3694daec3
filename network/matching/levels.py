"""The order of goals: rules, then cities served, then the floor under the worst-off, then the total.

Coverage is priced into the relaxation (a served city is worth more points than any group), floors are a filter
on groups. A lower rung is taken only when a higher one was shown to serve fewer cities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .budget import Budget
from .errors import NoPlanInTime
from .generate import Relaxed, relax
from .groups import Groups
from .heuristic import first_groups, greedy
from .integer import Solved, to_plan
from .model import Choice, Packing, Prices, choice_of
from .pricing import Legality, Pricer
from .setup import Arena

#: Points a served city counts for in the relaxation; raised when that proves too little.
LEFT_OUT = 4000.0
#: Scale of the coverage proof, large so that price rounding never reaches one whole city.
_PROOF = 1e6


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
) -> Outcome:
    """Return the best plan under the documented order of goals; `NoPlanInTime` when stopped before any.

    `kept` are groups of an earlier plan with the points keeping them is worth; `start` is a plan to begin with.
    """
    order = place.problem.settings.fairness.order
    servable = place.servable()
    wanted = servable if "coverage" in order else np.zeros_like(servable)
    ladder = _ladder(place)
    fewest: int | None = 0 if not wanted.any() else None
    known, proven = 0, True
    for rung, floor in enumerate(ladder):
        last = rung == len(ladder) - 1
        pricer = Pricer(place.market, place.legality(floor), kept=kept)
        out = _attempt(place, pricer, wanted, budget, start, LEFT_OUT)
        if out is None:
            raise NoPlanInTime
        result = Outcome(*out, pricer, floor, proven, 0, servable)
        left = len(_choice(result).left_out)
        if left == 0 or budget.stop():
            return _finish(result, 0 if left == 0 else known, floor_proven=proven and not budget.stopped)
        if fewest is None:
            fewest, known = _fewest_left_out(
                place, place.legality(0 if order[0] == "coverage" else floor), wanted, budget, start
            )
        if last or left <= fewest:
            return _finish(_served_more(place, result, wanted, budget, start, fewest), known, floor_proven=proven)
        here, least = _fewest_left_out(place, place.legality(floor), wanted, budget, start)
        if here <= fewest:
            return _finish(_served_more(place, result, wanted, budget, start, fewest), known, floor_proven=proven)
        proven = proven and least > fewest
    raise AssertionError("the ladder has at least one rung")


def _ladder(place: Arena) -> tuple[int, ...]:
    fairness = place.problem.settings.fairness
    if "worst_off" not in fairness.order:
        return (0,)
    rungs = tuple(sorted(set(fairness.floor_ladder), reverse=True))
    return rungs[:1] if fairness.order[0] == "worst_off" else rungs


def _attempt(
    place: Arena,
    pricer: Pricer,
    wanted: npt.NDArray[np.bool_],
    budget: Budget,
    start: Sequence[tuple[int, ...]],
    left_out: float,
) -> tuple[Solved, Relaxed, Packing] | None:
    packing = place.packing(wanted, left_out)
    given = pricer.groups([tuple(sorted(m)) for m in (*start, *pricer.kept)])
    first = given.joined(first_groups(pricer)).without_repeats()
    plan = greedy(first, packing)
    if budget.stop() and not len(plan.groups):
        return None
    budget.report("greedy", plan.worth(packing), None)
    relaxed = relax(pricer, packing, plan.groups.joined(first), budget)
    if relaxed is None:
        relaxed = Relaxed(first, np.zeros(len(first)), _no_prices(packing), np.inf, plan.worth(packing))
    solved = to_plan(pricer, packing, relaxed, plan, budget)
    return solved, relaxed, packing


def _no_prices(packing: Packing) -> Prices:
    return Prices(np.zeros(packing.n), np.zeros(len(packing.sides)), {})


def _choice(result: Outcome) -> Choice:
    choice = result.solved.choice
    assert choice is not None
    return choice


def _finish(result: Outcome, known: int, *, floor_proven: bool) -> Outcome:
    result.coverage_bound, result.floor_proven = known, floor_proven
    return result


def _fewest_left_out(
    place: Arena,
    legal: Legality,
    wanted: npt.NDArray[np.bool_],
    budget: Budget,
    start: Sequence[tuple[int, ...]],
) -> tuple[int, int]:
    """Return how few cities a plan was found to leave out, and a proven lower bound on that number."""
    pricer = Pricer(place.market, legal, plain_value=False)
    packing = place.packing(wanted, _PROOF)
    valued = Pricer(place.market, legal)
    first = first_groups(valued)
    first.value[:] = 0
    given = pricer.groups([tuple(sorted(m)) for m in start])
    first = given.joined(first).without_repeats()
    plan = greedy(first, packing)
    relaxed = relax(pricer, packing, plan.groups.joined(first), budget, smallest=1.0)
    if relaxed is None:
        return len(plan.left_out), 0
    solved = to_plan(pricer, packing, relaxed, plan, budget)
    assert solved.choice is not None
    least = int(np.ceil(-solved.bound / _PROOF - 1e-3)) if np.isfinite(solved.bound) else 0
    return len(solved.choice.left_out), max(0, least)


def _served_more(
    place: Arena,
    result: Outcome,
    wanted: npt.NDArray[np.bool_],
    budget: Budget,
    start: Sequence[tuple[int, ...]],
    fewest: int,
) -> Outcome:
    """Return the result again with a higher price on leaving cities out, until coverage is as good as known."""
    price = LEFT_OUT
    while len(_choice(result).left_out) > fewest and price < 1e6 and not budget.stop():
        price *= 8
        out = _attempt(place, result.pricer, wanted, budget, start, price)
        if out is None:
            break
        result = Outcome(*out, result.pricer, result.floor, result.floor_proven, 0, result.servable)
    return result


def whole_choice(place: Arena, result: Outcome) -> Groups:
    """Return the plan's groups including exact pins."""
    chosen = choice_of(_choice(result).groups, result.packing).groups
    return chosen.joined(place.fixed_groups())
