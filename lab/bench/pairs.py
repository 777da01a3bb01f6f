"""Two machines as two homes on loopback, for the bench and the tests: a primary with its link, and its standby."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lab.bench.process_tree import below
from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import Cluster, cluster_of
from peygir.ops.processes import open_door
from peygir.ops.standby import guarding, pair, peer
from peygir.ops.standing import standing_of

PATIENCE = 120.0


def free_address() -> str:
    with open_door("127.0.0.1", 0, tries=1) as listening:
        return f"127.0.0.1:{listening.getsockname()[1]}"


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PEYGIR_DATABASE_URL")}
    return {**given, "PEYGIR_HOME": str(home), "PEYGIR_STANDBY_SECONDS": "3", **(more or {})}


def run(home: Path, *words: str | Path, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A command of a home, to its end."""
    command = [sys.executable, "-P", "-m", "peygir.ops", *(str(word) for word in words)]
    return subprocess.run(
        command, env=environment(home, more), capture_output=True, text=True, check=False, timeout=180
    )


@contextmanager
def running(home: Path, *words: str | Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A command of a home in a process group of its own; ended at the end of the block."""
    command = [sys.executable, "-P", "-m", "peygir.ops", *(str(word) for word in words)]
    process = subprocess.Popen(command, env=environment(home), start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cluster_in(home: Path) -> Cluster:
    return cluster_of(home, database_account())


def wait_until(check: object, *, seconds: float = PATIENCE) -> None:
    assert callable(check)
    until = clock.monotonic() + seconds
    while not check():
        assert clock.monotonic() < until, f"not within {seconds} s"
        clock.pause(0.1)


def kill_all_of(pids: Sequence[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class PairedMachine:
    """A home with its cluster."""

    home: Path

    @property
    def cluster(self) -> Cluster:
        return cluster_in(self.home)

    def query(self, statement: str, name: str = database.NAME, role: str = "peygir_owner") -> list[tuple[object, ...]]:
        with postgres.connect(self.cluster, name, role=role) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def is_protected(self) -> bool:
        return guarding.note_of(self.cluster.place).is_protected

    def is_synchronous(self) -> bool:
        return standing_of(self.cluster.place).is_synchronous

    def lag(self) -> int:
        return guarding.note_of(self.cluster.place).lag_bytes


def listens(machine: PairedMachine) -> bool:
    """Whether the machine's link takes connections: some seconds after its start, which nobody may assume."""
    return peer.accepts_connections(*pair.address_of(pair.pair_of(machine.cluster.place).own))


def kill_server_of(machine: PairedMachine) -> None:
    """As a power cut: the server and all its processes at once."""
    pid = postgres.alive_pid(machine.cluster)
    assert pid is not None
    kill_all_of([pid, *below(pid)])
    wait_until(lambda: postgres.alive_pid(machine.cluster) is None)


def links_of(home: Path) -> list[int]:
    """Return the processes that keep the link of a home, whoever started them."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _is_link_of(entry, home)]


def say(what: str) -> None:
    """Tell on standard error what happens."""
    print(f"  {what}", file=sys.stderr, flush=True)


def _is_link_of(process: Path, home: Path) -> bool:
    try:
        is_link = b"link" in (process / "cmdline").read_bytes().split(b"\0")
        return is_link and f"PEYGIR_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
