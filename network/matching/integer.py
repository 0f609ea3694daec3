"""From the relaxation to a plan: which groups can still matter, large-neighbourhood search, branch and cut.

With bound U and a plan worth z, a better plan only uses groups whose reduced value is at least −(U − z)
(reduced-cost variable fixing). Solving that window fully proves the optimum of the whole problem.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .budget import Budget
from .explicit.conflicts import Conflicts
from .explicit.pack import Pack
from .explicit.tabu import improve as local_search
from .explicit.tree import Tree
from .generate import Relaxed, Source
from .groups import Groups, Ints
from .heuristic import greedy
from .highs import solve_integer
from .large import large_plan
from .model import Choice, Packing, Side, choice_of, is_legal, repeats
from .neighbourhood import improve
from .pricing import Found
from .rounding import near_groups

#: Above this many cities, a plan is first improved piece by piece.
PIECES_FROM = 450
#: Above this many cities the whole window is too much for branch and cut; the bound is the relaxation's.
BRANCH_TO = 1500
#: Groups a city that pieces of a large cohort with pins, limits or several places may use besides the window.
_NEAR = 4
_CANDIDATES = 2_000_000
_MOVES = 3000
_PATIENT = 100
#: Points for each city between relaxation and optimum, as usually met; a wider first window costs more than a second.
_USUAL_GAP = 0.25
_USUAL_OF_LARGE = 32.0


@dataclass(frozen=True, slots=True)
class Solved:
    """Best plan found (None: stopped before any), its worth, a bound on every plan's worth, and the window.

    `window` holds every group that an equally good plan could use when `proven`, else the last one tried.
    """

    choice: Choice | None
    worth: float
    bound: float
    proven: bool
    window: Groups


def to_plan(source: Source, packing: Packing, relaxed: Relaxed, start: Choice | None, budget: Budget) -> Solved:
    """Turn a relaxation into the best plan the budget allows, with a bound."""
    best = _first(packing, relaxed, start)
    if packing.n >= PIECES_FROM and np.isfinite(relaxed.bound) and not budget.stop():
        best = _large(source, packing, relaxed, best, budget)
    bound, proven, window = relaxed.bound, False, best.groups.joined(relaxed.groups).without_repeats()
    if packing.n >= PIECES_FROM or not packing.plain:
        best = _serve(relaxed, packing, best, budget)
    slack, tried, solved, width = _guess(packing, relaxed, best), 0.0, False, -1.0
    for attempt in range(6 if packing.n <= BRANCH_TO else 0):
        if not np.isfinite(relaxed.bound) or budget.stop():
            break
        found, slack = _window(source, packing, relaxed, slack, (4 if attempt == 0 else 12) * packing.n)
        if solved and slack <= width:
            break  # no wider window can be had, and this one is solved
        window, width = _merged(found.groups, relaxed, best, packing), slack
        outside = relaxed.bound - slack if found.complete else relaxed.bound
        best, limit, solved = branch(window, packing, best, budget, outside)
        best = _serve(relaxed, packing, best, budget)
        bound = min(bound, max(limit, outside))
        budget.report("plan", best.worth(packing), bound)
        needed = _open(packing, relaxed.bound, best)
        proven = solved and found.complete and needed <= slack + 1e-9
        # A second, wider window would take as long again; of a large cohort, many times as long.
        hurried = budget.nodes < _PATIENT or packing.n >= PIECES_FROM
        stuck = not solved and (hurried or (needed >= tried * 0.9 if attempt else needed > 4 * slack))
        if proven or stuck or not found.complete:
            break
        tried, slack = slack, needed
    worth = best.worth(packing)
    if proven or bound < worth + _unit(packing):
        proven, bound = True, worth
    return Solved(best, worth, max(bound, worth), proven, window)


def _large(source: Source, packing: Packing, relaxed: Relaxed, best: Choice, budget: Budget) -> Choice:
    """Return a better plan for a large cohort, by dives and pieces or, where more than places limits it, by pieces."""
    if packing.plain:
        return large_plan(source, packing, relaxed, best, budget)
    best = _serve(relaxed, packing, best, budget)
    found, _ = _window(source, packing, relaxed, _guess(packing, relaxed, best), 4 * packing.n)
    near = relaxed.groups.take(near_groups(relaxed, packing, _NEAR))
    best = improve(_merged(found.groups.joined(near), relaxed, best, packing), packing, best, budget)
    budget.report("pieces", best.worth(packing), relaxed.bound)
    return best


def _serve(relaxed: Relaxed, packing: Packing, best: Choice, budget: Budget) -> Choice:
    """Try to bring cities left out into the plan by re-arranging its neighbourhood over all groups seen."""
    # A plan that serves one more would have to lose more than half of what leaving a city out costs; then the
    # window, not this search, decides.
    hopeless = relaxed.bound - best.worth(packing) < packing.left_out / 2
    if not best.left_out or hopeless or not is_legal(best.groups, packing):
        return best
    pool = best.groups.joined(relaxed.groups).without_repeats()
    rounds = min(max(60, packing.n // 5), 4 + 3 * len(best.left_out))
    return improve(pool, packing, best, budget, rounds=rounds)


def _window(source: Source, packing: Packing, relaxed: Relaxed, slack: float, most: int) -> tuple[Found, float]:
    """Return the groups within `slack` of paying; a smaller slack when there would be more than `most`.

    Where only a small slack can be searched completely, the groups of the relaxation nearest to paying fill up to
    `most`: they prove nothing, but plans may need them.
    """
    most = max(most, 6000)
    found, whole = source.search(relaxed.prices, packing, -slack - 1e-4, _CANDIDATES), slack
    while not found.complete and slack > 1.0:
        slack /= 3
        found = source.search(relaxed.prices, packing, -slack - 1e-4, _CANDIDATES)
    if slack < whole and len(found.groups) < most:
        both = found.groups.joined(relaxed.groups).without_repeats()
        reduced = relaxed.prices.reduced(both, packing)
        best = np.sort(np.argsort(-reduced, kind="stable")[:most])
        return Found(both.take(best), reduced[best], found.complete), slack
    if found.complete and len(found.groups) > most:
        order = np.argsort(-found.reduced, kind="stable")
        slack = max(0.0, -float(found.reduced[order[most - 1]]) - 2e-4)
        keep = found.reduced > -slack - 1e-4
        found = Found(found.groups.take(keep), found.reduced[keep], True)
    return found, slack


def _unit(packing: Packing) -> float:
    """The smallest difference that counts: one point, or numerical noise when values are not whole."""
    return 0.999 if packing.integral else 1e-7


def _open(packing: Packing, bound: float, best: Choice) -> float:
    """How far a group's reduced value may be below zero and still be part of a better plan."""
    gap = bound - best.worth(packing) - (1.0 if packing.integral else 0.0)
    return max(0.0, gap)


