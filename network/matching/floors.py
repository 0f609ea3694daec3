"""What a floor under the worst-off city costs in total: the price of fairness, rung by rung, and a limit on it.

Source of the measure: price of fairness (Bertsimas, Farias and Trichakis 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .budget import Budget, Progress
from .conflicts import contradictions
from .errors import ContradictoryRules
from .levels import Search, points
from .setup import arena
from .values import Problem

#: Floors of the curve, per mille of each city's own best.
FLOORS = (0, 50, 100, 150, 200, 250, 300)


@dataclass(frozen=True, slots=True)
class FloorCost:
    """The best plan at one floor (0–1 of each city's own best).

    `total` points, `bound` on every plan there that leaves out as few cities, cities `left_out`; `cost_least` and
    `cost_most`: between which shares of the best total without a floor it costs (equal when all is proved).
    """

    floor: float
    total: int
    bound: int
    left_out: int
    cost_least: float
    cost_most: float
    proven: bool


def floor_costs(
    problem: Problem,
    floors: Iterable[int] = FLOORS,
    *,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[FloorCost, ...]:
    """Return what each floor (per mille) costs against no floor, lowest floor first; 0 is always among them.

    The time limit of the settings holds for the whole curve; floors not reached in time are left out. Raises
    `ContradictoryRules`, or `NoPlanInTime` where not even the plan without a floor was found.
    """
    conflicts = contradictions(problem)
    if conflicts:
        raise ContradictoryRules(conflicts)
    settings = problem.settings
    budget = Budget(seconds=settings.time_limit, should_stop=should_stop, progress=progress, effort=settings.effort)
    place = arena(problem, budget)
    search = Search.of(place, budget)
    out: list[FloorCost] = []
    for floor in sorted({0, *floors}):
        if out and budget.stop():
            break
        total, bound, left = points(place, search.rung(floor).outcome)
        first = out[0] if out else FloorCost(0.0, total, bound, left, 0.0, 0.0, False)
        least = max(0.0, (first.total - bound) / max(1, first.total))
        most = max(least, (first.bound - total) / max(1, first.bound))
        out.append(FloorCost(floor / 1000, total, bound, left, round(least, 6), round(most, 6), bound == total))
    # The plan without a floor costs nothing against itself, whatever is not proved about it.
    return (replace(out[0], cost_least=0.0, cost_most=0.0), *out[1:])
