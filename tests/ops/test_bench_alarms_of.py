"""The bench of a real city's alarms, on a small file: a planted rise is told, and the forecasts are measured."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from lab.bench.alarms_of import FIRST_EXAMINED, BostonWeeks, alarms_of, forecasts_of, report
from lab.replay.boston import read_archive
from tests.boston import write_records

WEEKS = 20
PLACES = ("Roxbury", "Back Bay", "Fenway")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty weeks of two types in three neighbourhoods; in the last two, three times as many potholes in Roxbury."""
    draw = np.random.default_rng(11)
    records: list[tuple[object, ...]] = []
    saturday = datetime(2011, 7, 2, 1)  # noqa: DTZ001 - the file has the city's own time
    for week in range(WEEKS):
        for name in PLACES:
            for kind in ("Pothole", "Street Light"):
                rise = 3.0 if (kind, name) == ("Pothole", "Roxbury") and week >= WEEKS - 2 else 1.0
                for _request in range(int(draw.poisson(8 * rise))):
                    opened = saturday + timedelta(days=7 * week, hours=float(draw.uniform(0, 166)))
                    text = opened.isoformat(sep=" ", timespec="seconds")
                    records.append((len(records) + 1, text, None, None, None, kind, "PWDx", name))
    return write_records(tmp_path_factory.mktemp("boston") / "requests.parquet", records=records)


def test_a_planted_rise_is_told_in_the_words_of_the_file(file: Path) -> None:
    weeks = BostonWeeks(read_archive(file))
    assert weeks.weeks == WEEKS
    alarms = alarms_of(weeks)
    assert (alarms[0].what, alarms[0].where) == ("Pothole", "Roxbury")
    assert all("Roxbury" in one.where for one in alarms)
    assert alarms[0].week >= weeks.first_on(WEEKS - 2).isoformat()
    assert alarms[0].observed > 2 * alarms[0].expected
    assert not alarms[0].goes_on
    assert weeks.first_on(FIRST_EXAMINED) < weeks.first_on(WEEKS - 2)


def test_the_forecasts_are_measured(file: Path) -> None:
    figures = forecasts_of(BostonWeeks(read_archive(file)))
    assert figures["series"] == len(PLACES)
    assert figures["coverage_of"] > 0
    assert 0.5 < figures["coverage"] <= 1


def test_it_prints_text_and_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(str(file), as_json=False) == 0
    assert "Pothole; Roxbury" in capsys.readouterr().out
    assert report(str(file), as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["weeks"] == WEEKS
