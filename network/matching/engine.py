"""`match`: checks the rules, solves the levels, and returns an explained plan with its receipt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from .attempt import relaxed_once
from .budget import Budget, Progress
from .build import build_plan
from .conflicts import contradictions
from .errors import ContradictoryRules, NoPlanInTime
from .heuristic import first_groups
from .ledger import explain_gains
from .levels import LEFT_OUT, Outcome, solve_levels, surcharge, whole_choice
from .memory import Memory
from .plan import Group, Plan
from .pricing import Pricer
from .scoring import Scorer
from .setup import Arena, arena
from .values import Problem

#: Seconds left for solving however long reading took.
LEAST_SECONDS = 0.5
#: Groups explained to learn how long that takes here, and what the rest (hashes, seal, JSON) takes beside it.
_SAMPLE, _WRITING = 10, 3.0


def match(
    problem: Problem,
    *,
    previous: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    keep_points: int | None = None,
    spent: float = 0.0,
) -> Plan:
    """Return the best plan for a problem.

    `previous`: groups of this plan are worth `keep_points` (default: the setting `keep`) more, so that little
    changes. `progress` is told best value, bound and gap; `should_stop` is asked often and ends the run with the
    best plan so far. `spent`: seconds of the time limit already used, for reading the problem. Raises
    `ContradictoryRules` with smallest contradictory sets, or `NoPlanInTime`.
    """
    conflicts = contradictions(problem)
    if conflicts:
        raise ContradictoryRules(conflicts)
    settings = problem.settings
    seconds = settings.time_limit
    if seconds is not None:
        seconds = max(seconds - spent, min(seconds, LEAST_SECONDS))
    budget = Budget(seconds=seconds, should_stop=should_stop, progress=progress, effort=settings.effort)
    worth = settings.weights.keep if keep_points is None else keep_points
    place = arena(problem, budget)
    if budget.timed:
        budget.keep_back(_seconds_to_explain(place))  # before any plan there is nothing to explain
    return matched(place, budget, previous, worth, Memory())


def _seconds_to_explain(place: Arena) -> float:
    """Return about how long a plan for these cities will take to explain and write, from a few groups explained."""
    ids = place.market.ids[: 2 * _SAMPLE]
    if len(ids) < 2 * _SAMPLE:
        return 0.0
    began = time.monotonic()
    scorer = Scorer.of(replace(place.problem, cities=tuple(c for c in place.problem.cities if c.id in set(ids))))
    for pair in zip(ids[::2], ids[1::2], strict=True):
        explain_gains(scorer, pair, dict.fromkeys(pair, 0))
    return _WRITING * (time.monotonic() - began) / _SAMPLE * int(place.capacity.sum()) / 2


def matched(
    place: Arena,
    budget: Budget,
    previous: Plan | None,
    worth: int,
    memory: Memory,
    start: Iterable[tuple[str, ...]] | None = None,
) -> Plan:
    """Return the best plan in an arena whose rules do not contradict each other; `NoPlanInTime`.

    `worth`: points for keeping a group of `previous`. `memory`: what earlier runs in this arena found. `start`: groups
    of a plan to begin with (those of `previous` when none is given).
    """
    if budget.stop():
        raise NoPlanInTime
    old = kept_groups(place, previous.groups if previous else ())
    kept = dict.fromkeys(old, worth) if worth else {}
    if previous is not None and previous.certificate is not None and not memory.seen:
        memory.recall(place, previous.certificate, budget)
    first = old if start is None else indexed(place, start)
    outcome = solve_levels(place, budget, kept=kept, start=first, memory=memory)
    memory.outcome = outcome
    return finished(place, budget, outcome, previous, memory, steered=bool(kept))


def finished(
    place: Arena, budget: Budget, outcome: Outcome, previous: Plan | None, memory: Memory, *, steered: bool
) -> Plan:
    """Return an outcome as a plan; where points for keeping groups steered it, with the bound without them."""
    bound = _plain_bound(place, outcome, budget, memory) if steered else None
    members = [tuple(place.market.ids[i] for i in m) for m in whole_choice(place, outcome).tuples()]
    return build_plan(place.problem, members, place, outcome, budget, bound=bound, previous=previous, memory=memory)


def indexed(place: Arena, groups: Iterable[tuple[str, ...]]) -> tuple[tuple[int, ...], ...]:
    """Return the groups whose members all take part, as market indices, without exact pins."""
    index = place.market.index
    rows = {tuple(sorted(index[m] for m in members)) for members in groups if all(m in index for m in members)}
    return tuple(sorted(rows - {tuple(f) for f in place.fixed}))


def kept_groups(place: Arena, groups: Iterable[Group]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of an earlier plan whose members all still take part, as market indices."""
    return indexed(place, (g.members for g in groups))


def _plain_bound(place: Arena, outcome: Outcome, budget: Budget, memory: Memory) -> float | None:
    """Return the bound without points for keeping groups, which is what a plan from scratch could reach."""
    pricer = Pricer(place.market, place.legality(outcome.floor))
    # The price of leaving a city out that a run from scratch would begin with, raised as often as here.
    price = outcome.packing.left_out * LEFT_OUT / surcharge(outcome.pricer.kept)
    packing = place.packing(outcome.servable & outcome_wants(place), price)
    chosen = outcome.solved.choice
    known = pricer.groups([*(chosen.groups.tuples() if chosen else ()), *sorted(memory.seen)])
    first = known.joined(first_groups(pricer))
    relaxed, packing = relaxed_once(pricer, outcome.floor, packing, first, budget, memory)
    if relaxed is None or not np.isfinite(relaxed.bound):
        return None
    outcome.relaxed, outcome.packing = relaxed, packing
    memory.note(relaxed, packing)
    left = len(chosen.left_out) if chosen else 0
    return relaxed.bound + packing.left_out * left + float(place.fixed_groups().value.sum())


def outcome_wants(place: Arena) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return all true when coverage is one of the goals, else all false."""
    return np.full(place.market.n, "coverage" in place.problem.settings.fairness.order)
