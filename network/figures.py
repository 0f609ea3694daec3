"""Figures on a plan in words: spread over regions, sizes and incomes; what would include a city and what a "no" would
cost, both remembered."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cities.regions import REGIONS
from network.matching import Fragile, Inclusion, Plan, Problem, fragility, include
from network.matching.plan import Fairness, Reason
from network.words import word

# The size classes of the matching, spelt out here so that they are found for translation.
SIZES = (
    gettext_noop("under 100 000"),
    gettext_noop("100 000 to 500 000"),
    gettext_noop("500 000 to 1 million"),
    gettext_noop("1 to 5 million"),
    gettext_noop("over 5 million"),
)
REMEMBER = 3600  # seconds; the key holds the hash of the plan's inputs, so an entry never becomes wrong


def spreads(fairness: Fairness) -> list[dict[str, Any]]:
    """Tables (title, head, rows) of cities, served cities and mean points by region, size and income."""
    regions = [(str(REGIONS.get(code, word(code))), *rest) for code, *rest in fairness.by_region]
    incomes = [(word(code), *rest) for code, *rest in fairness.by_income]
    sizes = [(word(code) if code == "unknown" else _(code), *rest) for code, *rest in fairness.by_size]
    return [
        {"title": _("By region"), "head": _("Region"), "rows": regions},
        {"title": _("By size of the city"), "head": _("Inhabitants"), "rows": sizes},
        {"title": _("By income group of the country"), "head": _("Income group"), "rows": incomes},
    ]


def inclusions(problem: Problem, plan: Plan, city: str) -> tuple[Inclusion, ...]:
    """`include`, remembered for the plan: trying every change takes a while in a large round."""
    key = f"network-include-{plan.receipt.input_sha256[:24]}-{plan.total}-{len(plan.unmatched)}-{city}"
    kept = cache.get(key)
    if kept is None:
        found = include(problem, plan, city)
        cache.set(key, [(i.change.code, i.change.params, i.members, i.points) for i in found], REMEMBER)
        return found
    return tuple(Inclusion(city, Reason(code, 0, params), members, points) for code, params, members, points in kept)


def risks(problem: Problem, plan: Plan) -> tuple[Fragile, ...]:
    """`fragility` of every group, remembered for the plan: the proposals of a round are opened one after another."""
    key = f"network-risks-{plan.receipt.input_sha256[:24]}-{plan.receipt.plan_sha256[:24]}"
    found: tuple[Fragile, ...] | None = cache.get(key)
    if found is None:
        found = fragility(plan, problem)
        cache.set(key, found, REMEMBER)
    return found
