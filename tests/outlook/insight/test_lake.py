"""The lake of a small town: it holds what the database holds, whatever happened to the runs that wrote it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from peygir.cases.models import Case
from peygir.core import clock
from peygir.history.models import Event
from peygir.outlook.insight.engines.embedded import lake_reader
from peygir.outlook.insight.engines.fresh import fresh_rows
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.lake.columns import BY_NAME, FACTS
from peygir.outlook.insight.lake.lock import TheLakeIsBeingWritten
from peygir.outlook.insight.lake.manifest import BUILDING, NoLakeYet, read_manifest, write_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from tests import make
from tests.drain import drain
from tests.lake_town import city_of, fill, written
from tests.scores import LivedMonth
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
Rows = list[tuple[Any, ...]]


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """Something in every table."""
    return fill(town, town_clock)


def in_order(rows: Rows) -> Rows:
    """Rows in an order that no engine decides."""
    return sorted(rows, key=repr)


def holds_what_the_database_holds(folder: Path, town: Town) -> None:
    """Every table of the lake is, row by row, what PostgreSQL gives now."""
    tables = lake_tables()
    with lake_reader(folder) as opened_lake:
        for name in BY_NAME:
            expression = getattr(tables, name).select(*BY_NAME[name].kinds)
            there = in_order(fresh_rows(city_of(town), expression, now=clock.now()))
            assert in_order(opened_lake.rows(expression)) == there, name


def test_it_holds_what_the_database_holds(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    run = written(tmp_path, town)
    assert run.is_whole
    assert run.manifest.rows_of("case") == Case.objects.count()
    assert run.manifest.rows_of("event") == Event.objects.filter(file="case").count()
    for name in BY_NAME:
        assert run.manifest.rows_of(name), name
    holds_what_the_database_holds(tmp_path, town)


def test_a_second_run_takes_only_what_changed(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    first = written(tmp_path, town).manifest
    code = make.referred(phone=PHONES[7], district="2")
    make.command(lived.never, "decline", town.clerk, note="سنگفرش است و چاله نیست")
    drain()
    run = written(tmp_path, town)
    assert not run.is_whole
    assert run.manifest.last_event > first.last_event
    assert run.manifest.root != first.root
    assert run.manifest.rows_of("case") == first.rows_of("case") + 1
    holds_what_the_database_holds(tmp_path, town)
    assert make.case(code).opened_at > make.case(lived.never).opened_at
    assert len(run.manifest.tables["event"]) == 2, "one file a month"


def test_a_run_without_news_changes_nothing(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    first = written(tmp_path, town).manifest
    again = written(tmp_path, town).manifest
    assert again.tables == first.tables
    whole = written(tmp_path, town, is_whole=True).manifest
    assert whole.tables == first.tables, "the same rows give the same files"


def test_what_may_no_longer_be_told_leaves_it(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    written(tmp_path, town)
    case = make.case(lived.never)
    make.command(lived.never, "decline", town.clerk, note="سنگفرش است و چاله نیست")
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    written(tmp_path, town)
    tables = lake_tables()
    with lake_reader(tmp_path) as opened_lake:
        for table in FACTS:
            if "case_id" in table.kinds:
                assert case.pk not in {
                    row[0] for row in opened_lake.rows(getattr(tables, table.name).select("case_id"))
                }
    holds_what_the_database_holds(tmp_path, town)


class Killed(Exception):
    """The process ends here."""


def test_a_killed_run_is_made_good_by_the_next(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    """Wherever it is killed: the whole writing, and a later one of what changed."""
    folder = tmp_path / "lake"
    _kill_until_done(folder, town, is_whole=True)
    holds_what_the_database_holds(folder, town)
    make.referred(phone=PHONES[7], district="2")
    make.command(lived.never, "decline", town.clerk, note="سنگفرش است و چاله نیست")
    drain()
    before = read_manifest(folder)
    _kill_until_done(folder, town, is_whole=False)
    after = read_manifest(folder)
    assert before is not None
    assert after is not None
    assert after.last_event > before.last_event
    holds_what_the_database_holds(folder, town)
    kept = {path.name for path in folder.glob("*/*.parquet")}
    assert kept >= {file.name for files in after.tables.values() for file in files.values()}
    assert not list(folder.glob("*/*.new"))


def _kill_until_done(folder: Path, town: Town, *, is_whole: bool) -> None:
    """Kill runs after their first file, then after two, and so on, until one comes to its end."""
    for most in range(1, 200):
        left = most

        def count(table: str, rows: int) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise Killed(table)

        before = read_manifest(folder)
        try:
            written(folder, town, is_whole=is_whole, progress=count)
        except Killed:
            assert read_manifest(folder) == before, "readers see the lake as it was"
            continue
        return
    raise AssertionError("no run came to its end")


def test_a_whole_run_goes_on_where_it_was_killed(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    def kill(table: str, rows: int) -> None:
        if table == "day":
            raise Killed(table)

    with pytest.raises(Killed):
        written(tmp_path, town, progress=kill)
    half = read_manifest(tmp_path, BUILDING)
    assert half is not None
    assert half.rows_of("case") == Case.objects.count()
    with pytest.raises(NoLakeYet), lake_reader(tmp_path):
        pass
    seen: list[str] = []
    run = written(tmp_path, town, progress=lambda table, rows: seen.append(table))
    assert "case" not in seen
    assert run.manifest.last_event == half.last_event, "what happened since comes with the next run"
    assert read_manifest(tmp_path, BUILDING) is None


def test_a_lake_of_another_version_or_that_cannot_be_read_is_written_anew(
    town: Town, lived: LivedMonth, tmp_path: Path
) -> None:
    first = written(tmp_path, town).manifest
    write_manifest(tmp_path, replace(first, version=VERSION + 1))
    with pytest.raises(NoLakeYet), lake_reader(tmp_path):
        pass
    assert written(tmp_path, town).is_whole
    for text in ("", "[]", "{}", '{"tables": {"case": 1}}', (tmp_path / "manifest.json").read_text()[:-20]):
        (tmp_path / "manifest.json").write_text(text)
        assert read_manifest(tmp_path) is None
        assert written(tmp_path, town).manifest.tables == first.tables


def test_a_lake_of_a_database_that_was_restored_since_is_written_anew(
    town: Town, lived: LivedMonth, tmp_path: Path
) -> None:
    with transaction.atomic():
        code = make.referred(phone=PHONES[7])
        later = written(tmp_path, town).manifest
        transaction.set_rollback(True)
    assert not Case.objects.filter(code=code).exists()
    run = written(tmp_path, town)
    assert run.is_whole
    assert run.manifest.rows_of("case") == later.rows_of("case") - 1
    make.referred(phone=PHONES[8])
    make.referred(phone=PHONES[9])
    assert not written(tmp_path, town).is_whole
    holds_what_the_database_holds(tmp_path, town)


def test_two_runs_at_once_are_refused(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    def write_too(table: str, rows: int) -> None:
        with pytest.raises(TheLakeIsBeingWritten):
            written(tmp_path, town)

    written(tmp_path, town, progress=write_too)


def test_a_run_deletes_what_no_reader_needs(
    town: Town, lived: LivedMonth, tmp_path: Path, town_clock: TownClock
) -> None:
    for _night in range(4):
        town_clock.forward(days=1)
        make.referred(phone=PHONES[7])
        run = written(tmp_path, town)
    names = {path.name for path in tmp_path.glob("event/*.parquet")}
    assert len(names) <= 2 * len(run.manifest.tables["event"]), "those of this manifest and of the one before"
    assert timedelta(0) <= clock.now() - make.moment(run.manifest.as_of) < timedelta(minutes=1)
