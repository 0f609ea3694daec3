"""Problem → JSON, in canonical order: what `parse_problem` reads, and what the input hash is taken of."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from .parse_settings import POINTS
from .receipt import sha256
from .values import PROBLEM_VERSION, City, Fairness, Problem, Rule, Settings, Weights


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return the problem as a JSON object; equal problems give equal objects whatever the order of input."""
    past = [{"cities": sorted(p.cities), "months_ago": p.months_ago, "outcome": p.outcome} for p in problem.past]
    return {
        "version": PROBLEM_VERSION,
        "themes": [{"id": t.id, "label": t.label} for t in sorted(problem.themes, key=lambda t: t.id)],
        "cities": [city_json(c) for c in sorted(problem.cities, key=lambda c: c.id)],
        "past": sorted(past, key=lambda p: (p["cities"], p["months_ago"], p["outcome"])),
        "rules": sorted(map(rule_json, problem.rules), key=_rule_order),
        "settings": settings_json(problem.settings),
    }


def hashed(problem: Problem) -> str:
    """Return the SHA-256 of a problem. The time limit does not count: it is no part of what is asked."""
    return sha256(problem_json(replace(problem, settings=replace(problem.settings, time_limit=None))))


def hashed_settings(settings: Settings) -> str:
    """Return the SHA-256 of settings, without the time limit."""
    return sha256(settings_json(replace(settings, time_limit=None)))


def city_json(city: City) -> dict[str, Any]:
    """Return a city as a JSON object; unknown values are left out."""
    out: dict[str, Any] = {
        "id": city.id,
        "name": city.name,
        "powers": sorted(city.powers),
        "languages": [{"code": code, "level": level} for code, level in sorted(city.languages)],
        "needs": [
            {"theme": n.theme, "weight": n.weight, "stage": n.stage} for n in sorted(city.needs, key=lambda n: n.theme)
        ],
        "offers": [
            {"theme": o.theme, "depth": o.depth, "evidence": o.evidence, "practices": sorted(o.practices)}
            for o in sorted(city.offers, key=lambda o: o.theme)
        ],
        "format": city.format,
        "capacity": city.capacity,
        "waited_rounds": city.waited_rounds,
        "eligible": city.eligible,
        "ineligible_reason": city.ineligible_reason,
    }
    for name in ("country", "region", "south", "population", "income", "utc_offset"):
        if getattr(city, name) is not None:
            out[name] = getattr(city, name)
    return out


def _rule_order(rule: dict[str, Any]) -> tuple[Any, ...]:
    return rule["kind"], rule.get("cities", []), rule["id"], rule.get("exact", False), rule["reason"]


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return a rule as a JSON object."""
    out: dict[str, Any] = {"kind": rule.kind, "reason": rule.reason, "id": rule.id}
    if rule.cities:
        out["cities"] = sorted(rule.cities)
    if rule.kind == "pin":
        out["exact"] = rule.exact
    return out


def _fairness_json(fairness: Fairness) -> dict[str, Any]:
    """Return the order and floors; a limit on their cost only where one is set, so that older hashes stay."""
    out: dict[str, Any] = {"order": list(fairness.order), "floor_ladder": [r / 1000 for r in fairness.floor_ladder]}
    return out if fairness.most_cost is None else {**out, "most_cost": fairness.most_cost / 1000}


def settings_json(settings: Settings) -> dict[str, Any]:
    """Return settings as a JSON object; shares are written 0–1."""
    weights: dict[str, Any] = {}
    for name in (f.name for f in fields(Weights)):
        value = getattr(settings.weights, name)
        weights[name] = value if name in POINTS else value / 1000
    return {
        "weights": weights,
        "fairness": _fairness_json(settings.fairness),
        "limits": {
            "pairs": settings.limits.pairs,
            "triads": settings.limits.triads,
            "max_pairs": settings.limits.max_pairs,
            "max_triads": settings.limits.max_triads,
        },
        "seed": settings.seed,
        "effort": settings.effort,
        "time_limit": settings.time_limit,
        "interpretation": settings.interpretation,
        "common_language_required": settings.common_language_required,
        "no_repeat_months": settings.no_repeat_months,
    }
