"""What it costs to check a plan and its proof without the solver, by size of the cohort.

    nice python -m benchmarks.matching_verify [--sizes 30 100 300 1000 3000] [--plans DIR] [--write]

Cohorts are those of benchmarks.matching, and those of benchmarks.matching_ruled with every kind of rule. Each is solved
with quick effort in a process of its own (`--plans` keeps the solutions there and takes them from there), then checked
in another, so that the memory told is that of the check alone; greedy groups run after it in the same process. CPU
seconds, of several runs the least. `--write` puts the table into benchmarks/results/matching_verify.md.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.matching_ruled import ruled
from network.matching import from_json, match, to_json, verify
from network.matching.baselines import baseline
from network.matching.receipt import versions
from network.matching.setup import arena
from network.matching.values import Fairness, Problem
from tests.network.matching.cohorts import network

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "matching_verify.md"
HEAD = (
    "| cities | cohort | pairs | groups of three | greedy groups, CPU s | `verify`, CPU s | ratio | peak MB | result "
    "| false certificate, CPU s |\n|--:|---|--:|--:|--:|--:|--:|--:|---|--:|"
)
ABOUT = """# Checking a plan and its proof: measured

{machine}; one thread of a machine shared with other work.
Written by `python -m benchmarks.matching_verify --write`; plans were made with quick effort. Every check covers all
rules, numbers and reasons of the plan, and the certificate against all pairs and all groups of three, in whole numbers.
`peak MB` is that of the process that checks. `false certificate`: the same plan with all prices a twentieth lower; each
was refused, and groups that exceed their prices were named.

"""
#: Up to this many cities the default goals (with a floor) are solved, above it coverage and total.
_FLOOR_TO, _RULED_TO = 1000, 1000


def cohort(n: int, kind: str) -> Problem:
    """Return a cohort of n cities: plain, or with every kind of rule."""
    problem = network(n, 1) if kind == "plain" else ruled(n)
    fairness = problem.settings.fairness if n <= _FLOOR_TO else Fairness(("coverage", "total"))
    return replace(problem, settings=replace(problem.settings, effort="quick", fairness=fairness))


def least(run: Callable[[], Any], times: int) -> tuple[Any, float]:
    """Return what a run returns, and the least CPU seconds it took."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        out = run()
        best = min(best, time.process_time() - start)
    return out, best


def measure(n: int, kind: str, solution: Path) -> dict[str, Any]:
    """Check one solution, then a false one, then run greedy groups."""
    problem = cohort(n, kind)
    plan = from_json(json.loads(solution.read_text()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = 5 if n <= 300 else 1
    broken, cpu = least(lambda: verify(problem, plan), times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    proof = plan.certificate
    assert proof is not None
    lower = tuple((c, p - max(0, p) // 20) for c, p in proof.city)
    false = replace(plan, certificate=replace(proof, city=lower))
    refused, false_cpu = least(lambda: verify(problem, false), 1)
    assert any("more than its prices" in v.detail for v in refused), "prices that are too low go unnoticed"
    _, greedy = least(lambda: baseline(problem, "greedy_groups", arena(problem)), times)
    return {
        "n": n,
        "kind": kind,
        "verify": cpu,
        "greedy": greedy,
        "peak": peak,
        "before": before,
        "accepted": not broken,
        "false": false_cpu,
    }


def line(row: dict[str, Any]) -> str:
    """Return a row of the table."""
    n = row["n"]
    kind = "every kind of rule" if row["kind"] == "ruled" else "default goals" if n <= _FLOOR_TO else "coverage, total"
    result = "accepted" if row["accepted"] else "REJECTED"
    costs = f"{row['greedy']:.2f} | {row['verify']:.2f} | {row['verify'] / row['greedy']:.2f} | {row['peak']:.0f}"
    counts = f"{n * (n - 1) // 2:,} | {n * (n - 1) * (n - 2) // 6:,}"
    return f"| {n:,} | {kind} | {counts} | {costs} | {result} | {row['false']:.2f} |"


def in_process(*arguments: str) -> str:
    """Run a part of this benchmark in a process of its own and return what it prints."""
    command = [sys.executable, "-m", "benchmarks.matching_verify", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout


def report(rows: list[dict[str, Any]]) -> str:
    """Return the result file."""
    told = ", ".join(f"{name} {value}" for name, value in versions())
    machine = f"Measured on {date.today().isoformat()}, {platform.machine()}, {told}"
    return ABOUT.format(machine=machine) + "\n".join([HEAD, *map(line, rows)]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[30, 100, 300, 1000, 3000])
    parser.add_argument("--plans", type=Path, help="directory in which solutions are kept")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--solve", nargs=3, metavar=("SIZE", "KIND", "FILE"), help="only solve one cohort")
    parser.add_argument("--check", nargs=3, metavar=("SIZE", "KIND", "FILE"), help="only check one solution")
    options = parser.parse_args()
    if options.solve:
        n, kind, file = options.solve
        Path(file).write_text(json.dumps(to_json(match(cohort(int(n), kind)))))
        return
    if options.check:
        n, kind, file = options.check
        print(json.dumps(measure(int(n), kind, Path(file))))
        return
    rows = []
    print(HEAD)
    with tempfile.TemporaryDirectory() as made:
        for n in options.sizes:
            for kind in ("plain", "ruled") if 100 <= n <= _RULED_TO else ("plain",):
                file = (options.plans or Path(made)) / f"{kind}-{n}.json"
                if not file.exists():
                    in_process("--solve", str(n), kind, str(file))
                rows.append(json.loads(in_process("--check", str(n), kind, str(file))))
                print(line(rows[-1]), flush=True)
    if options.write:
        RESULT.write_text(report(rows))


if __name__ == "__main__":
    main()
