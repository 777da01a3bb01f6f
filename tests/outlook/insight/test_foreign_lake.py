"""A lake of another system's cases: the same schema and questions, nothing but codes; and lakes of cities as one."""

import csv
import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
from pyarrow import parquet

from peygir.journey.answers_of_lake import answer_of_lakes
from peygir.outlook.insight.engines.embedded import lakes_reader
from peygir.outlook.insight.engines.sources import TwoLakesOfOneCity
from peygir.outlook.insight.lake.columns import BY_NAME
from peygir.outlook.insight.lake.foreign import ForeignRun, LakeIsOfADatabase, import_lake
from peygir.outlook.insight.lake.foreign_rows import OTHER, RARE, ForeignFileIsNotRight, codes_of
from peygir.outlook.insight.lake.manifest import NoLakeYet
from peygir.outlook.insight.lake.mapping import ForeignMapping, MappingIsNotRight, read_mapping
from peygir.outlook.insight.queries import answer_of_cities, answer_out_of_lake
from peygir.outlook.insight.questions import QuestionIsNotRight
from tests import make
from tests.lake_town import fill, written
from tests.town import Town, TownClock

NOW: Final = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)
COLUMNS: Final = {
    "key": "no",
    "opened": "begun",
    "finished": "ended",
    "closed": "ended",
    "topic_group": "kind",
    "topic": "what",
    "district": "ward",
    "channel": "by",
}
SECRET: Final = "Ms. Jane Roe of 5 Elm Street"


def records(count: int = 300) -> list[dict[str, Any]]:
    """Cases of another system: every tenth is open, and one has a person's name where others have a kind."""
    return [
        {
            "no": f"A-{number // 2 if number < 2 else number}",
            "begun": datetime(2011, 3, 1 + number % 28, number % 24, 30),  # noqa: DTZ001 - local, as such files have it
            "ended": None if number % 10 == 3 else datetime(2011, 4, 1 + number % 28, 12, 0),  # noqa: DTZ001
            "kind": ["Streets", "Parks & Trees"][number % 2],
            "what": SECRET if number == 5 else ["Pothole", " pothole ", "Tree"][number % 3],
            "ward": None if number % 50 == 7 else str(1 + number % 3),
            "by": "phone",
            "note": f"I am {SECRET}",
        }
        for number in range(count)
    ]


def mapping(city: str = "elsewhere", **given: Any) -> ForeignMapping:
    return ForeignMapping(**{"city": city, "zone": "America/New_York", "has_clock": True, "columns": COLUMNS, **given})


