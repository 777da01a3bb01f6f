"""Backups of a city while photos come in and are made ready: none fails, and each holds every file its rows name."""

import itertools
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from peygir.desks.intake.actions import prepare_photos
from peygir.desks.intake.models import Photo
from peygir.gateways.outbox import OutboxFile
from peygir.media import files, leaving
from peygir.ops.backups import keys, restoring
from peygir.ops.backups.restoring import check_backup, restore_backup
from peygir.ops.backups.writing import write_backup
from peygir.ops.binaries import wheel_programs
from peygir.ops.cluster import OWNER, SUPERUSER
from peygir.ops.database import check, running_cluster
from peygir.ops.paths import make_home
from peygir.ops.postgres import make_database
from peygir.ops.roles import with_role
from tests import make
from tests.server import HOME
from tests.town import Town

ROUNDS = 20
PRIVATE, PUBLIC = keys.new_key()
FILE = re.compile(r"\b[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+")


@contextmanager
def keeps_doing(*deeds: Callable[[], object]) -> Iterator[list[BaseException]]:
    """Each deed again and again in a thread of its own; yields what went wrong."""
    over, wrong = threading.Event(), list[BaseException]()

    def go_on(deed: Callable[[], object]) -> None:
        try:
            while not over.is_set():
                deed()
        except BaseException as failure:
            wrong.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=go_on, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        over.set()
        for thread in threads:
            thread.join()


def prepare_all() -> None:
    """What the worker does with each upload: save the safe picture, change the row, delete the raw one."""
    for case_id in Photo.objects.filter(state="pending").values_list("case_id", flat=True)[:20]:
        prepare_photos(case_id, 0)


def named_by_rows(parts: list[bytes]) -> set[str]:
    """The names of files in the rows of a dump."""
    program = str(wheel_programs() / "pg_restore")
    command = [program, "--data-only", "--table=intake_photo", "--file=-"]
    done = subprocess.run(command, input=b"".join(parts), capture_output=True, check=True)
    return set(FILE.findall(done.stdout.decode()))


@pytest.fixture
def url() -> str:
    """The test database for a role that may read all of it."""
    with_name = with_role(os.environ["PEYGIR_DATABASE_URL"], SUPERUSER)
    return with_name.replace("/peygir?", f"/{connection.settings_dict['NAME']}?")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the embedded server's own roles")
def test_twenty_of_twenty_hold_every_file_that_their_rows_name(live_town: Town, url: str, tmp_path: Path) -> None:
    home, place = Path(settings.HOME), tmp_path / "backups"
    place.mkdir()
    key = tmp_path / "key.txt"
    key.write_text(PRIVATE)
    private, numbers = keys.private_keys(key), itertools.count()
    outbox = OutboxFile(home / "outbox" / "sms.jsonl")

    def report() -> None:
        make.report(text=f"چالهٔ {next(numbers)}", photos_raw=[make.photo()] * 2)

    def message() -> None:
        outbox.write(f"m{next(numbers)}", {"body": "x" * 5000})

    seen = set[str]()
    with keeps_doing(report, prepare_all, message) as wrong:
        for number in range(ROUNDS):
            file = place / f"{number}.age"
            write_backup(file, url=url, home=home, keys=[PUBLIC])
            checked = check_backup(file, private)
            with restoring._opened(file, private) as (plain, _):
                named = named_by_rows(list(restoring._parts(plain)))
            held = {member.name.removeprefix("home/uploads/") for member in checked.files}
            assert named <= held, f"round {number}"
            seen |= named
            if number < ROUNDS - 1:
                file.unlink()
    assert not wrong
    leaving.clear(home / "uploads")  # as the next deletion does
    assert not (home / "uploads" / leaving.ASIDE).exists()
    assert any(name.endswith(".raw") for name in seen)
    assert any(name.endswith(".jpg") for name in seen)
    _comes_back(place / f"{ROUNDS - 1}.age", private, tmp_path)


def _comes_back(file: Path, private: list[Any], tmp_path: Path) -> None:
    """The last backup, restored by an ordinary role, and every history in it holds."""
    with running_cluster(HOME) as cluster:
        make_database(cluster, "restored")
        target = cluster.url("restored", role=OWNER)
        check(target)
        home = make_home(tmp_path / "restored")
        restore_backup(file, url=target, home=home, keys=private)
        environment = {**os.environ, "DATABASE_URL": target, "PEYGIR_HOME": str(home)}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "peygir.ops", "verify", "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["breaks"] == []


def test_while_a_backup_is_made_what_is_deleted_is_kept_for_it(town: Town) -> None:
    uploads = Path(settings.UPLOADS)
    early, late, after = (files.save(data, "raw", is_own=True) for data in (b"1", b"2", b"3"))
    files.delete(early)
    with leaving.kept_for_backup(uploads) as aside:
        files.delete(late)
        files.delete(late)
        with pytest.raises(files.FileIsMissing):
            files.open(late)
        assert (aside / late).read_bytes() == b"2"
        assert not (aside / early).exists()
    assert not aside.exists()
    files.delete(after)
    assert not (uploads / after).exists()
    (aside / "left").mkdir(parents=True)  # by a backup that was killed
    leaving.clear(uploads)
    assert not aside.exists()
