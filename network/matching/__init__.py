"""Matching of cities in pairs and groups of three: fair, explained, with a proven bound.

Pure Python: values in, values out, no Django. The specification is docs/algorithms/matching.md.

    problem = parse_problem(document)                  # JSON object → Problem; InputError names path and remedy
    plan = match(problem, previous=None, progress=None, should_stop=None)   # → Plan, explained and proven
    verify(problem, plan, progress=None, should_stop=None)   # → [] or what is wrong; shares no code with the solver
    to_json(plan, names) / from_json(document)         # a plan as JSON and back
    score(a, b, settings)                              # two cities: gains with lines, criteria 0–1
    explain_city(plan, problem, city)                  # groups, best partners, price of a place
    why_not(plan, problem, cities, exact=True)         # the rule, or points, loss, who would be left out
    include(problem, plan, city)                       # smallest changes that would include an unmatched city
    repair(problem, plan, drop=…, join=…, rules=…)     # least change, bounded loss, trade-offs shown
    fragility(plan, problem)                           # total if one declines, plan B per group
    floor_costs(problem)                               # what each floor under the worst-off costs in total
    contradictions(problem)                            # smallest contradictory sets of rules, () when none
    sentence(reason, names)                            # English text; reasons are code + params to translate

`match` raises `ContradictoryRules` (with smallest sets) and `NoPlanInTime`. `Progress` has phase, value, bound
and gap. Groups, gains and reasons are frozen values in `plan.py`; inputs are in `values.py`.
"""

from . import _threads as _threads
from .amend import amended
from .budget import Progress
from .catalogue import sentence
from .codec import encode, from_json, to_json
from .conflicts import Conflict, contradictions
from .engine import match
from .errors import ContradictoryRules, InputError, MatchingError, NoPlanInTime
from .explain import CityExplanation, PairScore, WhyNot, explain_city, score, why_not
from .floors import FloorCost, floor_costs
from .fragility import Fragile, PlanB, fragility
from .include import Inclusion, include
from .listed import parse_listed, solve_listed
from .parse import parse_problem
from .plan import Amendment, Gain, Group, Plan, Reason, Term, Unmatched
from .problem_json import problem_json
from .reading import load
from .repair import Repair, TradeOff, repair
from .schema import SCHEMA
from .values import City, Fairness, Limits, Need, Offer, Past, Problem, Rule, Settings, Theme, Weights
from .verify import Violation, verify
from .verify_watch import Checking, VerificationStopped

__all__ = [
    "SCHEMA",
    "Amendment",
    "Checking",
    "City",
    "CityExplanation",
    "Conflict",
    "ContradictoryRules",
    "Fairness",
    "FloorCost",
    "Fragile",
    "Gain",
    "Group",
    "Inclusion",
    "InputError",
    "Limits",
    "MatchingError",
    "Need",
    "NoPlanInTime",
    "Offer",
    "PairScore",
    "Past",
    "Plan",
    "PlanB",
    "Problem",
    "Progress",
    "Reason",
    "Repair",
    "Rule",
    "Settings",
    "Term",
    "Theme",
    "TradeOff",
    "Unmatched",
    "VerificationStopped",
    "Violation",
    "Weights",
    "WhyNot",
    "amended",
    "contradictions",
    "encode",
    "explain_city",
    "floor_costs",
    "fragility",
    "from_json",
    "include",
    "load",
    "match",
    "parse_listed",
    "parse_problem",
    "problem_json",
    "repair",
    "score",
    "sentence",
    "solve_listed",
    "to_json",
    "verify",
    "why_not",
]
