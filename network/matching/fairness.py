"""Figures that say how a plan treats cities: the worst-off, the spread, regions, sizes, incomes, South–South."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import tables
from .levels import Outcome
from .plan import Fairness, Group
from .setup import Arena
from .values import City, Problem

#: Rows looked at together: whole tables of pairs are large.
_BLOCK = 512
_SIZES = ("under 100 000", "100 000 to 500 000", "500 000 to 1 million", "1 to 5 million", "over 5 million")


def fairness_of(problem: Problem, place: Arena, groups: tuple[Group, ...], outcome: Outcome) -> Fairness:
    """Return the fairness figures of a plan. A city in several groups counts with its best one."""
    points, share = best_points(groups)
    eligible = [c for c in problem.cities if c.id in place.market.index]
    all_points = sorted(points.get(c.id, 0) for c in eligible)
    worst = min(share, key=lambda c: (share[c], c), default="")
    return Fairness(
        floor=outcome.floor / 1000,
        floor_proven=outcome.floor_proven,
        worst_city=worst,
        worst_share=round(share[worst], 4) if worst else 0.0,
        worst_points=min(points.values(), default=0),
        p10_points=all_points[len(all_points) // 10] if all_points else 0,
        median_points=all_points[len(all_points) // 2] if all_points else 0,
        served=len(points),
        eligible=len(eligible),
        by_region=_table(eligible, points, lambda c: c.region or "unknown"),
        by_size=_table(eligible, points, _size),
        by_income=_table(eligible, points, lambda c: c.income or "unknown"),
        south_south=_part(problem, groups, lambda cities: all(c.south for c in cities)),
        cross_region=_part(problem, groups, lambda cities: len({c.region for c in cities}) > 1),
        fewest_partners=_fewest_partners(place),
    )


def best_points(groups: tuple[Group, ...]) -> tuple[dict[str, int], dict[str, float]]:
    """Return for each served city its best gain in points and as share of its own best possible gain."""
    points: dict[str, int] = {}
    share: dict[str, float] = {}
    for gain in (g for group in groups for g in group.gains):
        points[gain.city] = max(points.get(gain.city, 0), gain.points)
        part = min(1.0, gain.points / gain.best) if gain.best else 1.0
        share[gain.city] = max(share.get(gain.city, 0.0), part)
    return points, share


def _size(city: City) -> str:
    return "unknown" if city.population is None else _SIZES[tables.size_class(city.population)]


def _table(
    cities: list[City], points: dict[str, int], label: Callable[[City], str]
) -> tuple[tuple[str, int, int, int], ...]:
    """Return label, cities, of these served, mean points over all of them (unserved count 0)."""
    rows: dict[str, list[int | None]] = {}
    for city in cities:
        rows.setdefault(label(city), []).append(points.get(city.id))
    return tuple(
        (name, len(v), sum(p is not None for p in v), sum(p or 0 for p in v) // len(v))
        for name, v in sorted(rows.items())
    )


def _part(problem: Problem, groups: tuple[Group, ...], test: Callable[[list[City]], bool]) -> float:
    by_id = {c.id: c for c in problem.cities}
    hits = sum(test([by_id[m] for m in g.members]) for g in groups)
    return round(hits / len(groups), 4) if groups else 0.0


def _fewest_partners(place: Arena, most: int = 10) -> tuple[tuple[str, int], ...]:
    """Return the cities with the fewest possible partners (gain one way or the other)."""
    gain, n = place.market.gain, place.market.n
    count = np.zeros(n, dtype=np.int64)
    for start in range(0, n, _BLOCK):
        rows = slice(start, start + _BLOCK)
        count[rows] = (place.met[rows] & ((gain[rows] > 0) | (gain[:, rows].T > 0))).sum(axis=1)
    order = np.lexsort((np.arange(len(count)), count))[:most]
    return tuple((place.market.ids[int(n)], int(count[n])) for n in order)
