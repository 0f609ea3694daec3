"""Land outlines from a TopoJSON file: decoded, cut at the antimeridian, thinned. Pure; used by `manage.py build_map`.

The source (world-atlas, from Natural Earth) joins land across longitude 180, which a flat map draws as bands around the
world: each ring is unrolled, closed over the pole when it goes round it, and clipped into the strip −180…180.
TopoJSON: https://github.com/topojson/topojson-specification. Thinning: Douglas and Peucker 1973.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


def arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs of a quantised topology in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        decoded.append(points)
    return decoded


def rings(topology: Mapping[str, Any], name: str = "land") -> Iterator[Ring]:
    """Every ring of the polygons called `name`, closed. Raises ValueError for a geometry that is no polygon."""
    lines = arcs(topology)
    geometries = topology["objects"][name]
    for geometry in geometries.get("geometries", [geometries]):
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            raise ValueError(f"land is made of polygons, not of {geometry['type']}")
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for polygon in polygons:
            for indexes in polygon:
                ring: Ring = []
                for index in indexes:
                    line = lines[index] if index >= 0 else list(reversed(lines[~index]))
                    ring.extend(line[1:] if ring else line)
                yield ring


def unroll(ring: Ring) -> Ring:
    """Longitudes made continuous (they may leave −180…180); a ring around a pole is closed over that pole."""
    out: Ring = [ring[0]]
    shift = 0.0
    for (before, _), (longitude, latitude) in itertools.pairwise(ring):
        if longitude - before > 180:
            shift -= 360
        elif longitude - before < -180:
            shift += 360
        out.append((longitude + shift, latitude))
    if abs(out[-1][0] - out[0][0]) > 180:
        pole = 90.0 if sum(lat for _, lat in out) > 0 else -90.0
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out


def clip(ring: Ring, inside: Callable[[Point], bool], edge: float) -> Ring:
    """Sutherland–Hodgman against one meridian."""
    out: Ring = []
    for start, end in itertools.pairwise(ring):
        if inside(start) != inside(end):
            part = (edge - start[0]) / (end[0] - start[0])
            crossing = (edge, start[1] + part * (end[1] - start[1]))
            out += [crossing, end] if inside(end) else [crossing]
        elif inside(end):
            out.append(end)
    return [*out, out[0]] if out and out[0] != out[-1] else out


def cut(ring: Ring) -> list[Ring]:
    """A ring as rings that stay within −180…180."""
    open_ring = unroll(ring)
    found: list[Ring] = []
    for turn in (-360.0, 0.0, 360.0):
        moved = [(x + turn, y) for x, y in open_ring]
        if max(x for x, _ in moved) <= -180 or min(x for x, _ in moved) >= 180:
            continue
        piece = clip(clip(moved, lambda p: p[0] >= -180, -180.0), lambda p: p[0] <= 180, 180.0)
        if len(piece) > 3:
            found.append(piece)
    return found


def thin(ring: Ring, tolerance: float) -> Ring:
    """Douglas–Peucker; `tolerance` in degrees. The first and last points stay, and so does a ring of few points."""
    if len(ring) <= 6:
        return ring
    keep = {0, len(ring) // 2, len(ring) - 1}
    spans = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        best, far = 0.0, -1
        for index in range(first + 1, last):
            distance = away(ring[index], ring[first], ring[last])
            if distance > best:
                best, far = distance, index
        if far >= 0 and best > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [ring[index] for index in sorted(keep)]


def away(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a segment, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    part = (
        0.0 if length == 0 else max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    )
    return float(((point[0] - start[0] - part * dx) ** 2 + (point[1] - start[1] - part * dy) ** 2) ** 0.5)


def area(ring: Sequence[Point]) -> float:
    """Unsigned area in square degrees."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))) / 2


def land(topology: Mapping[str, Any], tolerance: float, smallest: float = 0.0) -> list[Ring]:
    """All land as cut, thinned rings, largest first; rings below `smallest` square degrees are left out."""
    cut_rings = [thin(piece, tolerance) for ring in rings(topology) for piece in cut(ring)]
    return sorted((r for r in cut_rings if area(r) >= smallest), key=area, reverse=True)
