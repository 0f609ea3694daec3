"""First plans without a solver: which rows count a group."""

from __future__ import annotations

import random

import numpy as np

from network.matching.groups import Groups
from network.matching.heuristic import _rows
from network.matching.model import Side


def test_rows_of_groups_are_those_the_sides_count() -> None:
    rng = random.Random(1)
    for _ in range(20):
        groups = Groups.of([rng.sample(range(30), rng.choice((2, 3))) for _ in range(200)], [1.0] * 200)
        sides = [Side(tuple(rng.sample(range(30), rng.choice((2, 2, 3, 7)))), 0, 1) for _ in range(20)]
        expected: dict[int, list[int]] = {}
        for row, side in enumerate(sides):
            for group in np.flatnonzero(side.counts(groups, 30)).tolist():
                expected.setdefault(group, []).append(row)
        assert _rows(groups.tuples(), sides) == expected
