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
from peygir.history.record.growing import record_folder
from peygir.ops.commands import clock as ticking
from peygir.ops.commands import record as command
from peygir.ops.commands import verify
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
    ticking.tick(clock.now() + timedelta(days=1))
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
