"""The measures, against values worked out by hand from trec_eval's definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.relevance_metrics import chance, ndcg, recall, reciprocal_rank

JUDGED = {"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}


def test_ndcg_by_hand() -> None:
    # gains 2, 0, 3 at ranks 1, 2, 3: 2/log2(2) + 3/log2(4) = 3.5; best 3 + 2/log2(3) + 1/2 = 4.7618595
    assert ndcg(["b", "d", "a"], JUDGED) == pytest.approx(3.5 / 4.761859507142914)
    assert ndcg(["a", "b", "c"], JUDGED) == pytest.approx(1.0)
    assert ndcg(["x", "e", "d"], JUDGED) == 0.0


def test_ndcg_is_linear_in_the_grade_and_cut_at_ten() -> None:
    one, other = {"a": 2, "b": 1}, {"a": 4, "b": 2}
    assert ndcg(["b", "a"], one) == pytest.approx(ndcg(["b", "a"], other))
    assert ndcg(["b", "a"], one) == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    many = {str(n): 1 for n in range(20)}
    assert ndcg([str(n) for n in range(10)], many) == pytest.approx(1.0)
    assert ndcg([*"abcdefghij", "0"], many) == 0.0


def test_recall_and_reciprocal_rank() -> None:
    assert recall(["a", "x", "c"], JUDGED) == pytest.approx(2 / 3)
    assert recall(["x"] * 100 + ["a"], JUDGED) == 0.0
    assert reciprocal_rank(["d", "e", "c", "a"], JUDGED) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"] * 10 + ["a"], JUDGED) == 0.0
    assert [m([], JUDGED) for m in (ndcg, recall, reciprocal_rank)] == [0.0, 0.0, 0.0]
    assert [m(["a"], {"a": 0}) for m in (ndcg, recall, reciprocal_rank)] == [0.0, 0.0, 0.0]


@given(st.permutations([*JUDGED, "x", "y"]))
def test_no_order_beats_the_best_order(ranking: list[str]) -> None:
    assert 0 <= ndcg(ranking, JUDGED) <= ndcg(["a", "b", "c"], JUDGED) + 1e-12


def test_chance_of_a_difference() -> None:
    assert chance([]) == 1.0
    assert chance([0.0, 0.0]) == 1.0
    # one query: both signs are as extreme. Ten alike: 2 of 1,024 sign patterns are.
    assert chance([0.3]) == 1.0
    assert chance([0.1] * 10) == pytest.approx(2 / 1024, abs=0.0015)
    assert chance([0.1, -0.1] * 20) == 1.0
    assert chance([0.2] * 30) < 0.001
    assert chance([0.2, -0.1, 0.3]) == chance([-0.2, 0.1, -0.3])
