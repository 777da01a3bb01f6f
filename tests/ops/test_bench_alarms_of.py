"""The bench of a real city's alarms, on a small file: a planted rise is told, and the forecasts are measured."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from lab.bench.alarms_of import FIRST_EXAMINED, BostonWeeks, alarms_of, forecasts_of, report
from lab.replay.boston import read_archive
from tests.boston import LINE, written

WEEKS = 20
PLACES = ("Roxbury", "Back Bay", "Dorchester")
"""Nearly on one line, some kilometres apart."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty weeks of two types in three neighbourhoods; in the last two, three times as many potholes in Roxbury."""
    draw = np.random.default_rng(11)
    lines = []
    monday = datetime(2011, 7, 2, 12, tzinfo=UTC)
    for week in range(WEEKS):
        for place, name in enumerate(PLACES):
            for kind in ("Pothole", "Street Light"):
                rise = 3.0 if (kind, name) == ("Pothole", "Roxbury") and week >= WEEKS - 2 else 1.0
                for _request in range(int(draw.poisson(8 * rise))):
                    at = monday + timedelta(days=7 * week, hours=float(draw.uniform(0, 160)))
                    lines.append(
                        LINE
                        | {
                            "case_enquiry_id": len(lines) + 1,
                            "open_dt": at.replace(tzinfo=None),
                            "type": kind,
                            "reason": kind,
                            "neighborhood": name,
                            "latitude": 42.3 + 0.03 * place,
                            "longitude": -71.1,
                        }
                    )
    return written(tmp_path_factory.mktemp("boston") / "requests.parquet", lines)


def test_a_planted_rise_is_told_in_the_words_of_the_file(file: Path) -> None:
    weeks = BostonWeeks(read_archive(file))
    assert weeks.weeks == WEEKS
    told = alarms_of(weeks)
    assert (told[0].what, told[0].where) == ("Pothole", "Roxbury")
    assert all("Roxbury" in one.where for one in told)
    assert told[0].week >= weeks.first_on(WEEKS - 2).isoformat()
    assert told[0].observed > 2 * told[0].expected
    assert not told[0].goes_on
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
