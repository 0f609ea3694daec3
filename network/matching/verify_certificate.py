"""Checks a certificate: its form, then every pair and every group of three, in arrays that are the verifier's own.

Shared with the rest of the package are the values of a problem, the scales and one-pair functions of `tables.py`, and
the plain reference of `scoring.py` (shares of needs, weights, latest meetings): they are the specification in code, and
verifier and search must agree on what the points are. Nothing is taken from the search: not its score arrays, prices,
rules, groups or bounds. On some of the plan's own groups the arrays are held against the plain reference each time.
"""

from __future__ import annotations

import numpy as np

from .plan import Plan
from .scoring import Scorer
from .values import Problem
from .verify_bound import GRAIN, Claim, Found
from .verify_factors import Ints
from .verify_groups import Prices
from .verify_meet import Apart, Together
from .verify_pairs import Pairs
from .verify_scores import Scores
from .verify_served import Served
from .verify_threes import Threes
from .verify_watch import Watch

#: So many groups that exceed their prices are named.
NAMED = 5
#: Groups of the plan on which the arrays are held against the plain reference.
_SAMPLE = 6


def bound_violations(problem: Problem, plan: Plan, scorer: Scorer, rules: Together, watch: Watch) -> list[Found]:
    """Return what is wrong with the certificate of a plan, as (rule, path, detail)."""
    if plan.certificate is None:
        return [] if plan.status == "stopped" else [("certificate", "$.certificate", "is missing")]
    claim = Claim(problem, plan, plan.certificate, scorer)
    return claim.violations() or claim.sums() + group_violations(claim, rules, watch)


def group_violations(claim: Claim, rules: Together, watch: Watch) -> list[Found]:
    """Return own bests that are wrong, groups worth more than their prices, and cities that are not counted."""
    cities = [claim.part[c] for c in claim.ids]
    scores, apart = Scores(cities, claim.scorer), Apart(rules, cities)
    prices = Prices(claim, scores)
    out = _disagreements(claim, prices)
    pairs = Pairs(prices, apart, watch)
    out += _wrong_bests(claim, prices)
    members, over = pairs.found()
    named = [(tuple(row), excess) for row, excess in zip(members.tolist(), over.tolist(), strict=True)]
    if len(named) <= NAMED and pairs.edges is not None:
        threes = Threes(prices, pairs.edges, watch)
        named += sorted(threes.found.items())
    out += [_exceeds(claim, row, excess) for row, excess in named[:NAMED]]
    if len(named) > NAMED:
        out.append(("certificate", "$.certificate.city", "further groups are worth more than their prices"))
    uncounted = Served(prices, apart, pairs.edges, watch).found(NAMED)
    return out + [
        ("certificate", "$.certificate.wanted", f"{city} is not counted, but {', '.join(group)} is possible")
        for city, group in uncounted
    ]


def _exceeds(claim: Claim, row: tuple[int, ...], excess: int) -> Found:
    names = ", ".join(claim.ids[k] for k in row)
    return "certificate", "$.certificate.city", f"{names} is worth {excess / GRAIN:.2f} points more than its prices"


def _wrong_bests(claim: Claim, prices: Prices) -> list[Found]:
    stated = {g.city: g.best for group in claim.plan.groups for g in group.gains}
    real = {c: int(best) for c, best in zip(claim.ids, prices.best, strict=True)}
    wrong = [c for c, best in stated.items() if real.get(c) != best]
    return [("best", "$.groups", f"the best possible gain of {c} is {real.get(c)}") for c in wrong]


def _disagreements(claim: Claim, prices: Prices) -> list[Found]:
    """Hold the arrays against the plain reference on some groups: one city with each of the others, and all three."""
    whole = (g.members for g in claim.plan.groups if len(set(g.members)) == len(g.members) in (2, 3))
    groups = [members for members in whole if claim.part.keys() >= set(members)]
    out: list[tuple[str, ...]] = []
    for group in groups[:: max(1, len(groups) // _SAMPLE)]:
        first, *others = sorted(group)
        i = prices.at[first]
        block = prices.scores.block(i, i + 1)
        for other in others:
            plain, j = claim.scorer.gains((first, other)), prices.at[other] - i
            if (plain[first], plain[other]) != (block.there[0, j], block.back[0, j]):
                out.append((first, other))
        if len(group) == 3:
            rows: Ints = np.array([[prices.at[c] for c in group]], dtype=np.int64)
            if list(claim.scorer.gains(group).values()) != prices.scores.threes(rows)[0][0].tolist():
                out.append(group)
    return [("arithmetic", "$.certificate", f"arrays and reference disagree about {', '.join(g)}") for g in out]
