"""One try at the goals: a first plan and a first bound at once, then the relaxation, then the best plan it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .approach import relaxed_by_size
from .budget import Budget
from .generate import Relaxed
from .groups import Groups
from .heuristic import filled, first_groups, for_pins, greedy, serving_more
from .integer import Solved, to_plan
from .memory import Memory, without_later_rows
from .model import Choice, Packing, Prices, choice_of, is_legal
from .opening import opening_prices
from .pricing import Pricer
from .setup import Arena

#: A plan stopped so far below the bound (as a share of it) is worth one more look.
_FAR = 0.01


def attempt(
    place: Arena,
    pricer: Pricer,
    floor: int,
    wanted: npt.NDArray[np.bool_],
    budget: Budget,
    start: Sequence[tuple[int, ...]],
    left_out: float,
    memory: Memory,
) -> tuple[Solved, Relaxed, Packing] | None:
    """Return the best plan at one floor and one price of leaving a city out; None when stopped before any.

    `start`: a plan to begin with. A run stopped early still has a plan that leaves few cities out, and a proved bound;
    a plan that breaks a rule is none.
    """
    packing = place.packing(wanted, left_out)
    budget.renew()
    given = pricer.groups([tuple(sorted(m)) for m in (*start, *pricer.kept, *sorted(memory.seen))])
    first = given.joined(first_groups(pricer)).without_repeats()
    taken = greedy(first, packing)
    taken = begin_with(taken, pricer.groups([tuple(sorted(m)) for m in start]), packing)
    plan = filled(pricer, taken, packing)
    if budget.stop() and not len(plan.groups):
        return None
    budget.report("greedy", _told(plan, packing), None)
    opening = opening_prices(pricer, packing) if budget.told else None
    plan = serving_more(pricer, first, plan, packing)
    budget.report("greedy", _told(plan, packing), None if opening is None else opening.bound(packing))
    relaxed = None
    if not budget.stop():
        relaxed, packing = relaxed_once(pricer, floor, packing, taken.groups.joined(first), budget, memory)
    if relaxed is None:
        no_prices = Prices(np.zeros(packing.n), np.zeros(len(packing.sides)), {})
        relaxed = Relaxed(first, np.zeros(len(first)), no_prices, np.inf, -np.inf)
    if budget.stopped and np.isfinite(relaxed.objective):
        plan = _in_haste(pricer, packing, relaxed, plan)
    relaxed = _proved(relaxed, pricer, packing, opening)
    if budget.stopped:
        plan = _within_rules(pricer, first, plan, packing)
        if not is_legal(plan.groups, packing):
            return None
        worth = plan.worth(packing)
        return Solved(plan, worth, max(worth, relaxed.bound), relaxed.bound <= worth, plan.groups), relaxed, packing
    solved = to_plan(pricer, packing, relaxed, plan, budget)
    if budget.stopped and solved.choice is not None and solved.bound - solved.worth > _FAR * abs(solved.bound):
        better = _in_haste(pricer, packing, relaxed, solved.choice)
        solved = replace(solved, choice=better, worth=better.worth(packing))
    if budget.stopped and solved.choice is not None and not is_legal(solved.choice.groups, packing):
        plan = _within_rules(pricer, first, solved.choice, packing)
        if not is_legal(plan.groups, packing):
            return None
        solved = replace(solved, choice=plan, worth=plan.worth(packing))
    return solved, relaxed, packing


def _told(plan: Choice, packing: Packing) -> float | None:
    """Return what a plan is worth, to be told on the way; nothing when it breaks a rule."""
    return plan.worth(packing) if is_legal(plan.groups, packing) else None


def _within_rules(pricer: Pricer, groups: Groups, plan: Choice, packing: Packing) -> Choice:
    """Return the plan; where it does not fulfil every pin, one that begins with groups for the pins.

    The groups a run begins with are good ones, and a pinned pair need not be among them.
    """
    if is_legal(plan.groups, packing):
        return plan
    some = pricer.watched(lambda: False)
    every = groups.joined(for_pins(some, packing)).without_repeats()
    return filled(some, greedy(every, packing, pins_apart=True), packing)


def _in_haste(pricer: Pricer, packing: Packing, relaxed: Relaxed, plan: Choice) -> Choice:
    """Return a plan rounded from a relaxation that was stopped, where that is better."""
    some, groups = pricer.watched(lambda: False), relaxed.groups
    key = relaxed.share * 1e4 + relaxed.prices.reduced(groups, packing)
    rounded = filled(some, greedy(groups, packing, key), packing)
    rounded = serving_more(some, groups, rounded, packing, key, again=2)
    return begin_with(plan, rounded.groups, packing)


def _proved(relaxed: Relaxed, pricer: Pricer, packing: Packing, opening: Prices | None) -> Relaxed:
    """Return a relaxation that was stopped soon with the opening's prices: a weak proof is better than none."""
    if opening is None and not np.isfinite(relaxed.bound):
        opening = opening_prices(pricer, packing)
    if opening is None or opening.bound(packing) >= relaxed.bound:
        return relaxed
    return replace(relaxed, prices=opening, bound=opening.bound(packing))


def begin_with(plan: Choice, start: Groups, packing: Packing) -> Choice:
    """Return the plan to begin with, or the given one where that is possible here and worth more."""
    given = choice_of(start, packing)
    if not len(start) or not is_legal(start, packing):
        return plan
    return given if not is_legal(plan.groups, packing) or given.worth(packing) > plan.worth(packing) else plan


def relaxed_once(
    pricer: Pricer, floor: int, packing: Packing, first: Groups, budget: Budget, memory: Memory
) -> tuple[Relaxed | None, Packing]:
    """Solve the relaxation, or take the one an earlier run in this arena solved to the end."""
    key = floor, packing.left_out
    if pricer.kept:
        return relaxed_by_size(pricer, packing, first, budget), packing
    if key not in memory.plain:
        relaxed = relaxed_by_size(pricer, packing, first, budget)
        if relaxed is None or budget.stopped or not np.isfinite(relaxed.bound):
            return relaxed, packing
        memory.plain[key] = relaxed, without_later_rows(packing)
    relaxed, known = memory.plain[key]
    return relaxed, without_later_rows(known)
