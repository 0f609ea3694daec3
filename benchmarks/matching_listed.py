"""Listed groups in the shape of published families: value, bound, proof and CPU seconds, beside plain HiGHS.

    nice python -m benchmarks.matching_listed [--seconds 10] [--only NAME …] [--write]

Both get the same limit in CPU seconds, so that other work on the machine changes little. Plain HiGHS is its integer
solver on the plain formulation. `--write` renews benchmarks/results/matching_listed.md after every row.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from network.matching import solve_listed  # first: it keeps numpy to one thread

# isort: split
import highspy
import numpy as np

from network.matching.budget import Budget
from network.matching.highs import solver
from network.matching.receipt import versions
from network.matching.values import ListedProblem
from tests.network.matching import families as f

RESULT = Path(__file__).resolve().parent / "results" / "matching_listed.md"
CASES: dict[str, Callable[[], ListedProblem]] = {
    "kidney 100, transplants": lambda: f.kidney(100, 1, values="size"),
    "kidney 200, cycles": lambda: f.kidney(200, 1),
    "kidney 300, arcs": lambda: f.kidney(300, 1, values="random", density=0.5),
    "set packing 100 × 500": lambda: f.packing(100, 500, 1),
    "set packing 200 × 1000": lambda: f.packing(200, 1000, 1),
    "large groups 100 × 1000": lambda: f.wide(100, 1000, 5, 1),
    "the same groups, places 1–3": lambda: f.wide(100, 1000, 5, 1, capacity=(1, 2, 3)),
    "pairs and threes 200 × 8000": lambda: f.pairs_and_threes(200, 8000, 1),
    "the same, places 1–3": lambda: f.pairs_and_threes(200, 8000, 1, capacity=(1, 2, 3)),
    "pairs and threes 1000 × 100000": lambda: f.pairs_and_threes(1000, 100_000, 1),
    "three-dimensional 100 × 1000": lambda: f.three_dimensional(100, 1000, 1),
    "three-dimensional 3000 × 60000": lambda: f.three_dimensional(3000, 60_000, 1),
    "graph 1000 × 20000": lambda: f.graph(1000, 20_000, 1),
    "auction, regions": lambda: f.auction_regions(100, 1000, 1),
    "auction, arbitrary": lambda: f.auction_regions(100, 1000, 1, arbitrary=True),
    "auction, paths": lambda: f.auction_paths(100, 2000, 1),
    "auction, scheduling": lambda: f.auction_scheduling(60, 80, 1),
    "duplicates": lambda: f.duplicates(100, 5000, 1),
}


def plain(problem: ListedProblem, seconds: float) -> tuple[float, float, bool]:
    """Return value, bound and proof of the integer solver on the plain formulation."""
    h = solver(Budget(seconds=seconds))  # one thread, asked now and then whether to stop
    h.setOptionValue("mip_rel_gap", 0.0)
    h.changeObjectiveSense(highspy.ObjSense.kMaximize)
    at = {c: n for n, (c, _) in enumerate(problem.capacities)}
    high = np.array([float(places) for _, places in problem.capacities])
    none = np.zeros(len(high), np.int32)
    h.addRows(len(high), np.full(len(high), -highspy.kHighsInf), high, 0, none, none[:0], high[:0])
    rows = [sorted(at[m] for m in g.members) for g in problem.groups]
    starts = np.cumsum([0, *(len(r) for r in rows)])[:-1].astype(np.int32)
    flat, m = np.array([i for r in rows for i in r], dtype=np.int32), len(rows)
    cost = np.array([g.value for g in problem.groups])
    h.addCols(m, cost, np.zeros(m), np.ones(m), len(flat), starts, flat, np.ones(len(flat)))
    h.changeColsIntegrality(m, np.arange(m, dtype=np.int32), np.full(m, highspy.HighsVarType.kInteger))
    h.run()
    info = h.getInfo()
    found = info.primal_solution_status == 2
    value = float(info.objective_function_value) if found else 0.0
    return value, float(info.mip_dual_bound), h.getModelStatus() == highspy.HighsModelStatus.kOptimal


def row(name: str, seconds: float) -> str:
    """Solve one case both ways; return a line of the table."""
    problem = CASES[name]()
    start = time.process_time()
    ours = solve_listed(replace(problem, time_limit=seconds))
    cpu = time.process_time() - start
    start = time.process_time()
    value, bound, proven = plain(problem, seconds)
    other = time.process_time() - start
    return (
        f"| {name} | {ours.value:.6g} | {ours.upper_bound:.6g} | {'yes' if ours.proven else 'no'} | {cpu:.2f} "
        f"| {value:.6g} | {bound:.6g} | {'yes' if proven else 'no'} | {other:.2f} |"
    )


def still_open(rows: list[str]) -> list[str]:
    """Return what to say below the table about the cases not proved."""
    found = []
    for cells in ([cell.strip() for cell in row.split("|")] for row in rows):
        if cells[4] == "no":
            value, bound = float(cells[2]), float(cells[3])
            found.append(f"{cells[1]} ({value:g} of at most {bound:g}, {(bound - value) / bound:.2%} open)")
    return ["", f"Not proved within the limit: {'; '.join(found)}." if found else "All proved within the limit."]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    time.monotonic = time.process_time  # what limits of time go by
    lines = [
        "# Listed groups: measured",
        "",
        f"Run on {date.today().isoformat()}, {', '.join(f'{n} {v}' for n, v in versions())}; one thread of a shared",
        f"machine, limit {options.seconds:g} CPU seconds each. Seed 1 of",
        "tests/network/matching/families.py. Written by `python -m benchmarks.matching_listed --write`.",
        "",
        "| family | value | bound | proven | CPU s | HiGHS value | HiGHS bound | proven | CPU s |",
        "|---|--:|--:|:-:|--:|--:|--:|:-:|--:|",
    ]
    rows: list[str] = []
    for name in options.only:
        rows.append(row(name, options.seconds))
        print(rows[-1], flush=True)
        if options.write:
            RESULT.write_text("\n".join([*lines, *rows, *still_open(rows)]) + "\n")


if __name__ == "__main__":
    main()
