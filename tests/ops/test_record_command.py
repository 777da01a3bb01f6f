"""`./run record`, `./run verify` and the night's tick: the public record grows, and what contradicts it is told."""

import argparse
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from peygir.core import clock
from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import read_note
from peygir.history.models import Event
from peygir.history.queries import timeline
from peygir.history.record.growing import record_folder
from peygir.journey.two_person import confirm_two_person_change
from peygir.ops.clock_rounds import ClockRounds
from peygir.ops.commands import record as command
from peygir.ops.commands import verify
from peygir.people.actions.two_person_changes import propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.two_person_queries import change_by_two
from tests import make
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


@pytest.fixture
def home(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEYGIR_HOME", str(tmp_path))
    make.report(text="a report")
    return tmp_path


def run(**words: object) -> int:
    given: dict[str, object] = {"dump": None, "verifier": None, "json": False, "new_key": False, "new_log": False}
    return command.run(argparse.Namespace(**(given | words)))


def test_the_command_says_how_large_the_record_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(json=True) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["new"], printed["size"]) == (Event.objects.count(), Event.objects.count())
    assert run() == 0
    checkpoint = checkpoint_of(read_note(record_folder(home).checkpoint()))
    assert checkpoint.root.hex() == printed["root"]
    assert printed["key"] in capsys.readouterr().out


def test_what_it_writes_for_auditors_checks_itself(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script, dump = home / "verify_record.py", home / "events.jsonl"
    assert run(json=True, dump=str(dump), verifier=str(script)) == 0
    key = json.loads(capsys.readouterr().out)["key"]
    words = [sys.executable, "-I", "-S", str(script), str(home / "record"), "--key", key, "--rows", str(dump)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_night_extends_the_record(home: Path) -> None:
    ClockRounds(home)(clock.now().replace(hour=8) + timedelta(days=1))  # in the morning of Iran, not before three
    checkpoint = checkpoint_of(read_note(record_folder(home).checkpoint()))
    assert 0 < checkpoint.size <= Event.objects.count()


def test_a_changed_past_is_told_by_command_and_verify(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert verify.run(argparse.Namespace(json=False)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only")
        cursor.execute("UPDATE history_event SET hash = sha256(hash) WHERE id = (SELECT max(id) FROM history_event)")
    capsys.readouterr()
    assert run() == command.BROKEN
    assert "✗" in capsys.readouterr().out
    assert verify.run(argparse.Namespace(json=True)) == verify.BROKEN
    assert any("is not what was recorded" in words for words in json.loads(capsys.readouterr().out)["record"])


def test_a_restored_database_is_explained_and_two_people_begin_a_new_log(
    home: Path, capsys: pytest.CaptureFixture[str], town: Town
) -> None:
    assert run() == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only")
        cursor.execute("DELETE FROM history_event WHERE id = (SELECT max(id) FROM history_event)")
    capsys.readouterr()
    assert run() == command.BROKEN
    printed = capsys.readouterr().out
    assert "the database is older than the record" in printed
    assert "--new-log" in printed
    for words in ({"new_log": True}, {"new_key": True}):
        assert run(**words) == command.BROKEN
        assert "Two people agree to this first" in capsys.readouterr().out
    content = {"why": "restored", "note": "The disk broke."}
    kind = TwoPersonKind.RECORD_LOG
    number = propose_change(town.city_id, kind, "record", content, why="restored", by=town.admin)
    change = change_by_two(town.city_id, number)
    assert change is not None
    confirm_two_person_change(town.city_id, number, shown=change.shown, by=town.inspectorate)
    assert run(new_log=True) == 0
    assert "/record/2" in capsys.readouterr().out
    assert run(new_log=True) == command.BROKEN, "it was agreed once"
    assert verify.run(argparse.Namespace(json=True)) in (0, verify.BROKEN)
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["record"] == []


def test_two_people_change_the_key(home: Path, capsys: pytest.CaptureFixture[str], town: Town) -> None:
    assert run(json=True) == 0
    before = json.loads(capsys.readouterr().out)["key"]
    number = propose_change(
        town.city_id, TwoPersonKind.RECORD_KEY, "record", {"key": before}, why="a year is over", by=town.admin
    )
    change = change_by_two(town.city_id, number)
    assert change is not None
    assert confirm_two_person_change(town.city_id, number, shown=change.shown, by=town.inspectorate)
    assert run(json=True, new_key=True) == 0
    after = json.loads(capsys.readouterr().out)["key"]
    assert after != before
    [done] = [event for event in timeline("city", town.city_id) if event.kind == "change_carried_out"]
    assert done.data["result"] == after
