"""Puts a solver outcome into a `Plan`: groups with reasons, the unmatched with the rule that blocks them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from .budget import Budget
from .codec import sealed
from .fairness import fairness_of
from .ledger import explain_gains, group_lines
from .levels import Outcome, at_least_nothing, free_bound
from .memory import Memory
from .plan import Certificate, Changes, Group, Plan, Reason, Unmatched
from .problem_json import hashed, hashed_settings
from .receipt import Receipt, versions
from .scoring import Scorer
from .setup import Arena
from .unmatched import why_unmatched
from .values import Problem

_GRAIN = 1024
#: Cities pinned together, by city.
Pins = dict[str, list[frozenset[str]]]


def build_plan(
    problem: Problem,
    members: Iterable[Sequence[str]],
    place: Arena,
    outcome: Outcome,
    budget: Budget,
    *,
    bound: float | None = None,
    previous: Plan | None = None,
    memory: Memory | None = None,
) -> Plan:
    """Return the plan consisting of these groups, explained, with bound, fairness figures and receipt.

    `bound` replaces the outcome's bound when the run was steered by points for keeping earlier groups. `memory`: groups
    already explained by an earlier run in the same arena.
    """
    known = (memory or Memory()).explained
    scorer = Scorer.of(problem)
    chosen = sorted(tuple(sorted(m)) for m in members)
    before = {g.members for g in previous.groups} if previous else set()
    best = {c: int(place.best[n]) for c, n in place.market.index.items()}
    pins = _pins(problem)
    keys = [(m, outcome.floor, m in before) for m in chosen]
    for key in keys:
        known[key] = known.get(key) or _group(pins, scorer, key[0], best, *key[1:])
    groups = tuple(known[key] for key in keys)
    total = sum(g.points for g in groups)
    limit = max(total, _bound(place, outcome) if bound is None else math.floor(bound + 1e-6))
    gap = (limit - total) / max(1, abs(limit))
    served = {c for m in chosen for c in m}
    status = "optimal" if limit == total else "stopped" if budget.stopped else "within_gap"
    return sealed(
        Plan(
            groups=groups,
            unmatched=_unmatched(problem, place, outcome, served),
            total=total,
            bound=limit,
            gap=gap,
            status=status,
            fairness=fairness_of(problem, place, groups, outcome),
            certificate=certificate(place, outcome),
            receipt=Receipt(
                input_sha256=hashed(problem),
                settings_sha256=hashed_settings(problem.settings),
                seed=problem.settings.seed,
                versions=versions(),
                value=total,
                bound=limit,
                gap=gap,
                status=status,
                reproducible=not budget.timed and not budget.stopped,
            ),
            changes=_changes(previous, groups) if previous else None,
            warnings=_warnings(problem, outcome, groups),
        )
    )


def _bound(place: Arena, outcome: Outcome) -> int:
    """Return the bound in points for plans that leave out no fewer cities than this one, fixed groups included."""
    choice = outcome.solved.choice
    left = len(choice.left_out) if choice else 0
    fixed = float(place.fixed_groups().value.sum())
    if not math.isfinite(outcome.solved.bound):
        return int(fixed + 3500 * place.capacity.sum() / 2)
    return math.floor(min(outcome.solved.bound + outcome.packing.left_out * left, free_bound(outcome)) + fixed + 1e-6)


def _pins(problem: Problem) -> Pins:
    out: Pins = {}
    for rule in problem.rules:
        for city in rule.cities if rule.kind == "pin" else ():
            out.setdefault(city, []).append(rule.cities)
    return out


def _group(pins: Pins, scorer: Scorer, members: tuple[str, ...], best: dict[str, int], floor: int, kept: bool) -> Group:
    gains = scorer.gains(members)
    pinned = any(cities <= set(members) for c in members for cities in pins.get(c, ()))
    low = tuple(c for c in members if gains[c] < max(-(-best[c] * floor // 1000), scorer.weights.minimum_gain))
    return Group(
        members=members,
        points=scorer.value(gains),
        gains=explain_gains(scorer, members, best),
        lines=group_lines(scorer, gains),
        pinned=pinned,
        kept=kept,
        below_floor=low,
    )


def _unmatched(problem: Problem, place: Arena, outcome: Outcome, served: set[str]) -> tuple[Unmatched, ...]:
    out = []
    for city in sorted(problem.cities, key=lambda c: c.id):
        if city.id not in served:
            out.append(why_unmatched(problem, place, outcome, city))
    return tuple(out)


def _changes(previous: Plan, groups: tuple[Group, ...]) -> Changes:
    old, new = {g.members for g in previous.groups}, {g.members for g in groups}
    touched = {c for m in old ^ new for c in m}
    return Changes(len(old & new), len(old - new), tuple(sorted(touched)))


def _warnings(problem: Problem, outcome: Outcome, groups: tuple[Group, ...]) -> tuple[Reason, ...]:
    out = [Reason("pinned_below_floor", 0, (("city", c),)) for g in groups for c in g.below_floor]
    if not outcome.floor_proven:
        out.append(Reason("floor_not_proven", 0, (("share", str(outcome.floor)),)))
    if problem.settings.time_limit is not None:
        out.append(Reason("timed_run", 0, (("seconds", f"{problem.settings.time_limit:g}"),)))
    return tuple(out)


def certificate(place: Arena, outcome: Outcome) -> Certificate | None:
    """Return the prices as whole 1/1024 points, rounded so that they still prove a bound."""
    if not math.isfinite(outcome.relaxed.bound):
        return None
    packing, prices, ids = outcome.packing, outcome.relaxed.prices, place.market.ids
    choice = outcome.solved.choice
    left = len(choice.left_out) if choice else 0
    free = left > 0 and free_bound(outcome) < prices.bound(packing) + packing.left_out * left
    if free:  # then no city has to be charged for being left out
        prices = at_least_nothing(prices)
    city = {ids[i]: math.ceil(float(p) * _GRAIN) + 1 for i, p in enumerate(prices.city)}
    side = tuple(
        (tuple(sorted(ids[i] for i in row.cities)), row.lower, row.upper, math.ceil(float(p) * _GRAIN))
        for row, p in zip(packing.sides, prices.side, strict=False)
        if abs(p) > 1e-9
    )
    size = tuple((s, packing.size_limit[s], math.floor(p * _GRAIN)) for s, p in sorted(prices.size.items()))
    places = dict(zip(ids, place.capacity.tolist(), strict=True))
    total = sum(places[c] * p if p > 0 else p for c, p in city.items())
    total += sum(p * (upper if p > 0 else lower) for _, lower, upper, p in side)
    total += sum(p * limit for _, limit, p in size)
    charged = 0 if free else int(packing.left_out)
    total += _GRAIN * (charged * left + int(place.fixed_groups().value.sum()))
    wanted = () if free else tuple(sorted(ids[i] for i in np.flatnonzero(packing.wanted)))
    return Certificate(tuple(sorted(city.items())), side, size, charged, wanted, outcome.floor, total)
