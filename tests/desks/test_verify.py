"""`./run verify` finds a line that was changed, removed, put in another's place or cut off, and a changed column."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from peygir.cases.models import Case
from peygir.core import clock
from peygir.history.queries import Verified, verify
from peygir.ops import merkle_log
from peygir.ops.commands import verify as command
from tests import make
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


@pytest.fixture
def case_id(town: Town) -> int:
    """A case with a story, in a database that no longer refuses to change it; everything holds before."""
    code = make.done()
    make.report(text="a second file")
    assert not verify().breaks
    with connection.cursor() as cursor:
        # Pending checks of foreign keys would forbid to alter the table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only")
    return make.case(code).pk


def tamper(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def only_break(verified: Verified, case_id: int) -> tuple[int, str]:
    """The number and reason of the one break, which must be in this case's file."""
    [found] = verified.breaks
    assert (found.file, found.file_id) == ("case", case_id)
    return found.number, found.why


def test_the_database_itself_refuses_to_change_a_line(town: Town) -> None:
    make.report()
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        tamper("UPDATE history_event SET kind = 'case_closed'")


def test_a_changed_text_is_found(case_id: int) -> None:
    changed = "UPDATE history_event SET body = replace(body, 'web', 'api') WHERE file_id = %s AND number = 1"
    assert tamper(changed, case_id) == 1
    number, why = only_break(verify(), case_id)
    assert number == 1
    assert "changed" in why


def test_a_changed_text_with_a_fitting_hash_breaks_at_the_next_line(case_id: int) -> None:
    tamper(
        "UPDATE history_event SET body = replace(body, 'web', 'api'),"
        " hash = sha256(decode(repeat('00', 32), 'hex') || convert_to(replace(body, 'web', 'api'), 'UTF8'))"
        " WHERE file_id = %s AND number = 1",
        case_id,
    )
    assert only_break(verify(), case_id)[0] == 2


@pytest.mark.parametrize(
    ("column", "value"), [("kind", "'case_closed'"), ("by", "'staff:999'"), ("at", "at + interval '1 second'")]
)
def test_a_changed_column_is_found(case_id: int, column: str, value: str) -> None:
    tamper(f'UPDATE history_event SET "{column}" = {value} WHERE file_id = %s AND number = 2', case_id)
    number, why = only_break(verify(), case_id)
    assert number == 2
    assert f"“{column}”" in why


def test_a_missing_line_is_found(case_id: int) -> None:
    assert tamper("DELETE FROM history_event WHERE file_id = %s AND number = 2", case_id) == 1
    number, why = only_break(verify(), case_id)
    assert number == 2
    assert "missing" in why


def test_lines_in_each_others_place_are_found(case_id: int) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper("UPDATE history_event SET number = %s WHERE file_id = %s AND number = %s", new, case_id, old)
    found = verify().breaks
    assert {one.file_id for one in found} == {case_id}
    assert {one.number for one in found} >= {2, 3}


def test_a_cut_off_end_is_found(case_id: int) -> None:
    last = Case.objects.get(pk=case_id).event_count
    tamper("DELETE FROM history_event WHERE file_id = %s AND number = %s", case_id, last)
    number, why = only_break(verify(), case_id)
    assert number == last
    assert "counts" in why


def test_a_cut_off_end_is_found_though_the_count_was_made_to_fit(case_id: int) -> None:
    last = Case.objects.get(pk=case_id).event_count
    tamper("DELETE FROM history_event WHERE file_id = %s AND number = %s", case_id, last)
    tamper("UPDATE cases_case SET event_count = event_count - 1 WHERE id = %s", case_id)
    assert "not the one" in only_break(verify(), case_id)[1]


def test_a_line_added_at_the_end_is_found(case_id: int) -> None:
    tamper(
        "INSERT INTO history_event (file, file_id, number, kind, at, by, body, hash)"
        " SELECT file, file_id, number + 1, kind, at, by, body, hash FROM history_event"
        " WHERE file_id = %s ORDER BY number DESC LIMIT 1",
        case_id,
    )
    assert {one.file_id for one in verify().breaks} == {case_id}


def test_lines_without_a_file_are_found(case_id: int) -> None:
    tamper("UPDATE history_event SET file_id = 1 WHERE file_id = %s", case_id)
    assert {(one.file_id, one.file) for one in verify().breaks} == {(1, "case"), (case_id, "case")}


def test_a_past_rewritten_without_a_seam_is_found_by_the_book_outside_the_database(
    case_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PEYGIR_HOME", str(tmp_path))
    merkle_log.write_root(tmp_path, clock.now(), "Asia/Tehran")
    assert command.run(argparse.Namespace(json=False)) == 0
    last = Case.objects.get(pk=case_id).event_count
    tamper("DELETE FROM history_event WHERE file_id = %s AND number = %s", case_id, last)
    tamper(
        "UPDATE cases_case SET event_count = %s,"
        " event_head = (SELECT hash FROM history_event WHERE file_id = %s AND number = %s) WHERE id = %s",
        last - 1,
        case_id,
        last - 1,
        case_id,
    )
    assert not verify().breaks
    capsys.readouterr()
    assert command.run(argparse.Namespace(json=False)) == command.BROKEN
    assert "the book's root of" in capsys.readouterr().out


def test_the_command_tells_each_break_in_one_line(case_id: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(argparse.Namespace(json=False)) == 0
    whole = capsys.readouterr().out
    assert verify().root in whole
    tamper("DELETE FROM history_event WHERE file_id = %s AND number = 2", case_id)
    assert command.run(argparse.Namespace(json=False)) == command.BROKEN
    [line] = [line for line in capsys.readouterr().out.splitlines() if str(case_id) in line]
    assert line.startswith(f"✗ case {case_id}, line 2: ")
    assert command.run(argparse.Namespace(json=True)) == command.BROKEN
    output = json.loads(capsys.readouterr().out)
    assert [(found["file_id"], found["number"]) for found in output["breaks"]] == [(case_id, 2)]
    assert output["files"] > 2
    assert output["events"] > 5
