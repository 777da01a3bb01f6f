"""Old records of another system: every fault listed, a dry run writes nothing, each row once though it is killed."""

import csv
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import xlsxwriter
from django.db import connection

from peygir.cases.models import Case, Report
from peygir.desks.partners import queries
from peygir.desks.partners.actions import MappingIsWrong, SourceIsWrong, TableIsBeingTaken, ask_import, keep_mapping
from peygir.desks.partners.models import ImportOrder
from peygir.desks.promises.models import Promise
from peygir.history.queries import timeline, verify
from peygir.journey.import_orders import look_at
from peygir.journey.importing import judge_file, take_over
from peygir.ops import taking_over
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM
from tests import make
from tests.town import CODE, Town, point_in

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
COLUMNS = {
    "number": "شماره",
    "opened_at": "تاریخ",
    "topic": "موضوع",
    "text": "شرح",
    "lat": "lat",
    "lon": "lon",
    "phone": "تلفن",
    "name": "نام",
    "unit": "واحد",
    "due_at": "مهلت",
    "closed_at": "پایان",
    "district": "منطقه",
}


def row(number: Any, **more: str) -> dict[str, str]:
    lat, lon = point_in("1")
    row_values = {
        "number": str(number),
        "opened_at": "۱۴۰۲/۰۵/۰۳ ۰۹:۱۵",
        "topic": "CIV-01",
        "text": "چاله در خیابان",
        "lat": str(lat),
        "lon": str(lon),
        "unit": "D-01",
        **more,
    }
    return {COLUMNS[field]: value for field, value in row_values.items()}


def table(folder: Path, *rows: Mapping[str, str], separator: str = ",") -> Path:
    path = folder / "old.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS.values()), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def take(path: Path, source: str = "old-137") -> list[tuple[int, int]]:
    return list(take_over(judge_file(path, COLUMNS), source, file_name=path.name, columns=COLUMNS, by=SYSTEM))


def test_a_record_keeps_its_own_times(town: Town, tmp_path: Path) -> None:
    took = take(
        table(
            tmp_path,
            row(7, phone="0917 111 2233", name="زهرا", due_at="1402/05/10", closed_at="2023-07-30 12:00"),
            row(8, unit="", opened_at="2024-02-29T23:59:00+03:30"),
            separator=";",
        )
    )
    assert took == [(1, 2), (2, 2)]
    done, still = Report.objects.select_related("case", "citizen").order_by("idempotency_key")
    assert done.idempotency_key == "import:old-137:7"
    opened, closed = datetime(2023, 7, 25, 5, 45, tzinfo=UTC), datetime(2023, 7, 30, 8, 30, tzinfo=UTC)
    assert (done.received_at, done.case.opened_at, done.case.closed_at) == (opened, opened, closed)
    assert (done.case.state, done.case.close_kind, done.case.topic.code) == ("closed", "silence", "CIV-01")  # type: ignore[union-attr]
    assert done.citizen is not None
    assert (done.citizen.phone, done.citizen.name) == ("+989171112233", "زهرا")
    assert done.case.code.startswith("02"), "the year of its code is its own"
    events = timeline("case", done.case_id)
    assert {event.at for event in events} == {opened, closed}
    finish = Promise.objects.get(case_id=done.case_id, kind="finish")
    assert finish.kept_at == closed
    assert still.case.opened_at == datetime(2024, 2, 29, 20, 29, tzinfo=UTC)
    # The city's own data does not reach back so far, so nobody's case is the centre's.
    assert (still.case.unit_id, still.case.state) == (town.units["C"], "referred")
    assert verify().breaks == []
    assert make.kinds(done.case.code).count("case_referred") >= 1


def test_again_changes_nothing_and_a_longer_table_goes_on(town: Town, tmp_path: Path) -> None:
    path = table(tmp_path, row(1), row(2))
    take(path)
    take(path)
    assert Case.objects.count() == 2
    [batch] = queries.batches()
    assert (batch.rows, batch.taken, batch.known, batch.last_row) == (2, 2, 0, 3)
    assert batch.ended_at is not None
    take(table(tmp_path, row(1), row(2), row("۳")))
    assert Case.objects.count() == 3
    assert [(one.taken, one.known) for one in queries.batches()] == [(1, 2), (2, 0)]
    take(path, source="another")
    assert Case.objects.count() == 6, "numbers of another source are its own"
    kinds = [event.kind for event in timeline("city", town.city_id)]
    assert kinds.count("import_begun") == kinds.count("import_ended") == 3


