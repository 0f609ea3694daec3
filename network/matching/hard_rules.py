"""Which cities may take part and which two may be in one group, with the rule that says no.

One rule speaks at a time, in a fixed order, so that "why not" has one clear answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from .scoring import latest_meetings
from .values import City, Problem, Rule


@dataclass(frozen=True, slots=True)
class Block:
    """A rule that forbids something: a code of the catalogue and what to fill in."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def takes_part(city: City) -> Block | None:
    """Return why a city cannot take part at all, or None."""
    if not city.eligible:
        return Block("not_eligible", (("city", city.id), ("reason", city.ineligible_reason)))
    if city.capacity == 0:
        return Block("no_capacity", (("city", city.id),))
    return None


class HardRules:
    """Looks up the rule that keeps two cities of a problem apart."""

    def __init__(self, problem: Problem) -> None:
        self.settings = problem.settings
        self.cities = {c.id: c for c in problem.cities}
        self.forbidden: dict[frozenset[str], Rule] = {}
        for rule in problem.rules:
            members = sorted(rule.cities)
            if rule.kind == "forbid":
                for n, a in enumerate(members):
                    for b in members[n + 1 :]:
                        self.forbidden.setdefault(frozenset((a, b)), rule)
        self.other_country = any(r.kind == "other_country" for r in problem.rules)
        self.language_required = self.settings.common_language_required and not self.settings.interpretation
        limit = problem.settings.no_repeat_months
        met = latest_meetings(problem.past)
        self.met = {pair: months for pair, (months, _) in met.items() if limit and months < limit}

    def apart(self, a: str, b: str) -> Block | None:
        """Return the rule that keeps `a` and `b` out of one group, or None when they may meet."""
        pair = frozenset((a, b))
        both = (("city", a), ("other", b))
        if pair in self.forbidden:
            return Block("forbidden", (*both, ("reason", self.forbidden[pair].reason)))
        x, y = self.cities[a], self.cities[b]
        if self.other_country and x.country is not None and x.country == y.country:
            return Block("same_country", (*both, ("country", x.country)))
        if pair in self.met:
            return Block("met_recently", (*both, ("months", str(self.met[pair]))))
        if (
            self.language_required
            and x.languages
            and y.languages
            and not dict(x.languages).keys() & dict(y.languages).keys()
        ):
            return Block("no_common_language", both)
        return None

    def __bool__(self) -> bool:
        """Whether any rule could keep two cities apart."""
        return bool(self.forbidden or self.other_country or self.met or self.language_required)
