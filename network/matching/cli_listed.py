"""Command line for the explicit form: solve, explain, repair and verify with listed groups."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from .budget import Progress
from .cli_print import print_line
from .cli_verify import print_checks
from .engine import LEAST_SECONDS
from .errors import InputError
from .listed import ListedAnswer, listed_json, parse_listed, solve_listed
from .reading import Node, number, text
from .values import ListedGroup, ListedProblem

#: Listed groups an explanation names at most.
_SHOWN = 5


def solve_listed_document(
    document: Any,
    seconds: float | None,
    *,
    as_json: bool,
    progress: Callable[[Progress], None] | None = None,
    began: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> int:
    """Solve an explicit problem and print the answer; reading it since `began` (monotonic) counts in the limit."""
    problem = parse_listed(document)
    limit = problem.time_limit if seconds is None else seconds
    if limit is not None:
        spent = 0.0 if began is None else time.monotonic() - began
        problem = replace(problem, time_limit=max(limit - spent, min(limit, LEAST_SECONDS)))
    _print(problem, solve_listed(problem, progress=progress, should_stop=should_stop), as_json=as_json)
    return 0


def _print(problem: ListedProblem, answer: ListedAnswer, *, as_json: bool) -> None:
    body = listed_json(problem, answer)
    if as_json:
        print_line(body)
        return
    for group in body["groups"]:
        print(f"{' + '.join(group['members'])}   {group['value']:g}")
    proof = "proved optimal" if answer.proven else f"no choice can be worth more than {answer.upper_bound:.10g}"
    print(f"{len(body['groups'])} groups, value {answer.value:.10g}; {proof}.")


def _chosen(document: Any) -> list[ListedGroup]:
    """Return the groups of an answer in the explicit form."""

    def one(value: Any, path: str) -> ListedGroup:
        node = Node(value, path)
        members = node.items("members", lambda v, p: text(v, p, most=200), most=100_000, required=True)
        return ListedGroup(members, number(node.raw("value"), node.at("value"), -1e12, 1e12))

    return list(Node(document, "$").items("groups", one, most=1_000_000, required=True))


def explain_listed(first: Any, second: Any, city: str, others: Sequence[str], *, as_json: bool) -> int:
    """Print the groups a city is in, or the listed groups it could be in with others, and their value.

    JSON: `chosen` groups with all these cities; where there is none, the best `listed` ones with what is in their way.
    """
    problem, chosen = parse_listed(first), _chosen(second)
    known = {c for c, _ in problem.capacities}
    for c in (city, *others):
        if c not in known:
            raise InputError("--city" if c == city else "--with", f"there is no city {json.dumps(c)}", "Correct the id")
    asked = {city, *others}
    inside = [g for g in chosen if asked <= set(g.members)]
    listed = [] if inside else [g for g in problem.groups if asked <= set(g.members)]
    best = sorted(listed, key=lambda g: -g.value)[:_SHOWN]
    rivals = [[g for g in chosen if set(g.members) & set(group.members)] for group in best]
    if as_json:
        options = [
            {**_group_json(g), "shares_members_with": [*map(_group_json, r)]} for g, r in zip(best, rivals, strict=True)
        ]
        print_line({"chosen": [*map(_group_json, inside)], "listed": options})
        return 0
    for group in inside:
        print(f"{' + '.join(group.members)} is chosen, value {group.value:g}")
    if not inside and not listed:
        print("No listed group has " + " and ".join(sorted(asked)) + " together: only listed groups exist.")
    for group, others_chosen in zip(best, rivals, strict=True):
        cost = math.fsum(g.value for g in others_chosen)
        print(f"{' + '.join(group.members)} (value {group.value:g}) shares members with chosen groups worth {cost:g}")
    return 0


def _group_json(group: ListedGroup) -> dict[str, Any]:
    return {"members": list(group.members), "value": group.value}


def repair_listed(first: Any, second: Any, options: argparse.Namespace) -> int:
    """Solve again without the cities that declined; say how many chosen groups stay."""
    if options.pin or options.forbid or options.join:
        given = "--pin" if options.pin else "--forbid" if options.forbid else "--join"
        raise InputError(given, "only --drop works with listed groups", "Change the list of groups instead")
    problem, before = parse_listed(first), _chosen(second)
    known = {c for c, _ in problem.capacities}
    for city in options.drop:
        if city not in known:
            raise InputError("--drop", f"there is no city {json.dumps(city)}", "Correct the id")
    places = tuple((c, 0 if c in options.drop else n) for c, n in problem.capacities)
    changed = replace(problem, capacities=places)
    answer = solve_listed(changed)
    kept = Counter(frozenset(g.members) for g in before) & Counter(
        frozenset(problem.groups[n].members) for n in answer.chosen
    )
    if options.json:
        body = listed_json(changed, answer)
        print_line({**body, "groups_kept": kept.total()})
    else:
        _print(changed, answer, as_json=False)
        print(f"{kept.total()} of {len(before)} groups stay.")
    return 0


def verify_listed_document(first: Any, second: Any, *, as_json: bool) -> int:
    """Check an answer in the explicit form: listed groups only, capacities, sum, bound."""
    broken = verify_listed(parse_listed(first), second)
    rows = [(rule, "", detail) for rule, _, detail in (line.partition(": ") for line in broken)]
    return print_checks(rows, "listed groups, capacities, value and bound agree", [], as_json=as_json)


def verify_listed(problem: ListedProblem, document: Any) -> list[str]:
    """Return everything wrong with an answer in the explicit form."""
    try:
        chosen = _chosen(document)
        node = Node(document, "$")
        value = number(node.raw("value"), "$.value", -1e15, 1e15)
        bound = number(node.raw("upper_bound"), "$.upper_bound", -1e15, 1e15)
        proven = node.flag("proven", None)  # type: ignore[arg-type]
    except InputError as error:
        return [f"form at {error.path}: {error.problem}"]
    listed = Counter((frozenset(g.members), g.value) for g in problem.groups)
    out = []
    for (members, worth), times in Counter((frozenset(g.members), g.value) for g in chosen).items():
        if times > listed[members, worth]:
            out.append(f"group: {' + '.join(sorted(members))} with value {worth:g} is not in the list that often")
    places = dict(problem.capacities)
    for city, times in sorted(Counter(m for g in chosen for m in g.members).items()):
        if times > places.get(city, 0):
            out.append(f"capacity: {city} is in {times} groups and has {places.get(city, 0)} places")
    total = math.fsum(g.value for g in chosen)
    noise = 1e-9 * sum(abs(g.value) for g in chosen)
    if abs(total - value) > noise:
        out.append(f"value: the groups add up to {total:.12g}")
    if bound < value - noise:
        out.append("upper_bound: is below the value")
    if proven != (abs(bound - value) <= noise):
        out.append("proven: must be true exactly when value and upper bound agree")
    better = improvement(problem, chosen)
    if proven and better is not None:
        out.append(f"proven: replacing groups by {' + '.join(better)} is worth more")
    return out


def improvement(problem: ListedProblem, chosen: list[ListedGroup]) -> tuple[str, ...] | None:
    """Return a listed group whose exchange against the chosen ones in its way would gain, or None.

    Not a proof that there is nothing better, but it finds answers that cannot be optimal.
    """
    left = dict(problem.capacities)
    for group in chosen:
        for m in group.members:
            left[m] = left.get(m, 0) - 1
    cheapest: dict[str, float] = {}
    for group in chosen:
        for m in group.members:
            cheapest[m] = min(cheapest.get(m, math.inf), group.value)
    taken = Counter((frozenset(g.members), g.value) for g in chosen)
    noise = 1e-9 * sum(abs(g.value) for g in chosen)
    for group in problem.groups:
        key = (frozenset(group.members), group.value)
        if taken[key]:
            taken[key] -= 1
            continue
        cost = sum(0.0 if left[m] > 0 else cheapest.get(m, math.inf) for m in group.members)
        if group.value > cost + noise:
            return group.members
    return None
