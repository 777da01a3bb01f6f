"""`./run lake` and the night's job: what they write, to which root it belongs, and that a kill -9 does no harm."""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from peygir.cases.models import Case
from peygir.core import clock
from peygir.history.queries import last_event_settled, root_up_to
from peygir.journey.lake import WRITE_LAKE, lake_folder, update_lake
from peygir.journey.night import tidy
from peygir.ops import merkle_log
from peygir.ops.commands import lake as command
from peygir.outlook.insight.lake.manifest import Manifest, read_manifest
from tests import make
from tests.drain import drain
from tests.lake_town import city_of, written
from tests.town import CODE, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
KILLED_AFTER = (1, 5, 9, 3)
"""Files after which runs are killed: twice in the month of cases, then twice in the tables of names."""


def manifest() -> Manifest:
    """The lake's manifest."""
    known = read_manifest(lake_folder())
    assert known is not None
    return known


def printed(capsys: pytest.CaptureFixture[str], **given: bool) -> dict[str, object]:
    """What the command prints as JSON."""
    capsys.readouterr()
    assert command.run(argparse.Namespace(**{"whole": False, "json": True, **given})) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_command_says_what_the_lake_holds(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    make.referred()
    first = printed(capsys)
    assert first["is_whole"] is True
    assert first["root"] == root_up_to(last_event_settled()).root
    make.referred(phone=PHONES[1])
    second = printed(capsys)
    assert second["is_whole"] is False
    tables = second["tables"]
    assert isinstance(tables, dict)
    assert tables["case"] == Case.objects.count() == 2
    assert printed(capsys, whole=True)["tables"] == tables
    assert command.run(argparse.Namespace(whole=False, json=False)) == 0
    assert manifest().root in capsys.readouterr().out


def test_the_night_writes_it_up_to_the_root_of_the_book(town: Town, town_clock: TownClock) -> None:
    make.referred()
    root = merkle_log.write_root(Path(settings.HOME), clock.now(), "Asia/Tehran")
    tidy(clock.now(), before=clock.now())
    make.report(phone=PHONES[1])
    jobs = drain()
    assert [job.file_id for job in jobs if job.action == WRITE_LAKE] == [town.city_id]
    assert (manifest().last_event, manifest().root) == (root.last_event, root.root)
    assert manifest().rows_of("event") > 0
    town_clock.forward(days=1)
    update_lake(town.city_id)
    assert manifest().last_event == last_event_settled() > root.last_event, "the book has nothing newer"


@pytest.mark.slow
def test_a_kill_leaves_the_lake_as_it_was_and_the_next_run_goes_on(
    live_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = urlsplit(os.environ["PEYGIR_DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    for name, value in (("CITY", CODE), ("DATABASE_URL", url.geturl()), ("HOME", str(tmp_path))):
        monkeypatch.setenv(f"PEYGIR_{name}", value)
    make.referred()
    for files in KILLED_AFTER:
        before = read_manifest(lake_folder())
        done = subprocess.run([sys.executable, "-m", "tests.lake_process", str(files)], check=False, timeout=240)
        assert done.returncode == -signal.SIGKILL
        assert read_manifest(lake_folder()) == before
    stale = lake_folder() / "case" / "140502-1.new"
    stale.write_bytes(b"half a file")
    assert update_lake(live_town.city_id).is_whole
    assert not stale.exists()
    again = written(tmp_path / "another", live_town).manifest
    assert manifest().tables == again.tables, "the same as one that was never killed"
    assert city_of(live_town).code == manifest().city
