"""`match`: checks the rules, solves the levels, and returns an explained plan with its receipt."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .budget import Budget, Progress
from .build import build_plan
from .conflicts import contradictions
from .errors import ContradictoryRules, NoPlanInTime
from .generate import relax
from .heuristic import first_groups
from .levels import Outcome, near_prices, solve_levels, whole_choice
from .plan import Plan
from .pricing import Pricer
from .setup import Arena, arena
from .values import Problem


def match(
    problem: Problem,
    *,
    previous: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    keep_points: int | None = None,
) -> Plan:
    """Return the best plan for a problem.

    `previous`: groups of this plan are worth `keep_points` (default: the setting `keep`) more, so that little
    changes. `progress` is told best value, bound and gap; `should_stop` is asked often and ends the run with the
    best plan so far. Raises `ContradictoryRules` with smallest contradictory sets, or `NoPlanInTime`.
    """
    conflicts = contradictions(problem)
    if conflicts:
        raise ContradictoryRules(conflicts)
    settings = problem.settings
    budget = Budget(seconds=settings.time_limit, should_stop=should_stop, progress=progress, effort=settings.effort)
    worth = settings.weights.keep if keep_points is None else keep_points
    return matched(arena(problem), budget, previous, worth, set())


def matched(place: Arena, budget: Budget, previous: Plan | None, worth: int, seen: set[tuple[int, ...]]) -> Plan:
    """Return the best plan in an arena whose rules do not contradict each other; `NoPlanInTime`.

    `worth`: points for keeping a group of `previous`. `seen`: see `solve_levels`.
    """
    if budget.stop():
        raise NoPlanInTime
    problem = place.problem
    start = kept_groups(place, previous)
    kept = dict.fromkeys(start, worth) if worth else {}
    outcome = solve_levels(place, budget, kept=kept, start=start, seen=seen)
    bound = _plain_bound(place, outcome, budget, seen) if kept else None
    members = [tuple(place.market.ids[i] for i in m) for m in whole_choice(place, outcome).tuples()]
    return build_plan(problem, members, place, outcome, budget, bound=bound, previous=previous)


def kept_groups(place: Arena, previous: Plan | None) -> tuple[tuple[int, ...], ...]:
    """Return the groups of an earlier plan whose members all still take part, as market indices."""
    index = place.market.index
    found = [g.members for g in previous.groups if all(m in index for m in g.members)] if previous else []
    rows = {tuple(sorted(index[m] for m in members)) for members in found}
    return tuple(sorted(rows - {tuple(f) for f in place.fixed}))


def _plain_bound(place: Arena, outcome: Outcome, budget: Budget, seen: set[tuple[int, ...]]) -> float | None:
    """Return the bound without points for keeping groups, which is what a plan from scratch could reach."""
    pricer = Pricer(place.market, place.legality(outcome.floor))
    packing = place.packing(outcome.servable & outcome_wants(place), outcome.packing.left_out)
    chosen = outcome.solved.choice
    known = pricer.groups([*(chosen.groups.tuples() if chosen else ()), *sorted(seen)])
    relaxed = relax(pricer, packing, known.joined(first_groups(pricer)), budget)
    if relaxed is None or not np.isfinite(relaxed.bound):
        return None
    outcome.relaxed, outcome.packing = relaxed, packing
    seen |= near_prices(relaxed, packing)
    left = len(chosen.left_out) if chosen else 0
    return relaxed.bound + packing.left_out * left + float(place.fixed_groups().value.sum())


def outcome_wants(place: Arena) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return all true when coverage is one of the goals, else all false."""
    return np.full(place.market.n, "coverage" in place.problem.settings.fairness.order)
