"""The replay: every record travels its whole way at its own times, whatever cuts it off, and the table says so."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import F

from lab.commands import replay as command
from lab.replay import boston, simulate
from lab.replay.simulate import Replay
from lab.replay.table import DepartmentCounts, make_table
from peygir.cases.models import Case, Report
from peygir.city import queries as city
from peygir.desks.answers.models import Message
from peygir.desks.promises.models import Promise
from peygir.desks.routing.models import Choice
from peygir.history.models import Event
from peygir.history.queries import timeline, verify
from peygir.journey.moments import Drain
from peygir.ops.ticking import LOCK
from tests import make
from tests.boston import RECORDS, write_records
from tests.drain import waiting
from tests.town import Town

pytestmark = pytest.mark.django_db
MOMENTS = 14  # eight openings, six closings


class CutOff(Exception):
    """Stands for a kill -9 in the middle of a moment."""


class Cut(Replay):
    """A run that dies when it is to work off jobs once more than `looks` times."""

    looks = 0

    def _open(self, record: boston.BostonRecord, drain: Drain) -> None:
        super()._open(record, self._counted(drain))

    def _close(self, record: boston.BostonRecord, drain: Drain) -> None:
        super()._close(record, self._counted(drain))

    def _counted(self, drain: Drain) -> Drain:
        def counted() -> int:
            self.looks -= 1
            if self.looks < 0:
                raise CutOff
            return drain()

        return counted


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    city.forget()
    yield
    city.forget()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_records(tmp_path / "records.parquet")


def replay(file: Path, kind: type[Replay] = Replay, **given: Any) -> tuple[list[boston.BostonRecord], int, Replay]:
    """Play a file to its end; gives its records, the city's id and the run."""
    archive = boston.read_archive(file)
    city_id = simulate.ensure_city(archive)
    run = kind(archive.records, city_id)
    for name, value in given.items():
        setattr(run, name, value)
    with simulate.alone():
        list(run.play())
    return archive.records, city_id, run


def case_of(number: int) -> Case:
    return Report.objects.get(idempotency_key=f"boston:{number}").case


def story(number: int) -> list[tuple[str, datetime, str]]:
    return [(event.kind, event.at, event.by) for event in timeline("case", case_of(number).pk)]


def at(text: str) -> datetime:
    """A moment of Boston's summer."""
    return datetime.fromisoformat(f"{text}-04:00").astimezone(UTC)


