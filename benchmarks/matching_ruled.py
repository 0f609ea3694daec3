"""How good and how fast the matching is with every kind of rule at once, by size of the cohort.

    nice python -m benchmarks.matching_ruled [--sizes 100 300 1000] [--effort quick] [--write]

The cohorts of benchmarks.matching with one to three places a city, every tenth city pinned to another, some pinned in
threes, a forbidden pair for every ten cities, and limits on the numbers of pairs and of groups of three. Times are CPU
seconds and ratios to greedy groups in the same run. `--write` puts the table into benchmarks/results/matching_ruled.md.
"""

from __future__ import annotations

import argparse
import platform
import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from network.matching import match, verify
from network.matching.baselines import baseline
from network.matching.receipt import versions
from network.matching.setup import arena
from network.matching.values import Limits, Problem, Rule
from tests.network.matching.cohorts import network

RESULT = Path(__file__).resolve().parent / "results" / "matching_ruled.md"
HEAD = """| cities | rules | status | gap to the bound | served | floor | CPU s | × greedy groups | `verify` |
|--:|--:|---|--:|--:|--:|--:|--:|---|"""


def ruled(n: int, seed: int = 1) -> Problem:
    """A cohort of n cities with places, pins, forbidden pairs and limits on numbers."""
    rng = random.Random(seed)
    problem = network(n, seed)
    cities = tuple(replace(c, capacity=rng.choice((1, 1, 2, 3))) for c in problem.cities)
    ids = [c.id for c in cities]
    rng.shuffle(ids)
    twos, threes = n // 20, n // 80
    free = ids[2 * twos + 3 * threes :]
    rules = [Rule("pin", frozenset(ids[2 * k : 2 * k + 2])) for k in range(twos)]
    rules += [Rule("pin", frozenset(ids[2 * twos + 3 * k : 2 * twos + 3 * k + 3])) for k in range(threes)]
    rules += [Rule("forbid", frozenset(rng.sample(free, 2))) for _ in range(n // 10)]
    limits = Limits(max_pairs=n // 2, max_triads=n // 5)
    return replace(problem, cities=cities, rules=tuple(rules), settings=replace(problem.settings, limits=limits))


def line(n: int, effort: str) -> str:
    """Solve one cohort; returns its line of the table."""
    problem = ruled(n)
    problem = replace(problem, settings=replace(problem.settings, effort=effort))
    start = time.process_time()
    baseline(problem, "greedy_groups", arena(problem))
    greedy = time.process_time() - start
    start = time.process_time()
    plan = match(problem)
    cpu = time.process_time() - start
    fair = plan.fairness
    accepted = "accepted" if not verify(problem, plan) else "REJECTED"
    state = "proven optimum" if plan.status == "optimal" else plan.status.replace("_", " ")
    return (
        f"| {n} | {len(problem.rules)} | {state} | {plan.gap:.3%} | {fair.served / fair.eligible:.1%} "
        f"| {fair.floor:.0%} | {cpu:.1f} | {cpu / max(greedy, 1e-3):.1f} | {accepted} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 300, 1000])
    parser.add_argument("--effort", default="quick", choices=("quick", "standard", "thorough"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    print(HEAD)
    lines = []
    for n in options.sizes:
        lines.append(line(n, options.effort))
        print(lines[-1], flush=True)
    if options.write:
        told = ", ".join(f"{name} {value}" for name, value in versions())
        head = (
            f"# Matching under every kind of rule: measured\n\nMeasured on {date.today().isoformat()}, "
            f"{platform.machine()}, {told}; effort {options.effort}, seed 1,\ndefault goals (coverage, floor, total); "
            "one thread of a machine shared with other work. Cohorts and rules:\nbenchmarks/matching_ruled.py. "
            "Written by `python -m benchmarks.matching_ruled --write`.\n\n"
        )
        RESULT.write_text(head + "\n".join([HEAD, *lines]) + "\n")


if __name__ == "__main__":
    main()
