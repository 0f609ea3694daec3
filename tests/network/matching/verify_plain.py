"""The certificate's check once more in plain Python, over every pair and every group of three, for small cohorts.

Possible groups and own bests come from the brute-force oracle; nothing is shared with the verifier's arrays.
"""

from __future__ import annotations

from itertools import combinations

from network.matching.verify_bound import GRAIN, Claim
from network.matching.verify_certificate import NAMED
from tests.network.matching.oracle import Oracle

Found = tuple[str, str, str]


def possible(claim: Claim, oracle: Oracle) -> dict[tuple[str, ...], int]:
    """Every possible group besides exact pins, with its worth."""
    apart = {frozenset(p) for g in claim.fixed for p in combinations(g, 2)}
    return {
        group: worth
        for group, worth in oracle.groups(claim.proof.floor).items()
        if all(claim.places[c] > 0 for c in group) and not any(frozenset(p) in apart for p in combinations(group, 2))
    }


def excess(claim: Claim, group: tuple[str, ...], worth: int) -> int:
    proof = claim.proof
    out = GRAIN * worth - sum(claim.price[c] for c in group)
    out -= sum(price for cities, _, _, price in proof.side if len(set(cities) & set(group)) >= 2)
    return out - sum(price for size, _, price in proof.size if size == len(group))


def plain_violations(claim: Claim, oracle: Oracle) -> tuple[list[Found], list[str]]:
    """What the check over all groups should say, and the cities that are not counted although a group is possible."""
    out: list[Found] = []
    stated = {g.city: g.best for group in claim.plan.groups for g in group.gains}
    for city, best in stated.items():
        if oracle.best[city] != best:
            out.append(("best", "$.groups", f"the best possible gain of {city} is {oracle.best[city]}"))
    groups = possible(claim, oracle)
    over = {g: excess(claim, g, worth) for g, worth in groups.items()}
    named = sorted((len(g), g, e) for g, e in over.items() if e > 0)
    for _, group, points in named[:NAMED]:
        detail = f"{', '.join(group)} is worth {points / GRAIN:.2f} points more than its prices"
        out.append(("certificate", "$.certificate.city", detail))
    if len(named) > NAMED:
        out.append(("certificate", "$.certificate.city", "further groups are worth more than their prices"))
    served = {c for g in groups for c in g}
    uncounted = [c for c in claim.ids if c in served and c not in claim.held and c not in claim.proof.wanted]
    return out, uncounted if claim.proof.wanted else []
