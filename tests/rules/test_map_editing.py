"""What is drawn over a map: others give way, neighbourhoods follow, and the difference says who gains and loses."""

import json
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.area_changes import area_changes, transfers
from peygir.city.area_checks import check_drawn, check_map
from peygir.city.area_reading import read_areas
from peygir.city.map_editing import DrawnAreas, LandMap, geometry_of, land_map, redrawn, tidied
from peygir.city.rows import DistrictRow, NeighbourhoodRow
from peygir.core.geometry import square_metres

WEST, SOUTH, SIDE = 52.50, 29.60, 0.02
UNITS = {"D-01": "district", "D-02": "district", "D-03": "district"}


def box(west: float, south: float, east: float, north: float) -> Any:
    """A box in sides from the south-western corner."""
    return shapely.box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)


def district(code: str, shape: Any, unit: str = "") -> DistrictRow:
    return DistrictRow(code, f"منطقه {code}", "", unit or f"D-0{code}", geometry_of(shape), shape)


def place(code: str, in_district: str, shape: Any) -> NeighbourhoodRow:
    return NeighbourhoodRow(code, f"محله {code}", in_district, "", geometry_of(shape), shape)


def town() -> LandMap:
    """Districts 1 and 2 side by side, each of a southern and a northern neighbourhood."""
    places = [
        place(f"{code}{half}", str(code), box(code - 1, low, code, low + 0.5))
        for code in (1, 2)
        for half, low in (("s", 0.0), ("n", 0.5))
    ]
    return land_map([district("1", box(0, 0, 1, 1)), district("2", box(1, 0, 2, 1))], places)


def is_close(one: Any, other: Any) -> bool:
    return bool(one.symmetric_difference(other).area < 1e-9)


def test_a_district_that_grows_takes_from_its_neighbour_and_neighbourhoods_follow() -> None:
    before = town()
    after = redrawn(before, DrawnAreas([district("1", box(0, 0, 1.4, 1))], []))
    assert is_close(after.districts["2"].shape, box(1.4, 0, 2, 1))
    assert is_close(after.neighbourhoods["1s"].shape, box(0, 0, 1.4, 0.5))
    assert is_close(after.neighbourhoods["2s"].shape, box(1.4, 0, 2, 0.5))
    assert check_map(after, None) == []
    changes_by_area = {(one.kind, one.code): one for one in area_changes(before, after)}
    assert {key: one.verb for key, one in changes_by_area.items()} == {
        ("district", "1"): "redrawn",
        ("district", "2"): "redrawn",
        ("neighbourhood", "1s"): "redrawn",
        ("neighbourhood", "1n"): "redrawn",
        ("neighbourhood", "2s"): "redrawn",
        ("neighbourhood", "2n"): "redrawn",
    }
    half = square_metres(box(1, 0, 1.4, 1))
    assert (
        changes_by_area["district", "1"].gained_metres
        == changes_by_area["district", "2"].lost_metres
        == pytest.approx(half, rel=1e-4)
    )
    assert changes_by_area["district", "1"].lost is changes_by_area["district", "2"].gained is None
    [moved] = transfers(before, after)
    assert (moved.from_code, moved.to_code) == ("2", "1")
    assert moved.metres == pytest.approx(half, rel=1e-4)


def test_a_neighbourhood_mostly_taken_goes_over_whole_districts_end_and_begin() -> None:
    before = town()
    most = redrawn(before, DrawnAreas([district("1", box(0, 0, 1.8, 1))], []))
    assert most.neighbourhoods["2s"].district == "1"
    assert "2s" in {one.code for one in area_changes(before, most) if one.kind == "neighbourhood"}
    swallowed = redrawn(before, DrawnAreas([district("1", box(0, 0, 2, 1))], []))
    assert list(swallowed.districts) == ["1"]
    assert {row.district for row in swallowed.neighbourhoods.values()} == {"1"}
    assert {one.verb for one in area_changes(before, swallowed)} == {"redrawn", "ended", "moved"}
    cut = redrawn(before, DrawnAreas([district("3", box(0.5, 0, 1.5, 0.5), "D-03")], []))
    assert check_map(cut, None) == []
    assert [one.verb for one in area_changes(before, cut) if one.code == "3"] == ["added"]


