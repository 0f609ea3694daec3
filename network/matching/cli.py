"""The command line: solve, explain, repair, verify, schema. Errors go to stderr with a remedy, never a traceback."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .budget import Progress
from .catalogue import names_of
from .cli_checks import known, made_for, problem_document, without_extras
from .cli_interrupt import interruptible
from .cli_listed import explain_listed, repair_listed, solve_listed_document, verify_listed_document
from .cli_options import explain_options, floors_options, repair_options, solve_options, verify_options
from .cli_print import print_json
from .cli_text import city_text, floors_text, plan_text, repair_text, why_not_text
from .cli_verify import reproduce_plan, verify_plan
from .codec import encode, from_json, to_json
from .engine import match
from .errors import ContradictoryRules, InputError, MatchingError
from .explain import explain_city, why_not
from .floors import floor_costs
from .fragility import fragility
from .include import include
from .listed import is_listed
from .parse import city_of, parse_problem
from .plan import Plan
from .reading import MAX_BYTES, MAX_SOLUTION_BYTES, load
from .receipt import ENGINE_VERSION
from .repair import repair
from .schema import SCHEMA
from .values import Problem, Rule

EXIT_CODES = (
    "Exit codes: 0 done; 1 verify found something broken, or reproduce found other groups; 2 bad input, or no plan in "
    "time; 3 the rules contradict each other. Forms and rules: docs/algorithms/matching.md and the command schema."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    if sys.stdout is None:
        print("error: there is no standard output to write the answer to.", file=sys.stderr)
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without a letter of a name shows a question mark
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except ContradictoryRules as error:
        print("error: no set of groups obeys all rules. Smallest contradictory sets:", file=sys.stderr)
        for conflict in error.conflicts:
            placed = options.run in (_solve, _floors, _reproduce)  # others work on amended problems
            print(f"  - {conflict.placed if placed else conflict}", file=sys.stderr)
        print("Remedy: remove or change one of the rules named in each line.", file=sys.stderr)
        return 3
    except MatchingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        print(f"error: the answer cannot be written: {error.strerror or error}.", file=sys.stderr)
        return _nobody_reads()
    except KeyboardInterrupt:
        print("error: interrupted before a plan was found.", file=sys.stderr)
        return 2


def _nobody_reads() -> int:
    """Drop what is still to be written, so that leaving does not fail on it once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m network.matching",
        description="Match cities in pairs and groups of three.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"engine {ENGINE_VERSION}")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Any, text: str, *files: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        for file in files:
            sub.add_argument(file, help=f"{file}.json, or - for standard input")
        return sub

    both, again = ("problem", "solution"), "Solve again and say whether the receipt gives the same groups."
    solve_options(command("solve", _solve, "Find the best groups for a problem.", "problem"))
    why = "Explain a city's place, or why two cities are not together."
    explain_options(command("explain", _explain, why, *both))
    repair_options(command("repair", _repair, "Change a solution as little as possible.", *both))
    verify_options(command("verify", _verify, "Check a solution without the solver.", *both))
    sub = command("reproduce", _reproduce, again, *both)
    sub.add_argument("--json", action="store_true", help="print what was found as JSON")
    floors_options(command("floors", _floors, "Show what each floor under the worst-off city costs.", "problem"))
    command("schema", _schema, "Print the JSON schemas of problems and solutions.")
    return parser


def read(path: str, most: int = MAX_BYTES) -> Any:
    """Return the JSON value in a file of up to `most` bytes, or on standard input for "-"."""
    if path == "-" and sys.stdin is None:
        raise InputError("standard input", "is closed", "Give the path of a file, or something to read")
    try:
        raw = sys.stdin.buffer.read(most + 1) if path == "-" else _file(path, most)
    except OSError as error:
        raise InputError(
            path, f"cannot be read: {error.strerror or error}", "Give the path of a readable file"
        ) from None
    try:
        return load(raw, most)
    except InputError as error:
        name = "standard input" if path == "-" else path
        raise InputError(f"{name}: {error.path}", error.problem, error.remedy) from None


def _file(path: str, most: int) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def _report(progress: Progress) -> None:
    best = "none yet" if progress.value is None else f"{progress.value:.0f}"
    bound = "unknown" if progress.bound is None else f"{progress.bound:.1f}"
    gap = "" if progress.gap is None else f", gap {progress.gap:.3%}"
    print(f"{progress.phase}: best {best}, bound {bound}{gap}", file=sys.stderr)


def _solve(options: argparse.Namespace) -> int:
    began = time.monotonic()
    document = problem_document(options.problem, read(options.problem))
    report = _report if options.progress else None
    if is_listed(document):
        limit = options.time_limit
        with interruptible() as stop:
            return solve_listed_document(
                document, limit, as_json=options.json, progress=report, began=began, should_stop=stop
            )
    problem = parse_problem(document)
    if options.time_limit is not None:
        problem = replace(problem, settings=replace(problem.settings, time_limit=options.time_limit))
    with interruptible() as stop:
        plan = match(problem, progress=report, should_stop=stop, spent=time.monotonic() - began)
    if options.json:
        print_json(to_json(plan, names_of(problem)))
    else:
        print(plan_text(plan, names_of(problem)))
    return 0


