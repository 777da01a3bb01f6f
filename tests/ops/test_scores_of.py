"""Marks of replayed records: the months they cover, three ways to count “in time”, and what is played by then."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lab.bench import scores_of
from lab.bench.naive_shares import covered_months, naive_counts
from lab.replay import boston
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import UnitMark
from peygir.outlook.scoring.months import month_named
from tests.boston import write_records

pytestmark = pytest.mark.django_db
MONTH = month_named("1390-05")  # 23 July to 22 August 2011
DAYS = 46


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    city.forget()
    yield
    city.forget()


def _records() -> Iterator[tuple[Any, ...]]:
    """A pothole a day from 10 July, due in a week: of four, two in time, one late, one only after the closing.

    Another department closes a request without a target every fourth day, which the city flags as in time.
    """
    for number in range(DAYS):
        opened = datetime.fromisoformat("2011-07-10 09:00:00") + timedelta(days=number)
        took, flag = ((3, "ONTIME"), (10, "OVERDUE"), (80, "OVERDUE"), (3, "ONTIME"))[number % 4]
        due, closed = opened + timedelta(days=7), opened + timedelta(days=took)
        yield number, str(opened), str(due), str(closed), flag, "Pothole", "PWDx", "Roxbury"
        if not number % 4:
            yield 1000 + number, str(opened), None, str(opened), "ONTIME", "Bed Bugs", "ISD_", "Fenway"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The records as a file."""
    return write_records(tmp_path / "records.parquet", records=list(_records()))


def test_the_months_are_those_that_the_records_cover(file: Path) -> None:
    archive = boston.read_archive(file)
    assert [month.name for month in covered_months(archive.records)] == ["1390-05"]
    assert covered_months([record for record in archive.records if record.opened_at.month == 7]) == []


def test_the_naive_shares_leave_out_what_is_still_open(file: Path) -> None:
    closing = scores_of.closing_moment(MONTH, 15)
    assert closing.isoformat() == "2011-09-06T10:00:00+00:00"
    counts = naive_counts(boston.read_archive(file).records, MONTH, closing)
    works = counts["pwdx"]
    assert (works.closed_in_time, works.closed) == (works.flagged_in_time, works.flagged) == (16, 24)
    assert (works.due_in_time, works.due, works.due_open) == (16, 31, 8)
    bugs = counts["isd"]
    assert (bugs.flagged_in_time, bugs.flagged, bugs.closed, bugs.due) == (7, 7, 0, 0)


def test_a_month_is_closed_with_what_was_played_by_then(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores_of.main(str(file))
    months = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [month["month"] for month in months] == ["1390-05"]
    works, bugs = months[0]["departments"]
    assert (works["department"], works["mark"]["n"]) == ("Public Works Department", 31)
    assert works["mark"]["share"] == pytest.approx(16 / 31)
    assert works["mark"]["low"] < 16 / 31 < works["mark"]["high"]
    assert works["mark"]["share"] < works["closed"]["share"] == pytest.approx(16 / 24)
    assert works["mark"]["mark_low"] < works["mark"]["mark"] < works["mark"]["mark_high"]
    assert (bugs["flagged"]["share"], bugs["mark"]["share"], bugs["mark"]["mark"]) == (1.0, None, None)
    city_id = city.current_city("boston").id
    assert Case.objects.filter(city_id=city_id, closed_at__gt=scores_of.closing_moment(MONTH, 15)).count() == 0
    assert actions.verify_month(city_id, MONTH).differences == ()
    months[0]["verified"] = [True]
    assert scores_of.is_good(months)
    scores_of.show(months)
    assert "51.6 % of 31" in capsys.readouterr().out
    marks = UnitMark.objects.count()
    scores_of.main(str(file))
    again = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert again[0]["digest"] == months[0]["digest"]
    assert UnitMark.objects.count() == marks


def test_a_share_that_the_file_does_not_give_is_a_fault() -> None:
    row = {"mark": {"n": 31, "share": 0.5161}, "due": {"n": 31, "share": 16 / 31}}
    month = {"departments": [row], "verified": [True]}
    assert not scores_of.is_good([month])
    row["mark"]["share"] = 16 / 31
    assert scores_of.is_good([month])
    assert not scores_of.is_good([{**month, "verified": [True, False]}])
    assert not scores_of.is_good([])