def test_without_giving_way_overlaps_and_gaps_are_named() -> None:
    grown = redrawn(town(), DrawnAreas([district("1", box(0, 0, 1.5, 1))], [], gives_way=False))
    assert any("overlaps" in str(fault.reason) for fault in check_map(grown, None))
    holed = shapely.difference(box(0, 0, 1, 1), box(0.4, 0.4, 0.6, 0.6))
    faults = check_map(redrawn(town(), DrawnAreas([district("1", holed)], [])), None)
    assert any("land in no district" in str(fault.reason) for fault in faults)


def test_land_that_no_district_keeps_is_told() -> None:
    before = town()
    after = redrawn(before, DrawnAreas([district("1", box(0.5, 0, 1, 1))], []))
    [lost] = transfers(before, after)
    assert (lost.from_code, lost.to_code) == ("1", "")
    assert WEST < lost.spot.lon < WEST + SIDE / 2


def test_a_whole_map_ends_what_it_does_not_hold() -> None:
    after = redrawn(town(), DrawnAreas([district("1", box(0, 0, 2, 1))], [], is_whole=True))
    assert list(after.districts) == ["1"]
    assert len(after.neighbourhoods) == 4


def test_corners_within_a_metre_are_the_same_land() -> None:
    before = town()
    after = redrawn(before, DrawnAreas([district("1", box(0, 0, 1.0002, 1))], [], gives_way=False))
    assert area_changes(before, after) == []
    assert transfers(before, after) == []


def test_what_a_feature_leaves_unsaid_stays_and_what_cannot_be_read_is_told() -> None:
    before = town()
    feature = {"type": "Feature", "properties": {"code": "1"}, "geometry": geometry_of(box(0, 0, 1, 1))}
    plain = json.dumps(feature)
    [row], places, faults = read_areas(plain, before)
    assert (row.name_fa, row.unit, places, faults) == ("منطقه 1", "D-01", [], [])
    small = plain.replace('"code": "1"', '"code": "1n", "name_fa": "نو"')
    [], [moved], faults = read_areas(small, before)
    assert (moved.district, moved.name_fa, faults) == ("1", "نو", [])
    for text in (
        "",
        "[]",
        '{"type": "FeatureCollection", "features": []}',
        "{" * 100_000,
        '{"features": [1]}',
        plain.replace("52.5", "1e999"),
        plain.replace('"code": "1"', '"code": ""'),
        plain.replace("Polygon", "Point"),
        '{"type": "Feature", "properties": {"code": "1"}}',
    ):
        assert read_areas(text, before)[2], text[:60]


def test_units_and_codes_are_checked() -> None:
    new = district("7", box(0, 0, 1, 1), "Q")
    other = district("1", box(0, 0, 1, 1), "D-02")
    faults = check_drawn(DrawnAreas([new, other, other], [place("1s", "1", box(0, 0, 1, 1))] * 2), town(), UNITS)
    reasons = " ".join(str(fault.reason) for fault in faults)
    assert "“Q” is unknown" in reasons
    assert "belongs to unit “D-01”" in reasons
    assert reasons.count("duplicate") == 2
    assert check_map(LandMap({}, {}), None)


@given(st.floats(0.05, 1.95), st.floats(0.05, 0.95))
def test_the_town_stays_tiled_wherever_the_border_goes(east: float, north: float) -> None:
    before = town()
    after = redrawn(before, DrawnAreas([district("1", box(0, 0, east, 1).union(box(0, 0, 1.95, north)))], []))
    assert all("overlaps" not in str(fault.reason) for fault in check_map(after, None))
    whole = tidied(shapely.union_all([row.shape for row in after.districts.values()]))
    assert whole is not None
    gained = sum(one.metres for one in transfers(before, after))
    moved = sum(one.gained_metres + one.lost_metres for one in area_changes(before, after) if one.kind == "district")
    lost = sum(one.metres for one in transfers(before, after) if not one.to_code)
    assert moved == pytest.approx(2 * gained - lost, abs=50)
