"""Land cut at the antimeridian, the equal-area projection, and the files the site serves."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import land, worldmap

MAP = Path(worldmap.__file__).parent / "static" / "site" / "map"
# Longitudes 170 to 190 written as a map library joins them: the second half continues at -180.
FIJI = [(170.0, -20.0), (170.0, -10.0), (-170.0, -10.0), (-170.0, -20.0), (170.0, -20.0)]


def test_a_ring_over_the_antimeridian_becomes_two_that_keep_its_area() -> None:
    pieces = land.cut(FIJI)
    assert len(pieces) == 2
    assert all(-180 <= x <= 180 for piece in pieces for x, _ in piece)
    assert sum(land.area(piece) for piece in pieces) == pytest.approx(200)


def test_no_edge_of_a_cut_ring_crosses_the_map() -> None:
    for piece in land.cut(FIJI):
        assert all(abs(x2 - x1) < 180 for (x1, _), (x2, _) in pairwise(piece))


def test_a_ring_around_the_pole_is_closed_over_it() -> None:
    antarctica = [(float(x), -70.0) for x in range(-180, 180, 30)] + [(-180.0, -70.0)]
    pieces = land.cut(antarctica)
    assert sum(land.area(piece) for piece in pieces) == pytest.approx(360 * 20)


def test_a_ring_in_the_middle_is_left_as_it_is() -> None:
    square = [(0.0, 0.0), (0.0, 5.0), (5.0, 5.0), (5.0, 0.0), (0.0, 0.0)]
    (piece,) = land.cut(square)
    assert set(piece) == set(square)


def test_thinning_keeps_corners_and_drops_points_on_a_line() -> None:
    line = [(float(x), 0.0) for x in range(20)]
    ring = [*line, (19.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    thinned = land.thin(ring, 0.01)
    assert {(0.0, 0.0), (19.0, 0.0), (19.0, 10.0), (0.0, 10.0)} <= set(thinned)
    assert len(thinned) < 8


def test_topology_without_polygons_is_refused() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [],
        "objects": {"land": {"type": "Point", "coordinates": [0, 0]}},
    }
    with pytest.raises(ValueError, match="polygons"):
        list(land.rings(topology))


@given(st.floats(-175, 175), st.floats(-55, 80))
def test_equal_areas_stay_equal(longitude: float, latitude: float) -> None:
    """A small square of the globe covers the same area of paper wherever it lies (times the cosine it has anyway)."""
    d = 1e-3

    def on_paper(lon: float, lat: float) -> tuple[float, float]:
        return worldmap.equal_earth(lon, lat)

    (x0, y0), (x1, y1), (x2, y2) = (
        on_paper(longitude, latitude),
        on_paper(longitude + d, latitude),
        on_paper(longitude, latitude + d),
    )
    cell = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
    expected = math.radians(d) ** 2 * math.cos(math.radians(latitude))
    assert cell == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("longitude", "latitude"), [(181, 0), (0, 91)])
def test_places_off_the_globe_are_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(ValueError, match="no place on Earth"):
        worldmap.place(longitude, latitude)


def test_the_served_land_stays_on_the_map_and_is_small_enough() -> None:
    file = MAP / "land.json"
    rings = json.loads(file.read_text())
    assert len(rings) > 1000, "small island states are land too"
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for ring in rings for lat, lon in ring)
    assert file.stat().st_size < 450_000
