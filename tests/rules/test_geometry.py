"""Every point of a tiled city has exactly one polygon, and what is wrong with the tiles is found."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.reading import SHIPPED, read_city
from peygir.core.geometry import (
    METRES_PER_DEGREE,
    PolygonIndex,
    PolygonIsNotValid,
    cell,
    cell_of,
    cells_near,
    holes,
    overlaps,
    read_polygon,
    square_metres,
    uncovered,
)
from tests.small_city import square

GRID = [((column, row), read_polygon(square(column, row))) for row in range(3) for column in range(3)]
INDEX = PolygonIndex(GRID)
WEST, SOUTH, EAST, NORTH = 52.50, 29.60, 52.53, 29.63


@given(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
def test_every_point_of_a_tiled_city_has_one_polygon_and_both_ways_of_asking_agree(lon: float, lat: float) -> None:
    found = INDEX.find(lon, lat)
    assert found is not None
    assert INDEX.find_many(np.array([[lon, lat]])) == [found]


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_point_on_a_shared_edge_belongs_to_the_first_polygon_whatever_the_order_of_the_tree(x: int, y: int) -> None:
    lon, lat = round(WEST + x * 0.01, 6), round(SOUTH + y * 0.01, 6)
    holders = [key for key, shape in GRID if shape.intersects(shapely.Point(lon, lat))]
    assert INDEX.find(lon, lat) == holders[0]
    assert INDEX.find_many(np.array([[lon, lat]] * 3)) == [holders[0]] * 3


@pytest.mark.parametrize(
    ("lon", "lat"), [(52.4, 29.61), (0.0, 0.0), (float("nan"), 29.61), (52.51, float("inf")), (52.51, 29.6302)]
)
def test_a_point_outside_belongs_to_nobody(lon: float, lat: float) -> None:
    assert INDEX.find(lon, lat) is None
    assert INDEX.find_many(np.array([[lon, lat], [52.505, 29.605]])) == [None, (0, 0)]


def test_a_point_in_the_sliver_between_two_rounded_borders_belongs_to_the_nearest() -> None:
    index = PolygonIndex([("left", shapely.box(0, 0, 1, 1)), ("right", shapely.box(1.000004, 0, 2, 1))])
    assert index.find(1.000003, 0.5) == "right"
    assert index.find_many(np.array([[1.000001, 0.5]])) == ["left"]


def test_an_index_of_nothing_finds_nothing() -> None:
    empty = PolygonIndex[str]([])
    assert empty.find(1.0, 1.0) is None
    assert empty.find_many(np.array([[1.0, 1.0]])) == [None]
    assert len(empty) == 0


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "Polygon",
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, "a"], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [float("nan"), 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[6e5, 3e6], [6.1e5, 3e6], [6.1e5, 3.1e6], [6e5, 3e6]]]},
        {"type": "Polygon", "coordinates": [[[29, 152], [30, 152], [30, 153], [29, 152]]]},
    ],
)
def test_what_is_no_polygon_on_earth_is_refused_with_a_sentence(geometry: object) -> None:
    with pytest.raises(PolygonIsNotValid) as refusal:
        read_polygon(geometry)
    assert refusal.value.words("fa")
    assert refusal.value.words("en")


def test_overlaps_holes_and_what_sticks_out_are_found_but_slivers_are_not() -> None:
    first_shape, two = shapely.box(0, 0, 0.01, 0.01), shapely.box(0.009, 0, 0.02, 0.01)
    assert [(pair.first, pair.second) for pair in overlaps([("one", first_shape), ("two", two)])] == [("one", "two")]
    touching = shapely.box(0.009999, 0, 0.02, 0.01)
    assert overlaps([("one", first_shape), ("near", touching)]) == []
    ring = [shape for key, shape in GRID if key != (1, 1)]
    [hole] = holes(ring)
    assert 52.51 < hole.lon < 52.52
    assert 29.61 < hole.lat < 29.62
    assert hole.square_metres == pytest.approx(0.01**2 * 111_195**2 * 0.869, rel=0.01)
    assert holes([shape for _, shape in GRID]) == []
    assert uncovered(shapely.box(0, 0, 0.01, 0.01), shapely.box(0, 0, 0.01, 0.009999)) == []
    assert len(uncovered(first_shape, two)) == 1


def test_area_of_a_degree_at_the_equator_is_that_of_a_sphere() -> None:
    # R² · Δλ · (sin φ₁ − sin φ₀) for one degree square at the equator, R = 6,371,009 m.
    exact = 6_371_009.0**2 * np.pi / 180 * (np.sin(np.pi / 180))
    assert square_metres(shapely.box(0, 0, 1, 1)) == pytest.approx(exact, rel=1e-4)
    assert square_metres(shapely.Polygon()) == 0.0


def test_a_cell_is_a_signed_64_bit_number_and_neighbours_differ() -> None:
    here_cell, there = cell(29.615, 52.53), cell(29.625, 52.53)
    assert 0 < here_cell < 2**63
    assert here_cell != there
    assert cell(29.615, 52.53) == cell_of(29.615, 52.53) == here_cell
    assert cell_of(None, None) is None


@given(
    st.sampled_from([(29.6, 52.5), (42.3, -71.1), (51.5, 0.0), (-33.9, 151.2)]),
    st.floats(-0.2, 0.2),
    st.floats(-0.2, 0.2),
    st.floats(0, 360),
    st.floats(0, 1),
    st.sampled_from([150, 250, 700]),
)
def test_the_cells_near_a_point_hold_all_that_is_near(
    city: tuple[float, float], north: float, east: float, turn: float, share: float, metres: int
) -> None:
    lat, lon = city[0] + north, city[1] + east
    far, angle = metres * share / METRES_PER_DEGREE, np.radians(turn)
    there = lat + far * np.cos(angle), lon + far * np.sin(angle) / np.cos(np.radians(lat))
    near = cells_near(lat, lon, metres)
    assert near[0] == cell(lat, lon)
    assert cell(*there) in near
    assert len(near) == {150: 7, 250: 19, 700: 61}[metres]


def test_many_points_at_once_are_found_as_one_by_one() -> None:
    rows, _ = read_city(SHIPPED / "shiraz")
    index = PolygonIndex([(row.code, row.shape) for row in rows.neighbourhoods or () if row.shape is not None])
    points = np.random.default_rng(137).uniform((52.36, 29.52), (52.63, 29.77), (2_000, 2))
    found = index.find_many(points)
    assert list(found) == [index.find(*point) for point in points]
    assert sum(key is not None for key in found) > 200
