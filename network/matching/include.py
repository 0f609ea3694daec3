"""The smallest change that would include a city that is in no group; each proposal is checked before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .amend import amended
from .explain import blocking_rules
from .plan import Plan, Reason
from .scoring import Scorer
from .values import City, Need, Offer, Problem


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
    (format, a further need or offer), then what another city must agree to (one more place), then a rule.
    """
    if plan.group_of(city):
        return ()
    problem = amended(problem, plan.amendments)
    search = _Search(problem, plan, problem.city(city))
    found: list[Inclusion] = []
    for way in (
        search.limits,
        search.sizes,
        search.floor,
        search.minimum,
        search.format,
        search.need,
        search.offer,
        search.place,
        search.eligible,
        search.rule,
    ):
        found.extend(way())
    return tuple(found[:most]) or (Inclusion(city, Reason("no_single_change", 0, (("city", city),)), (), 0),)


class _Search:
    """Tries changes one at a time and looks for a group of the city with cities that could take one more."""

    def __init__(self, problem: Problem, plan: Plan, city: City) -> None:
        self.problem, self.plan, self.city = problem, plan, city
        count: dict[str, int] = {}
        for group in plan.groups:
            for c in group.members:
                count[c] = count.get(c, 0) + 1
        self.open = [c.id for c in problem.cities if c.id != city.id and c.eligible and c.capacity > count.get(c.id, 0)]
        self.pairs = [g.members for g in plan.groups if len(g.members) == 2 and not g.pinned]
        self.best = {g.city: g.best for group in plan.groups for g in group.gains}

    def _group(
        self, problem: Problem, others: list[str] | None = None, floor: int | None = None
    ) -> tuple[tuple[str, ...], int] | None:
        """Return the best possible group of the city with open cities, or with a pair of the plan."""
        scorer = Scorer.of(problem)
        level = round(self.plan.fairness.floor * 1000) if floor is None else floor
        partners = self.open if others is None else others
        options: list[tuple[str, ...]] = [(self.city.id, p) for p in partners]
        options += [(self.city.id, *pair) for pair in self.pairs] if others is None else []
        best: tuple[tuple[str, ...], int] | None = None
        for members in options:
            members = tuple(sorted(members))
            if not blocking_rules(problem, members, level, self.best, scorer):
                worth = scorer.value(scorer.gains(members))
                if best is None or worth > best[1]:
                    best = members, worth
        return best

    def _made(
        self, code: str, group: tuple[tuple[str, ...], int] | None, *params: tuple[str, str]
    ) -> Iterator[Inclusion]:
        if group is not None:
            others = ", ".join(m for m in group[0] if m != self.city.id)
            reason = Reason(code, 0, (("city", self.city.id), ("partners", others), *params))
            yield Inclusion(self.city.id, reason, *group)

    def _with_city(self, **changes: object) -> Problem:
        cities = tuple(replace(c, **changes) if c.id == self.city.id else c for c in self.problem.cities)  # type: ignore[arg-type]
        return replace(self.problem, cities=cities)

    def limits(self) -> Iterator[Inclusion]:
        """One more group than the limit allows."""
        limits = self.problem.settings.limits
        if limits.max_pairs is not None or limits.max_triads is not None:
            group = self._group(self.problem)
            if group is not None:
                yield from self._made("raise_limit", group, ("size", str(len(group[0]))))

    def sizes(self) -> Iterator[Inclusion]:
        """Switch the other size on."""
        limits = self.problem.settings.limits
        if not (limits.pairs and limits.triads):
            opened = replace(self.problem.settings, limits=replace(limits, pairs=True, triads=True))
            size = "2" if not limits.pairs else "3"
            yield from self._made("allow_size", self._group(replace(self.problem, settings=opened)), ("size", size))

    def floor(self) -> Iterator[Inclusion]:
        """A lower floor."""
        if self.plan.fairness.floor > 0:
            yield from self._made("lower_floor", self._group(self.problem, floor=0), ("share", "0"))

    def minimum(self) -> Iterator[Inclusion]:
        """No minimum gain."""
        weights = self.problem.settings.weights
        if weights.minimum_gain:
            lower = replace(self.problem.settings, weights=replace(weights, minimum_gain=0))
            group = self._group(replace(self.problem, settings=lower), floor=0)
            yield from self._made("allow_minimum", group, ("points", "0"))

    def format(self) -> Iterator[Inclusion]:
        """The city accepts either format."""
        if self.city.format != "either":
            yield from self._made("allow_format", self._group(self._with_city(format="either")))

    def need(self) -> Iterator[Inclusion]:
        """A city without needs names one that many can answer."""
        if self.city.needs:
            return
        count: dict[str, int] = {}
        for other in self.problem.cities:
            for offer in other.offers if other.id in self.open else ():
                count[offer.theme] = count.get(offer.theme, 0) + 1
        for theme in sorted(count, key=lambda t: (-count[t], t))[:1]:
            group = self._group(self._with_city(needs=(Need(theme),)), floor=0)
            yield from self._made("add_need", group, ("theme", theme), ("count", str(count[theme])))

    def offer(self) -> Iterator[Inclusion]:
        """The city offers something on a theme an open city needs."""
        mine = {o.theme for o in self.city.offers}
        wanted = sorted({n.theme for c in self.problem.cities if c.id in self.open for n in c.needs} - mine)
        best: tuple[tuple[tuple[str, ...], int], str] | None = None
        for theme in wanted:
            group = self._group(self._with_city(offers=(*self.city.offers, Offer(theme))), floor=0)
            if group is not None and (best is None or group[1] > best[0][1]):
                best = group, theme
        if best is not None:
            yield from self._made("add_offer", best[0], ("theme", best[1]))

    def place(self) -> Iterator[Inclusion]:
        """Another city takes one more place."""
        busy = [c.id for c in self.problem.cities if c.id not in self.open and c.id != self.city.id and c.eligible]
        group = self._group(self.problem, busy)
        if group is not None:
            other = next(m for m in group[0] if m != self.city.id)
            yield from self._made("more_capacity", group, ("other", other))

    def eligible(self) -> Iterator[Inclusion]:
        """The city is made eligible, or given a place."""
        if not self.city.eligible or self.city.capacity == 0:
            changed = self._with_city(eligible=True, capacity=max(1, self.city.capacity))
            yield from self._made("make_eligible", self._group(changed))

    def rule(self) -> Iterator[Inclusion]:
        """One rule between the city and a partner is lifted."""
        plain = replace(
            self.problem,
            rules=(),
            settings=replace(self.problem.settings, no_repeat_months=0, common_language_required=False),
        )
        apart = [o for o in self.open if blocking_rules(self.problem, (self.city.id, o))]
        group = self._group(plain, apart)
        if group is not None:
            other = next(m for m in group[0] if m != self.city.id)
            yield from self._made("lift_rule", group, ("other", other), ("points", str(group[1])))
