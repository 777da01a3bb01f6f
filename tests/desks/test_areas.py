"""A map drawn in the product: it holds from its day, old cases keep their district, and it can be taken back."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from peygir.city import actions, queries
from peygir.city.actions import (
    AreasHaveFaults,
    DayIsPast,
    DecidedSince,
    LaterMapIsPlanned,
    MapHasChanged,
    NothingDiffers,
    load_city,
    redraw_areas,
    take_back_areas,
)
from peygir.city.city_cache import CityCache
from peygir.city.models import District, Neighbourhood
from peygir.history.queries import timeline, verify
from tests import make
from tests.town import CODE, SIDE, SOUTH, WEST, Town, TownClock, point_in, write_city_files

TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)
EAST = 1.4  # how far district 1 reaches, in sides


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def land(west: float, east: float, low: float = 0, high: float = 1) -> dict[str, Any]:
    """A GeoJSON box in sides of a district."""
    x, y = [WEST + side * SIDE for side in (west, east)], [SOUTH + side * SIDE for side in (low, high)]
    ring = [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]], [x[0], y[0]]]
    return {"type": "Polygon", "coordinates": [[[round(lon, 6), round(lat, 6)] for lon, lat in ring]]}


def drawing(*areas: tuple[dict[str, Any], dict[str, Any]]) -> str:
    """A FeatureCollection of (properties, geometry) pairs."""
    features = [{"type": "Feature", "properties": about, "geometry": drawn} for about, drawn in areas]
    return json.dumps({"type": "FeatureCollection", "features": features})


GROWN = drawing(({"code": "1"}, land(0, EAST)))
# In district 2 as the files have it, and in district 1 afterwards.
WON = (SOUTH + SIDE * 0.25, WEST + SIDE * 1.2)


def redraw(town: Town, text: str = GROWN, since: date = LATER, **given: Any) -> int:
    wish = {"is_whole": False, "gives_way": True, **given}
    seen = given.pop("seen", None) or queries.land_stamp(town.city_id, on=since)
    wish.pop("seen", None)
    return redraw_areas(town.city_id, text, since=since, seen=seen, by="staff:1", **wish)


def code_at(town: Town, on: date, at: tuple[float, float] = WON) -> str:
    place = queries.place_of(town.city_id, *at, on=on)
    return place.district_code if place is not None else ""


def test_the_land_changes_hands_on_its_day_and_old_cases_stay(town: Town, town_clock: TownClock) -> None:
    before = make.referred("CIV-01", lat=WON[0], lon=WON[1])
    assert make.case(before).unit_id == town.units["D-02"]
    redraw(town)
    assert code_at(town, LATER - timedelta(days=1)) == "2"
    assert code_at(town, LATER) == "1"
    town_clock.forward(days=6)
    after = make.case(make.referred("CIV-01", lat=WON[0], lon=WON[1], phone=None))
    assert after.unit_id == town.units["D-01"]
    assert queries.district_code(town.city_id, after.district_id or 0) == "1"
    old = make.case(before)
    assert (old.unit_id, old.district_id) == (town.units["D-02"], town.districts["2"])
    [line] = [one for one in timeline("city", town.city_id) if one.kind == "areas_redrawn"]
    assert (line.by, line.data["from"], len(line.data["districts"])) == ("staff:1", LATER.isoformat(), 2)
    assert verify().breaks == []


def test_only_what_differs_begins_anew(town: Town) -> None:
    redraw(town)
    stands = dict(District.objects.filter(city_id=town.city_id, valid_to=None).values_list("code", "source"))
    assert stands == {"1": "desk", "2": "desk", "3": "csv"}
    small = Neighbourhood.objects.filter(city_id=town.city_id, valid_to=None)
    assert {row.code: row.source for row in small} == {
        "01-01": "desk",
        "01-02": "desk",
        "02-01": "desk",
        "02-02": "desk",
        "03-01": "csv",
        "03-02": "csv",
    }
    for row in small:
        assert row.district.valid_to is None


def test_another_process_sees_it_within_seconds(town: Town) -> None:
    """What a process has read is thrown away when the head of the city's history differs."""
    other = CityCache()
    assert other.views()[town.city_id].map_on(LATER).districts.find(WON[1], WON[0]).code == "2"  # type: ignore[union-attr]
    redraw(town)
    later = other.views(now=True)[town.city_id]
    assert later.map_on(LATER).districts.find(WON[1], WON[0]).code == "1"  # type: ignore[union-attr]
    assert later.map_on(TODAY).districts.find(WON[1], WON[0]).code == "2"  # type: ignore[union-attr]


def test_a_change_is_taken_back_before_its_day_and_after_it(town: Town, town_clock: TownClock) -> None:
    first = redraw(town)
    second = take_back_areas(town.city_id, first, by="staff:2")
    assert code_at(town, LATER) == code_at(town, LATER + timedelta(days=9)) == "2"
    with make.refused(DecidedSince):
        take_back_areas(town.city_id, first, by="staff:2")
    take_back_areas(town.city_id, second, by="staff:1")
    assert code_at(town, LATER) == "1"
    town_clock.forward(days=8)
    third = next(one.number for one in timeline("city", town.city_id)[::-1] if one.kind == "areas_redrawn")
    kept = make.case(make.referred("CIV-01", lat=WON[0], lon=WON[1], phone=None))
    take_back_areas(town.city_id, third, by="staff:1")
    assert code_at(town, TODAY + timedelta(days=7)) == "1"
    assert code_at(town, TODAY + timedelta(days=8)) == "2"
    assert make.case(kept.code).district_id == kept.district_id
    assert District.objects.filter(city_id=town.city_id, valid_to=None, code="2").get().source == "csv"


