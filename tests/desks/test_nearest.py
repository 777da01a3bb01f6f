"""What lies nearest to a visitor: by distance between rounded points, the public's cases alone, in two statements."""

import math

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases import public as shown
from peygir.cases.public import ROUNDED_BY, WALKS, PublicCaseFilter
from peygir.cases.rules import approximate
from peygir.core import clock
from peygir.core.geometry import METRES_PER_DEGREE, cell, cells_near, metres_between
from tests import make
from tests.town import PHONES, SOUTH, WEST, Town, TownClock

LAT, LON = SOUTH + 0.005, WEST + 0.01
NORTH_100 = 100 / METRES_PER_DEGREE


def near(town: Town, **wanted: object) -> list[tuple[str, int]]:
    """(code, metres) of what is found around the point."""
    found = shown.nearest(town.city_id, PublicCaseFilter(**wanted), lat=LAT, lon=LON, now=clock.now())  # type: ignore[arg-type]
    return [(one.line.code, round(one.metres)) for one in found]


def test_the_nearest_come_first_with_their_distance(town: Town, town_clock: TownClock) -> None:
    far = make.referred(lat=LAT + 9 * NORTH_100, lon=LON)
    here = make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    beside = make.referred(lat=LAT + 3 * NORTH_100, lon=LON, phone=PHONES[2])
    assert [code for code, _metres in near(town)] == [here, beside, far]
    metres = [metres for _code, metres in near(town)]
    assert metres[0] <= ROUNDED_BY
    assert abs(metres[1] - 300) <= ROUNDED_BY
    assert abs(metres[2] - 900) <= ROUNDED_BY


def test_what_lies_beyond_a_walk_or_is_no_business_of_the_public_stays_out(town: Town, town_clock: TownClock) -> None:
    make.referred(lat=LAT, lon=LON + 0.04, phone=PHONES[1])
    make.referred("CNF-01", lat=LAT, lon=LON, phone=PHONES[2])
    make.referred(about_unit_code="D-02", lat=LAT, lon=LON, phone=PHONES[3])
    assert near(town) == []
    done = make.done(lat=LAT, lon=LON, phone=PHONES[5])
    assert near(town) == []
    assert [code for code, _metres in near(town, state="finished")] == [done]
    assert near(town, state="finished", group_code="CLN") == []


def test_it_takes_two_statements_at_most(town: Town, town_clock: TownClock) -> None:
    make.referred(lat=LAT, lon=LON)
    with CaptureQueriesContext(connection) as asked:
        near(town)
    assert len(asked) == 2


def test_moving_about_tells_no_more_than_the_rounded_point(town: Town, town_clock: TownClock) -> None:
    make.referred(lat=LAT + 0.00031, lon=LON + 0.00037)
    drawn = approximate(LAT + 0.00031, LON + 0.00037)
    for step in range(6):
        at = (LAT + step * 0.0011, LON)
        (one,) = shown.nearest(town.city_id, PublicCaseFilter(), lat=at[0], lon=at[1], now=clock.now())
        assert math.isclose(one.metres, metres_between(*approximate(*at), *drawn), abs_tol=0.01)


@given(st.floats(29, 30), st.floats(52, 53), st.floats(0, 2 * math.pi), st.sampled_from(WALKS), st.floats(0, 1))
def test_the_cells_hold_all_whose_rounded_point_is_within_reach(
    lat: float, lon: float, way: float, metres: int, share: float
) -> None:
    rounded_point = approximate(lat, lon)
    away = metres * share / METRES_PER_DEGREE
    there = (
        rounded_point[0] + away * math.sin(way),
        rounded_point[1] + away * math.cos(way) / math.cos(math.radians(rounded_point[0])),
    )
    if metres_between(*rounded_point, *approximate(*there)) <= metres:
        assert cell(*there) in cells_near(*rounded_point, metres + ROUNDED_BY)
