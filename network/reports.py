"""Figures of a round and of an exchange for one page each: what was predicted, what was reported, who was left out."""

from __future__ import annotations

from statistics import mean
from typing import Any

from django.core.cache import cache

from network.choices import NEVER_MET, Change
from network.figures import spreads
from network.matching import MatchingError, Problem
from network.matching.baselines import NAMES, baseline
from network.models import Exchange, Round
from network.problem import frozen_problem
from network.selectors import exchange_reasons
from network.services.errors import RunNotPossible
from network.services.matching import plan_of
from network.workbench import names_of


def of_round(round: Round) -> dict[str, Any]:
    """A round: its exchanges with predicted and reported gain, left-out cities, spread, simple methods beside."""
    exchanges = list(
        round.exchanges.prefetch_related("members__membership__city__country", "members__checks", "actions").order_by(
            "pk"
        )
    )
    never_met = [e for e in exchanges if e.state == "declined" or e.closing_reason in NEVER_MET]
    rows = [_row(exchange) for exchange in exchanges if exchange.state != "proposed" and exchange not in never_met]
    found: dict[str, Any] = {
        "round": round,
        "demonstration": round.programme.demonstration,
        "rows": rows,
        "never_met": len(never_met),
        "predicted": sum(row["predicted"] for row in rows),
        "reported": _mean([row["reported"] for row in rows if row["reported"] is not None]),
        "changes": _changes(exchanges),
    }
    run = round.chosen_run
    if run is not None and run.plan:
        try:
            plan, problem = plan_of(run), frozen_problem(run.snapshot)
        except (RunNotPossible, MatchingError) as error:
            return {**found, "unreadable": str(error)}
        names = names_of(round)
        found |= {
            "plan": plan,
            "spreads": spreads(plan.fairness),
            "left_out": [names.get(one.city, one.city) for one in plan.unmatched],
            "baselines": _baselines(problem, run.snapshot.digest, plan.total),
        }
    return found


def _row(exchange: Exchange) -> dict[str, Any]:
    members = list(exchange.members.all())
    gains = [check.gain for m in members for check in m.checks.all() if check.gain]
    actions = list(exchange.actions.all())
    return {
        "exchange": exchange,
        "members": members,
        "predicted": exchange.value,
        "reported": _mean(gains),
        "done": sum(action.state == "done" for action in actions),
        "actions": len(actions),
    }


def _mean(values: list[Any]) -> float | None:
    return round_half(mean(values)) if values else None


def round_half(value: float) -> float:
    """One decimal."""
    return round(value, 1)


def _changes(exchanges: list[Exchange]) -> list[tuple[str, int]]:
    """How many cities report which change, by the furthest each has reported."""
    order = list(Change.values)
    furthest = []
    for exchange in exchanges:
        for member in exchange.members.all():
            said = [order.index(check.change) for check in member.checks.all() if check.change in order]
            if said:
                furthest.append(max(said))
    return [(str(Change(code).label), furthest.count(n)) for n, code in enumerate(order)]


def _baselines(problem: Problem, digest: str, total: int) -> list[dict[str, Any]]:
    """What simple methods reach on the same frozen answers, and what the plan is worth beside each."""
    key = f"network-baselines-{digest}"
    kept = cache.get(key)
    if kept is None:
        kept = [(one.name, one.total, one.served) for one in (baseline(problem, name) for name in NAMES)]
        cache.set(key, kept, 24 * 3600)
    return [
        {"name": name, "total": value, "served": served, "times": f"{total / value:.2f}" if value else ""}
        for name, value, served in kept
    ]


def of_exchange(exchange: Exchange) -> dict[str, Any]:
    """An exchange: questions, meetings, actions, what changed, gain predicted and reported by city."""
    members = list(exchange.members.select_related("membership__city__country").prefetch_related("checks__adoption"))
    reasons = exchange_reasons(exchange)
    return {
        "exchange": exchange,
        "demonstration": exchange.round.programme.demonstration,
        "members": members,
        "meetings": exchange.meetings.all(),
        "actions": exchange.actions.select_related("member__membership__city"),
        "rows": [
            {
                "member": m,
                "reason": reasons.get(f"m{m.membership_id}", {}),
                "reported": _mean([check.gain for check in m.checks.all() if check.gain]),
                "checks": [check for check in m.checks.all() if check.answered],
            }
            for m in members
        ],
    }