def test_every_fault_is_listed_and_nothing_written(town: Town, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        row(1),
        row(""),
        row(2, opened_at="دیروز"),
        row(3, opened_at="1499/01/01"),
        row(4, topic="پرواز"),
        row(5, unit="X-9", district="99"),
        row(6, lat="۹۹", lon="abc"),
        row(7, phone="12"),
        row(1),
        row(8, closed_at="1401/01/01"),
        row(9, lat="", lon=""),
        row(10, topic="", text=""),
        row("x" * 51),
        row(11, text="ن" * 4001),
        row(12, opened_at=""),
        row(13, opened_at="1402/13/45"),
    )
    judged = judge_file(path, COLUMNS)
    assert [(fault.row, fault.field, fault.why.name) for fault in judged.faults] == [
        (3, "number", "ColumnIsEmpty"),
        (4, "opened_at", "MomentIsUnreadable"),
        (5, "opened_at", "MomentIsToCome"),
        (6, "topic", "NameIsUnknown"),
        (7, "district", "NameIsUnknown"),
        (7, "unit", "NameIsUnknown"),
        (8, "lon", "NumberIsNoDegree"),
        (8, "address", "RecordIsNowhere"),
        (9, "phone", "PhoneIsNotValid"),
        (10, "number", "NumberComesTwice"),
        (11, "closed_at", "EndsBeforeItBegins"),
        (12, "address", "RecordIsNowhere"),
        (13, "text", "RecordSaysNothing"),
        (14, "number", "ValueIsTooLong"),
        (15, "text", "ValueIsTooLong"),
        (16, "opened_at", "ColumnIsEmpty"),
        (17, "opened_at", "MomentIsUnreadable"),
    ] or judged.faults
    assert len(judged.records) == 1
    assert all(not fault.why.words("fa").isascii() and fault.why.words("en") for fault in judged.faults)
    assert Report.objects.count() == 0


def test_excel_and_names_instead_of_codes(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    lat, lon = point_in("1")
    sheet.write_row(0, 0, list(COLUMNS.values()))
    sheet.write_row(1, 0, [17, None, "چالهٔ آسفالت", "گودال", lat, lon, None, None, "D-01"])
    sheet.write_datetime(1, 1, datetime.fromisoformat("2023-07-25T09:15"), day)
    book.close()
    judged = judge_file(path, COLUMNS)
    names = {fault.field for fault in judged.faults}
    assert names <= {"topic"}, [fault.why.words("en") for fault in judged.faults]
    assert judged.sheet.rows[0][1][0] == "17"


def test_columns_are_kept_by_name(town: Town, tmp_path: Path) -> None:
    keep_mapping("بایگانی ۱۴۰۲", COLUMNS, by=town.admin)
    assert queries.mapping("بایگانی ۱۴۰۲") == COLUMNS
    with make.refused(NotYourWork):
        keep_mapping("x", COLUMNS, by=town.clerk)
    path = table(tmp_path, row(1))
    for wrong in ({"number": "شماره"}, {**COLUMNS, "flight": "lat"}, {**COLUMNS, "text": "no such heading"}):
        with make.refused(MappingIsWrong):
            judge_file(path, wrong)
    with make.refused(SourceIsWrong):
        take(path, source="سامانه")


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on(live_town: Town, tmp_path: Path) -> None:
    path = table(tmp_path, *(row(number, closed_at="1402/06/01") for number in range(1, 61)))
    pairs = [part for field, heading in COLUMNS.items() for part in ("--map", f"{field}={heading}")]
    command = [sys.executable, "-m", "tests.import_process", str(path), "--source", "old", *pairs]
    url = urlsplit(os.environ["PEYGIR_DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {**os.environ, "PEYGIR_CITY": CODE, "PEYGIR_DATABASE_URL": url.geturl()}
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ends = time.monotonic() + 240
    while Report.objects.count() < 10 and first.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    taken = Report.objects.count()
    assert 10 <= taken < 60
    assert Case.objects.filter(state="closed").count() == taken, "whole records alone"
    done = subprocess.run(command, env=environment, capture_output=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert Report.objects.count() == Case.objects.filter(state="closed").count() == 60
    [batch] = queries.batches()
    assert (batch.taken, batch.known) == (60, 0)


@pytest.mark.slow
def test_the_worker_takes_over_what_was_asked_for_though_it_is_killed(
    live_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = urlsplit(os.environ["PEYGIR_DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    for name, value in {
        "PEYGIR_CITY": CODE,
        "PEYGIR_DATABASE_URL": url.geturl(),
        "PEYGIR_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "peygir.settings",
    }.items():
        monkeypatch.setenv(name, value)
    path = table(tmp_path, *(row(number) for number in range(1, 41)))
    _, order = look_at(path, COLUMNS, file_name="old.csv", by=live_town.admin)
    ask_import(order, source="old", by=live_town.admin)
    process = subprocess.Popen([sys.executable, "-m", "peygir.ops.taking_over", str(order)])
    ends = time.monotonic() + 240
    while Report.objects.count() < 5 and process.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    with make.refused(TableIsBeingTaken):
        take(path, source="old")  # the command, at the same time
    process.send_signal(signal.SIGKILL)
    process.wait()
    taken = Report.objects.count()
    assert 5 <= taken < 40
    assert ImportOrder.objects.get().state == "running"
    assert taking_over.look_once(threading.Event())
    assert Report.objects.count() == Case.objects.count() == 40
    [batch] = queries.batches()
    assert (batch.taken, batch.known) == (40, 0)
    assert ImportOrder.objects.get().state == "done"
    assert not taking_over.look_once(threading.Event())


def test_what_ends_again_and_again_is_left_to_a_person(live_town: Town, tmp_path: Path) -> None:
    path = table(tmp_path, row(1))
    _, order = look_at(path, COLUMNS, file_name="old.csv", by=live_town.admin)
    ask_import(order, source="old", by=live_town.admin)
    ends: list[int] = []

    def falls(order_id: int, stopped: threading.Event) -> int:
        ends.append(order_id)
        return -9

    assert taking_over.look_once(threading.Event(), run=falls)
    assert ends == [order] * taking_over.MOST_ENDS
    [line] = queries.open_orders()
    assert (line.state, line.share) == ("failed", 0)
    assert "نیمه‌کاره" in line.why[0]
    assert queries.next_order() is None
