"""What happens to a plan when one city declines, and a plan B for each group that leaves the others alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from .amend import amended
from .explain import blocking_rules
from .plan import Group, Plan
from .scoring import Scorer
from .values import Problem


@dataclass(frozen=True, slots=True)
class PlanB:
    """What to do if `declines` leaves its group: new groups, who is left alone, and the plan's total then.

    `joins` names a city or group from outside that helps; empty when the rest of the group carries on alone.
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


class _Local:
    """Looks for repairs around one group."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        self.plan, self.problem = plan, problem
        self.scorer = Scorer.of(problem)
        busy = {c for g in plan.groups for c in g.members}
        self.free = [c.id for c in problem.cities if c.id not in busy and c.eligible and c.capacity > 0]
        self.pairs = [g for g in plan.groups if len(g.members) == 2 and not g.pinned]
        self.known: dict[tuple[str, ...], int | None] = {}

    def best(self, group: Group, city: str) -> PlanB:
        """Return the best plan B: fewest left alone, then the highest total, then by name."""
        rest = tuple(c for c in group.members if c != city)
        base = self.plan.total - group.points
        options = list(self._options(rest, group, city, base))
        return min(options, key=lambda b: (len(b.alone), -b.total, b.groups))

    def _options(self, rest: tuple[str, ...], group: Group, city: str, base: int) -> Iterator[PlanB]:
        yield PlanB(city, (), rest, base)
        if len(rest) == 2 and (worth := self._worth(rest)) is not None:
            yield PlanB(city, (rest,), (), base + worth)
        for size in (1, 2):
            for extra in combinations(self.free, size):
                members = tuple(sorted((*rest, *extra)))
                if len(members) <= 3 and (worth := self._worth(members)) is not None:
                    yield PlanB(city, (members,), (), base + worth, extra)
        if len(rest) == 1:
            for pair in self.pairs:
                if pair.members != group.members and not set(pair.members) & {city, *rest}:
                    members = tuple(sorted((*rest, *pair.members)))
                    if (worth := self._worth(members)) is not None:
                        yield PlanB(city, (members,), (), base - pair.points + worth, pair.members)

    def _worth(self, members: tuple[str, ...]) -> int | None:
        """Return what a group is worth, or None when it is not possible."""
        if members not in self.known:
            possible = not self._meets_again(members) and not blocking_rules(self.problem, members, scorer=self.scorer)
            self.known[members] = self.scorer.value(self.scorer.gains(members)) if possible else None
        return self.known[members]

    def _meets_again(self, members: tuple[str, ...]) -> bool:
        wide = {c for c in members if self.problem.city(c).capacity > 1}
        return any(len(wide & set(g.members)) > 1 for g in self.plan.groups if not set(g.members) <= set(members))
