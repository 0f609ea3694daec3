"""The explicit form: only listed groups exist. Reads it, solves it to a proven optimum, checks an answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .budget import Budget, Progress
from .errors import InputError, NoPlanInTime
from .explicit.pack import Pack, whole_values
from .explicit.solve import solve
from .groups import Groups
from .reading import Node, number, shown, text
from .values import PROBLEM_VERSION, ListedGroup, ListedProblem

_LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """Positions of chosen groups in the problem's list, their total value, a proven bound, and if it is met."""

    chosen: tuple[int, ...]
    value: float
    upper_bound: float
    proven: bool


def is_listed(document: Any) -> bool:
    """Return whether a document uses the explicit form."""
    return isinstance(document, dict) and "groups" in document


def parse_listed(document: Any) -> ListedProblem:
    """Return the explicit problem a JSON document describes; `InputError` with path and remedy."""
    node = Node(document, "$")
    node.version(PROBLEM_VERSION)
    for ignored in ("name", "note"):
        node.raw(ignored)
    cities = node.items("cities", _city, most=100_000, required=True)
    seen: dict[str, int] = {}
    for n, (city, _) in enumerate(cities):
        if city in seen:
            problem = f"the city {shown(city)} is already given at $.cities[{seen[city]}]"
            raise InputError(f"$.cities[{n}].id", problem, "Give each city its own id")
        seen[city] = n
    groups = node.items("groups", lambda v, p: _group(v, p, seen), most=1_000_000, required=True)
    settings = Node(node.raw("settings", {}), "$.settings")
    limit = settings.number("time_limit", None, 0.0, 864000.0) if settings.has("time_limit") else None
    settings.raw("time_limit")
    seed = settings.whole("seed", 0, 0, 2**31 - 1)
    settings.done()
    node.done()
    return ListedProblem(cities, groups, limit, seed)


def _city(value: Any, path: str) -> tuple[str, int]:
    if isinstance(value, str):
        return text(value, path, most=200), 1
    node = Node(value, path)
    out = node.text("id", most=200), node.whole("capacity", 1, 0, 10**6)
    node.raw("name")
    node.done()
    return out


def _group(value: Any, path: str, cities: dict[str, int]) -> ListedGroup:
    def member(item: Any, at: str) -> str:
        city = text(item, at, most=200)
        if city not in cities:
            raise InputError(at, f"the city {shown(city)} is not in $.cities", "Add the city or correct the id")
        return city

    node = Node(value, path)
    members = node.items("members", member, most=100_000, required=True)
    if not members:
        raise InputError(node.at("members"), "is empty", "Name at least one city")
    if len(set(members)) != len(members):
        raise InputError(node.at("members"), "names a city twice", "Name each member once")
    worth = node.raw("value")
    if worth is None:
        raise InputError(node.at("value"), "is missing", "Give the value of the group")
    group = ListedGroup(members, number(worth, node.at("value"), -_LARGEST, _LARGEST))
    node.done()
    return group


def solve_listed(
    problem: ListedProblem,
    *,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> ListedAnswer:
    """Return the best choice of listed groups; `NoPlanInTime` when stopped before any.

    Values may be any numbers; optimal to one part in a thousand million of the total. Ties go to the groups
    that come first by members, so the order of the list does not matter.
    """
    budget = Budget(seconds=problem.time_limit, should_stop=should_stop, progress=progress, effort="thorough")
    if budget.stop():
        raise NoPlanInTime
    index = {city: n for n, city in enumerate(sorted(city for city, _ in problem.capacities))}
    capacity = np.zeros(len(index), dtype=np.int64)
    for city, places in problem.capacities:
        capacity[index[city]] = places
    useful = [n for n, g in enumerate(problem.groups) if g.value > 0 and all(capacity[index[m]] > 0 for m in g.members)]
    useful.sort(key=lambda n: (sorted(problem.groups[n].members), -problem.groups[n].value))
    if not useful:
        return ListedAnswer((), 0.0, 0.0, True)
    values, factor, unit = whole_values(np.array([problem.groups[n].value for n in useful]))
    groups = Groups.of([[index[m] for m in problem.groups[n].members] for n in useful], values)
    choice, bound, proven = solve(Pack(groups, capacity, unit), budget)
    chosen = tuple(sorted(useful[s] for s in choice.tolist()))
    value = math.fsum(problem.groups[n].value for n in chosen)
    return ListedAnswer(chosen, value, value if proven else max(value, bound * factor), proven)


def listed_json(problem: ListedProblem, answer: ListedAnswer) -> dict[str, Any]:
    """Return the answer in the documented JSON form."""
    chosen = [problem.groups[n] for n in answer.chosen]
    return {
        "groups": [{"members": list(g.members), "value": g.value} for g in chosen],
        "value": answer.value,
        "upper_bound": answer.upper_bound,
        "proven": answer.proven,
    }
