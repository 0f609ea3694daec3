"""What happens to a plan when one city declines, and a plan B for each group that leaves the others alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from .amend import amended
from .explain import SOFT, blocking_rules
from .hard_rules import HardRules, takes_part
from .plan import Group, Plan
from .scoring import Scorer
from .values import Problem

Members = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanB:
    """What to do if `declines` leaves its group: new groups, who is left in no group, and the plan's total then.

    `joins` names cities from outside that help; empty when the rest of the group carries on by itself.
    """

    declines: str
    groups: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]
    total: int
    joins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragile:
    """A group, the total if it fell away, and a plan B for each member; `resilient`: nobody is ever left alone."""

    members: tuple[str, ...]
    total_without: int
    plan_b: tuple[PlanB, ...]
    resilient: bool


def fragility(plan: Plan, problem: Problem) -> tuple[Fragile, ...]:
    """Return for each group what one withdrawal costs and the best answer that changes no other group's members
    except by adding a city. Values are points of the whole plan."""
    local = _Local(plan, amended(problem, plan.amendments))
    out = []
    for group in plan.groups:
        options = tuple(local.best(group, city) for city in group.members)
        out.append(
            Fragile(group.members, plan.total - group.points, options, all(not option.alone for option in options))
        )
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Place:
    """A group for some of those who stay, with the points it has more than the pair it takes the place of."""

    members: Members
    points: int
    joins: Members
    instead: Members = ()


class _Local:
    """Looks for repairs around one group."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        self.plan, self.problem = plan, problem
        self.scorer, self.rules = Scorer.of(problem), HardRules(problem)
        self.used = Counter(c for g in plan.groups for c in g.members)
        self.free = [c.id for c in problem.cities if takes_part(c) is None and c.capacity > self.used[c.id]]
        self.pairs = [g for g in plan.groups if len(g.members) == 2 and not g.pinned]
        self.sizes = Counter(len(g.members) for g in plan.groups)
        self.pins = [r.cities for r in problem.rules if r.kind == "pin"]
        self.known: dict[Members, int | None] = {}

    def best(self, group: Group, city: str) -> PlanB:
        """Return the best plan B: fewest left alone, then the highest total, then by name."""
        rest = tuple(c for c in group.members if c != city)
        base = self.plan.total - group.points
        only_here = tuple(c for c in rest if self.used[c] == 1)
        options = [_plan_b(city, only_here, base, places) for places in self._options(rest, group)]
        return min(options, key=lambda b: (len(b.alone), -b.total, b.groups))

    def _options(self, rest: Members, group: Group) -> Iterator[tuple[_Place, ...]]:
        """Return what those who stay can do: nothing, something together, or (where there are two) each something."""
        yield ()
        together = list(self._places(rest, rest, group))
        yield from ((p,) for p in together if self._within_limits((p,), group))
        if len(rest) == 1 or together or any(p <= set(rest) for p in self.pins):
            return
        one, other = ([p for p in self._places((c,), rest, group) if self._within_limits((p,), group)] for c in rest)
        yield from ((p,) for p in (*one, *other))
        for first, second in product(one, other):
            if not set(first.members) & set(second.members) and self._within_limits((first, second), group):
                yield first, second

    def _places(self, who: Members, rest: Members, group: Group) -> Iterator[_Place]:
        """Return the groups some of the rest can make by themselves, with cities that have a place left, or by joining
        a pair."""
        declines = set(group.members) - set(rest)
        for size in range(4 - len(who)):
            for extra in combinations([c for c in self.free if c not in group.members], size):
                members = tuple(sorted((*who, *extra)))
                if (worth := self._worth(members, group)) is not None:
                    yield _Place(members, worth, extra)
        for pair in self.pairs:
            members = tuple(sorted({*who, *pair.members}))
            worth = self._worth(members, group, pair) if len(members) == 3 and not declines & set(members) else None
            if worth is not None and pair.members != group.members:
                joins = tuple(c for c in pair.members if c not in rest)
                yield _Place(members, worth - pair.points, joins, pair.members)

    def _within_limits(self, places: tuple[_Place, ...], group: Group) -> bool:
        sizes = self.sizes + Counter(len(p.members) for p in places)
        sizes.subtract(Counter([len(group.members), *(2 for p in places if p.instead)]))
        limits = self.problem.settings.limits
        return all(most is None or sizes[n] <= most for n, most in ((2, limits.max_pairs), (3, limits.max_triads)))

    def _worth(self, members: Members, group: Group, instead: Group | None = None) -> int | None:
        """Return what a group is worth, or None when it is not possible beside those that stay."""
        if len(members) < 2 or self._meets_again(members, {group.members, instead.members if instead else ()}):
            return None
        if members not in self.known:
            blocks = blocking_rules(self.problem, members, scorer=self.scorer, rules=self.rules)
            pinned = any(p <= set(members) for p in self.pins)
            possible = all(pinned and b.code in SOFT for b in blocks)
            self.known[members] = self.scorer.value(self.scorer.gains(members)) if possible else None
        return self.known[members]

    def _meets_again(self, members: Members, gone: set[Members]) -> bool:
        wide = {c for c in members if self.rules.cities[c].capacity > 1}
        return len(wide) > 1 and any(len(wide & set(g.members)) > 1 for g in self.plan.groups if g.members not in gone)


def _plan_b(declines: str, rest: Members, base: int, places: tuple[_Place, ...]) -> PlanB:
    served = {c for p in places for c in p.members}
    return PlanB(
        declines,
        tuple(sorted(p.members for p in places)),
        tuple(c for c in rest if c not in served),
        base + sum(p.points for p in places),
        tuple(j for p in places for j in p.joins),
    )
