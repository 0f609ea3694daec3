"""The explicit form: only listed groups exist. Reads it, solves it to a proven optimum, checks an answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from .budget import Budget, Progress
from .errors import InputError, NoPlanInTime
from .explicit.pack import Pack, whole_values
from .explicit.solve import solve
from .groups import Groups
from .json_places import shown
from .reading import Node, number, text
from .values import PROBLEM_VERSION, ListedGroup, ListedProblem

_LARGEST, _MOST_PLACES, _MOST_MEMBERS = 1e12, 10**6, 100_000


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
    for other in ("themes", "rules", "past"):
        if other in node.value:
            remedy = f"Remove $.{other} and the attributes of cities, or remove $.groups"
            raise InputError(f"$.{other}", "does not go together with listed groups", remedy)
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
    if isinstance(value, dict) and value.keys() == {"id", "capacity"}:
        places = value["capacity"]
        if type(places) is int and 0 <= places <= _MOST_PLACES:
            return text(value["id"], f"{path}.id", most=200), places
    node = Node(value, path)
    out = node.text("id", most=200), node.whole("capacity", 1, 0, _MOST_PLACES)
    node.raw("name")
    node.done()
    return out


def _group(value: Any, path: str, cities: dict[str, int]) -> ListedGroup:
    def member(item: Any, at: str) -> str:
        city = text(item, at, most=200)
        if city not in cities:
            raise InputError(at, f"the city {shown(city)} is not in $.cities", "Add the city or correct the id")
        return city

    plain = _plain_group(value, cities)
    if plain is not None:
        return plain
    node = Node(value, path)
    members = node.items("members", member, most=_MOST_MEMBERS, required=True)
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


def _plain_group(value: Any, cities: dict[str, int]) -> ListedGroup | None:
    """Return a group in which nothing is wrong; None where anything may be, for a closer look (which takes longer)."""
    if not isinstance(value, dict) or value.keys() != {"members", "value"}:
        return None
    members, worth = value["members"], value["value"]
    if type(members) is not list or type(worth) not in (int, float) or not -_LARGEST <= worth <= _LARGEST:
        return None
    try:
        good = 0 < len(members) == len(set(members)) <= _MOST_MEMBERS and all(map(cities.__contains__, members))
    except TypeError:  # a member that is a list or an object
        return None
    return ListedGroup(tuple(members), float(worth)) if good else None


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
    capacity = np.array([places for _, places in sorted(problem.capacities)], dtype=np.int64)
    rows = _useful(problem)
    if not rows:
        return ListedAnswer((), 0.0, 0.0, True)
    useful = [n for _, _, n in rows]
    values, factor, unit = whole_values(np.array([-less for _, less, _ in rows]))
    starts = np.concatenate([[0], np.cumsum([len(members) for members, _, _ in rows])]).astype(np.int64)
    flat = np.fromiter(chain.from_iterable(members for members, _, _ in rows), np.int64, int(starts[-1]))
    groups = Groups(flat, starts, values)
    choice, bound, proven = solve(Pack(groups, capacity, unit), budget)
    chosen = tuple(sorted(useful[s] for s in choice.tolist()))
    value = math.fsum(problem.groups[n].value for n in chosen)
    return ListedAnswer(chosen, value, value if proven else max(value, bound * factor), proven)


def _useful(problem: ListedProblem) -> list[tuple[list[int], float, int]]:
    """Return members (by the order of ids), value below zero, position of each group worth choosing, so ordered."""
    capacities = sorted(problem.capacities)
    open_ = {city: n for n, (city, places) in enumerate(capacities) if places > 0}
    rows = []
    for n, group in enumerate(problem.groups):
        if group.value > 0:
            try:
                rows.append((sorted([open_[m] for m in group.members]), -group.value, n))
            except KeyError:  # a member without a place
                continue
    rows.sort()
    return rows


def listed_json(problem: ListedProblem, answer: ListedAnswer) -> dict[str, Any]:
    """Return the answer in the documented JSON form."""
    chosen = [problem.groups[n] for n in answer.chosen]
    return {
        "groups": [{"members": list(g.members), "value": g.value} for g in chosen],
        "value": answer.value,
        "upper_bound": answer.upper_bound,
        "proven": answer.proven,
    }
