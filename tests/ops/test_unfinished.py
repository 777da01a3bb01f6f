"""A recovery or a restore that was cut off is never served, and where there is no city nothing is backed up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lab.bench.pairs import run
from peygir.core import clock
from peygir.ops import archiving, database, dump, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups.restoring import restore_backup
from peygir.ops.backups.writing import NOTE, write_backup
from peygir.ops.cluster import cluster_of
from peygir.ops.paths import make_home
from peygir.ops.unfinished import MARK, HomeIsUnfinished
from tests.recovering import TABLES, second_place, ship_rows, shipping_in, write


def test_a_recovery_that_was_killed_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before there is a database, and while the log is replayed; a start would open what is there."""
    key = second_place(tmp_path, monkeypatch)
    with database.running_cluster(tmp_path / "home") as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(tmp_path / "home", cluster)
        write(cluster, TABLES)
        shipping.base([], clock.now())
        for number in range(0, 400, 100):
            ship_rows(cluster, shipping, number, number + 99)
    place = os.environ[archiving.SETTING]
    monkeypatch.delenv(archiving.SETTING)
    for step in ("unpack", "replay"):
        new = tmp_path / step
        arguments = ["recover", "--latest", "--place", place, "--key", str(key), "--into", str(new)]
        command = [sys.executable, "-u", "-P", "-m", "peygir.ops", *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as recovering:
            assert recovering.stdout is not None
            for line in recovering.stdout:
                if line == f"… {step}\n":
                    break
            recovering.send_signal(signal.SIGKILL)
        postgres.stop(cluster_of(new, database_account()))
        for arguments in (["verify"], ["backup", str(tmp_path / "a.age")], ["serve", "--port", "0"]):
            refused = run(new, *arguments)
            assert (refused.returncode, "did not end" in refused.stderr) == (2, True), refused.stderr


def test_a_restore_that_was_cut_off_before_its_photos_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    old, new, file = make_home(tmp_path / "old"), make_home(tmp_path / "new"), tmp_path / "city.tar"
    (old / "uploads" / "a.jpg").write_text("a photo")
    with database.running_database(old) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE cases_case (id int)")
        write_backup(file, url=url, home=old, keys=[])
    whole = dump.put_back

    def cut_off(*given: object, **named: object) -> None:
        whole(*given, **named)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    def failing(*given: object, **named: object) -> None:
        raise dump.ProgramFailed(program="psql", words="no room")

    with database.running_database(new) as url, monkeypatch.context() as patch:
        patch.setattr(dump, "put_back", failing)
        with pytest.raises(dump.ProgramFailed):
            restore_backup(file, url=url, home=new)
        assert not (new / MARK).exists(), "nothing was changed, and it may be tried again"
        patch.setattr(dump, "put_back", cut_off)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(file, url=url, home=new)
    assert not (new / "uploads" / "a.jpg").exists()
    with pytest.raises(HomeIsUnfinished), database.running_database(new):
        pass


def test_the_backup_of_a_home_without_a_city_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a nightly command with another PEYGIR_HOME than the city's: it would say that all is well."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    refused = run(tmp_path / "wrong", "backup", "--plain", tmp_path / "empty.tar")
    assert (refused.returncode, "There is no city" in refused.stderr) == (2, True), refused.stderr
    assert not list(tmp_path.glob("*empty.tar*"))
    assert not (tmp_path / "wrong" / NOTE).exists()
