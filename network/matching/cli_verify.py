"""The commands `verify` and `reproduce`: what is wrong with a solution, and whether it comes out again."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from .cli_checks import without_extras
from .cli_print import print_json
from .cli_watch import watched_verify
from .codec import from_json
from .engine import match
from .errors import InputError
from .plan import Plan
from .receipt import version_differences
from .values import Problem
from .verify import Violation, verify
from .verify_watch import VerificationStopped


def verify_plan(problem: Problem, document: Any, *, bound: bool, as_json: bool, progress: bool = False) -> int:
    """Print everything wrong with a solution; return the exit code."""
    try:
        plan = from_json(without_extras(document))
    except InputError as error:
        return print_checks([("form", error.path, error.problem)], "", [], as_json=as_json)
    try:
        broken = _rows(watched_verify(problem, plan, bound=bound, progress=progress))
    except VerificationStopped as stopped:
        return _print_stopped(stopped, as_json=as_json)
    except KeyboardInterrupt:
        print("error: interrupted; nothing is said about the solution.", file=sys.stderr)
        return 2
    good = f"{len(plan.groups)} groups, {plan.fairness.served} cities, value {plan.total}, bound {plan.bound}"
    return print_checks(broken, good, _version_notes(plan), as_json=as_json)


def _rows(broken: Iterable[Violation]) -> list[tuple[str, str, str]]:
    return [(v.rule, v.path, v.detail) for v in broken]


def _print_stopped(stopped: VerificationStopped, *, as_json: bool) -> int:
    """Say what had been checked when a check was ended, and what was found by then; return the exit code."""
    broken = _rows(v for v in stopped.broken if isinstance(v, Violation))
    if broken or as_json:
        print_checks(broken, "", [str(stopped)], as_json=as_json, whole=False)
    print(f"error: {stopped}", file=sys.stderr)
    return 1 if broken else 2


def print_checks(
    broken: list[tuple[str, str, str]], good: str, notes: list[str], *, as_json: bool, whole: bool = True
) -> int:
    """Print what was found broken (rule, place in the solution, detail), or what is good; return the exit code.

    `whole`: nothing was left unchecked.
    """
    if as_json:
        found = [dict(zip(("rule", "path", "detail"), row, strict=True)) for row in broken]
        print_json({"verified": whole and not broken, "broken": found, "notes": notes})
    else:
        for rule, path, detail in broken:
            print(f"broken: {rule} at {path}: {detail}" if path else f"broken: {rule}: {detail}")
        if not broken:
            print(f"verified: {good}")
        for note in notes:
            print(f"note: {note}")
    return 1 if broken else 0


def _version_notes(plan: Plan) -> list[str]:
    """Say which versions differ from those the solution was made with."""
    return [
        f"made with {name} {then}, here is {now}: solving again may give other groups of the same worth"
        for name, then, now in version_differences(plan.receipt)
    ]


def reproduce_plan(problem: Problem, plan: Plan, *, as_json: bool) -> int:
    """Solve again, print whether the groups are the same, and return the exit code."""
    said, same, notes = _reproduced(problem, plan)
    if as_json:
        print_json({"reproduced": same, "result": said, "notes": notes})
    else:
        for line in (*(f"note: {note}" for note in notes), said):
            print(line)
    return 0 if same else 1


def _reproduced(problem: Problem, plan: Plan) -> tuple[str, bool, list[str]]:
    broken = [v for v in verify(problem, plan, certificate=False) if v.rule == "receipt"]
    if broken or plan.amendments or not plan.receipt.reproducible:
        why = str(broken[0]) if broken else "it was repaired" if plan.amendments else "it was stopped or timed"
        return f"not reproducible: {why}", False, []
    again = match(problem)
    same = {g.members for g in again.groups} == {g.members for g in plan.groups}
    said = "reproduced: the same groups" if same else f"differs: value {again.total} instead of {plan.total}"
    return said, same, _version_notes(plan)