def _both(options: argparse.Namespace) -> tuple[Any, Any]:
    if options.problem == options.solution == "-":
        raise InputError("-", "problem and solution cannot both come from standard input", "Give one as a file")
    return problem_document(options.problem, read(options.problem)), read(options.solution, MAX_SOLUTION_BYTES)


def _explain(options: argparse.Namespace) -> int:
    first, second = _both(options)
    if is_listed(first):
        return explain_listed(first, second, options.city, options.other or [], as_json=options.json)
    plan = from_json(without_extras(second))
    problem = made_for(parse_problem(first), plan)
    names = names_of(problem)
    city = known(problem, options.city, "--city")
    if options.other:
        asked = (city, *(known(problem, o, "--with") for o in options.other))
        if len(set(asked)) != len(asked) or len(asked) > 3:
            raise InputError("--with", "names a city twice or more than two cities", "Name one or two other cities")
        answer = why_not(plan, problem, asked, exact=not options.estimate)
        print_json(encode(answer, names)) if options.json else print(why_not_text(answer, names))
    else:
        # The changes stored with the plan are part of this problem already.
        _print_city(problem, replace(plan, amendments=()), city, as_json=options.json)
    return 0


def _print_city(problem: Problem, plan: Plan, city: str, *, as_json: bool) -> None:
    names, about = names_of(problem), explain_city(plan, problem, city)
    changes = include(problem, plan, city) if about.unmatched else ()
    weak = tuple(f for f in fragility(plan, problem) if city in f.members) if about.groups else ()
    if as_json:
        more = {"changes": encode(changes, names), "if_one_declines": encode(weak, names)}
        print_json({**encode(about, names), **more})
    else:
        print(city_text(about, changes, weak, names))


def _repair(options: argparse.Namespace) -> int:
    first, second = _both(options)
    if is_listed(first):
        return repair_listed(first, second, options)
    problem, plan = parse_problem(first), from_json(without_extras(second))
    themes = {t.id for t in problem.themes}
    joined = tuple(city_of(read(path), f"{path}: $", themes) for path in options.join)
    current = made_for(problem, plan)
    ids = {c.id for c in current.cities}
    for path, city in zip(options.join, joined, strict=True):
        if city.id in ids:
            raise InputError(f"{path}: $.id", f"{json.dumps(city.id)} already takes part", "Give the city another id")
        ids.add(city.id)
    for city in options.drop:
        known(current, city, "--drop")
    rules = tuple(
        _rule(kind, text, ids) for kind, texts in (("pin", options.pin), ("forbid", options.forbid)) for text in texts
    )
    if options.time_limit is not None:
        problem = replace(problem, settings=replace(problem.settings, time_limit=options.time_limit))
    report = _report if options.progress else None
    with interruptible() as stop:
        result = repair(problem, plan, drop=options.drop, join=joined, rules=rules, progress=report, should_stop=stop)
    names = names_of(result.problem)
    if options.json:
        print_json({**to_json(result.plan, names), "trade_offs": encode(result.trade_offs, names)})
    else:
        print(repair_text(result, names))
    return 0


def _rule(kind: str, text: str, ids: set[str]) -> Rule:
    cities = _ids(text)
    unknown = [c for c in cities if c not in ids]
    if unknown:
        raise InputError(f"--{kind}", f"there is no city {json.dumps(unknown[0])}", "Give ids of cities, with commas")
    if len(set(cities)) != len(cities) or not 2 <= len(cities) <= 3:
        raise InputError(f"--{kind}", f"{text} does not name two or three different cities", "Write a,b or a,b,c")
    return Rule(kind, frozenset(cities))


def _ids(text: str) -> list[str]:
    """Return ids given with commas, or (where ids have commas or spaces themselves) as a JSON list."""
    with contextlib.suppress(ValueError):
        listed = json.loads(text)
        if isinstance(listed, list) and all(isinstance(c, str) for c in listed):
            return listed
    return [c.strip() for c in text.split(",")]


def _verify(options: argparse.Namespace) -> int:
    first, second = _both(options)
    if is_listed(first):
        return verify_listed_document(first, second, as_json=options.json)
    bound, progress = not options.skip_bound, options.progress
    return verify_plan(parse_problem(first), second, bound=bound, as_json=options.json, progress=progress)


def _reproduce(options: argparse.Namespace) -> int:
    """Solve again from the receipt's input, settings and seed, and compare groups."""
    first, second = _both(options)
    if is_listed(first):
        raise InputError("problem", "listed groups have no receipt", "Use solve and compare the answers")
    return reproduce_plan(parse_problem(first), from_json(without_extras(second)), as_json=options.json)


def _floors(options: argparse.Namespace) -> int:
    document = problem_document(options.problem, read(options.problem))
    if is_listed(document):
        raise InputError("problem", "listed groups have no floors", "Give a problem with needs and offers of cities")
    problem = parse_problem(document)
    if options.time_limit is not None:
        problem = replace(problem, settings=replace(problem.settings, time_limit=options.time_limit))
    with interruptible() as stop:
        rows = floor_costs(problem, options.floors, should_stop=stop)
    if options.json:
        print_json(encode(rows, {}))
    else:
        print(floors_text(rows))
    return 0


def _schema(options: argparse.Namespace) -> int:
    del options
    print_json(SCHEMA)
    return 0
