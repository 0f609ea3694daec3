"""After a plan is made: a city declines or joins, a pin or ban is added. Least change, bounded loss, shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .amend import amended, amendments
from .budget import Budget, Progress
from .codec import sealed
from .conflicts import contradictions
from .engine import finished, indexed, kept_groups, matched
from .errors import ContradictoryRules, NoPlanInTime
from .hold import held
from .memory import Memory
from .plan import Plan
from .setup import Arena, arena
from .values import City, Problem, Rule

#: Share of the best total that least change may cost, in parts per 1000.
MAX_LOSS = 5
#: Points for keeping a group in the variant that changes as little as possible.
HOLD = 1500
#: The ways, in the order they are shown.
WAYS = ("least_change", "balanced", "from_scratch")
#: Branch-and-cut nodes for each way: a coordinator waits, and the ways differ by more than the gap this leaves.
NODES = 30


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One way to repair: `name` is least_change, balanced or from_scratch; `loss` against the best of them."""

    name: str
    total: int
    loss: int
    groups_broken: int
    cities_changed: int
    unmatched: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired plan, the changed problem it solves, and the ways that were compared."""

    plan: Plan
    problem: Problem
    trade_offs: tuple[TradeOff, ...]


def repair(
    problem: Problem,
    plan: Plan,
    *,
    drop: Iterable[str] = (),
    join: Iterable[City] = (),
    rules: Iterable[Rule] = (),
    max_loss: int = MAX_LOSS,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repair:
    """Return the plan after a change with as little else changed as the bounded loss allows.

    Compares three ways: hold on to every group, the settings' points for keeping, and from scratch. Chosen is
    the one with the fewest changed cities among those that leave nobody more out and lose at most `max_loss`
    per mille of the best total. `problem` is the one the first plan was made for; changes already stored
    with the plan are applied. Raises what `match` raises.
    """
    changes = (*plan.amendments, *amendments(drop, join, rules))
    new = amended(problem, changes)
    conflicts = contradictions(new)
    if conflicts:
        raise ContradictoryRules(conflicts)
    plans = _ways(new, plan, progress, should_stop)
    plans = {name: sealed(replace(plans[name], amendments=changes)) for name in WAYS if name in plans}
    chosen = _choose(plans, max_loss)
    best = max(p.total for p in plans.values() if len(p.unmatched) == len(plans[chosen].unmatched))
    return Repair(plans[chosen], new, tuple(_trade_off(n, p, best, n == chosen) for n, p in plans.items()))


def _ways(
    problem: Problem,
    plan: Plan,
    progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> dict[str, Plan]:
    """Return the plan of each way that was reached in time, each begun with the best plan so far.

    The balanced way comes first: it settles the floor, and what it found spares the others most of their work.
    """
    settings, memory = problem.settings, Memory()
    ends = None if settings.time_limit is None else time.monotonic() + settings.time_limit
    place = arena(problem, Budget(seconds=settings.time_limit, should_stop=should_stop, progress=progress))
    plans: dict[str, Plan] = {}
    for left, name in zip((3, 2, 1), ("balanced", "least_change", "from_scratch"), strict=True):
        seconds = None if ends is None else max(0.0, ends - time.monotonic()) / left
        budget = Budget(seconds=seconds, should_stop=should_stop, progress=progress, effort=settings.effort)
        budget.nodes = min(budget.nodes, NODES)
        try:
            plans[name] = _way(name, place, plan, plans, budget, memory)
        except NoPlanInTime:
            if not plans:
                raise
            break
    return plans


def _way(name: str, place: Arena, plan: Plan, plans: dict[str, Plan], budget: Budget, memory: Memory) -> Plan:
    """Return the plan of one way."""
    keep = place.problem.settings.weights.keep
    if name == "balanced":
        return matched(place, budget, plan, keep, memory)
    best = min(plans.values(), key=lambda p: (len(p.unmatched), -p.total))
    start = [g.members for g in best.groups]
    if name == "from_scratch":
        return matched(place, budget, plan, 0, memory, start)
    if budget.stop():
        raise NoPlanInTime
    assert memory.outcome is not None
    kept = dict.fromkeys(kept_groups(place, plan.groups), max(HOLD, keep))
    outcome = held(place, memory.outcome, kept, indexed(place, start), budget, memory)
    return finished(place, budget, outcome, plan, memory, steered=True)


def _choose(plans: dict[str, Plan], max_loss: int) -> str:
    fewest = min(len(p.unmatched) for p in plans.values())
    served = {n: p for n, p in plans.items() if len(p.unmatched) == fewest}
    best = max(p.total for p in served.values())
    good = {n: p for n, p in served.items() if (best - p.total) * 1000 <= max_loss * abs(best)}
    return min(good, key=lambda n: (_changed(good[n]), -good[n].total))


def _changed(plan: Plan) -> int:
    return len(plan.changes.cities_changed) if plan.changes else 0


def _trade_off(name: str, plan: Plan, best: int, chosen: bool) -> TradeOff:
    broken = plan.changes.groups_broken if plan.changes else 0
    return TradeOff(name, plan.total, best - plan.total, broken, _changed(plan), len(plan.unmatched), chosen)
