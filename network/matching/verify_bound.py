"""Checks that the certificate's prices prove the bound, over all pairs and all groups of three, in whole numbers.

Weak duality: if no possible group is worth more than the prices of its places, no plan is worth more than the sum of
all prices. Here is checked that prices and rows are such that this applies, and what they add up to; `verify_pairs`,
`verify_threes` and `verify_served` hold them against every group. Nothing is rounded in the certificate's favour.
"""

from __future__ import annotations

from itertools import combinations

from .plan import Certificate, Plan
from .scoring import Scorer
from .values import Problem, Rule

GRAIN = 1024
#: Prices beyond this (in 1/1024 point) are refused, so that sums of a few of them stay below 2**63.
_MOST = 2**40
Found = tuple[str, str, str]


class Claim:
    """What a certificate claims about a problem, and whether the claim is one that proves a bound.

    `ids`: cities that take part, in alphabetical order. `fixed`: groups that exact pins demand; `places`: what they
    leave of each city; `free`: pinned pairs that may be met alone or with a third city.
    """

    def __init__(self, problem: Problem, plan: Plan, proof: Certificate, scorer: Scorer) -> None:
        self.problem, self.plan, self.proof, self.scorer = problem, plan, proof, scorer
        self.part = {c.id: c for c in problem.cities if c.eligible and c.capacity > 0}
        self.ids = sorted(self.part)
        self.price = dict(proof.city)
        pins = [r for r in problem.rules if r.kind == "pin"]
        self.fixed = sorted({r.cities for r in pins if self._is_exact(r)}, key=sorted)
        inside = {frozenset(p) for g in self.fixed for p in combinations(g, 2)}
        self.free = {r.cities for r in pins} - set(self.fixed) - inside
        self.held = {c for g in self.fixed for c in g}
        self.places = {c: self.part[c].capacity - sum(c in g for g in self.fixed) for c in self.ids}

    def _is_exact(self, pin: Rule) -> bool:
        return pin.exact or len(pin.cities) == 3 or not self.problem.settings.limits.triads

    def violations(self) -> list[Found]:
        """Return what keeps prices, rows and limits from proving anything."""
        proof, out = self.proof, []
        if sorted(self.price) != self.ids or len(proof.city) != len(self.ids):
            return [_about("city", "must price exactly the cities that take part")]
        wanted = set(proof.wanted)
        if not wanted <= set(self.ids) - self.held or proof.left_out < 0:
            return [_about("wanted", "names a city that does not take part or is in an exact pin")]
        if wanted and "coverage" not in self.problem.settings.fairness.order:
            out.append(_about("wanted", "coverage is not a goal"))
        for city, price in self.price.items():
            if price < (-proof.left_out * GRAIN if city in wanted else 0):
                out.append(_about("city", f"the price of {city} is too low"))
        for cities, lower, upper, price in proof.side:
            if not self._row_holds(cities, lower, upper) or (price < 0 and not lower):
                out.append(_about("side", f"no such row: {', '.join(cities)}"))
        limits, fixed = self.problem.settings.limits, [len(g) for g in self.fixed]
        for size, most, price in proof.size:
            real = {2: limits.max_pairs, 3: limits.max_triads}.get(size)
            if real is None or most != max(0, real - fixed.count(size)) or price < 0:
                out.append(_about("size", f"no such limit for groups of {size}"))
        if proof.floor != round(self.plan.fairness.floor * 1000):
            out.append(_about("floor", "is not the floor of the plan"))
        prices = [*self.price.values(), *(row[3] for row in proof.side), *(row[2] for row in proof.size)]
        if any(abs(price) > _MOST for price in prices):
            out.append(_about("city", f"has a price beyond {_MOST // GRAIN} points, which no group can be worth"))
        return out

    def _row_holds(self, cities: tuple[str, ...], lower: int, upper: int) -> bool:
        """Return whether a row is true of the groups besides exact pins, in every plan.

        A pin, nobody twice together, or an odd set with one place each: of 2k + 1 such cities, at most k groups can
        hold two or more.
        """
        if lower not in (0, 1) or len(set(cities)) != len(cities) or not set(cities) <= set(self.ids):
            return False
        if len(cities) == 2:
            return upper == 1 and (not lower or frozenset(cities) in self.free)
        odd = len(cities) % 2 == 1 and upper == len(cities) // 2 > 0
        return odd and not lower and all(self.places[c] <= 1 for c in cities)

    def sums(self) -> list[Found]:
        """Return whether the prices do not add up to the bound stated, or prove less than the plan says."""
        out, total = [], self.total()
        if total != self.proof.bound:
            out.append(_about("bound", f"the prices add up to {total}, not {self.proof.bound}"))
        if self.plan.bound * GRAIN > total:
            out.append(("certificate", "$.upper_bound", "is above what the prices prove"))
        return out

    def total(self) -> int:
        """Return what the prices add up to, with exact pins and the cities left out, in 1/1024 point."""
        out = sum(p * max(0, self.places[c]) if p > 0 else p for c, p in self.price.items())
        out += sum(p * (upper if p > 0 else lower) for _, lower, upper, p in self.proof.side)
        out += sum(p * limit for _, limit, p in self.proof.size)
        served = {m for g in self.plan.groups for m in g.members}
        left = len(set(self.proof.wanted) - served)
        fixed = sum(self.scorer.value(self.scorer.gains(tuple(sorted(g)))) for g in self.fixed)
        return out + GRAIN * (self.proof.left_out * left + fixed)


def _about(part: str, detail: str) -> Found:
    return "certificate", f"$.certificate.{part}", detail
