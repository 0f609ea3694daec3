"""Checks that the certificate's prices prove the bound, over all pairs and all groups of three, in whole numbers.

Weak duality: if no possible group is worth more than the prices of its places, no plan is worth more than the
sum of all prices. A group of three cannot be worth more than its three edges together, so only threes whose
edges exceed their prices are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from . import tables
from .plan import Certificate, Plan
from .scoring import Scorer
from .values import Problem

GRAIN = 1024
_Found = tuple[str, str, str]


def bound_violations(problem: Problem, plan: Plan, scorer: Scorer) -> list[_Found]:
    """Return what is wrong with the certificate of a plan, as (rule, path, detail)."""
    proof = plan.certificate
    if proof is None:
        return [] if plan.status == "stopped" else [("certificate", "$.certificate", "is missing")]
    check = _Proof(problem, plan, proof, scorer)
    out = check.form()
    if out:
        return out
    total = check.total()
    if total != proof.bound:
        out.append(("certificate", "$.certificate.bound", f"the prices add up to {total}, not {proof.bound}"))
    if plan.bound * GRAIN > total:
        out.append(("certificate", "$.upper_bound", "is above what the prices prove"))
    return out + check.groups()


class _Proof:
    """One certificate with the parts of the problem it speaks about."""

    def __init__(self, problem: Problem, plan: Plan, proof: Certificate, scorer: Scorer) -> None:
        self.problem, self.plan, self.proof, self.scorer = problem, plan, proof, scorer
        self.part = {c.id: c for c in problem.cities if c.eligible and c.capacity > 0}
        self.ids = sorted(self.part)
        self.price = dict(proof.city)
        limits = problem.settings.limits
        self.pins = [r for r in problem.rules if r.kind == "pin"]
        self.fixed = sorted(
            {r.cities for r in self.pins if r.exact or len(r.cities) == 3 or not limits.triads}, key=sorted
        )
        self.places = {c: self.part[c].capacity - sum(c in g for g in self.fixed) for c in self.ids}
        self.best: dict[str, int] = {}

    def form(self) -> list[_Found]:
        """Check that prices, rows and limits are such that weak duality applies."""
        out: list[_Found] = []
        if sorted(self.price) != self.ids or len(self.proof.city) != len(self.ids):
            return [("certificate", "$.certificate.city", "must price exactly the cities that take part")]
        wanted = set(self.proof.wanted)
        if not wanted <= set(self.ids) or self.proof.left_out < 0:
            return [("certificate", "$.certificate.wanted", "names a city that does not take part")]
        if wanted and "coverage" not in self.problem.settings.fairness.order:
            out.append(("certificate", "$.certificate.wanted", "coverage is not a goal"))
        for city, price in self.price.items():
            if price < (-self.proof.left_out * GRAIN if city in wanted else 0):
                out.append(("certificate", "$.certificate.city", f"the price of {city} is too low"))
        for cities, lower, upper, price in self.proof.side:
            if not self._row_holds(cities, lower, upper) or (price < 0 and not lower):
                out.append(("certificate", "$.certificate.side", f"no such row: {', '.join(cities)}"))
        limits = self.problem.settings.limits
        fixed = [len(g) for g in self.fixed]
        for size, most, price in self.proof.size:
            real = {2: limits.max_pairs, 3: limits.max_triads}.get(size)
            if real is None or most != max(0, real - fixed.count(size)) or price < 0:
                out.append(("certificate", "$.certificate.size", f"no such limit for groups of {size}"))
        if self.proof.floor != round(self.plan.fairness.floor * 1000):
            out.append(("certificate", "$.certificate.floor", "is not the floor of the plan"))
        return out

    def _row_holds(self, cities: tuple[str, ...], lower: int, upper: int) -> bool:
        """Return whether a row is true of every plan: a pin, nobody twice together, or an odd set with one place each.

        Of 2k + 1 cities with one place each, at most k groups can hold two or more.
        """
        if lower not in (0, 1) or len(set(cities)) != len(cities) or not set(cities) <= set(self.ids):
            return False
        if len(cities) == 2:
            return upper == 1 and (not lower or any(r.cities == set(cities) for r in self.pins))
        odd = len(cities) % 2 == 1 and upper == len(cities) // 2 > 0
        return odd and not lower and all(self.places[c] <= 1 for c in cities)

    def total(self) -> int:
        """Return what the prices add up to, with exact pins and the cities left out, in 1/1024 point."""
        out = sum(p * self.places[c] if p > 0 else p for c, p in self.price.items())
        out += sum(p * (upper if p > 0 else lower) for _, lower, upper, p in self.proof.side)
        out += sum(p * limit for _, limit, p in self.proof.size)
        served = {m for g in self.plan.groups for m in g.members}
        left = len(set(self.proof.wanted) - served)
        fixed = sum(self.scorer.value(self.scorer.gains(tuple(sorted(g)))) for g in self.fixed)
        return out + GRAIN * (self.proof.left_out * left + fixed)

    def groups(self) -> list[_Found]:
        """Check every possible group against the prices."""
        apart = self._apart()
        edge = self._edges(apart)
        out = self._best_violations(apart)
        for members in (*self._pairs(apart), *self._threes(edge)):
            if self._legal(members):
                excess = self._excess(members)
                if excess > 0:
                    detail = f"{', '.join(members)} is worth {excess / GRAIN:.2f} points more than its prices"
                    out.append(("certificate", "$.certificate.city", detail))
            if len(out) > 5:
                break
        return out

    def _apart(self) -> npt.NDArray[np.bool_]:
        n, at = len(self.ids), {c: k for k, c in enumerate(self.ids)}
        apart = np.eye(n, dtype=bool)
        rules, settings = self.problem.rules, self.problem.settings
        pairs = [p for r in rules if r.kind == "forbid" for p in combinations(r.cities, 2)]
        pairs += [p for g in self.fixed for p in combinations(g, 2)]
        recent = [m for m in self.problem.past if m.months_ago < settings.no_repeat_months]
        pairs += [p for m in recent for p in combinations(m.cities, 2)]
        for a, b in pairs:
            if a in at and b in at:
                apart[at[a], at[b]] = apart[at[b], at[a]] = True
        if any(r.kind == "other_country" for r in rules):
            country = np.array([self.part[c].country or f"?{k}" for k, c in enumerate(self.ids)])
            apart |= country[:, None] == country[None, :]
        if settings.common_language_required and not settings.interpretation:
            spoken = [{code for code, _ in self.part[c].languages} for c in self.ids]
            for (i, x), (j, y) in combinations(enumerate(spoken), 2):
                if x and y and not x & y:
                    apart[i, j] = apart[j, i] = True
        return apart

    def _best_violations(self, apart: npt.NDArray[np.bool_]) -> list[_Found]:
        """Recompute each city's best gain (fixed partners count too) and compare with the plan's."""
        fixed = {frozenset(p) for g in self.fixed for p in combinations(g, 2)}
        for i, city in enumerate(self.ids):
            near = [c for j, c in enumerate(self.ids) if not apart[i, j] or frozenset((city, c)) in fixed]
            self.best[city] = max((self.scorer.pair_gain(city, c) for c in near if c != city), default=0)
        stated = {g.city: g.best for group in self.plan.groups for g in group.gains}
        wrong = [c for c, best in stated.items() if self.best.get(c) != best]
        return [("best", "$.groups", f"the best possible gain of {c} is {self.best.get(c)}") for c in wrong]

    def _edges(self, apart: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Return what each pair can add at most to a group of three, less half the prices, in 1/1024 point."""
        n, scorer = len(self.ids), self.scorer
        edge = np.full((n, n), -1e15)
        unit = GRAIN * scorer.weights.group_of_three / (2 * tables.SHARE * tables.MILLE**3)
        node = [(self.price[c] - GRAIN * scorer.bonus(c)) / 2 for c in self.ids]
        for i, j in zip(*np.nonzero(~apart & np.tri(n, k=-1, dtype=bool)), strict=True):
            a, b = self.ids[i], self.ids[j]
            product = scorer.factors(a, b).product
            answers = sum(
                share * scorer.answer(x, theme, y)
                for x, y in ((a, b), (b, a))
                for theme, (share, _) in scorer.needs(x).items()
            )
            common = tables.MILLE * sum(scorer.shared(a, b).values())
            most = product * (2 * scorer.practices * answers + 2 * scorer.challenges * common) * unit
            edge[i, j] = edge[j, i] = most - node[i] - node[j] + 1e-3
        at = {c: k for k, c in enumerate(self.ids)}
        for cities, _, _, price in self.proof.side:
            for a, b in combinations(cities, 2):
                if price < 0:
                    edge[at[a], at[b]] -= price
                    edge[at[b], at[a]] -= price
        return edge

    def _pairs(self, apart: npt.NDArray[np.bool_]) -> Iterator[tuple[str, ...]]:
        if self.problem.settings.limits.pairs:
            for i, j in zip(*np.nonzero(~apart & np.tri(len(self.ids), k=-1, dtype=bool)), strict=True):
                yield tuple(sorted((self.ids[i], self.ids[j])))

    def _threes(self, edge: npt.NDArray[np.float64]) -> Iterator[tuple[str, ...]]:
        if not self.problem.settings.limits.triads:
            return
        limit = sum(price for size, _, price in self.proof.size if size == 3)
        for i in range(len(self.ids)):
            for j in np.flatnonzero(edge[i, :i] > limit / 3):
                for k in np.flatnonzero(edge[i] + edge[j] + edge[i, j] > limit):
                    # Each group once: at its first edge, in this order, above a third of the price of threes.
                    if k != i and k != j and not self._seen_before(edge, i, int(j), int(k), limit / 3):
                        yield tuple(sorted((self.ids[i], self.ids[j], self.ids[k])))

    @staticmethod
    def _seen_before(edge: npt.NDArray[np.float64], i: int, j: int, k: int, least: float) -> bool:
        """Return whether another edge of i > j, k above `least` comes earlier in the order of the search."""
        others = [(max(a, k), min(a, k)) for a in (i, j) if edge[a, k] > least]
        return any(pair < (i, j) for pair in others)

    def _legal(self, members: tuple[str, ...]) -> bool:
        if any(self.places[c] <= 0 for c in members):
            return False
        if any(r.cities <= set(members) for r in self.pins):
            return True
        refused = "three" if len(members) == 2 else "pair"
        if any(self.part[c].format == refused for c in members):
            return False
        minimum = self.problem.settings.weights.minimum_gain
        gains = self.scorer.gains(members)
        for c, points in gains.items():
            if points < minimum or points * 1000 < self.best[c] * self.proof.floor:
                return False
        return len(members) == 2 or not minimum or all(self.scorer.gives(members).values())

    def _excess(self, members: tuple[str, ...]) -> int:
        worth = GRAIN * self.scorer.value(self.scorer.gains(members)) - sum(self.price[c] for c in members)
        worth -= sum(price for cities, _, _, price in self.proof.side if len(set(cities) & set(members)) >= 2)
        return worth - sum(price for size, _, price in self.proof.size if size == len(members))