def stored(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows as a Parquet file."""
    path = folder / "cases.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), path)
    return path


def imported(folder: Path, rows: list[dict[str, Any]] | None = None, **given: Any) -> ForeignRun:
    """The lake of some rows, in `lake` of a folder."""
    return import_lake(stored(folder, rows or records()), mapping(**given), folder / "lake", now=NOW)


def test_it_counts_what_the_file_holds(tmp_path: Path) -> None:
    run, rows = imported(tmp_path), records()
    assert run.seen == {"rows": 300, "repeated_keys": 1, "closed_before_opened": 0}
    digest = hashlib.sha256((tmp_path / "cases.parquet").read_bytes()).hexdigest()
    assert (run.manifest.source, run.manifest.city, run.manifest.root) == (digest, "elsewhere", "")
    lake = tmp_path / "lake"

    def values_of(text: str) -> dict[Any, Any]:
        return {row.keys: row.value for row in answer_out_of_lake(lake, text).rows}

    assert values_of("cases_opened") == values_of("reports_received") == {(): 300}
    assert values_of("cases_open") == {(): 30}
    assert sum(values_of("cases_opened~by.hour_of_week").values()) == 300
    assert values_of("cases_opened~by.district") == {
        (ward,): n for ward, n in Counter(row["ward"] for row in rows).items()
    }
    topics = values_of("cases_opened~by.topic")
    assert topics[("streets-pothole",)] == sum(
        str(row["what"]).strip().casefold() == "pothole" and row["kind"] == "Streets" for row in rows
    )
    assert topics[(OTHER,)] == 1
    assert values_of("cases_opened~by.month") == {(138912,): 220, (139001,): 80}, "1 Farvardin 1390 was 21 March 2011"
    (finish,) = answer_out_of_lake(lake, "time_to_finish").rows
    ended = sorted((row["ended"] - row["begun"]).total_seconds() / 60 for row in rows if row["ended"])
    middle = (ended[134] + ended[135]) / 2
    assert finish.value == pytest.approx(middle, abs=61), "an hour less where the clocks went forward in between"


def test_nothing_but_codes_is_in_it(tmp_path: Path) -> None:
    imported(tmp_path)
    values = {
        str(value)
        for path in (tmp_path / "lake").glob("*/*.parquet")
        for column in parquet.read_table(path).columns
        for value in column.to_pylist()
    }
    assert len(values) > 300
    assert not [value for value in values if any(word in value for word in ("Jane", "Elm", "A-1", "I am"))]
    assert "Parks & Trees" in values, "a common value is a name in the tables of names"


def test_rare_values_share_one_code_and_codes_are_distinct() -> None:
    found = [(None, "Tree!", RARE), (None, "tree", RARE), (None, "TREE", RARE), (None, "Jane", RARE - 1)]
    codes = codes_of([*found, (None, "درخت", RARE), (None, OTHER, RARE)])
    assert codes[(None, "tree")] == codes[(None, "TREE")] != codes[(None, "Tree!")]
    assert codes[(None, "Jane")] == OTHER != codes[(None, OTHER)]
    assert codes[(None, "درخت")] == "unnamed"


def test_a_csv_gives_the_same_lake(tmp_path: Path) -> None:
    first = imported(tmp_path).manifest
    path = tmp_path / "cases.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(records()[0]))
        writer.writeheader()
        writer.writerows(records())
    again = import_lake(path, mapping(), tmp_path / "another", now=NOW).manifest
    assert again.tables == first.tables
    assert again.source != first.source


def test_days_without_a_clock_have_no_hours(tmp_path: Path) -> None:
    imported(tmp_path, has_clock=False)
    (row,) = answer_out_of_lake(tmp_path / "lake", "cases_opened~by.hour_of_week").rows
    assert (row.keys, row.n) == ((None,), 300)


def test_another_import_replaces_it_and_a_lake_of_a_database_stays(
    town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    imported(tmp_path)
    assert imported(tmp_path, records(100)).manifest.rows_of("case") == 100
    own = tmp_path / "own"
    written(own, town)
    with make.refused(LakeIsOfADatabase):
        import_lake(stored(tmp_path, records()), mapping(), own, now=NOW)
    run = written(tmp_path / "lake", town)
    assert run.is_whole, "an import is no lake of this database"
    assert not run.manifest.source


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"opened": "nowhere"}, "nowhere"),
        ({"opened": "what"}, "Pothole"),
        ({"opened": "ended"}, "ended, 4"),
    ],
)
def test_a_file_that_is_not_as_the_mapping_says_is_refused(tmp_path: Path, columns: dict[str, str], why: str) -> None:
    with pytest.raises(ForeignFileIsNotRight, match=why):
        imported(tmp_path, columns={**COLUMNS, **columns})
    for name, text in (("cases.parquet", b"PAR1"), ("cases.csv", b""), ("none.csv", None)):
        path = tmp_path / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text)
        with pytest.raises(ForeignFileIsNotRight):
            import_lake(path, mapping(), tmp_path / "lake", now=NOW)
    with pytest.raises(NoLakeYet):
        answer_out_of_lake(tmp_path / "lake", "cases_opened")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[columns]",
        'city = "a"\nzone = "UTC"\n[columns]\nclosed = "b"',
        'city = "a"\nzone = "Mars/Base"\n[columns]\nopened = "b"',
        'city = "a"\nzone = "UTC\'; DROP"\n[columns]\nopened = "b"',
        'city = ""\nzone = "UTC"\n[columns]\nopened = "b"',
        'city = "a"\nzone = "UTC"\n[columns]\nopened = "b"\nnote = "c"',
        'city = "a"\nzone = "UTC"\nhas_clock = 2\n[columns]\nopened = "b"',
        'city = "a"\nzone = "UTC"\n[columns]\nopened = 2',
        'city = "a"\nzone = "UTC"\nextra = 1\n[columns]\nopened = "b"',
    ],
)
def test_a_mapping_that_is_not_right_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(MappingIsNotRight):
        read_mapping(path)


def test_the_mappings_of_the_laboratory_can_be_read() -> None:
    folder = Path(__file__).resolve().parents[3] / "lab" / "replay" / "mappings"
    assert {read_mapping(path).city for path in folder.glob("*.toml")} == {"boston", "new-york-council"}


@pytest.mark.usefixtures("town_clock")
def test_the_lakes_of_several_cities_are_asked_as_one(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    fill(town, town_clock)
    ours = written(tmp_path / "ours", town).manifest
    imported(tmp_path)
    folders = [tmp_path / "ours", tmp_path / "lake"]
    cases = ours.rows_of("case")
    answer = answer_of_lakes(folders, "cases_opened")
    assert [row.n for row in answer.rows] == [cases + 300]
    assert [one.city for one in answer.lakes] == [ours.city, "elsewhere"]
    by_city = answer_of_cities(folders, "cases_opened~by.city")
    assert {row.keys: row.n for row in by_city.rows} == {(ours.city,): cases, ("elsewhere",): 300}
    districts = answer_of_cities(folders, "cases_opened~by.district")
    assert districts.dimensions == ("city", "district"), "district 1 of two cities is two"
    assert {(ours.city, "1"), ("elsewhere", "1")} <= {row.keys for row in districts.rows}
    (one,) = answer_of_cities(folders, "cases_opened~in.district.1~in.city.elsewhere").rows
    assert (one.keys, one.n) == (("elsewhere",), 98), "two of district 1 say no district"
    with make.refused(QuestionIsNotRight):
        answer_of_cities(folders, "cases_opened~by.district.topic.month")
    with make.refused(TwoLakesOfOneCity):
        answer_of_cities([folders[0], folders[0]], "cases_opened")
    for missing in ([], [tmp_path / "nowhere"]):
        with make.refused(NoLakeYet):
            answer_of_cities(missing, "cases_opened")
    with lakes_reader(folders) as reader:
        assert set(reader.sources) == {table.relation for table in BY_NAME.values()}
