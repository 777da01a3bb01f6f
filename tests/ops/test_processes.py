"""The supervisor: children come back, stop in order, and never outlive it."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from peygir.core.addresses import read_networks
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import Cluster, cluster_of
from peygir.ops.commands.serve import _warn_of_proxy
from peygir.ops.processes import Child, free_port, open_door

ROOT = Path(__file__).resolve().parents[2]
NOTES_LIFE = """
    import os, signal, sys, time
    from peygir.ops.parent_death import die_with_parent
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    die_with_parent()
    with open(sys.argv[1], "a") as notes:
        notes.write(f"{os.getpid()}\\n")
    time.sleep(60)
"""
SUPERVISES = """
    import sys
    from peygir.ops.processes import Child, Supervisor
    from threading import Thread
    names = ("web", "worker", "late")
    children = [Child(name, [sys.executable, sys.argv[1], f"{sys.argv[2]}/{name}"], name == "late") for name in names]
    supervisor = Supervisor(children, keep_database_up=lambda: None)
    Thread(target=lambda: sys.stdin.readline() and supervisor.let_all_start(), daemon=True).start()
    supervisor.run()
    print("all stopped", flush=True)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A supervisor of two small children that note each of their lives in a file of their name."""
    child, parent = tmp_path / "child.py", tmp_path / "parent.py"
    child.write_text(textwrap.dedent(NOTES_LIFE))
    parent.write_text(textwrap.dedent(SUPERVISES))
    command = [sys.executable, str(parent), str(child), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        wait_until(lambda: len(lives(tmp_path / "web")) == 1 and len(lives(tmp_path / "worker")) == 1)
        yield process
        if process.poll() is None:
            process.terminate()


def lives(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text().splitlines()] if notes.exists() else []


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def test_a_child_that_is_killed_comes_back_and_the_others_stay(
    supervisor: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    os.kill(lives(tmp_path / "web")[0], signal.SIGKILL)
    wait_until(lambda: len(lives(tmp_path / "web")) == 2)
    assert len(lives(tmp_path / "worker")) == 1
    assert is_alive(lives(tmp_path / "worker")[0])


def test_a_child_that_waits_starts_when_the_doors_are_open(supervisor: "subprocess.Popen[str]", tmp_path: Path) -> None:
    os.kill(lives(tmp_path / "web")[0], signal.SIGKILL)
    wait_until(lambda: len(lives(tmp_path / "web")) == 2)
    assert not lives(tmp_path / "late")
    assert supervisor.stdin is not None
    supervisor.stdin.write("open\n")
    supervisor.stdin.flush()
    wait_until(lambda: len(lives(tmp_path / "late")) == 1)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(60) == 0
    assert not is_alive(lives(tmp_path / "late")[0])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_all(supervisor: "subprocess.Popen[str]", tmp_path: Path, how: signal.Signals) -> None:
    supervisor.send_signal(how)
    said, _ = supervisor.communicate(timeout=60)
    assert said == "all stopped\n"
    assert supervisor.returncode == 0
    assert not any(is_alive(pid) for name in ("web", "worker") for pid in lives(tmp_path / name))


@pytest.mark.skipif(sys.platform != "linux", reason="the lifeline is Linux's")
def test_a_supervisor_that_is_killed_leaves_nobody_behind(supervisor: "subprocess.Popen[str]", tmp_path: Path) -> None:
    pids = [*lives(tmp_path / "web"), *lives(tmp_path / "worker")]
    assert all(is_alive(pid) for pid in pids)
    supervisor.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_child_that_keeps_ending_is_started_ever_later() -> None:
    child = Child("short", [sys.executable, "-c", ""])
    waits = []
    for _ in range(4):
        child.start(os.environ)
        wait_until(child.has_ended)
        waits.append(child.starts_again - time.monotonic())
    assert waits == sorted(waits)
    assert waits[0] < 0.2
    assert waits[3] > 1.5


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) != port


def test_two_who_open_a_door_at_one_moment_get_two_and_a_child_inherits_it() -> None:
    first = open_door("127.0.0.1", 18500)
    port = first.getsockname()[1]
    second = open_door("127.0.0.1", port)
    assert second.getsockname()[1] != port
    second.close()
    greet = "import socket, sys; s = socket.socket(fileno=int(sys.argv[1])); s.accept()[0].sendall(b'here')"
    for _ in range(2):  # started again at the same port, as after a crash
        child = Child("door", [sys.executable, "-c", greet, str(first.fileno())], doors=(first.fileno(),))
        child.start(os.environ)
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            assert line.recv(4) == b"here"
        wait_until(child.has_ended)
    first.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_house_comes_back_after_kill_9_of_each_of_its_processes(
    furnished_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Web, worker, clock and database are killed under a running `serve`; then `serve` itself with all of them."""
    home = furnished_home
    monkeypatch.delenv("DATABASE_URL", raising=False)
    port = free_port("127.0.0.1", 18137)
    first = serve(home, port)
    try:
        wait_until(lambda: answers(port))
        url = cluster(home).url("peygir")
        commit(url, "CREATE TABLE kept (number int)")
        # The three that are ours at one moment, so that they come back side by side; then the database under them.
        names = ("peygir.ops.web", "peygir.ops work", "peygir.ops clock")
        wait_until(lambda: all(child_of(first, name) for name in names))
        victims = {name: child_of(first, name) for name in names}
        for number, victim in enumerate(victims.values()):
            commit(url, f"INSERT INTO kept VALUES ({number})")
            assert victim is not None
            os.kill(victim, signal.SIGKILL)
        for name, victim in victims.items():
            wait_until(partial(has_another, first, name, victim or 0))
        wait_until(lambda: answers(port))
        commit(url, "INSERT INTO kept VALUES (9)")
        database = postgres.alive_pid(cluster(home))
        assert database is not None
        os.kill(database, signal.SIGKILL)
        wait_until(lambda: postgres.answers(cluster(home)))
        wait_until(lambda: answers(port))
        refused = subprocess.run(command(port + 1), env=environment(home), capture_output=True, text=True, check=False)
        assert refused.returncode == 2
        assert "already running" in refused.stderr
        assert "روشن" in refused.stderr
    finally:
        first.kill()
        first.wait()
    for pid in postgres._processes_in(cluster(home).data):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not answers(port))

    second = serve(home, port)
    try:
        wait_until(lambda: answers(port))
        assert commit(url, "SELECT count(*) FROM kept") == 4
    finally:
        second.terminate()
        assert second.wait(60) == 0
    assert not postgres.answers(cluster(home))
    assert postgres.alive_pid(cluster(home)) is None


