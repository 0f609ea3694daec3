"""Numbers behind the server-drawn charts as plain values: bars, dots with ranges, heat steps. No Django here.

Everything is in percent of the drawing's width, so that a chart is a table whose cells hold a strip that stretches:
the text keeps its size on a phone, and the table the chart needs as its twin is the chart itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """label, the value as text, and the bar's length in percent of the longest."""

    label: str
    text: str
    length: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the common scale: its place in percent and its text."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on the common scale with, if known, its range (low, high) and what it was before; places in percent."""

    label: str
    text: str
    x: float
    low: float | None
    high: float | None
    before: float | None
    range_text: str
    before_text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a matrix, its text and its step from 0 (none) to 5 (most)."""

    value: float
    text: str
    step: int


def number(value: float) -> str:
    """A figure without needless decimals: 12 → "12", 0.5 → "0.5", 1234567 → "1,234,567"."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def share(value: float, maximum: float) -> float:
    """Part of the whole in percent, kept between 0 and 100."""
    return 0.0 if maximum <= 0 else round(max(0.0, min(100.0, 100.0 * value / maximum)), 2)


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`, about `wanted` of them (steps of 1, 2 or 5 × 10ⁿ).

    Raises ValueError when a bound is not finite.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("a chart needs finite values")
    # Values closer than the scale can tell apart are one value.
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        high = low + max(1.0, abs(low))
    raw = (high - low) / max(1, wanted - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((power * factor for factor in (1, 2, 5) if power * factor >= raw * (1 - 1e-9)), power * 10)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def bars(rows: Sequence[tuple[str, float]]) -> list[Bar]:
    """Bars from zero, the longest filling the room.

    rows: label, value ≥ 0. Raises ValueError for a negative value: a bar from zero cannot show it, use `dots`.
    """
    if any(value < 0 or not math.isfinite(value) for _, value in rows):
        raise ValueError("bars show values from zero up; use a dot plot for others")
    longest = max((value for _, value in rows), default=0.0)
    return [Bar(label, number(value), share(value, longest)) for label, value in rows]


Row = tuple[str, float, float | None, float | None, float | None]


def dots(rows: Sequence[Row], unit: str = "") -> tuple[list[Dot], list[Tick]]:
    """Dots on a common scale with its ticks. rows: label, value, low, high, before (the last three may be None)."""
    values = [v for _, *numbers in rows for v in numbers if v is not None]
    ticks = nice_ticks(min(values, default=0.0), max(values, default=1.0))
    first, span = ticks[0], ticks[-1] - ticks[0]

    def place(value: float | None) -> float | None:
        return None if value is None else share(value - first, span)

    drawn = [
        Dot(
            label,
            number(value) + unit,
            place(value) or 0.0,
            place(low),
            place(high),
            place(before),
            f"{number(low)} – {number(high)}{unit}" if low is not None and high is not None else "",
            number(before) + unit if before is not None else "",
        )
        for label, value, low, high, before in rows
    ]
    return drawn, [Tick(place(t) or 0.0, number(t) + unit) for t in ticks]


def heat_step(value: float, most: float) -> int:
    """0 for nothing, else 1 to 5 by equal parts of the greatest value."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(5, math.ceil(5 * value / most)))


def heat_cells(rows: Sequence[Sequence[float]]) -> list[list[Cell]]:
    """A matrix with its steps. Raises ValueError when a row is longer or shorter than the first."""
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("every row of a heat map needs one value per column")
    most = max((value for row in rows for value in row), default=0.0)
    return [[Cell(value, number(value), heat_step(value, most)) for value in row] for row in rows]
