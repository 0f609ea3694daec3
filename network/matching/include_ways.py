"""All single changes that might include a city left out of a plan, smallest kinds first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .amend import DECLINED
from .hard_rules import HardRules
from .parse import MAX_CAPACITY
from .plan import Plan, Reason
from .values import City, Need, Offer, Problem


@dataclass(frozen=True, slots=True)
class Way:
    """One change: the problem after it, and how it is said.

    `with_one_of`: cities of which one must be in the group. `scores`: the change may alter points or the minimum gain.
    """

    problem: Problem
    code: str
    city: str
    params: tuple[tuple[str, str], ...] = ()
    with_one_of: frozenset[str] = field(default=frozenset())
    scores: bool = False

    def reason(self, members: tuple[str, ...], points: int = 0) -> Reason:
        """Return the change in a form that can be said, with the group it leads to."""
        others = ", ".join(m for m in members if m != self.city)
        params = (("city", self.city), ("partners", others), *self.params)
        return Reason(self.code, 0, (*params, ("points", str(points))) if self.code == "lift_rule" else params)


def ways(problem: Problem, plan: Plan, city: str) -> Iterator[list[Way]]:
    """Return the possible changes kind by kind."""
    me = problem.city(city)
    at = _Ways(problem, plan, me)
    yield from at.settings()
    yield [at.mine("allow_format", format="either")] if me.format != "either" else []
    yield at.needs() if not me.needs else []
    yield at.offers()
    yield at.places()
    if not me.eligible or me.capacity == 0:
        yield [at.mine("make_eligible", eligible=True, capacity=max(1, me.capacity))]
    yield at.rules()
    yield at.needs() if me.needs else []
    yield at.formats()
    yield at.eligible()
    yield [at.minimum(0)] if problem.settings.weights.minimum_gain else []  # a group in which somebody gains nothing


class _Ways:
    def __init__(self, problem: Problem, plan: Plan, city: City) -> None:
        self.problem, self.plan, self.city = problem, plan, city

    def mine(self, code: str, *params: tuple[str, str], **changes: Any) -> Way:
        """Return a change of the city itself."""
        return Way(self._with(self.city.id, **changes), code, self.city.id, params, scores=True)

    def _with(self, city: str, **changes: Any) -> Problem:
        cities = tuple(replace(c, **changes) if c.id == city else c for c in self.problem.cities)
        return replace(self.problem, cities=cities)

    def _set(self, code: str, *params: tuple[str, str], **changes: Any) -> Way:
        settings = replace(self.problem.settings, **changes)
        scores = "weights" in changes
        return Way(replace(self.problem, settings=settings), code, self.city.id, params, scores=scores)

    def settings(self) -> Iterator[list[Way]]:
        """One more group than a limit allows, the other size, a lower floor, a lower minimum gain."""
        settings, limits = self.problem.settings, self.problem.settings.limits
        more = []
        if limits.max_pairs is not None:
            more.append(("2", replace(limits, max_pairs=limits.max_pairs + 1)))
        if limits.max_triads is not None:
            more.append(("3", replace(limits, max_triads=limits.max_triads + 1)))
        yield [self._set("raise_limit", ("size", size), limits=raised) for size, raised in more]
        if not (limits.pairs and limits.triads):
            size, opened = "3" if limits.pairs else "2", replace(limits, pairs=True, triads=True)
            yield [self._set("allow_size", ("size", size), limits=opened)]
        fairness = settings.fairness
        if fairness.order[0] == "worst_off":
            for share in (s for s in (800, 600, 500, 400, 300, 250, 200, 150, 100, 50, 0) if s < self._top()):
                lower = replace(fairness, floor_ladder=(share,))
                yield [self._set("lower_floor", ("share", str(share)), fairness=lower)]
        for points in (p for p in (500, 200, 100, 50, 20, 10, 5, 2, 1) if p < settings.weights.minimum_gain):
            yield [self.minimum(points)]

    def minimum(self, points: int) -> Way:
        """A lower minimum gain."""
        weights = replace(self.problem.settings.weights, minimum_gain=points)
        return self._set("allow_minimum", ("points", str(points)), weights=weights)

    def _top(self) -> int:
        return max(self.problem.settings.fairness.floor_ladder)

    def needs(self) -> list[Way]:
        """The city names a need that others can answer."""
        mine = {n.theme for n in self.city.needs}
        count: dict[str, int] = {}
        for other in self.problem.cities:
            for offer in other.offers if other.id != self.city.id and other.eligible else ():
                count[offer.theme] = count.get(offer.theme, 0) + 1
        themes = sorted(count.keys() - mine, key=lambda t: (-count[t], t))
        return [
            self.mine("add_need", ("theme", t), ("count", str(count[t])), needs=(*self.city.needs, Need(t)))
            for t in themes
        ]

    def offers(self) -> list[Way]:
        """The city offers something on a theme another city needs."""
        mine = {o.theme for o in self.city.offers}
        others = [c for c in self.problem.cities if c.id != self.city.id and c.eligible]
        wanted = sorted({n.theme for c in others for n in c.needs} - mine)
        return [self.mine("add_offer", ("theme", t), offers=(*self.city.offers, Offer(t))) for t in wanted]

    def places(self) -> list[Way]:
        """Another city takes one more place."""
        busy = {c for g in self.plan.groups for c in g.members}
        return [
            self._other("more_capacity", c, (("other", c.id),), capacity=c.capacity + 1)
            for c in self.problem.cities
            if c.id != self.city.id and c.eligible and (c.id in busy or c.capacity == 0) and c.capacity < MAX_CAPACITY
        ]

    def formats(self) -> list[Way]:
        """Another city accepts either format."""
        others = (c for c in self.problem.cities if c.id != self.city.id and c.format != "either")
        return [self._other("allow_format", c, (), c.id, format="either") for c in others]

    def eligible(self) -> list[Way]:
        """Another city that did not decline is made eligible."""
        out = (c for c in self.problem.cities if not c.eligible and c.ineligible_reason != DECLINED)
        return [
            self._other("make_eligible", c, (), c.id, eligible=True, capacity=max(1, c.capacity))
            for c in out
            if c.id != self.city.id
        ]

    def _other(
        self, code: str, other: City, params: tuple[tuple[str, str], ...], said_of: str | None = None, **changes: Any
    ) -> Way:
        changed = self._with(other.id, **changes)
        return Way(changed, code, said_of or self.city.id, params, frozenset((other.id,)))

    def rules(self) -> list[Way]:
        """One rule between the city and a partner is lifted."""
        p = self.problem
        rules = [n for n, r in enumerate(p.rules) if r.kind == "other_country" or self._is_about(r.kind, r.cities)]
        lifted = [replace(p, rules=p.rules[:n] + p.rules[n + 1 :]) for n in rules]
        if p.settings.no_repeat_months:
            lifted.append(replace(p, settings=replace(p.settings, no_repeat_months=0)))
        if p.settings.common_language_required:
            lifted.append(replace(p, settings=replace(p.settings, common_language_required=False)))
        return [way for after in lifted for way in self._apart_no_more(after)]

    def _is_about(self, kind: str, cities: frozenset[str]) -> bool:
        return kind == "forbid" and self.city.id in cities

    def _apart_no_more(self, after: Problem) -> list[Way]:
        before, then, me = HardRules(self.problem), HardRules(after), self.city.id
        others = [c.id for c in self.problem.cities if c.id != me]
        free = [o for o in others if before.apart(me, o) is not None and then.apart(me, o) is None]
        return [Way(after, "lift_rule", me, (("other", o),), frozenset((o,))) for o in free]
