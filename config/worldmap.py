"""The world on paper: an equal-area projection for the drawn map, without Django.

Equal Earth after B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33 (2019): areas keep their true proportion, so no region looks larger than it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2

WIDTH = 1000.0
SOUTH, NORTH = -57.0, 84.0  # the inhabited part; Antarctica is left out of the drawing


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees → (x, y) on the unit sphere, y upwards."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round(SCALE * (TOP - equal_earth(0, SOUTH)[1]), 1)


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees → (x, y) in a drawing WIDTH × HEIGHT, y downwards. Raises ValueError outside the globe."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"no place on Earth: latitude {latitude}, longitude {longitude}")
    x, y = equal_earth(longitude, latitude)
    return round(WIDTH / 2 + SCALE * x, 1), round(SCALE * (TOP - y), 1)


def path(rings: Sequence[Sequence[tuple[float, float]]]) -> str:
    """SVG path data of rings of (longitude, latitude); points that fall on the same tenth of a unit are dropped."""
    parts: list[str] = []
    for ring in rings:
        points: list[tuple[float, float]] = []
        for longitude, latitude in ring:
            point = place(longitude, latitude)
            if not points or point != points[-1]:
                points.append(point)
        if len(points) > 3:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points[:-1]) + "Z")
    return "".join(parts)


def outline(step: int = 5) -> str:
    """SVG path data of the edge of the drawing (the outermost meridians between SOUTH and NORTH)."""
    latitudes = [SOUTH, *range(int(math.ceil(SOUTH / step) * step), int(NORTH), step), NORTH]
    ring = [(-180.0, float(lat)) for lat in latitudes] + [(180.0, float(lat)) for lat in reversed(latitudes)]
    return path([[*ring, ring[0]]])
