"""Figures drawn by the server: charts, meters and the world map, each a table, or beside a list, that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import template

from config import charts, worldmap

register = template.Library()


def figure_id() -> str:
    """An id for what labels the figure, unique in the page."""
    return f"figure-{uuid4().hex[:8]}"


@register.inclusion_tag("components/chart_bar.html")
def bar_chart(rows: Iterable[tuple[str, float]], title: str, unit: str = "", note: str = "") -> dict[str, Any]:
    """Horizontal bars. rows: (label, value ≥ 0), in the order to show."""
    return {"bars": charts.bars(list(rows)), "title": title, "unit": unit, "note": note}


@register.inclusion_tag("components/chart_dots.html")
def dot_plot(rows: Iterable[Sequence[Any]], title: str, unit: str = "", note: str = "") -> dict[str, Any]:
    """Dots on one scale. rows: (label, value[, low, high[, before]])."""
    padded = [(str(row[0]), row[1], *[*row[2:], None, None, None][:3]) for row in rows]
    dots, ticks = charts.dots(padded, unit)
    return {
        "dots": dots,
        "ticks": ticks,
        "title": title,
        "note": note,
        "with_range": any(dot.range_text for dot in dots),
        "with_before": any(dot.before_text for dot in dots),
    }


@register.inclusion_tag("components/chart_heat.html")
def heat_map(
    columns: Sequence[str], rows: Iterable[tuple[str, Sequence[float]]], title: str, note: str = ""
) -> dict[str, Any]:
    """A matrix of counts. columns: headings; rows: (label, one value per column)."""
    pairs = [(label, list(values)) for label, values in rows]
    cells = charts.heat_cells([values for _, values in pairs])
    lines = [{"label": label, "cells": line} for (label, _), line in zip(pairs, cells, strict=True)]
    return {"lines": lines, "columns": columns, "title": title, "note": note, "id": figure_id()}


@register.inclusion_tag("components/meter.html")
def meter(value: float, maximum: float, label: str, text: str = "") -> dict[str, Any]:
    """How far something is: a bar with its words. text replaces "value of maximum"."""
    return {"value": value, "maximum": maximum, "label": label, "text": text, "share": charts.share(value, maximum)}


@register.inclusion_tag("components/world_map.html")
def world_map(points: Iterable[Any], title: str) -> dict[str, Any]:
    """The drawn world with dots that are links. points: dicts or objects with lat, lon, label, url, learn (optional).

    A point without a place is left out of the drawing; the list beside the map must hold it.
    """
    pins = []
    for point in points:
        read = point.get if isinstance(point, dict) else lambda name, p=point: getattr(p, name, None)
        if read("lat") is None or read("lon") is None:
            continue
        x, y = worldmap.place(float(read("lon")), float(read("lat")))
        pins.append({"x": x, "y": y, "label": read("label"), "url": read("url"), "learn": read("learn")})
    return {
        "pins": sorted(pins, key=lambda pin: pin["y"]),
        "width": worldmap.WIDTH,
        "height": worldmap.HEIGHT,
        "title": title,
        "id": figure_id(),
    }
