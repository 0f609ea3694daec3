"""How good and how fast the matching is against what could be done instead, on synthetic cohorts.

    nice python -m benchmarks.matching [--sizes 30 100 300 1000] [--seeds 1] [--write]
    nice python -m benchmarks.matching --sizes 3000 --effort quick          # a minute; 10000: minutes and 1.6 GB

Values are shares of the proven bound, so that 1.000 cannot be beaten. Times are CPU seconds of this process and
ratios to greedy groups in the same run. Each size runs in its own process, so that its memory can be told.
`--write` puts figures and tables into benchmarks/results/matching.jsonl and matching.md, beside those of other runs;
`--sizes --add lines.jsonl --write` only adds what `--one` printed.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.stable import stable_pairs
from network.matching import match, repair, verify
from network.matching.baselines import NAMES, Baseline, baseline, measured
from network.matching.budget import Progress
from network.matching.receipt import versions
from network.matching.setup import arena
from network.matching.values import Fairness, Limits, Problem
from network.matching.verify_bound import GRAIN
from tests.network.matching.cohorts import network

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "matching.md"
#: The figures behind the tables, a JSON line for each cohort, so that sizes can be measured at different times.
FIGURES = RESULT.with_suffix(".jsonl")


@dataclass
class Row:
    """One method on one cohort. `worst` is the worst-off city's share of its own best; -1: does not exist."""

    method: str
    total: int
    served: int
    worst: float
    worst_points: int
    cpu: float


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    out = run()
    return out, time.process_time() - start


def with_order(problem: Problem, *order: str, triads: bool = True) -> Problem:
    settings = replace(problem.settings, fairness=Fairness(order), limits=Limits(triads=triads))
    return replace(problem, settings=settings)


def of_baseline(name: str, found: Baseline, cpu: float) -> Row:
    return Row(name, found.total, found.served, found.worst_share, found.worst_points, cpu)


def of_plan(name: str, plan: Any, cpu: float) -> Row:
    fair = plan.fairness
    unserved = fair.served < fair.eligible
    return Row(
        name, plan.total, fair.served, 0.0 if unserved else fair.worst_share, 0 if unserved else fair.worst_points, cpu
    )


