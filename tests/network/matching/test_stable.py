"""The stable pairs that the benchmark compares with: stable whenever there are any, and none reported else."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.stable import stable

Lists = list[npt.NDArray[np.int64]]


@st.composite
def preferences(draw: st.DrawFn) -> Lists:
    n = draw(st.integers(2, 7))
    possible = {pair for pair in combinations(range(n), 2) if draw(st.integers(0, 4))}
    partners = [[j for j in range(n) if (min(i, j), max(i, j)) in possible] for i in range(n)]
    return [np.array(draw(st.permutations(row)), dtype=np.int64) for row in partners]


def blocking(lists: Lists, pairs: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Return the pairs of which both would rather be together than as they are."""
    place = {i: {int(j): at for at, j in enumerate(row)} for i, row in enumerate(lists)}
    partner = {i: j for a, b in pairs for i, j in ((a, b), (b, a))}

    def now(i: int) -> int:
        return place[i][partner[i]] if i in partner else len(lists)

    return [(i, j) for i in place for j in place[i] if i < j and place[i][j] < now(i) and place[j][i] < now(j)]


def every_matching(lists: Lists) -> list[list[tuple[int, ...]]]:
    out: list[list[tuple[int, ...]]] = [[]]
    for i, row in enumerate(lists):
        for j in (int(j) for j in row if j > i):
            out += [[*m, (i, j)] for m in out if not {i, j} & {c for pair in m for c in pair}]
    return out


@settings(max_examples=400, deadline=None)
@given(preferences())
def test_pairs_are_stable_and_found_whenever_they_exist(lists: Lists) -> None:
    found = stable(lists)
    if found is None:
        assert all(blocking(lists, m) for m in every_matching(lists))
    else:
        assert len({c for pair in found for c in pair}) == 2 * len(found)
        assert not blocking(lists, found)


def test_three_that_chase_each_other_have_no_stable_pairs() -> None:
    """Gale and Shapley 1962: everybody's last choice is the fourth, so whoever gets it leaves for another."""
    lists = [np.array(row) for row in ([1, 2, 3], [2, 0, 3], [0, 1, 3], [0, 1, 2])]
    assert stable(lists) is None
