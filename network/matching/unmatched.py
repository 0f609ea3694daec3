"""Why a city is in no group: the rule or circumstance that blocks it, named, never "bad luck"."""

from __future__ import annotations

from heapq import nsmallest

import numpy as np

from .hard_rules import HardRules, takes_part
from .levels import Outcome
from .plan import Reason, Unmatched
from .setup import Arena
from .values import City, Problem


def why_unmatched(problem: Problem, place: Arena, outcome: Outcome, city: City) -> Unmatched:
    """Return the blocking rule of an unmatched city; `proven` when no plan could serve it or one more city."""
    block = takes_part(city)
    if block is not None:
        return Unmatched(city.id, Reason(block.code, 0, block.params), True)
    at = place.market.index[city.id]
    if not outcome.servable[at]:
        return Unmatched(city.id, impossible(problem, place, city), True)
    if "coverage" not in problem.settings.fairness.order:
        return Unmatched(city.id, Reason("not_in_best_total", 0, (("city", city.id),)), True)
    return Unmatched(city.id, _crowded(problem, place, outcome, city), _proven(outcome))


def _proven(outcome: Outcome) -> bool:
    choice = outcome.solved.choice
    return choice is not None and len(choice.left_out) <= outcome.coverage_bound


def _crowded(problem: Problem, place: Arena, outcome: Outcome, city: City) -> Reason:
    """A city with possible groups that still finds no place: limits, or all its partners are taken."""
    limits = problem.settings.limits
    if limits.max_pairs is not None or limits.max_triads is not None:
        return Reason("limit_of_groups", 0, (("city", city.id),))
    near = place.met[place.market.index[city.id]]
    possible = np.flatnonzero(near & (outcome.pricer.pair_value[place.market.index[city.id]] > -1))
    names = ", ".join(nsmallest(5, (place.market.ids[n] for n in possible.tolist())))
    if outcome.floor and outcome.packing.wanted.any() and problem.settings.fairness.order[0] == "worst_off":
        return Reason("floor_blocks", 0, (("city", city.id), ("share", str(outcome.floor)), ("partners", names)))
    code = "odd_one_out" if not limits.triads else "partners_taken"
    return Reason(code, 0, (("city", city.id), ("count", str(len(possible))), ("partners", names)))


def impossible(problem: Problem, place: Arena, city: City) -> Reason:
    """Return the circumstance that rules out every group with this city."""
    me = (("city", city.id),)
    market, at = place.market, place.market.index[city.id]
    if market.n < 2:
        return Reason("nobody_else", 0, me)
    if not city.needs:
        return Reason("no_needs", 0, me)
    if not place.met[at].any():
        rules = HardRules(problem)
        blocks = [rules.apart(city.id, other) for other in market.ids if other != city.id]
        codes = sorted({b.code for b in blocks if b is not None})
        return Reason("every_partner_forbidden", 0, (*me, ("rules", ", ".join(codes))))
    offered = {o.theme for i in np.flatnonzero(place.met[at]) for o in market.cities[int(i)].offers}
    unanswered = sorted(n.theme for n in city.needs if n.theme not in offered)
    if not market.gain[at][place.met[at]].any():
        return Reason(
            "nobody_answers",
            0,
            (*me, ("themes", ", ".join(unanswered or sorted(n.theme for n in city.needs)))),
        )
    if not market.gain[:, at][place.met[at]].any():
        code = "gives_nothing" if city.offers else "no_offers_no_shared_challenge"
        return Reason(code, 0, me)
    if city.format != "either" or not problem.settings.limits.pairs or not problem.settings.limits.triads:
        return Reason("format_blocks", 0, (*me, ("format", city.format)))
    return Reason("minimum_gain_blocks", 0, (*me, ("points", str(problem.settings.weights.minimum_gain))))