def run_command(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = command.run(argparse.Namespace(file=file, json=True, limit=None))
    return code, json.loads(capsys.readouterr().out)


def test_the_table_agrees_with_the_file_and_its_flag_differs_where_it_knows_less(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, table = run_command(file, capsys)
    assert code == 0
    assert table["agrees"] is True
    expected = DepartmentCounts(received=8, closed=6, open=2, on_time=3, overdue=3, without_target=2)
    assert DepartmentCounts(**table["all"]) == DepartmentCounts(**table["file"]) == expected
    assert table["flag"] == {"same": 5, "no_target": 2, "no_flag": 1, "other": 0}
    assert table["ownership_rule"] == {"same": 7, "other": 1}  # a pothole that went to another department
    assert table["moments_played"] == MOMENTS
    works = table["departments"]["Public Works Department"]
    assert DepartmentCounts(**works) == DepartmentCounts(received=4, closed=4, on_time=3, overdue=1)
    assert list(table["departments"]) == [
        "Public Works Department",
        "Parks & Recreation Department",
        "BTDT",
        "Inspectional Services",
    ]
    assert command.run(argparse.Namespace(file=file, json=False, limit=None)) == 0
    assert "agrees with the file" in capsys.readouterr().out


def test_a_record_is_opened_referred_taken_in_hand_done_and_closed_at_its_own_times(file: Path) -> None:
    replay(file)
    opened, closed = at("2011-07-01 09:00:00"), at("2011-07-02 10:30:00")
    assert story(101) == [
        ("case_opened", opened, "import"),
        ("case_read", opened, "system"),
        ("promises_given", opened, "import"),
        ("case_referred", opened, "import"),
        ("case_accepted", opened, "import"),
        ("case_finished", closed, "import"),
        ("case_closed", closed, "clock"),
    ]
    case = case_of(101)
    assert (case.state, case.close_kind, case.closed_at) == ("closed", "silence", closed)
    assert case.district is not None
    assert case.district.code == "back-bay"
    assert case.topic is not None
    assert case.topic.code == "pothole"
    assert {report.channel for report in case.reports.all()} == {"import"}
    assert not Message.objects.exists()
    # The rule's choice stands beside the record's.
    rule, record = Choice.objects.filter(case=case_of(103)).order_by("number")
    assert (rule.how, rule.is_applied, record.how, record.is_applied) == ("ownership", False, "import", True)
    assert rule.unit_id != record.unit_id
    assert record.unit_id == case_of(103).unit_id


def test_what_closes_the_second_it_opens_and_what_never_closes(file: Path) -> None:
    replay(file)
    moment = at("2011-07-01 09:00:00")
    assert {when for _, when, _ in story(103)} == {moment}
    assert [kind for kind, _, _ in story(103)][-2:] == ["case_finished", "case_closed"]
    assert case_of(104).state == case_of(105).state == "in_hand"
    assert Promise.objects.filter(case=case_of(105)).count() == 0


def test_promises_break_at_their_own_time_and_in_order(file: Path) -> None:
    replay(file)
    late = timedelta(microseconds=1)
    broken = Event.objects.filter(file="case", kind="promise_broken").order_by("pk")
    assert [(event.file_id, event.at) for event in broken] == [
        # A target before the opening: seen broken when the clock next moves, then the others at their own moments.
        (case_of(100).pk, at("2011-07-02 10:30:00")),
        (case_of(102).pk, at("2011-07-03 09:00:00") + late),
        (case_of(104).pk, at("2011-07-05 12:00:00") + late),
    ]
    events = list(Event.objects.filter(file="case").order_by("pk").values_list("at", flat=True))
    assert events == sorted(events)
    # Done in the second of the target is in time.
    promise = Promise.objects.get(case=case_of(106))
    assert (promise.kept_at, promise.broken_at) == (promise.due_at, None)


def test_ties_go_by_the_records_id_then_by_the_step(file: Path) -> None:
    records, _, _ = replay(file)
    kinds = ("case_opened", "case_closed")
    played = Event.objects.filter(file="case", kind__in=kinds).order_by("pk").values_list("file_id", "kind")
    ids = {case_of(record.id).pk: record.id for record in records}
    moments = [(ids[file_id], kind == "case_closed") for file_id, kind in played]
    assert moments[:7] == [
        (101, False),
        (102, False),
        (103, False),
        (103, True),
        (104, False),
        (105, False),
        (100, False),
    ]
    assert moments[7:9] == [(101, True), (106, False)]
    assert len(moments) == MOMENTS


@pytest.fixture
def whole(file: Path) -> dict[int, list[tuple[str, datetime, str]]]:
    """The stories of an uninterrupted run, of which nothing is left behind."""
    with transaction.atomic():
        records, _, _ = replay(file)
        stories = {record.id: story(record.id) for record in records}
        transaction.set_rollback(True)
    city.forget()
    return stories


@pytest.mark.parametrize("looks", range(0, 28, 3))
def test_cut_anywhere_and_run_again_it_ends_the_same(
    file: Path, looks: int, whole: dict[int, list[tuple[str, datetime, str]]]
) -> None:
    with pytest.raises(CutOff):
        replay(file, Cut, looks=looks)
    records, city_id, run = replay(file)
    assert not run.waiting()
    assert {record.id: story(record.id) for record in records} == whole
    assert sum(map(len, whole.values())) == 53
    assert make_table(records, city_id).agrees
    assert not verify().breaks
    assert Report.objects.filter(channel="import").count() == len(RECORDS)


def test_a_second_run_plays_nothing_and_loads_no_city(file: Path) -> None:
    replay(file)
    events = Event.objects.count()
    records, city_id, run = replay(file)
    assert (run.waiting(), Event.objects.count(), len(city.loads(city_id))) == ([], events, 1)
    assert make_table(records, city_id).agrees


def test_another_city_in_the_same_database_is_left_alone(file: Path, town: Town) -> None:
    code = make.report().code
    before = (make.kinds(code), waiting())
    assert before[1] > 0
    replay(file)
    assert (make.kinds(code), waiting()) == before


def test_a_clock_that_runs_on_the_database_is_a_reason_not_to_begin(file: Path) -> None:
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
        with pytest.raises(simulate.ClockIsRunning), simulate.alone():
            pass
    replay(file)


def test_a_table_that_does_not_agree_is_told_by_the_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replay(file)
    # What was kept is read from the story again; what was promised is written nowhere else.
    Promise.objects.filter(case=case_of(101)).update(due_at=F("given_at"), given_due_at=F("given_at"))
    code, told = run_command(file, capsys)
    assert (code, told["agrees"]) == (command.DISAGREES, False)
    assert told["flag"]["other"] == 1


def test_a_trial_plays_the_first_records_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(argparse.Namespace(file=file, json=True, limit=3)) == 0
    assert json.loads(capsys.readouterr().out)["all"]["received"] == 3
    assert run_command(file, capsys)[0] == 0
