"""The numbers behind charts: bars, dots, heat, ticks."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import charts

FINITE = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@given(FINITE, FINITE)
def test_ticks_enclose_the_values_and_are_evenly_spaced(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    ticks = charts.nice_ticks(low, high)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= 12
    steps = [y - x for x, y in pairwise(ticks)]
    assert max(steps) - min(steps) <= 1e-6 * max(steps) + 1e-9


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_scale_needs_finite_values(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        charts.nice_ticks(0, bad)


def test_the_longest_bar_fills_the_room_and_zero_is_nothing() -> None:
    longest, half, nothing = charts.bars([("a", 40), ("b", 20), ("c", 0)])
    assert (longest.length, half.length, nothing.length) == (100.0, 50.0, 0.0)


def test_bars_refuse_negative_values() -> None:
    with pytest.raises(ValueError, match="dot plot"):
        charts.bars([("a", -1)])


def test_all_zero_bars_do_not_divide_by_zero() -> None:
    assert [bar.length for bar in charts.bars([("a", 0), ("b", 0)])] == [0.0, 0.0]


def test_dots_keep_their_order_on_the_scale() -> None:
    dots, ticks = charts.dots([("a", 54, 49, 59, 47)], "%")
    (dot,) = dots
    assert dot.before is not None
    assert dot.low is not None
    assert dot.high is not None
    assert dot.before < dot.low < dot.x < dot.high
    assert dot.range_text == "49 – 59%"
    assert ticks[0].x == 0
    assert ticks[-1].x == 100


def test_a_dot_without_range_has_no_range_text() -> None:
    (dot,), _ = charts.dots([("a", 5, None, None, None)])
    assert (dot.low, dot.high, dot.before, dot.range_text, dot.before_text) == (None, None, None, "", "")


@given(st.floats(min_value=0.001, max_value=1e6), st.floats(min_value=0.001, max_value=1e6))
def test_any_value_above_zero_is_seen_in_a_heat_map(value: float, most: float) -> None:
    assert 1 <= charts.heat_step(value, max(value, most)) <= 5


def test_a_ragged_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match="one value per column"):
        charts.heat_cells([[1, 2], [3]])


@pytest.mark.parametrize(("value", "text"), [(12, "12"), (0.5, "0.5"), (1234567, "1,234,567"), (3.14159, "3.142")])
def test_numbers_have_no_needless_decimals(value: float, text: str) -> None:
    assert charts.number(value) == text
