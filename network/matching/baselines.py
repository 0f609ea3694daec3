"""What a coordinator might do without this engine, on the same scores: random, spreadsheet, greedy.

Used to show what the optimum is worth (per round, on the same snapshot) and by the benchmark. All obey the hard
rules; none reaches for coverage, floors or pins.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .groups import Groups, Ints
from .pricing import ILLEGAL
from .setup import Arena, arena
from .values import Problem

#: Above this many cities greedy looks at pairs with so many best partners of each city only.
_ALL_PAIRS_TO, _PARTNERS = 4000, 300

NAMES = ("random", "spreadsheet", "greedy_pairs", "greedy_groups")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Groups by a simple method, their total, and the worst-off city: least gain, 0 for a city in no group."""

    name: str
    groups: tuple[tuple[str, ...], ...]
    total: int
    served: int
    worst_points: int
    worst_share: float


def baseline(problem: Problem, name: str, place: Arena | None = None) -> Baseline:
    """Return the groups of a simple method, one of `NAMES`; `ValueError` for another name.

    random: pairs at random. spreadsheet: each city in turn takes the first free partner that offers its first
    need, from its own region if possible. greedy_pairs: best free pair first. greedy_groups: best free pair or
    group of three per place first.
    """
    place = place or arena(problem)
    if name == "random":
        found = _random(place, problem.settings.seed)
    elif name == "spreadsheet":
        found = _spreadsheet(place)
    elif name == "greedy_pairs":
        found = _greedy(place, threes=False)
    elif name == "greedy_groups":
        found = _greedy(place, threes=True)
    else:
        raise ValueError(f"{name!r} is not one of {', '.join(NAMES)}")
    return measured(place, name, found)


def measured(place: Arena, name: str, groups: Iterable[tuple[int, ...]]) -> Baseline:
    """Return groups given by market index with their total and figures."""
    market, rows = place.market, sorted(groups)
    points: dict[int, int] = {}
    total = 0
    for size in (2, 3):
        members = np.array([g for g in rows if len(g) == size], dtype=np.int64).reshape(-1, size)
        if not len(members):
            continue
        if size == 2:
            a, b = members.T
            gains = np.stack([market.gain[a, b], market.gain[b, a]], axis=1).astype(np.int64)
        else:
            gains, _ = market.triad_gains(*members.T)
        total += int(market.value_of(gains, members).sum())
        for i, gain in zip(members.reshape(-1).tolist(), gains.reshape(-1).tolist(), strict=True):
            points[i] = max(points.get(i, 0), gain)
    shares = [points.get(i, 0) / best if best else 1.0 for i, best in enumerate(place.best.tolist())]
    worst = min((points.get(i, 0) for i in range(market.n)), default=0)
    names = tuple(tuple(sorted(market.ids[i] for i in g)) for g in rows)
    return Baseline(name, names, total, len(points), worst, min(shares, default=0.0))


def _fill(order: Iterable[tuple[int, ...]], capacity: Ints) -> list[tuple[int, ...]]:
    left = capacity.tolist()
    met: set[tuple[int, int]] = set()
    out = []
    for group in order:
        pairs = [(a, b) for n, a in enumerate(group) for b in group[n + 1 :]]
        if all(left[i] > 0 for i in group) and not any(p in met for p in pairs):
            for i in group:
                left[i] -= 1
            met.update(pairs)
            out.append(group)
    return out


def _random(place: Arena, seed: int) -> list[tuple[int, ...]]:
    rng = random.Random(seed)  # noqa: S311 - no secret depends on it
    order = list(range(place.market.n))
    rng.shuffle(order)
    left = place.capacity.copy()
    out: list[tuple[int, ...]] = []
    for n, a in enumerate(order):
        later = np.array(order[n + 1 :], dtype=np.int64)
        partners = later[(left[later] > 0) & place.met[a, later]][: max(0, left[a])]
        left[partners] -= 1
        out += [(min(a, b), max(a, b)) for b in partners.tolist()]
    return out


def _spreadsheet(place: Arena) -> list[tuple[int, ...]]:
    market, out = place.market, []
    left = place.capacity.tolist()
    for i, city in enumerate(market.cities):
        if left[i] <= 0 or not city.needs:
            continue
        first = max(city.needs, key=lambda n: (n.weight, n.theme)).theme
        helpers = [
            j
            for j, other in enumerate(market.cities)
            if left[j] > 0 and place.met[i, j] and any(o.theme == first for o in other.offers)
        ]
        helpers = helpers or [j for j in range(market.n) if left[j] > 0 and place.met[i, j]]
        if helpers:
            j = min(helpers, key=lambda j: (market.cities[j].region != city.region, j))
            left[i] -= 1
            left[j] -= 1
            out.append((min(i, j), max(i, j)))
    return list(dict.fromkeys(out))


def _greedy(place: Arena, *, threes: bool) -> list[tuple[int, ...]]:
    pricer = place.base
    pairs = _all_pairs(place) if place.market.n <= _ALL_PAIRS_TO else _best_pairs(place)
    groups = Groups.even(pairs, pricer.pair_value[pairs[:, 0], pairs[:, 1]])
    if threes:
        groups = groups.joined(_near_threes(place))
    order = np.lexsort((-groups.sizes, -groups.value / groups.sizes))
    tuples = groups.tuples()
    return _fill((tuples[s] for s in order.tolist()), place.capacity)


def _all_pairs(place: Arena) -> Ints:
    return np.stack(np.nonzero(np.triu(place.base.pair_value != ILLEGAL)), axis=1)


def _best_pairs(place: Arena) -> Ints:
    """Return the pairs of each city with its best partners: tens of millions of pairs would not fit into memory."""
    rows = []
    for i, value in enumerate(place.base.pair_value):
        best = np.argpartition(-value.astype(np.int64), _PARTNERS)[:_PARTNERS]
        best = best[value[best] != ILLEGAL]
        rows.append(np.stack([np.minimum(i, best), np.maximum(i, best)], axis=1))
    return np.unique(np.concatenate(rows), axis=0)


def _near_threes(place: Arena, partners: int = 24) -> Groups:
    """Return groups of three among each city's best partners."""
    pricer, rows = place.base, []
    n = place.market.n
    width = min(partners, n - 1)
    if width < 2:
        return Groups.empty()
    for i in range(n):
        edge = np.where(pricer.closed[i], -1.0, place.market.edge[i])
        near = np.argpartition(-edge, width - 1)[:width]
        near = near[edge[near] > 0]
        x, y = np.triu_indices(len(near), 1)
        rows.append(np.stack([np.full(len(x), i), near[x], near[y]], axis=1))
    members = np.unique(np.sort(np.concatenate(rows), axis=1), axis=0)
    return pricer.triads(members)
