"""Brute force for up to eight cities: tries every set of possible groups. Shares nothing with the solver.

Only the points come from the reference score; rules, floors and the order of goals are read here anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from network.matching.scoring import Scorer
from network.matching.values import Problem


@dataclass(frozen=True)
class Best:
    """The best a cohort can do: total, floor used, cities left out although some group is possible."""

    total: int
    floor: int
    left_out: int


class Oracle:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.scorer = Scorer.of(problem)
        self.cities = {c.id: c for c in problem.cities if c.eligible and c.capacity > 0}
        self.pins = [r for r in problem.rules if r.kind == "pin"]
        ids = sorted(self.cities)
        self.best = {
            c: max((self.scorer.pair_gain(c, o) for o in ids if o != c and self.may_meet(c, o)), default=0) for c in ids
        }
        self.exact = {
            r.cities for r in self.pins if r.exact or len(r.cities) == 3 or not problem.settings.limits.triads
        }

    def may_meet(self, a: str, b: str) -> bool:
        p, x, y = self.problem, self.cities[a], self.cities[b]
        for rule in p.rules:
            if rule.kind == "forbid" and {a, b} <= rule.cities:
                return False
            if rule.kind == "other_country" and x.country and x.country == y.country:
                return False
        if any({a, b} <= past.cities and past.months_ago < p.settings.no_repeat_months for past in p.past):
            return False
        spoken = [{code for code, _ in c.languages} for c in (x, y)]
        return not (p.settings.common_language_required and all(spoken) and not spoken[0] & spoken[1])

    def groups(self, floor: int) -> dict[tuple[str, ...], int]:
        limits = self.problem.settings.limits
        minimum = self.problem.settings.weights.minimum_gain
        out = {}
        for size, allowed, refused in ((2, limits.pairs, "three"), (3, limits.triads, "pair")):
            for group in combinations(sorted(self.cities), size) if allowed else ():
                if not all(self.may_meet(a, b) for a, b in combinations(group, 2)):
                    continue
                gains = self.scorer.gains(group)
                good = all(p >= minimum and p * 1000 >= self.best[c] * floor for c, p in gains.items())
                good = good and all(self.cities[c].format != refused for c in group)
                if size == 3 and minimum:
                    good = good and all(self.scorer.gives(group).values())
                if good or any(r.cities <= set(group) for r in self.pins):
                    out[group] = self.scorer.value(gains)
        return out

    def plans(self, floor: int) -> list[tuple[frozenset[str], int]]:
        """Every plan that meets all pins, as (served cities, total)."""
        groups = list(self.groups(floor).items())
        limits = self.problem.settings.limits
        found: list[tuple[frozenset[str], int]] = []

        def grow(at: int, chosen: list[tuple[str, ...]], left: dict[str, int], total: int) -> None:
            met = all(
                any(set(g) == r.cities if r.cities in self.exact else r.cities <= set(g) for g in chosen)
                for r in self.pins
            )
            if met:
                found.append((frozenset(c for g in chosen for c in g), total))
            for n in range(at, len(groups)):
                group, worth = groups[n]
                pairs = set(combinations(group, 2))
                if any(left[c] == 0 for c in group) or any(pairs & set(combinations(g, 2)) for g in chosen):
                    continue
                sizes = [len(g) for g in (*chosen, group)]
                if limits.max_pairs is not None and sizes.count(2) > limits.max_pairs:
                    continue
                if limits.max_triads is not None and sizes.count(3) > limits.max_triads:
                    continue
                grow(n + 1, [*chosen, group], {c: k - (c in group) for c, k in left.items()}, total + worth)

        grow(0, [], {c: city.capacity for c, city in self.cities.items()}, 0)
        return found

    def feasible(self) -> bool:
        known = all(r.cities <= self.cities.keys() for r in self.pins)
        return known and bool(self.plans(0))

    def solve(self) -> Best:
        """Return the best plan by the order of goals of the settings."""
        fairness = self.problem.settings.fairness
        servable = {c for g in self.groups(0) for c in g}
        coverage = "coverage" in fairness.order
        ladder = sorted(fairness.floor_ladder, reverse=True) if "worst_off" in fairness.order else [0]
        if fairness.order[0] == "worst_off":
            ladder = ladder[:1]
        fewest = min(len(servable - s) for s, _ in self.plans(ladder[-1] if len(ladder) == 1 else 0)) if coverage else 0
        for floor in ladder:
            good = [(t, len(servable - s)) for s, t in self.plans(floor) if not coverage or len(servable - s) == fewest]
            if good:
                total, left = max(good)
                return Best(total, floor, left if coverage else 0)
        raise AssertionError("the lowest rung serves as many cities as any")
