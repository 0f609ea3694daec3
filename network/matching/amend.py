"""Changes to a problem after a first run (a city declines or joins, a pin or ban is added), kept with the plan."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from .errors import InputError
from .parse import city_of
from .plan import Amendment
from .problem_json import city_json
from .reading import load
from .values import City, Problem, Rule

DECLINED = "declined"


def amendments(drop: Iterable[str], join: Iterable[City], rules: Iterable[Rule]) -> tuple[Amendment, ...]:
    """Return changes as values that can be stored with a plan."""
    out = [Amendment("join", (c.id,), False, json.dumps(city_json(c), sort_keys=True)) for c in join]
    out += [Amendment("drop", (c,)) for c in drop]
    out += [Amendment(r.kind, tuple(sorted(r.cities)), r.exact) for r in rules]
    return tuple(out)


def amended(problem: Problem, changes: Iterable[Amendment]) -> Problem:
    """Return the problem after these changes; `InputError` when one does not fit the problem."""
    for n, change in enumerate(changes):
        path = f"$.amendments[{n}]"
        if change.kind == "join":
            problem = _join(problem, change, path)
            continue
        known = {c.id for c in problem.cities}
        for city in change.cities:
            if city not in known:
                raise InputError(f"{path}.cities", f"there is no city {json.dumps(city)}", "Correct the id")
        if change.kind == "drop" and len(change.cities) == 1:
            problem = _drop(problem, change.cities[0])
        elif change.kind in ("pin", "forbid") and 2 <= len(set(change.cities)) <= 3:
            rule = Rule(change.kind, frozenset(change.cities), change.exact)
            problem = replace(problem, rules=(*problem.rules, rule))
        else:
            raise InputError(path, f"{change.kind} is not a possible change", "Use drop, pin, forbid or join")
    return problem


def _join(problem: Problem, change: Amendment, path: str) -> Problem:
    city = city_of(load(change.document), f"{path}.document", {t.id for t in problem.themes})
    if any(c.id == city.id for c in problem.cities):
        raise InputError(f"{path}.cities", f"{json.dumps(city.id)} already takes part", "Give the city another id")
    return replace(problem, cities=(*problem.cities, city))


def _drop(problem: Problem, city: str) -> Problem:
    """A city that declines stays in the problem, not eligible; pins with it fall away."""
    cities = tuple(
        replace(c, eligible=False, ineligible_reason=DECLINED) if c.id == city else c for c in problem.cities
    )
    rules = tuple(r for r in problem.rules if not (r.kind == "pin" and city in r.cities))
    return replace(problem, cities=cities, rules=rules)
