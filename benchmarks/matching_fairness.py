"""The price of fairness: what each floor under the worst-off city costs of the total, exactly, over several cohorts.

    nice python -m benchmarks.matching_fairness [--sizes 30 100 300] [--seeds 10] [--write]

Every point is the best plan at that floor; where all are proved, no method can make a floor cheaper. The aim is 3.5 %
of the total for a floor of a quarter of each city's own best. `--write` renews benchmarks/results/matching_fairness.md.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from network.matching import FloorCost, floor_costs, match
from network.matching.receipt import versions
from network.matching.values import Fairness, Problem
from tests.network.matching.cohorts import network

RESULT = Path(__file__).resolve().parent / "results" / "matching_fairness.md"
FLOORS = (0, 50, 100, 150, 200, 250, 300)
AIM = 0.035


def limited(problem: Problem) -> Problem:
    """The same with a fine ladder and the aim as the most the floor may cost."""
    ladder = tuple(range(300, -1, -10))
    fairness = Fairness(floor_ladder=ladder, most_cost=round(AIM * 1000))
    return replace(problem, settings=replace(problem.settings, fairness=fairness))


def curve(n: int, seed: int) -> tuple[tuple[FloorCost, ...], float, float]:
    """Costs of all floors, and under the limit the floor taken and the share it costs."""
    problem = network(n, seed)
    rows = floor_costs(problem, FLOORS)
    plan = match(limited(problem))
    return rows, plan.fairness.floor, (rows[0].bound - plan.total) / rows[0].bound


def shown(row: FloorCost, base: FloorCost) -> str:
    """One cell: the cost, with * where it is not proved and how many more cities are left out."""
    more = row.left_out - base.left_out
    return f"{row.cost_most:.2%}{'' if row.proven and base.proven else ' *'}{f', {more} more out' if more else ''}"


def table(n: int, seeds: int) -> list[str]:
    """Return the lines for one size."""
    head = " | ".join(f"{f / 1000:.0%}" for f in FLOORS[1:])
    lines = [f"## {n} cities", "", f"| seed | {head} | floor for at most {AIM:.1%} | costs |"]
    lines.append("|--:|" + "--:|" * (len(FLOORS) + 1))
    sums = [0.0] * (len(FLOORS) - 1)
    for seed in range(1, seeds + 1):
        rows, floor, cost = curve(n, seed)
        cells = " | ".join(shown(r, rows[0]) for r in rows[1:])
        sums = [s + r.cost_most for s, r in zip(sums, rows[1:], strict=True)]
        lines.append(f"| {seed} | {cells} | {floor:.0%} | {cost:.2%} |")
        print(lines[-1], flush=True)
    lines.append("| mean | " + " | ".join(f"**{s / seeds:.2%}**" for s in sums) + " | | |")
    return [*lines, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        "# The price of fairness: measured",
        "",
        f"Run on {date.today().isoformat()}, {', '.join(f'{n} {v}' for n, v in versions())}. Written by",
        "`python -m benchmarks.matching_fairness --write`. Cells: what the floor costs of the best total without one.",
        "Both totals are proved optima among plans that leave out as few cities, so that no method can make the floor",
        "cheaper, except where marked * (then the most it can cost). Last columns: the highest floor, in steps of 1 %,",
        f"that the setting `most_cost` {AIM:g} allows.",
        "",
    ]
    for n in options.sizes:
        lines += table(n, options.seeds)
        if options.write:
            RESULT.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
