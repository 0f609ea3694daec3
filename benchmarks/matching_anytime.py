"""What a run knows when its time limit ends: plan, proved bound, gap, and how late it ends.

    nice python -m benchmarks.matching_anytime --sizes 1000 3000 --limits 1 2 5 10 20 --write

From JSON read to JSON written, as on the command line. The clock of the limit is this process's CPU time, so that other
work on the machine does not count; on an idle machine both are the same. `--label` keeps runs of different versions
apart in benchmarks/results/matching_anytime.jsonl.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from network.matching import NoPlanInTime, budget, engine, load, match, parse_problem, problem_json, to_json
from network.matching.receipt import versions
from tests.network.matching.cohorts import network

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "matching_anytime.md"
FIGURES = RESULT.with_suffix(".jsonl")


def measure(n: int, limit: float, label: str) -> dict[str, Any]:
    """Return what one run with this limit (CPU seconds) ends with."""
    clock: Any = SimpleNamespace(monotonic=time.process_time)
    budget.time = engine.time = clock
    text = json.dumps(problem_json(network(n, 1)), separators=(",", ":"))
    began = time.process_time()
    problem = parse_problem(load(text))
    problem = replace(problem, settings=replace(problem.settings, time_limit=limit))
    out: dict[str, Any] = {"n": n, "limit": limit, "label": label}
    try:
        plan = match(problem, spent=time.process_time() - began)
    except NoPlanInTime:
        return {**out, "end": time.process_time() - began}
    json.dumps(to_json(plan))
    out |= {"end": time.process_time() - began, "value": plan.total, "bound": plan.bound, "gap": plan.gap}
    return {**out, "left": len(plan.unmatched), "floor": plan.fairness.floor}


def report(rows: list[dict[str, Any]]) -> str:
    """Return the tables, one for each size, with the labels below each other."""
    lines = [
        "# What a run knows when its time is over: measured",
        "",
        f"Last measured on {date.today().isoformat()}, {platform.machine()}, "
        + ", ".join(f"{name} {value}" for name, value in versions())
        + ". Default goals (coverage, floor, total), effort standard, seed 1;",
        "limits and times in CPU seconds of the process, from reading JSON to having written it. Written by",
        "`python -m benchmarks.matching_anytime --write`. The machine did much other work meanwhile, which makes CPU",
        "seconds longer by up to twice; both versions were measured within the same hour.",
        "",
    ]
    for n in sorted({r["n"] for r in rows}):
        lines += [f"## {n} cities", "", "| limit | version | ended after | value | bound | gap | left out | floor |"]
        lines += ["|--:|---|--:|--:|--:|--:|--:|--:|"]
        for r in sorted((r for r in rows if r["n"] == n), key=lambda r: (r["limit"], r["label"])):
            start = f"| {r['limit']:g} s | {r['label']} | {r['end']:.1f} s "
            if "value" not in r:
                lines.append(start + "| no plan yet, and says so | | | | |")
                continue
            found = f"| {r['value']} | {r['bound']} | {r['gap']:.2%} | {r['left']} | {r['floor']:.0%} |"
            lines.append(start + found)
        lines.append("")
    return "\n".join(lines)


def keep(row: dict[str, Any]) -> None:
    """Put a row among those measured before and write the tables."""
    known = [json.loads(line) for line in FIGURES.read_text().splitlines()] if FIGURES.exists() else []
    every = {(r["n"], r["limit"], r["label"]): r for r in (*known, row)}
    FIGURES.write_text("".join(json.dumps(every[k]) + "\n" for k in sorted(every)))
    RESULT.write_text(report(list(every.values())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 3000])
    parser.add_argument("--limits", type=float, nargs="*", default=[1, 2, 5, 10, 20, 40])
    parser.add_argument("--label", default="now")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=2, type=float, metavar=("SIZE", "LIMIT"), help="one run in this process")
    parser.add_argument("--add", type=Path, help="with --write: JSON lines of --one to put in")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(int(options.one[0]), options.one[1], options.label)))
        return
    for line in options.add.read_text().splitlines() if options.add and options.write else ():
        keep(json.loads(line))
    for n in options.sizes:
        for limit in options.limits:
            command = [sys.executable, "-m", "benchmarks.matching_anytime", "--label", options.label, "--one"]
            done = subprocess.run([*command, str(n), str(limit)], capture_output=True, text=True, check=True, cwd=ROOT)
            row = json.loads(done.stdout)
            print(row, flush=True)
            if options.write:
                keep(row)


if __name__ == "__main__":
    main()