def cluster(home: Path) -> Cluster:
    return cluster_of(home, database_account())


def command(port: int) -> list[str]:
    return [sys.executable, "-P", "-m", "peygir.ops", "serve", f"--port={port}"]


def environment(home: Path) -> dict[str, str]:
    left_out = ("PEYGIR_DATABASE_URL", "PEYGIR_PUBLIC_URL", "DATABASE_URL")
    return {**{key: value for key, value in os.environ.items() if key not in left_out}, "PEYGIR_HOME": str(home)}


def serve(home: Path, port: int) -> "subprocess.Popen[bytes]":
    log = (home / "serve.log").open("ab")
    with log:
        return subprocess.Popen(command(port), env=environment(home), stdout=log, stderr=log)


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return True
    except OSError:
        return False
    return True


def child_of(parent: "subprocess.Popen[bytes]", fragment: str) -> int | None:
    """The child whose command line has these words."""
    for entry in Path("/proc").iterdir():
        try:
            command_line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            is_child = int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent.pid
        except (OSError, ValueError, IndexError):
            continue
        if is_child and fragment in command_line and is_alive(int(entry.name)):
            return int(entry.name)
    return None


def has_another(parent: "subprocess.Popen[bytes]", words: str, than: int) -> bool:
    return child_of(parent, words) not in (None, than)


def commit(url: str, statement: str) -> object:
    """Run one statement; tries again while the database is coming back."""
    until = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                answer = connection.execute(statement.encode())
                row = answer.fetchone() if answer.description else None
                return row[0] if row else None
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.mark.parametrize(("is_https", "proxies", "warns"), [(True, "", 1), (True, "127.0.0.1", 0), (False, "", 0)])
def test_a_proxy_that_is_not_named_is_warned_of(
    is_https: bool, proxies: str, warns: int, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SERVED_BY_HTTPS, settings.PROXIES = is_https, read_networks(proxies)
    _warn_of_proxy()
    assert capsys.readouterr().err.count("PEYGIR_PROXIES does not name it") == warns
