"""Files of assets: ten planted faults are ten listed ones and nothing is written; right files are written once."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from peygir.assets import queries
from peygir.assets.actions import FileIsImported, write_rows
from peygir.assets.exporting import export
from peygir.assets.models import Asset, AssetImport
from peygir.assets.queries import AssetFilter
from peygir.assets.row_reading import AssetColumnIsMissing, AssetColumnIsUnknown
from peygir.assets.table_reading import ReadAssets, read_assets
from peygir.core.sheets import TableIsNotReadable
from peygir.history.queries import timeline, verify
from peygir.ops.commands import export_assets, import_assets
from tests import asset_register, make
from tests.asset_register import HEADINGS, right_row, write_table
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town", "town_clock")

# The row (as the file numbers it), its column, the planted value, and the name of the fault.
PLANTED = (
    (4, "type", "bench", "AssetTypeIsUnknown"),
    (5, "type", "", "AssetValueIsMissing"),
    (6, "number", "B-2", "AssetComesTwice"),
    (7, "lat", "", "AssetValueIsMissing"),
    (8, "lat", "129.6", "AssetDegreeIsWrong"),
    (9, "lon", "55.5", "AssetIsOutsideCity"),
    (10, "unit", "D-99", "AssetUnitIsUnknown"),
    (11, "volume", "بزرگ", "ValueDoesNotFit"),
    (12, "lid", "half", "ValueIsNotListed"),
    (13, "installed_on", "1402/13/40", "AssetDayIsUnreadable"),
)


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


def read(path: Path, town: Town, **columns: str) -> ReadAssets:
    return read_assets(path, columns, city_id=town.city_id)


def write(table: ReadAssets, town: Town) -> list[tuple[int, int]]:
    return list(parts_of(table, town))


def parts_of(table: ReadAssets, town: Town) -> Iterator[tuple[int, int]]:
    return write_rows(
        town.city_id, table.rows, file_name="bins.csv", digest=table.digest, columns=table.columns, by="test"
    )


def command(*arguments: str) -> int:
    parser = ArgumentParser()
    import_assets.add_arguments(parser)
    return import_assets.run(parser.parse_args(arguments))


def test_ten_planted_faults_are_ten_listed_ones(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {number: right_row(number) for number in range(2, 22)}
    for number, column, value, _name in PLANTED:
        rows[number][column] = value
    path = write_table(tmp_path / "bins.csv", list(rows.values()))
    table = read(path, town)
    found = {(fault.row, fault.why.name) for fault in table.faults}
    assert found == {(number, name) for number, _column, _value, name in PLANTED}
    assert len(table.faults) == 10
    assert command(str(path), "--language", "en") == import_assets.HAS_FAULTS
    output = capsys.readouterr().out
    for number, column, _value, _name in PLANTED:
        fault_column = "lat" if number == 9 else column
        assert f"row {number}, column “{fault_column}”: " in output
    assert "20 rows were read: 10 right, 10 with faults." in output
    assert not Asset.objects.exists()
    assert not AssetImport.objects.exists()


def test_a_right_file_is_written_and_a_dry_run_is_not(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_table(tmp_path / "bins.csv", [right_row(number) for number in range(2, 12)])
    assert command(str(path), "--dry-run") == 0
    assert not Asset.objects.exists()
    assert command(str(path)) == 0
    assert Asset.objects.count() == 10
    asset = Asset.objects.get(number="B-3")
    assert asset.attributes == {"volume": 770.0, "lid": "closed"}
    assert (asset.district_code, asset.unit_id) == ("1", town.units["D-01"])
    (first,) = timeline("asset", asset.pk)
    assert (first.kind, first.data["row"]) == ("asset_imported", 3)
    assert queries.asset_of(asset.tag) is not None
    (done,) = queries.asset_imports(town.city_id)
    assert (done.rows, done.added, done.changed, done.last_row) == (10, 10, 0, 11)
    assert verify().breaks == []


def test_a_file_again_changes_what_it_says_otherwise_and_nothing_else(town: Town, tmp_path: Path) -> None:
    rows = [right_row(number) for number in range(2, 6)]
    write(read(write_table(tmp_path / "a.csv", rows), town), town)
    rows[0]["name"] = "نام تازه"
    headings = [name for name in HEADINGS if name not in ("installed_on", "unit")]
    partial = [{name: row[name] for name in headings} for row in rows]
    write(read(write_table(tmp_path / "b.csv", partial, headings), town), town)
    assert Asset.objects.count() == 4
    asset = Asset.objects.get(number="B-2")
    assert (asset.name, str(asset.installed_on)) == ("نام تازه", "2023-07-25"), "no column, no change"
    assert [event.kind for event in timeline("asset", asset.pk)] == ["asset_imported", "asset_changed"]
    changes = queries.asset_imports(town.city_id)[0]
    assert (changes.added, changes.changed) == (0, 1)
    assert verify().breaks == []


def test_rows_without_a_number_are_not_taken_twice(town: Town, tmp_path: Path) -> None:
    rows = [right_row(number) | {"number": ""} for number in range(2, 4)]
    table = read(write_table(tmp_path / "a.csv", rows), town)
    write(table, town)
    with make.refused(FileIsImported):
        write(table, town)
    assert Asset.objects.count() == 2


def test_an_interrupted_import_goes_on_behind_its_last_part(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peygir.assets.actions.importing.PART", 3)
    table = read(write_table(tmp_path / "a.csv", [right_row(number) for number in range(2, 12)]), town)
    assert list(islice(parts_of(table, town), 2)) == [(3, 10), (6, 10)]
    assert Asset.objects.count() == 6
    assert write(table, town) == [(9, 10), (10, 10)]
    assert Counter(Asset.objects.values_list("number", flat=True)) == {f"B-{number}": 1 for number in range(2, 12)}
    (only,) = queries.asset_imports(town.city_id)
    assert (only.added, only.ended_at is not None) == (10, True)


def test_columns_are_named_by_a_mapping(town: Town, tmp_path: Path) -> None:
    headings = {"lat": "عرض", "lon": "طول", "volume": "حجم", "number": "پلاک"}
    rows = [{headings.get(name, name): value for name, value in right_row(2).items()}]
    path = write_table(tmp_path / "a.csv", rows, list(rows[0]))
    with make.refused(AssetColumnIsMissing):
        read(path, town)
    with make.refused(AssetColumnIsUnknown):
        read(path, town, lat="نیست")
    with make.refused(AssetColumnIsUnknown):
        read(path, town, weight="عرض")
    table = read(path, town, **headings)
    assert table.faults == []
    (row, _place) = table.rows[0]
    assert (row.number, row.attributes["volume"]) == ("B-2", 770.0)


def test_geojson_is_read_and_a_file_that_is_none_is_refused(town: Town, tmp_path: Path) -> None:
    rows = [right_row(number) for number in (2, 3)]
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row.pop("lon")), float(row.pop("lat"))]},
            "properties": row | {"volume": 240},
        }
        for row in rows
    ]
    features.append({"type": "Feature", "geometry": None, "properties": right_row(4) | {"lat": None, "lon": None}})
    path = tmp_path / "bins.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    table = read(path, town)
    assert [(fault.row, fault.why.name) for fault in table.faults] == [
        (3, "AssetValueIsMissing"),
        (3, "AssetValueIsMissing"),
    ]
    assert [row.attributes["volume"] for row, _place in table.rows] == [240.0, 240.0]
    for text in ("[]", "{", '{"features": [1]}', '{"features": []}', '{"features": {"a": 1}}'):
        path.write_text(text)
        with make.refused(TableIsNotReadable):
            read(path, town)


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_what_is_exported_is_read_again_and_changes_nothing(town: Town, tmp_path: Path, form: str) -> None:
    write(read(write_table(tmp_path / "a.csv", [right_row(number) for number in range(2, 6)]), town), town)
    asset_register.register("light", name="=چراغ")
    path = tmp_path / f"out.{form}"
    path.write_bytes(b"".join(export(town.city_id, AssetFilter(), form)))
    table = read(path, town)
    assert table.faults == []
    assert len(table.rows) == 5
    if form == "csv":
        assert "'=چراغ" in path.read_text()  # a spreadsheet must not run it
        path.write_text(path.read_text().replace("'=", "="))
        table = read(path, town)
    write(table, town)
    (again, _first) = queries.asset_imports(town.city_id)
    assert (again.added, again.changed) == (0, 0)


def test_the_command_writes_a_file_of_the_register(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asset_register.register()
    parser = ArgumentParser()
    export_assets.add_arguments(parser)
    path = tmp_path / "assets.csv"
    assert export_assets.run(parser.parse_args([str(path), "--type", "light", "--language", "en"])) == 0
    assert capsys.readouterr().out == "1 assets were written.\n"
    assert len(path.read_text().splitlines()) == 2
    with make.refused(export_assets.FormIsUnknown):
        export_assets.run(parser.parse_args([str(tmp_path / "assets.doc")]))
