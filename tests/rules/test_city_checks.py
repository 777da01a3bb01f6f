"""A city's folder is checked whole: every fault is told with its file, row and reason, and none hides another."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peygir.city.checks import check_city
from peygir.city.reading import SHIPPED, read_city
from peygir.city.rows import CityRows, DistrictRow, UnitRow
from tests.rules.faults import TEN, faults_of, one_fault
from tests.small_city import SmallCity, feature, square, topic, unit


def test_a_sound_city_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(SmallCity().write(tmp_path)) == []


@pytest.mark.parametrize("name", TEN)
def test_one_planted_fault_is_told_alone_with_file_row_and_reason(tmp_path: Path, name: str) -> None:
    city, (spoil, (file, row, reason)) = SmallCity(), TEN[name]
    spoil(city)
    [fault] = faults_of(city.write(tmp_path))
    assert (fault.file, fault.row) == (file, row)
    assert reason in str(fault.reason)
    assert fault.reason.in_language("fa")
    assert file in fault.words("fa")


def test_ten_planted_faults_are_all_told(tmp_path: Path) -> None:
    city = SmallCity()
    for spoil, _ in TEN.values():
        spoil(city)
    faults = faults_of(city.write(tmp_path))
    for file, row, reason in (told for _, told in TEN.values()):
        assert any((fault.file, fault.row) == (file, row) and reason in str(fault.reason) for fault in faults), reason
    assert len(faults) == 10


def test_a_hole_between_districts_is_land_in_no_district(tmp_path: Path) -> None:
    city = SmallCity()
    # Eight squares around an empty one.
    ring = [(column, row) for row in range(3) for column in range(3) if (column, row) != (1, 1)]
    city.districts = [feature(square(*at), code=str(n), name_fa="م") for n, at in enumerate(ring, start=1)]
    city.units += [unit(f"D-{n:02d}", "district") for n in range(3, 9)]
    city.neighbourhoods = [feature(square(0, 0), code="a", name_fa="م", district="1")]
    fault = one_fault(tmp_path, city)
    assert (fault.file, fault.row) == ("districts.geojson", 0)
    assert "land in no district (near longitude 52.5" in str(fault.reason)


def test_neighbourhood_land_in_no_district_and_in_another_district_are_two_different_faults(tmp_path: Path) -> None:
    city = SmallCity()
    city.neighbourhoods[1]["geometry"] = square(1, 0, 2, 1)
    assert "is in no district" in str(one_fault(tmp_path, city).reason)
    city = SmallCity()
    city.neighbourhoods[3]["properties"]["district"] = "1"
    assert "lies outside district “1”" in str(one_fault(tmp_path, city).reason)


def test_an_invalid_polygon_is_told_once_and_land_beside_it_is_not_judged(tmp_path: Path) -> None:
    city = SmallCity()
    ring = city.districts[0]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    fault = one_fault(tmp_path, city)
    assert (fault.file, fault.row) == ("districts.geojson", 1)
    assert "Self-intersection" in str(fault.reason)


def test_a_district_needs_a_unit_and_a_polygon_when_others_have_one(tmp_path: Path) -> None:
    city = SmallCity()
    city.units = [row for row in city.units if row["code"] != "D-02"]
    assert str(one_fault(tmp_path, city).reason) == "district “2” has no unit"
    city = SmallCity()
    city.districts[0]["geometry"] = None
    assert "“1” has no polygon" in [str(fault.reason) for fault in faults_of(city.write(tmp_path))]


def test_latitude_before_longitude_is_noticed_by_the_centre_that_the_city_names(tmp_path: Path) -> None:
    city = SmallCity()
    city.toml = f"{city.toml}centre_lat = 29.61\ncentre_lon = 52.51\n"
    assert faults_of(city.write(tmp_path)) == []
    for row in [*city.districts, *city.neighbourhoods]:
        for corner in row["geometry"]["coordinates"][0]:
            corner.reverse()
    assert "write longitude first" in str(one_fault(tmp_path, city).reason)


def test_a_city_of_labels_without_any_polygon_is_sound(tmp_path: Path) -> None:
    city = SmallCity()
    for row in [*city.districts, *city.neighbourhoods]:
        row["geometry"] = None
    assert faults_of(city.write(tmp_path)) == []


@pytest.mark.parametrize("centres", [0, 2])
def test_a_city_has_exactly_one_centre(tmp_path: Path, centres: int) -> None:
    city = SmallCity()
    city.units[1]["kind"] = "office" if centres == 0 else "centre"
    if centres == 2:
        city.units[4]["kind"] = "centre"
    assert "of kind centre" in str(one_fault(tmp_path, city).reason)


def test_zero_hours_are_allowed_on_the_spot_and_for_agencies_but_not_when_a_unit_gets_the_agencys_topic(
    tmp_path: Path,
) -> None:
    city = SmallCity()
    city.ownership = [{"topic": "EXT-01", "district": "", "unit": "O-waste", "agency": "", "branch": ""}]
    fault = one_fault(tmp_path, city)
    assert (fault.file, fault.row) == ("ownership.csv", 2)
    assert "cannot have zero hours (due_hours)" in str(fault.reason)


@pytest.mark.parametrize("hours", ["", "-1", "nan", "inf", "1e3", "0.125", "99999999", "۴٫x", "4 h"])
def test_what_is_no_number_of_hours_is_told(tmp_path: Path, hours: str) -> None:
    city = SmallCity()
    city.topics[0]["ack_hours"] = hours
    assert "is not a number of hours" in str(one_fault(tmp_path, city).reason)


def test_persian_digits_are_digits_and_arabic_letters_become_persian(tmp_path: Path) -> None:
    city = SmallCity()
    city.topics[0] |= {"ack_hours": "۰٫۵", "name_fa": "شست‌وشوي كوچه"}
    rows, faults = read_city(city.write(tmp_path))
    assert faults == []
    assert rows.topics is not None
    assert rows.topics[0].ack_hours == Decimal("0.5")
    assert rows.topics[0].name_fa == "شست‌وشوی کوچه"


def test_every_missing_file_and_column_is_told(tmp_path: Path) -> None:
    folder = SmallCity().write(tmp_path)
    (folder / "agencies.csv").unlink()
    (folder / "units.csv").write_text("code,kind\nM,mayor\n", encoding="utf-8")
    fault_reasons = {(fault.file, str(fault.reason)) for fault in faults_of(folder)}
    assert ("agencies.csv", "this file is missing from the folder") in fault_reasons
    columns = {f"column “{name}” is missing" for name in ("name_fa", "name_en", "parent")}
    assert {reason for file, reason in fault_reasons if file == "units.csv"} == columns
    assert [str(fault.reason) for fault in faults_of(tmp_path / "nowhere")] == ["there is no such folder"]


@pytest.mark.parametrize("file", ["topics.csv", "units.csv", "agencies.csv", "districts.geojson", "city.toml"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        "شهر".encode("cp1256"),
        b'"unclosed,\n',
        b'{"type": "FeatureCollection", "features": 3}',
        b'{"type": "FeatureCollection", "features": [3, {"properties": null}]}',
        b"[" * 100_000,
        b"\x00\x01\x02",
        b"code,code\nx\ny,z,w\n",
        b'[1e999]\n=\n"',
    ],
)
def test_a_file_of_any_bytes_is_a_fault_with_a_sentence_and_never_a_crash(
    tmp_path: Path, file: str, content: bytes
) -> None:
    folder = SmallCity().write(tmp_path)
    (folder / file).write_bytes(content)
    if file == "city.toml" and not content:
        assert faults_of(folder) != []  # an empty city.toml names no city
        return
    faults = faults_of(folder)
    assert [fault for fault in faults if fault.file == file and fault.reason.in_language("fa") and str(fault.reason)]


@settings(max_examples=40)
@given(content=st.binary(max_size=200))
def test_random_bytes_never_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = SmallCity().write(tmp_path_factory.getbasetemp() / "bytes")
    for file in ("topics.csv", "districts.geojson", "city.toml"):
        (folder / file).write_bytes(content)
    faults_of(folder)


def test_a_byte_order_mark_and_a_row_of_too_few_cells(tmp_path: Path) -> None:
    folder = SmallCity().write(tmp_path)
    text = (folder / "units.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text("\ufeff" + text, encoding="utf-8")
    assert faults_of(folder) == []
    (folder / "units.csv").write_text(text + "\nD-03,district\n", encoding="utf-8")
    [fault] = faults_of(folder)
    assert (fault.row, str(fault.reason)) == (9, "the row has 2 cells and the header 6")


def test_a_bad_byte_is_told_with_its_line(tmp_path: Path) -> None:
    folder = SmallCity().write(tmp_path)
    content = (folder / "agencies.csv").read_bytes().split(b"\n")
    content[2] += b"\xe9"
    (folder / "agencies.csv").write_bytes(b"\n".join(content))
    [fault] = faults_of(folder)
    assert (fault.file, fault.row) == ("agencies.csv", 3)
    assert "UTF-8" in fault.reason.in_language("fa")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('time_zone = "Mars/Base"', "it is unknown"),
        ("week_off = [0,1,2,3,4,5,6]", "not all seven"),
        ('office_opens = "25:00"', "not a time of day"),
        ('office_opens = "15:00"', "office_opens must come before"),
        ("centre_lat = 100", "a number from -90 to 90"),
        ("silence_days = true", "a number from 1 to 365"),
        ('valid_from = "someday"', "it is not a date"),
        ('nonsense = "1"', "“nonsense” is unknown"),
        ('phone_region = "QQ"', "it is unknown"),
        ("is_sample = 1", "it must be true or false"),
    ],
)
def test_each_setting_of_a_city_is_checked(tmp_path: Path, line: str, reason: str) -> None:
    city = SmallCity()
    city.toml = f'name_fa = "ش"\nname_en = "S"\ncode = "small"\n{line}\n'
    fault = one_fault(tmp_path, city)
    assert fault.file == "city.toml"
    assert reason in str(fault.reason)


def test_optional_files_are_checked_for_unknown_topics_and_doubles(tmp_path: Path) -> None:
    city = SmallCity()
    city.calendar = [{"date": "1405/01/20", "is_off": "1"}, {"date": "2026-04-09", "is_off": "0"}]
    city.emergencies = [
        {"topic": "EXT-01", "phone": "194", "words_fa": "بوی گاز"},
        {"topic": "EXT-77", "phone": "x", "words_fa": ""},
    ]
    city.marks = [{"topic": "ADM-03", "about": "staff", "needs_place": "0", "is_confidential": "maybe"}]
    told = [(fault.file, fault.row) for fault in faults_of(city.write(tmp_path))]
    assert told == [("calendar.csv", 3), ("emergencies.csv", 3), ("emergencies.csv", 3), ("marks.csv", 2)]


def test_the_shipped_city_is_sound() -> None:
    rows, faults = read_city(SHIPPED / "shiraz")
    assert faults == []
    assert check_city(rows) == []
    assert len(rows.topics or ()) == 119
    assert len(rows.neighbourhoods or ()) == 65
    latin = [row.name_en for row in rows.neighbourhoods or ()]
    assert all(name.isascii() and name for name in latin)
    assert len(set(latin)) == 65


def test_rows_made_by_a_program_are_checked_too() -> None:
    rows = CityRows(
        "boston",
        units=(UnitRow("C", "centre", "C", "C"), UnitRow("C", "office", "C", "C")),
        agencies=(),
        topics=(),
        districts=(DistrictRow("x", "x"),),
        neighbourhoods=(),
    )
    assert [str(fault.reason) for fault in check_city(rows)] == [
        "district “x” has no unit",
        "code “C” is a duplicate (of row 0)",
    ]


def test_geojson_codes_may_be_numbers(tmp_path: Path) -> None:
    folder = SmallCity().write(tmp_path)
    content = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))
    content["features"][0]["properties"]["code"] = 1
    (folder / "districts.geojson").write_text(json.dumps(content), encoding="utf-8")
    assert faults_of(folder) == []


def test_a_topic_may_be_of_a_unit_that_looks_like_a_branch(tmp_path: Path) -> None:
    city = SmallCity()
    city.topics.append(topic("ASP-02", "D-02"))
    assert faults_of(city.write(tmp_path)) == []
    city.topics.append(topic("ASP-03", "D-99"))
    assert "the unit “D-99” is unknown" in str(one_fault(tmp_path, city).reason)