def test_nothing_newer_may_stand_on_what_is_taken_back(town: Town) -> None:
    first = redraw(town, since=TODAY)
    redraw(town, drawing(({"code": "2"}, land(EAST, 2.2))), since=TODAY)
    with make.refused(DecidedSince):
        take_back_areas(town.city_id, first, by="staff:1")
    with make.refused(DecidedSince):
        take_back_areas(town.city_id, 1, by="staff:1")
    assert code_at(town, TODAY) == "1"


def test_a_new_district_is_owned_by_its_unit(town: Town) -> None:
    # Its unit keeps district 3 too; what belongs to the district of the place goes there at once.
    redraw(town, drawing(({"code": "9", "name_fa": "منطقه نه", "unit": "D-03"}, land(0.5, 1.5))), since=TODAY)
    at = (SOUTH + SIDE * 0.25, WEST + SIDE)
    assert code_at(town, TODAY, at) == "9"
    assert make.case(make.referred("CIV-01", lat=at[0], lon=at[1])).unit_id == town.units["D-03"]
    row = queries.owner_of(town.topics["CIV-01"], "9", on=TODAY)
    assert row is not None
    assert (row.branch, row.source) == ("civil", "default")


@pytest.mark.parametrize(
    ("text", "fault_text"),
    [
        ("nonsense", "not JSON"),
        (drawing(({"code": "9", "name_fa": "نه"}, land(0, 1))), "has no unit"),
        (drawing(({"code": "1", "unit": "D-02"}, land(0, 1))), "which is not changed here"),
        (
            drawing(({"code": "1"}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]})),
            "Self-intersection",
        ),
        (drawing(({"code": "1"}, land(10, 11))), "lies outside"),
        (drawing(({"code": "01-01", "district": "7"}, land(0, 1, 0, 0.5))), "unknown"),
    ],
)
def test_a_map_with_faults_is_refused_as_one(town: Town, text: str, fault_text: str) -> None:
    before = list(District.objects.order_by("pk").values_list("pk", "valid_to"))
    if fault_text == "lies outside":
        # Its neighbourhoods stay where they are and are nowhere then.
        fault_text = "in no district"
    with make.refused(AreasHaveFaults) as refusal:
        redraw(town, text, gives_way=False)
    assert isinstance(refusal.value, AreasHaveFaults)
    assert fault_text in " ".join(str(fault.reason) for fault in refusal.value.faults)
    assert list(District.objects.order_by("pk").values_list("pk", "valid_to")) == before


def test_the_past_a_stale_difference_and_a_later_plan_are_refused(town: Town) -> None:
    with make.refused(DayIsPast):
        redraw(town, since=TODAY - timedelta(days=1))
    with make.refused(NothingDiffers):
        redraw(town, drawing(({"code": "1"}, land(0, 1))))
    seen = queries.land_stamp(town.city_id, on=LATER)
    redraw(town)
    with make.refused(MapHasChanged):
        redraw(town, drawing(({"code": "3"}, land(1.9, 3))), seen=seen)
    with make.refused(LaterMapIsPlanned):
        redraw(town, drawing(({"code": "3"}, land(1.9, 3))), since=TODAY)
    redraw(town, drawing(({"code": "3"}, land(1.9, 3))), since=LATER)
    assert code_at(town, LATER, (SOUTH + SIDE / 2, WEST + SIDE * 1.95)) == "3"
    assert code_at(town, LATER) == "1"


def test_a_load_leaves_the_drawn_map_alone(town: Town, tmp_path: Path) -> None:
    number = redraw(town, since=TODAY)
    report = load_city(write_city_files(tmp_path / CODE), by="test", on=TODAY)
    kept = {(one.table, one.code) for one in report.changes if one.verb == "kept"}
    assert {("district", "1"), ("district", "2"), ("neighbourhood", "01-01")} <= kept
    assert ("district", "3") not in kept
    assert code_at(town, TODAY) == "1"
    take_back_areas(town.city_id, number, by="staff:1")
    assert load_city(write_city_files(tmp_path / CODE), by="test", on=TODAY).changes == []
    assert code_at(town, TODAY) == "2"
    assert code_at(town, TODAY, point_in("1")) == "1"


def test_a_whole_map_may_be_loaded(town: Town) -> None:
    whole = drawing(
        ({"code": "1"}, land(0, 1.5)),
        ({"code": "2"}, land(1.5, 3)),
    )
    redraw(town, whole, since=TODAY, is_whole=True)
    assert [row.code for row in queries.districts(town.city_id, on=TODAY)] == ["1", "2"]
    assert code_at(town, TODAY, point_in("3")) == "2"
    assert actions.redraw_areas is redraw_areas