def _guess(packing: Packing, relaxed: Relaxed, best: Choice) -> float:
    """First window: about what the gap will turn out to be, never more than what is open."""
    usual = max(_USUAL_GAP * packing.n, 20.0) if packing.n < PIECES_FROM else _USUAL_OF_LARGE
    return min(_open(packing, relaxed.bound, best), usual)


def _first(packing: Packing, relaxed: Relaxed, start: Choice | None) -> Choice:
    """Return the better of a known plan and plans rounded from the relaxation."""
    reduced = relaxed.prices.reduced(relaxed.groups, packing)
    options = [greedy(relaxed.groups, packing, relaxed.share * 1e4 + reduced)]
    options.append(greedy(relaxed.groups, packing, reduced))
    options += [start] if start is not None else []
    legal = [c for c in options if is_legal(c.groups, packing)]
    return max(legal or options, key=lambda c: c.worth(packing))


def _merged(window: Groups, relaxed: Relaxed, best: Choice, packing: Packing) -> Groups:
    """Return the window with the best plan's own groups first and the relaxation's groups in use."""
    used = relaxed.groups.take(relaxed.share > 1e-6)
    return best.groups.joined(used).joined(window).without_repeats()


def branch(
    window: Groups, packing: Packing, best: Choice, budget: Budget, outside: float = np.inf
) -> tuple[Choice, float, bool]:
    """Solve the window; rows for cities that would meet twice are added as they turn out to be needed.

    `outside`: bound on plans with a group that is not in the window, for progress.
    """
    if len(window) and packing.plain and is_legal(best.groups, packing):
        return _branch_plain(window, packing, best, budget, outside)
    while True:
        legal = is_legal(best.groups, packing)
        start: Ints = np.arange(len(best.groups), dtype=np.int64)
        result = solve_integer(window, packing, budget, start=start if legal else None)
        if result.chosen is None:
            return best, result.bound, result.solved
        choice = choice_of(window.take(result.chosen), packing)
        again = repeats(choice.groups) if packing.once_together else []
        if is_legal(choice.groups, packing) and (not legal or choice.worth(packing) > best.worth(packing)):
            best = choice
        if not again or budget.stop():
            return best, result.bound, result.solved and not again
        packing.sides.extend(Side(pair, 0, 1) for pair in again)


def _as_pack(window: Groups, packing: Packing) -> tuple[Pack, float]:
    """Return a window as a problem without prices for left-out cities, and what to take off its values."""
    served = packing.wanted & (packing.capacity > 0)
    value = window.value + packing.left_out * window.sums(served)
    pack = Pack(Groups(window.flat, window.starts, value), packing.capacity, 1.0 if packing.integral else 0.0)
    return pack, packing.left_out * float(served.sum())


def _branch_plain(
    window: Groups, packing: Packing, best: Choice, budget: Budget, outside: float
) -> tuple[Choice, float, bool]:
    """Solve a window with our own branch and cut, several times faster than a general solver on such windows.

    What leaving a city out costs is added to every group the city is in and taken off the total at the end.
    """
    pack, base = _as_pack(window, packing)
    start: Ints = np.arange(len(best.groups), dtype=np.int64)

    def report(chosen: Ints, bound: float) -> None:
        worth = pack.worth(chosen)
        budget.report("plan", worth - base, max(bound - base, worth - base, outside))

    conflicts = Conflicts(pack)
    start = local_search(pack, conflicts.arrays(), start, _MOVES, budget)
    tree = Tree(pack, conflicts, start, budget, report)
    tree.root()
    if not tree.proven:
        tree.offer(local_search(pack, conflicts.arrays(), tree.best, _MOVES, budget, seed=1))
    tree.search(budget.nodes * min(packing.n, PIECES_FROM) ** 2 // packing.n**2)
    choice = choice_of(window.take(tree.best), packing)
    return choice, tree.bound - base, tree.proven
