"""Where a city could still go in a plan that otherwise stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from .explain import blocking_rules, own_bests
from .hard_rules import HardRules, takes_part
from .plan import Plan
from .scoring import Scorer
from .values import Problem

#: Up to this many cities with a place left, groups of three with two of them are tried as well.
_FEW = 40
Members = tuple[str, ...]


class OpenPlaces:
    """The groups a city could make with cities that have a place left, or by joining a pair."""

    def __init__(self, problem: Problem, plan: Plan, city: str) -> None:
        self.plan, self.city, self.scorer = plan, city, Scorer.of(problem)
        fairness = problem.settings.fairness
        self.first = fairness.order[0]
        self.used = Counter(c for g in plan.groups for c in g.members)
        self.sizes = Counter(len(g.members) for g in plan.groups)
        self.met = {frozenset(p) for g in plan.groups for p in combinations(g.members, 2)}
        exact = {r.cities for r in problem.rules if r.kind == "pin" and r.exact}
        self.pairs = [g for g in plan.groups if len(g.members) == 2 and frozenset(g.members) not in exact]

    def best(
        self, problem: Problem, with_one_of: frozenset[str] = frozenset(), *, scores: bool = True
    ) -> tuple[Members, int] | None:
        """Return the group worth most, and its points, that fits beside the others in a changed problem.

        `scores`: whether the change may alter points; where not, those of the problem as it was are used.
        """
        scorer, rules = Scorer.of(problem) if scores else self.scorer, HardRules(problem)
        floor = max(problem.settings.fairness.floor_ladder) if self.first == "worst_off" else 0
        found: tuple[Members, int] | None = None
        for group, instead in self._options(problem, with_one_of):
            if not self._fits(problem, group, instead):
                continue
            best = own_bests(problem, scorer, rules, group) if floor else {}
            if not blocking_rules(problem, group, floor, best, scorer, rules):
                worth = scorer.value(scorer.gains(group))
                if found is None or worth > found[1]:
                    found = group, worth
        return found

    def _options(self, problem: Problem, with_one_of: frozenset[str]) -> Iterator[tuple[Members, Members]]:
        """Return groups with the city, and the pair each would take the place of."""
        open_ = [
            c.id for c in problem.cities if c.id != self.city and takes_part(c) is None and c.capacity > self.used[c.id]
        ]
        pairs = [(p,) for p in open_]
        some: list[Members] = [*pairs, *(combinations(open_, 2) if len(open_) <= _FEW else ())]
        options = [(others, ()) for others in some] + [(g.members, g.members) for g in self.pairs]
        for others, instead in options:
            if self.city not in others and (not with_one_of or with_one_of & set(others)):
                yield tuple(sorted((self.city, *others))), instead

    def _fits(self, problem: Problem, group: Members, instead: Members) -> bool:
        limits = problem.settings.limits
        pairs, threes = self.sizes[2] + (len(group) == 2) - bool(instead), self.sizes[3] + (len(group) == 3)
        if limits.max_pairs is not None and pairs > limits.max_pairs and len(group) == 2:
            return False
        if limits.max_triads is not None and threes > limits.max_triads and len(group) == 3:
            return False
        again = {frozenset(p) for p in combinations(group, 2)} & self.met
        return again <= {frozenset(instead)}