def told(state: Progress) -> None:
    """Say where a long run is, on standard error."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{used.ru_utime + used.ru_stime:8.1f} CPU s {used.ru_maxrss // 1024:5d} MB  {state.phase}: "
        f"value {state.value}, bound {state.bound}",
        file=sys.stderr,
        flush=True,
    )


def measure(
    n: int, seed: int, effort: str, progress: Callable[[Progress], None] | None = None, *, total_only: bool = False
) -> dict[str, Any]:
    """Return rows and proofs for one cohort; `total_only` leaves out floor first."""
    problem = network(n, seed)
    problem = replace(problem, settings=replace(problem.settings, effort=effort))
    start = time.perf_counter()
    total, cpu = timed(lambda: match(with_order(problem, "coverage", "total"), progress=progress))
    wall = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    engine = of_plan("this engine, coverage and total", total, cpu)
    place, setup = timed(lambda: arena(problem))
    rows = []
    for name in NAMES:
        found, cpu = timed(lambda name=name: baseline(problem, name, place))
        rows.append(of_baseline(name, found, cpu + (setup if name.startswith("greedy") else 0)))
    pairs, cpu = timed(lambda: stable_pairs(place))
    if pairs is None:
        rows.append(Row("stable pairs", 0, 0, -1, 0, cpu))
    else:
        rows.append(of_baseline("stable pairs", measured(place, "stable", pairs), cpu + setup))
    best, cpu = timed(lambda: match(with_order(problem, "coverage", "total", triads=False), progress=progress))
    rows.append(of_plan("optimal pairs", best, cpu))
    rows.append(engine)
    out: dict[str, Any] = {"n": n, "seed": seed, "effort": effort, "wall": wall, "memory_mb": memory}
    out |= {"bound": total.bound, "gap": total.gap, "status": total.status, "price_gap": price_gap(total)}
    if n <= 3000 and not total_only:
        fair, cpu = timed(lambda: match(problem))
        rows.append(of_plan("this engine, floor first", fair, cpu))
        out |= {"floor": fair.fairness.floor, "fair_gap": fair.gap, "fair_status": fair.status}
        out |= {"fair_price_gap": price_gap(fair)}
        out |= dropout(problem, fair) if n <= 300 else {}
        if n <= 300:
            broken, cpu = timed(lambda: verify(problem, fair))
            out |= {"verify_cpu": cpu, "verified": not broken}
    return {**out, "rows": [asdict(r) for r in rows]}


def price_gap(plan: Any) -> float:
    """Return the gap to what the prices alone prove, which `verify` proves anew without a solver."""
    bound = plan.certificate.bound / GRAIN
    return max(0.0, (bound - plan.total) / bound)


def dropout(problem: Problem, plan: Any) -> dict[str, Any]:
    """One city declines: cities disturbed and loss of each way to repair."""
    city = plan.groups[len(plan.groups) // 2].members[0]
    result, cpu = timed(lambda: repair(problem, plan, drop=[city]))
    ways = {t.name: (t.cities_changed, t.total) for t in result.trade_offs}
    return {"repair": ways, "repair_chosen": next(t.name for t in result.trade_offs if t.chosen), "repair_cpu": cpu}


def report(results: list[dict[str, Any]]) -> str:
    lines = [
        "# Matching: measured",
        "",
        f"Last measured on {date.today().isoformat()}, {platform.machine()}, "
        + ", ".join(f"{name} {value}" for name, value in versions())
        + "; one thread of a machine shared with other work. Cohorts are synthetic (tests/network/matching/cohorts.py:",
        "24 themes, 2–6 needs, heavy-tailed offers, one city in five without an offer). Points are the engine's score, "
        "not success of exchanges.",
        "",
        "Written by `python -m benchmarks.matching --write`. `of bound`: total divided by the proven upper bound on",
        "any plan that serves as many cities. `worst-off`: least share of its own best any city gets (0 when one",
        "is left out).",
        "",
    ]
    for r in results:
        greedy = next(row["cpu"] for row in r["rows"] if row["method"] == "greedy_groups")
        several = sum((o["n"], o["seed"]) == (r["n"], r["seed"]) for o in results) > 1
        effort = f", effort {r['effort']}" if several or r["effort"] != "standard" else ""
        lines += [f"## {r['n']} cities, seed {r['seed']}{effort}", ""]
        lines += [
            "| method | of bound | cities served | worst-off | CPU s | × greedy groups |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        for row in r["rows"]:
            if row["worst"] < 0:
                lines.append(f"| {row['method']} | none exists | | | {row['cpu']:.2f} | |")
                continue
            lines.append(
                f"| {row['method'].replace('_', ' ')} | {row['total'] / r['bound']:.4f} "
                f"| {row['served'] / r['n']:.1%} | "
                f"{row['worst']:.2f} | {row['cpu']:.2f} | {row['cpu'] / max(greedy, 1e-3):.1f} |"
            )
        proof = "proven optimum" if r["status"] == "optimal" else f"gap to the proven bound {r['gap']:.3%}"
        effort = f"effort {r['effort']}, {r['wall']:.1f} s by the clock" if "wall" in r else "effort standard"
        if r["status"] != "optimal" and "price_gap" in r:
            proof += f", {r['price_gap']:.3%} to that of the prices alone, which `verify` checks"
        lines += ["", f"Coverage and total: {proof} ({effort}). Peak memory {r['memory_mb']:.0f} MB."]
        if "floor" in r:
            fair = "proven optimum" if r["fair_status"] == "optimal" else f"gap {r['fair_gap']:.3%}"
            lines.append(f"Floor first: floor {r['floor']:.0%} of each city's own best, {fair}.")
        if "repair" in r:
            ways = "; ".join(f"{k.replace('_', ' ')} {c} cities, {t} points" for k, (c, t) in r["repair"].items())
            lines.append(
                f"One city declines: {ways}; chosen {r['repair_chosen'].replace('_', ' ')} ({r['repair_cpu']:.1f} s)."
            )
        if "verified" in r:
            state = "accepted" if r["verified"] else "REJECTED"
            lines.append(f"`verify` {state} the plan in {r['verify_cpu']:.1f} s.")
        lines.append("")
    return "\n".join(lines)


def keep(results: list[dict[str, Any]]) -> None:
    """Put results among those measured before, in the place of the same cohort and effort, and write the tables."""
    lines = FIGURES.read_text().splitlines() if FIGURES.exists() else []
    every = {(r["n"], r["seed"], r["effort"]): r for r in (*map(json.loads, lines), *results)}
    ordered = [every[k] for k in sorted(every)]
    FIGURES.write_text("".join(json.dumps(r) + "\n" for r in ordered))
    RESULT.write_text(report(ordered))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[30, 100, 300, 1000])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--effort", default="standard", choices=("quick", "standard", "thorough"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--total-only", action="store_true", help="with --one: without floor first")
    parser.add_argument("--progress", action="store_true", help="with --one: say on standard error where the run is")
    parser.add_argument(
        "--one",
        nargs=2,
        type=int,
        metavar=("SIZE", "SEED"),
        help="one cohort in this process; prints a JSON line for --add",
    )
    parser.add_argument("--add", type=Path, help="with --write: JSON lines of --one to put in")
    options = parser.parse_args()
    if options.one:
        (n, seed), progress = options.one, told if options.progress else None
        print(json.dumps(measure(n, seed, options.effort, progress, total_only=options.total_only)))
        return
    results: list[dict[str, Any]] = []
    if options.write and options.add:
        results = [json.loads(line) for line in options.add.read_text().splitlines()]
        keep(results)
    for n in options.sizes:
        for seed in range(1, options.seeds + 1):
            command = [
                sys.executable,
                "-m",
                "benchmarks.matching",
                "--one",
                str(n),
                str(seed),
                "--effort",
                options.effort,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            results.append(json.loads(done.stdout))
            print(report(results[-1:]).split("\n\n", 3)[-1], flush=True)
            if options.write:
                keep(results[-1:])


if __name__ == "__main__":
    main()
