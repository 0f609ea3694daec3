"""A plan for a cohort too large for branch and cut alone: several dives, each improved by pieces, then the best of all.

Different dives go wrong in different places; choosing among the groups of all their plans keeps of each what it does
best (Rothberg 2007, "An evolutionary algorithm for polishing mixed integer programming solutions").
"""

from __future__ import annotations

from .budget import Budget
from .generate import Relaxed, Source
from .groups import Groups
from .model import Choice, Packing, is_legal
from .pieces import Stage, improved
from .rounding import dived, near_groups

#: First small pieces over many groups, then large ones over those within `_NARROW` points of paying.
_SMALL = (Stage(110, 40, 30), Stage(250, 40, 30))
_LARGE = (Stage(600, 12, 50), Stage(1000, 6, 50))
_JOINED = Stage(1500, 4, 200)
_WIDE, _NARROW, _PER_CITY = 30.0, 20.0, 8
_CANDIDATES = 2_000_000
#: Up to this many cities each plan gets as many dives as the effort says; beyond, fewer in proportion.
_DIVES_TO = 3000
_NOISE = 0.5
#: Up to this many cities the last pieces are a large part of the cohort.
_POLISH_TO = 2000


def large_plan(source: Source, packing: Packing, relaxed: Relaxed, start: Choice, budget: Budget) -> Choice:
    """Return the best plan met, never worse than `start`; only where one place for each city is the only limit."""
    wide, narrow = _pools(source, packing, relaxed)
    stages = [(pool, stage) for pool, some in ((wide, _SMALL), (narrow, _LARGE)) for stage in _fitting(some, packing.n)]
    plans: list[Choice] = []
    best = start
    for n in range(max(1, budget.rounds // 2 * _DIVES_TO // max(packing.n, _DIVES_TO))):
        if budget.stop():
            break
        plan = dived(source, packing, relaxed, budget, seed=n, noise=_NOISE if n else 0.0)
        budget.report("dive", max(plan.worth(packing), best.worth(packing)), relaxed.bound)
        if n == 0 and _better(start, plan, packing):
            plan = start
        for pool, stage in stages:
            plan = improved(pool, packing, relaxed.prices, plan, budget, stage, seed=n)
            best = plan if _better(plan, best, packing) else best
            budget.report("pieces", best.worth(packing), relaxed.bound)
        plans.append(plan)
    if len(plans) > 1:
        best = improved(_union(plans), packing, relaxed.prices, best, budget, _JOINED)
    pool = _union([*plans, best]).joined(narrow)
    for stage in (*_fitting((*_SMALL, *_LARGE[:1]), packing.n), *_last(packing.n, budget.rounds)):
        if budget.stop():
            break
        best = improved(pool, packing, relaxed.prices, best, budget, stage)
        budget.report("pieces", best.worth(packing), relaxed.bound)
    return best


def _last(n: int, rounds: int) -> tuple[Stage, ...]:
    """Return the last stage: large pieces with far more nodes than before."""
    return (Stage(min(600, 2 * n // 3), 3 * rounds, 300),) if n <= _POLISH_TO else ()


def _fitting(stages: tuple[Stage, ...], n: int) -> tuple[Stage, ...]:
    """Return the stages whose pieces are pieces: as large as the whole they would take as long as branch and cut."""
    return tuple(s for s in stages if 3 * s.cities <= 2 * n)


def _better(plan: Choice, other: Choice, packing: Packing) -> bool:
    if not is_legal(plan.groups, packing):
        return False
    return not is_legal(other.groups, packing) or plan.worth(packing) > other.worth(packing)


def _pools(source: Source, packing: Packing, relaxed: Relaxed) -> tuple[Groups, Groups]:
    """Return many groups near paying, and those of them that are nearest."""
    found = source.search(relaxed.prices, packing, -_WIDE, _CANDIDATES).groups
    near = relaxed.groups.take(near_groups(relaxed, packing, _PER_CITY))
    wide = near.joined(found).without_repeats()
    reduced = relaxed.prices.reduced(wide, packing)
    return wide, wide.take(reduced > -_NARROW)


def _union(plans: list[Choice]) -> Groups:
    out = Groups.empty()
    for plan in plans:
        out = out.joined(plan.groups)
    return out.without_repeats()
