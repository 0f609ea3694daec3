"""The smallest change that would include a city that is in no group; each proposal is checked before it is made.

Looked for first are changes after which the plan can stay as it is: the city makes a new group with cities that have a
place left, or joins a pair. Only where no single change does that is the round solved again with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from .amend import amended
from .engine import match
from .errors import MatchingError
from .include_ways import Way, ways
from .open_places import OpenPlaces
from .plan import Plan, Reason
from .values import Problem

#: Up to this many cities, and for this many changes at most, a round is solved again to see whom it includes.
_SOLVED_AGAIN, _TRIES = 40, 40
#: Changes by how much, tried in steps.
_STEPS = {"lower_floor", "allow_minimum"}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """One change that would put `city` into the group `members` worth `points`."""

    city: str
    change: Reason
    members: tuple[str, ...]
    points: int


def include(problem: Problem, plan: Plan, city: str, *, most: int = 5) -> tuple[Inclusion, ...]:
    """Return changes that would include an unmatched city, smallest first; () when it is already in a group.

    Small is what only the coordinator decides (a limit, a size, a floor), then what the city itself can change
    (format, a need or offer), then what another city must agree to (one more place), then a rule, then what another
    city would have to change. After each change the city could be in the group named, and nobody else left out for it.
    """
    if plan.group_of(city):
        return ()
    problem = amended(problem, plan.amendments)
    search = _Search(problem, plan, city)
    found = tuple(islice(search.beside_the_plan(), most)) or tuple(islice(search.solved_again(), 1))
    return found or (Inclusion(city, Reason("no_single_change", 0, (("city", city),)), (), 0),)


class _Search:
    """Tries changes one at a time: against the plan as it is, or by solving again."""

    def __init__(self, problem: Problem, plan: Plan, city: str) -> None:
        self.problem, self.plan, self.city = problem, plan, city
        self.small = len(problem.cities) <= _SOLVED_AGAIN
        # Where serving cities comes first, a plan that serves one more is better whatever else it is worth.
        self.sure = problem.settings.fairness.order[0] == "coverage"

    def beside_the_plan(self) -> Iterator[Inclusion]:
        """Return changes after which the city fits beside the groups of the plan: of each kind the best."""
        places, said = OpenPlaces(self.problem, self.plan, self.city), set[str]()
        for kind in ways(self.problem, self.plan, self.city):
            best: Inclusion | None = None
            for way in kind:
                group = places.best(way.problem, way.with_one_of, scores=way.scores)
                if group is not None and (best is None or group[1] > best.points):
                    best = self._made(way, *group)
            if best is None or best.change.code in said & _STEPS:
                continue  # a smaller step is enough
            if self.sure or not self.small or self._solved(best, kind):
                said.add(best.change.code)
                yield best

    def solved_again(self) -> Iterator[Inclusion]:
        """Return changes with which a new plan includes the city and leaves out fewer cities."""
        if not self.small:
            return
        for way in islice(chain.from_iterable(ways(self.problem, self.plan, self.city)), _TRIES):
            found = self._again(way)
            if found is not None:
                yield found

    def _solved(self, wanted: Inclusion, kind: list[Way]) -> bool:
        return any(self._again(way) is not None for way in kind if way.reason(wanted.members) == wanted.change)

    def _again(self, way: Way) -> Inclusion | None:
        try:
            plan = match(way.problem)
        except MatchingError:
            return None
        groups = plan.group_of(self.city)
        if not groups or len(plan.unmatched) >= len(self.plan.unmatched):
            return None
        return self._made(way, groups[0].members, groups[0].points)

    def _made(self, way: Way, members: tuple[str, ...], points: int) -> Inclusion:
        return Inclusion(self.city, way.reason(members, points), members, points)
