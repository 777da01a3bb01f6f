"""Started as root, every process but the supervisor runs as an unprivileged account, on data that is the account's."""

import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from peygir.core import clock
from peygir.ops import belongings
from peygir.ops.accounts import database_account
from peygir.ops.belongings import PortIsForRoot, hand_over, hand_over_again, service_of
from peygir.ops.cluster import cluster_of
from peygir.ops.interpreter import interpreter_for
from peygir.ops.paths import ROOT, make_home
from peygir.ops.processes import free_port
from tests.ops.test_processes import answers, child_of, serve, wait_until

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
PATIENCE = 400.0  # a first start makes the database and its tables, and a test machine may be busy
PROCESSES = ("peygir.ops.web", "peygir.ops.live", "peygir.ops work", "peygir.ops clock")


def uid_of(pid: int) -> set[int]:
    """Real, effective, saved and file-system uid of a process."""
    line = next(row for row in Path(f"/proc/{pid}/status").read_text().splitlines() if row.startswith("Uid:"))
    return {int(word) for word in line.split()[1:]}


def at_work(home: Path, since: datetime) -> set[str]:
    """Which kinds of process have shown that they work since a moment."""
    url = cluster_of(home, database_account()).url("peygir")
    with psycopg.connect(url) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM history_pulse WHERE at > %s", [since])}


def groups_of(pid: int) -> set[int]:
    line = next(row for row in Path(f"/proc/{pid}/status").read_text().splitlines() if row.startswith("Groups:"))
    return {int(word) for word in line.split()[1:]}


def test_all_but_the_supervisor_are_unprivileged(furnished_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a home that an earlier version made as root, with files of root's in it and one of somebody else."""
    home = furnished_home
    monkeypatch.delenv("DATABASE_URL", raising=False)
    account = database_account()
    if interpreter_for(account) is None:
        pytest.skip(f"the account {account.name} cannot read {ROOT}")
    make_home(home)
    photo, foreign = home / "uploads" / "ab" / "photo.jpg", home / "uploads" / "ab" / "foreign.jpg"
    photo.parent.mkdir(mode=0o700)
    for path in (photo, foreign, home / "secret_key", home / "roots.jsonl"):
        path.write_text("old")
        path.chmod(0o600)
    os.chown(foreign, 12345, 12345)
    port = free_port("127.0.0.1", 18237)
    running = serve(home, port)
    try:
        wait_until(lambda: answers(port), PATIENCE)
        began = clock.now()
        wait_until(lambda: all(child_of(running, name) for name in PROCESSES))
        wait_until(lambda: at_work(home, began) >= {"worker", "clock"}, PATIENCE)
        for name in PROCESSES:
            pid = child_of(running, name)
            assert pid is not None
            assert uid_of(pid) == {account.uid}, name
            assert 0 not in groups_of(pid), name
        assert uid_of(running.pid) == {0}
        for path in (photo, home / "secret_key", home / "roots.jsonl", home / "uploads", home / "outbox"):
            assert path.stat().st_uid == account.uid, path
            assert path.stat().st_mode & 0o077 == 0, path
        assert foreign.stat().st_uid == 12345
        assert home.stat().st_uid == 0
        assert "root" not in (home / "serve.log").read_text().partition("Peygir serves")[0]
    finally:
        running.terminate()
        assert running.wait(60) == 0


def test_no_link_of_the_account_leads_root_astray(tmp_path: Path) -> None:
    account = database_account()
    home, outside = make_home(tmp_path / "home"), tmp_path / "outside"
    outside.mkdir()
    for name in ("by-link", "by-name", "below"):
        (outside / name).write_text("root's")
    uploads = home / "uploads"
    (uploads / "link").symlink_to(outside / "by-link")
    (uploads / "folder").symlink_to(outside)
    os.link(outside / "by-name", uploads / "second-name")
    (home / "roots.jsonl").symlink_to(outside / "by-link")
    hand_over(home, account)
    assert all((outside / name).stat().st_uid == 0 for name in ("by-link", "by-name", "below"))
    assert outside.stat().st_uid == 0
    assert uploads.stat().st_uid == account.uid
    (uploads / "later.jpg").write_text("a command of root made this")
    hand_over_again(home)
    assert (uploads / "later.jpg").stat().st_uid == account.uid


def test_a_home_that_was_never_handed_over_stays_root_s(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    hand_over_again(home)
    assert (home / "uploads").stat().st_uid == 0


def test_a_closed_home_is_served_as_root_with_a_warning(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o700)
    home = make_home(tmp_path / "home")
    (home / "secret_key").write_text("key")
    assert service_of(home, port=8137) is None
    error_output = capfd.readouterr().err
    assert "root" in error_output
    assert "با حساب root" in error_output
    assert (str(home) in error_output) or (str(ROOT) in error_output)


def test_a_low_port_is_refused_with_a_sentence(home: Path) -> None:
    account = database_account()
    if interpreter_for(account) is None or belongings._may_open_low_ports():
        pytest.skip("the account cannot run, or may open any port here")
    make_home(home)
    (home / "secret_key").write_text("key")
    with pytest.raises(PortIsForRoot) as refusal:
        service_of(home, port=80)
    assert "80" in refusal.value.words("fa")


def test_files_of_ours_are_for_their_owner_alone(home: Path) -> None:
    """What a process writes without a thought, as the made-up exchange writes its records."""
    from peygir.ops.processes import Child

    made = home / "made.csv"
    child = Child("writes", [sys.executable, "-c", f"open({str(made)!r}, 'a').write('x')"])
    child.start(dict(os.environ))
    wait_until(child.has_ended)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_the_copied_python_is_readable_and_changes_nothing_of_ours() -> None:
    account = database_account()
    python = interpreter_for(account)
    if python is None or not python.environment:
        pytest.skip("the account can run our own Python, or none")
    place = Path(python.environment["PYTHONHOME"])
    assert place.stat().st_uid == 0
    assert not place.stat().st_mode & 0o022
    written = subprocess.run(
        ["find", str(place), "-perm", "/022", "-not", "-type", "l"], capture_output=True, text=True, check=True
    )
    assert written.stdout == ""
