"""JSON → Settings. Shares are written as 0–1 and kept per mille, so that scoring stays in whole numbers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .errors import InputError
from .json_places import shown
from .reading import Node, number
from .values import EFFORTS, ORDERS, Fairness, Limits, Settings, Weights

#: Weights given in points, with their greatest value; all others are shares from 0 to 1.
POINTS = {"waited": 300, "keep": 2000, "minimum_gain": 1000}
MAX_SECONDS, MAX_GROUPS, MAX_RUNGS = 864_000, 10**6, 101


def settings_of(value: Any, path: str) -> Settings:
    """Return the settings a JSON object describes; fields left out keep their defaults."""
    node = Node(value, path)
    limit = node.number("time_limit", None, 0.0, MAX_SECONDS) if _given(node, "time_limit") else None
    settings = Settings(
        weights=_weights(node.raw("weights", {}), node.at("weights")),
        fairness=_fairness(node.raw("fairness", {}), node.at("fairness")),
        limits=_limits(node.raw("limits", {}), node.at("limits")),
        seed=node.whole("seed", 0, 0, 2**31 - 1),
        effort=node.choice("effort", EFFORTS, "standard"),
        time_limit=limit,
        interpretation=node.flag("interpretation", False),
        common_language_required=node.flag("common_language_required", False),
        no_repeat_months=node.whole("no_repeat_months", 0, 0, 1200),
    )
    node.done()
    return settings


def _given(node: Node, key: str) -> bool:
    node.raw(key)
    return node.has(key)


def _weights(value: Any, path: str) -> Weights:
    node, default, out = Node(value, path), Weights(), {}
    for name in (f.name for f in fields(Weights)):
        if name in POINTS:
            out[name] = node.whole(name, getattr(default, name), 0, POINTS[name])
        else:
            out[name] = round(node.number(name, getattr(default, name) / 1000, 0.0, 1.0) * 1000)
    node.done()
    weights = Weights(**out)
    if weights.practices + weights.challenges == 0:
        raise InputError(f"{path}.practices", "practices and challenges are both 0", "Give at least one a weight")
    return weights


def _fairness(value: Any, path: str) -> Fairness:
    node, default = Node(value, path), Fairness()
    order = node.items("order", _word, most=3) if _given(node, "order") else default.order
    if order not in ORDERS:
        known = "; ".join(", ".join(o) for o in ORDERS)
        raise InputError(node.at("order"), f"{shown(list(order))} is not a possible order", f"Use one of: {known}")
    rungs = _rungs(node) if _given(node, "floor_ladder") else default.floor_ladder
    if 0 not in rungs and order[0] == "coverage" and "worst_off" in order:
        rungs = (*rungs, 0)
    cost = round(node.number("most_cost", 0.0, 0.0, 1.0) * 1000) if _given(node, "most_cost") else None
    node.done()
    if cost is not None and order != ORDERS[0]:
        raise InputError(
            node.at("most_cost"),
            f"limits the cost of a floor, and the order {', '.join(order)} has no floor that gives way",
            f"Leave it out, or use the order {', '.join(ORDERS[0])}",
        )
    return Fairness(order, tuple(sorted(set(rungs), reverse=True)), cost)


def _rungs(node: Node) -> tuple[int, ...]:
    found = node.items("floor_ladder", lambda v, p: round(number(v, p, 0, 1) * 1000), most=MAX_RUNGS)
    if not found:
        raise InputError(node.at("floor_ladder"), "is empty", "Give at least one share; [0] means no floor")
    return found


def _word(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise InputError(path, "expected a word", "Use coverage, worst_off and total")
    return value


def _limits(value: Any, path: str) -> Limits:
    node = Node(value, path)
    limits = Limits(
        pairs=node.flag("pairs", True),
        triads=node.flag("triads", True),
        max_pairs=node.whole("max_pairs", None, 0, MAX_GROUPS) if _given(node, "max_pairs") else None,
        max_triads=node.whole("max_triads", None, 0, MAX_GROUPS) if _given(node, "max_triads") else None,
    )
    node.done()
    if not limits.pairs and not limits.triads:
        raise InputError(path, "pairs and triads are both off", "Allow at least one size")
    return limits
