"""The ways a repair was worked out, side by side: whom each disturbs, what it costs, who is worst off, what to take.

Suggested is the way with the fewest changed cities among those that leave nobody more out and lose at most half a
percent of the best total (the rule of `network.matching.repair`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from network.choices import RepairWay
from network.matching import Plan
from network.matching.repair import MAX_LOSS
from network.models import Run
from network.services.errors import RunNotPossible
from network.services.matching import plan_of

Groups = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """A city whose partners change: whom it was with, whom it is with now (names; empty: nobody)."""

    city: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to repair. disturbed: cities that change partners although nobody of their group said no; left_behind:
    partners of those who did; loss: part of the best total (empty: none); worst_percent: of the city's own best."""

    run: Run
    label: str
    meaning: str
    total: int
    loss: str
    worst: str
    worst_percent: int
    out: tuple[str, ...]
    disturbed: tuple[Change, ...]
    left_behind: tuple[Change, ...]
    kept: int
    suggested: bool
    same_as: str


def side_by_side(run: Run, names: Mapping[str, str]) -> list[Variant]:
    """The ways worked out with a run, in the order of RepairWay; those that cannot be read any more are left out."""
    plans = _plans(run)
    before = _plan(run.previous)
    suggested = _suggested(plans)
    seen: dict[Groups, str] = {}
    found = []
    for one, plan in plans:
        label = str(one.get_way_display())
        same_as = seen.setdefault(_groups(plan), label)
        found.append(
            _variant(one, plan, before, names, best=_best(plans), suggested=one == suggested)
            | {"label": label, "same_as": "" if same_as == label else same_as}
        )
    return [Variant(**fields) for fields in found]


def to_show(run: Run) -> Run:
    """Of a repair's ways the one that was taken, else the suggested one; any other run is itself."""
    if not run.way:
        return run
    plans = _plans(run)
    chosen = next((one for one, _plan in plans if one.pk == run.round.chosen_run_id), None)
    return chosen or _suggested(plans) or run


def _plans(run: Run) -> list[tuple[Run, Plan]]:
    first = run.beside_id or run.pk
    order = {way: place for place, way in enumerate(RepairWay.values)}
    rows = Run.objects.filter(pk=first) | Run.objects.filter(beside=first)
    ways = sorted(rows.select_related("snapshot", "previous", "round"), key=lambda one: order.get(one.way, 0))
    return [(one, plan) for one in ways if (plan := _plan(one)) is not None]


def _plan(run: Run | None) -> Plan | None:
    try:
        return plan_of(run) if run is not None else None
    except RunNotPossible:
        return None


def _groups(plan: Plan) -> Groups:
    return frozenset(group.members for group in plan.groups)


def _best(plans: Sequence[tuple[Run, Plan]]) -> int:
    """The greatest total of the ways that serve the most cities."""
    fewest = min(len(plan.unmatched) for _run, plan in plans)
    return max(plan.total for _run, plan in plans if len(plan.unmatched) == fewest)


def _suggested(plans: Sequence[tuple[Run, Plan]]) -> Run | None:
    if not plans:
        return None
    best, fewest = _best(plans), min(len(plan.unmatched) for _run, plan in plans)
    good = [
        (run, plan)
        for run, plan in plans
        if len(plan.unmatched) == fewest and (best - plan.total) * 1000 <= MAX_LOSS * abs(best)
    ]
    return min(good, key=lambda pair: (_changed(pair[1]), -pair[1].total))[0]


def _changed(plan: Plan) -> int:
    return len(plan.changes.cities_changed) if plan.changes else 0


def _variant(
    run: Run, plan: Plan, before: Plan | None, names: Mapping[str, str], *, best: int, suggested: bool
) -> dict[str, Any]:
    old = _groups(before) if before else frozenset()
    new = _groups(plan)
    here = {city for group in plan.groups for city in group.members} | {one.city for one in plan.unmatched}
    gone = {city for group in old for city in group} - here
    touched = sorted(
        {city for group in old ^ new for city in group} - gone if before else set(), key=lambda c: names.get(c, c)
    )
    widowed = {city for group in old if gone & set(group) for city in group}
    changes = {
        city: Change(names.get(city, city), _with(city, old, names), _with(city, new, names)) for city in touched
    }
    return {
        "run": run,
        "meaning": _meaning(run.way),
        "total": plan.total,
        "loss": f"{(best - plan.total) / best:.1%}".replace("%", "\u00a0%") if best > plan.total > 0 else "",
        "worst": names.get(plan.fairness.worst_city, plan.fairness.worst_city),
        "worst_percent": round(100 * plan.fairness.worst_share),
        "out": tuple(names.get(one.city, one.city) for one in plan.unmatched),
        "disturbed": tuple(change for city, change in changes.items() if city not in widowed),
        "left_behind": tuple(change for city, change in changes.items() if city in widowed),
        "kept": len(old & new),
        "suggested": suggested,
    }


def _with(city: str, groups: Groups, names: Mapping[str, str]) -> str:
    """Partners of a city, by name."""
    partners = {other for group in groups if city in group for other in group if other != city}
    return ", ".join(sorted(names.get(other, other) for other in partners))


def _meaning(way: str) -> str:
    return {
        str(RepairWay.LEAST_CHANGE): _("Holds on to every group that can stay, even where another would gain more."),
        str(RepairWay.BALANCED): _("A group that stays counts for something, so it changes only where enough is won."),
        str(RepairWay.FROM_SCRATCH): _("Forgets the proposals that were not sent yet and looks for the best of all."),
    }.get(way, "")
