"""The figures that need no database: repeated reports found again, and points among polygons."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from lab.bench.duplicates import COLUMNS, PAIRS, RECORDS, DuplicateScores, evaluate
from lab.bench.geography import survey
from peygir.ops.cli import main

START = datetime(2011, 7, 1, 9)  # noqa: DTZ001 - the records' own wall clock has no zone


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A handful of records in the shape of Boston's: a pair at one spot, one further off, others between."""
    rows = [
        # id, hours, title, reason, metres north
        (1, 0, "Graffiti on the wall", "Graffiti", 0),
        (2, 5, "Pothole", "Street", 3),
        (3, 20, "Graffiti", "Graffiti", 90),
        (4, 30, "Graffiti on a wall", "Graffiti", 5),
        (5, 800, "Graffiti on the wall", "Graffiti", 0),
        (6, 40, "Graffiti", "Graffiti", 400),
    ]
    lines = [
        {
            "case_enquiry_id": key,
            "open_dt": START + timedelta(hours=hours),
            "closed_dt": None,
            "case_title": title,
            "location": "1 Main St",
            "reason": reason,
            "type": reason,
            "latitude": 42.3 + metres / 111_195,
            "longitude": -71.1,
        }
        for key, hours, title, reason, metres in rows
    ]
    table = pyarrow.Table.from_pylist([{name: line[name] for name in COLUMNS} for line in lines])
    pyarrow.parquet.write_table(table, tmp_path / RECORDS)
    with (tmp_path / PAIRS).open("w", newline="") as file:
        writer = csv.writer(file)
        # The second stands the wrong way round; of the others one is too long ago, one too far, one unknown.
        writer.writerows([("child", "parent"), (4, 1), (1, 3), (5, 1), (6, 1), (4, 99)])
    return tmp_path


def test_repeated_reports_are_found_again(records: Path) -> None:
    scores = evaluate(records)
    assert scores.pairs == 2
    assert (scores.among, scores.in_five, scores.first) == (1.0, 1.0, 1.0)
    assert scores.candidates == 1.5
    assert scores.is_good
    assert not DuplicateScores(2, 1.0, 1.0, 0.5, 1.0).is_good
    assert not DuplicateScores(2, 1.0, 1.0, 1.0, 6.0).is_good


def test_the_bench_prints_them(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--duplicates", str(records), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 2
    assert main(["bench", "--duplicates", str(records)]) == 0
    assert "in five" in capsys.readouterr().out


def test_a_folder_without_the_records_is_refused(tmp_path: Path) -> None:
    assert main(["bench", "--duplicates", str(tmp_path)]) == 2


def test_every_point_of_shiraz_is_in_one_of_each_or_outside() -> None:
    ground = survey(points=20_000)
    assert (ground.districts, ground.neighbourhoods) == (11, 65)
    assert (ground.in_two, ground.in_one_layer_only) == (0, 0)
    assert 0 < ground.inside < ground.points
