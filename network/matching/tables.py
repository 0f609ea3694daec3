"""The scales behind the score, as whole numbers per mille, and the small functions that read them.

All scoring is integer arithmetic: the same input gives the same points on every machine, in any order.
The scales are stated in words in docs/algorithms/matching.md, section "Scales".
"""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm

from .values import DEPTHS, EVIDENCE, INCOMES, LEVELS, STAGES

#: Need weights are whole parts of this; it is divisible by 1–10, so equal needs stay exactly equal.
SHARE = 25200
MILLE = 1000

DEPTH_SHARE = {"some": 400, "solid": 700, "deep": 1000}
EVIDENCE_SHARE = {"declared": 600, "documented": 750, "published": 900, "evaluated": 1000}
#: How much an offer of a depth still teaches a city at a stage: the further a city is, the deeper it must be.
STAGE_FIT = {
    "not_started": {"some": 1000, "solid": 1000, "deep": 1000},
    "diagnosis": {"some": 1000, "solid": 1000, "deep": 1000},
    "plan": {"some": 800, "solid": 1000, "deep": 1000},
    "action": {"some": 500, "solid": 800, "deep": 1000},
    "evaluated": {"some": 300, "solid": 600, "deep": 1000},
}
LEVEL_SHARE = {"basic": 500, "working": 850, "fluent": 1000}
NO_LANGUAGE, INTERPRETED = 250, 700
INCOME_STEPS = (1000, 700, 400, 200)
SIZE_LIMITS = (100_000, 500_000, 1_000_000, 5_000_000)
SIZE_STEPS = (1000, 850, 650, 450, 300)
UNKNOWN = 800
SAME_COUNTRY, SAME_REGION = 600, 850
#: A working day of nine hours, in quarter hours; overlap below `TIME_FLOOR` still allows one early call.
DAY_QUARTERS, TIME_FLOOR = 36, 200


def answer(stage: str, depth: str, evidence: str) -> int:
    """Return how well an offer answers a need, per mille: depth × evidence × fit to the stage."""
    product = DEPTH_SHARE[depth] * EVIDENCE_SHARE[evidence] * STAGE_FIT[stage][depth]
    return product // (MILLE * MILLE)


#: `ANSWERS[stage][code]` with code 0 = no offer, else 1 + depth·4 + evidence.
ANSWERS: tuple[tuple[int, ...], ...] = tuple(
    (0, *(answer(stage, depth, evidence) for depth in DEPTHS for evidence in EVIDENCE)) for stage in STAGES
)


def offer_code(depth: str, evidence: str) -> int:
    """Return the column of `ANSWERS` for an offer."""
    return 1 + DEPTHS.index(depth) * len(EVIDENCE) + EVIDENCE.index(evidence)


def shares(weights: Iterable[float]) -> list[int]:
    """Return need weights as whole parts of `SHARE`, each rounded down, exact for any float weights."""
    ratios = [w.as_integer_ratio() for w in weights]
    common = lcm(*(below for _, below in ratios))
    whole = [above * (common // below) for above, below in ratios]
    total = sum(whole)
    return [w * SHARE // total for w in whole]


def size_class(population: int) -> int:
    """Return 0–4: below 100 000, 500 000, 1 million, 5 million inhabitants, or more."""
    return sum(population >= limit for limit in SIZE_LIMITS)


def income_factor(a: str | None, b: str | None) -> int:
    """Return nearness of income groups, per mille."""
    if a is None or b is None:
        return UNKNOWN
    return INCOME_STEPS[abs(INCOMES.index(a) - INCOMES.index(b))]


def size_factor(a: int | None, b: int | None) -> int:
    """Return nearness of city sizes, per mille."""
    if a is None or b is None:
        return UNKNOWN
    return SIZE_STEPS[abs(size_class(a) - size_class(b))]


def powers_factor(a: frozenset[str], b: frozenset[str]) -> int:
    """Return likeness of what the two local governments are responsible for, per mille."""
    if not a or not b:
        return UNKNOWN
    return 400 + 600 * len(a & b) // len(a | b)


def context_factor(income: int, size: int, powers: int) -> int:
    """Return how near two contexts are, per mille: income 40 %, size 30 %, powers 30 %."""
    return (4 * income + 3 * size + 3 * powers) // 10


def variety_factor(same_country: bool, same_region: bool) -> int:
    """Return whether two cities are different enough to learn something new, per mille."""
    return SAME_COUNTRY if same_country else SAME_REGION if same_region else MILLE


def language_factor(a: dict[str, str], b: dict[str, str], interpretation: bool) -> tuple[int, str]:
    """Return the best common working language's factor, per mille, and its code ("" when none)."""
    if not a or not b:
        return UNKNOWN, ""
    common = sorted(set(a) & set(b))
    best = max(((min(LEVEL_SHARE[a[c]], LEVEL_SHARE[b[c]])) for c in common), default=0)
    if interpretation and best < INTERPRETED:
        return INTERPRETED, ""
    if not common:
        return NO_LANGUAGE, ""
    return best, next(c for c in common if min(LEVEL_SHARE[a[c]], LEVEL_SHARE[b[c]]) == best)


def time_factor(a: float | None, b: float | None) -> int:
    """Return overlap of working days for two UTC offsets in hours, per mille."""
    if a is None or b is None:
        return UNKNOWN
    apart = abs(round(a * 4) - round(b * 4)) % 96
    apart = min(apart, 96 - apart)
    return max(TIME_FLOOR, MILLE * (DAY_QUARTERS - apart) // DAY_QUARTERS)


def novelty_factor(months_ago: int | None, outcome: str) -> int:
    """Return how new a partner is, per mille: never met before is 1000."""
    if months_ago is None:
        return MILLE
    if outcome == "did_not_work":
        return 300
    return 400 if months_ago < 24 else 700 if months_ago < 60 else 900


def soften(factor: int, importance: int) -> int:
    """Return the factor as it counts: with importance 0 it is 1000, with 1000 it is the factor itself."""
    return MILLE - importance * (MILLE - factor) // MILLE


LEVEL_ORDER = {level: rank for rank, level in enumerate(LEVELS)}
