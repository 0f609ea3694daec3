"""Recomputes the fairness figures, changes and warnings of a plan from its groups and the problem alone."""

from __future__ import annotations

from collections import defaultdict

from .plan import Plan
from .values import City, Problem

_Found = tuple[str, str, str]
_LIMITS = ((100_000, "under 100 000"), (500_000, "100 000 to 500 000"), (1_000_000, "500 000 to 1 million"))


def figure_violations(problem: Problem, plan: Plan) -> list[_Found]:
    """Return figures of a plan that do not follow from its groups, as (rule, path, detail)."""
    stated = plan.fairness
    eligible = [c for c in problem.cities if c.eligible and c.capacity > 0]
    points: dict[str, int] = {}
    share: dict[str, float] = {}
    for group in plan.groups:
        for g in group.gains:
            points[g.city] = max(points.get(g.city, 0), g.points)
            share[g.city] = max(share.get(g.city, 0.0), min(1.0, g.points / g.best) if g.best else 1.0)
    ordered = sorted(points.get(c.id, 0) for c in eligible)
    worst = min(share.values(), default=0.0)
    by_id = {c.id: c for c in problem.cities}
    inside = [[by_id[m] for m in g.members] for g in plan.groups]
    real: dict[str, object] = {
        "worst_share": round(worst, 4),
        "worst_points": min(points.values(), default=0),
        "p10_points": ordered[len(ordered) // 10] if ordered else 0,
        "median_points": ordered[len(ordered) // 2] if ordered else 0,
        "served": len(points),
        "eligible": len(eligible),
        "by_region": _table([(c.region or "unknown", c) for c in eligible], points),
        "by_size": _table([(_size(c), c) for c in eligible], points),
        "by_income": _table([(c.income or "unknown", c) for c in eligible], points),
        "south_south": _part([all(c.south for c in g) for g in inside]),
        "cross_region": _part([len({c.region for c in g}) > 1 for g in inside]),
    }
    out = [
        ("fairness", f"$.fairness.{name}", f"says {getattr(stated, name)}, but it is {value}")
        for name, value in real.items()
        if getattr(stated, name) != value
    ]
    if share and share.get(stated.worst_city) != worst:
        out.append(("fairness", "$.fairness.worst_city", f"{stated.worst_city} is not the worst-off city"))
    allowed = {0, *problem.settings.fairness.floor_ladder}
    if round(stated.floor * 1000) not in allowed:
        out.append(("fairness", "$.fairness.floor", "is not one of the floors of the settings"))
    return out


def _size(city: City) -> str:
    if city.population is None:
        return "unknown"
    for limit, name in _LIMITS:
        if city.population < limit:
            return name
    return "1 to 5 million" if city.population < 5_000_000 else "over 5 million"


def _table(rows: list[tuple[str, City]], points: dict[str, int]) -> tuple[tuple[str, int, int, int], ...]:
    lists: dict[str, list[int | None]] = defaultdict(list)
    for name, city in rows:
        lists[name].append(points.get(city.id))
    return tuple(
        (name, len(v), len([p for p in v if p is not None]), sum(p or 0 for p in v) // len(v))
        for name, v in sorted(lists.items())
    )


def _part(flags: list[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0
