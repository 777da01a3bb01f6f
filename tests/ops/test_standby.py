"""Two machines: the second has every acknowledged change, is promoted by a person alone, and the first comes back."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from lab.bench.pairs import PairedMachine, kill_all_of, kill_server_of, links_of, listens, run, running, wait_until
from peygir.ops import database, postgres
from peygir.ops.standby import peer, promoting
from peygir.ops.standby.guarding import note_of
from peygir.ops.standing import standing_of
from tests.paired import TwoMachines, invited_pair, rows


@dataclass
class Load:
    """Clients that insert rows, each in a transaction of its own, and remember what was acknowledged."""

    machine: PairedMachine
    acknowledged: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self, clients: int = 4) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._write, args=[number]) for number in range(clients)]
        for thread in threads:
            thread.start()
        return threads

    def _write(self, client: int) -> None:
        number = client * 1_000_000_000
        try:
            with postgres.connect(self.machine.cluster, database.NAME, role="peygir_owner") as connection:
                while not self.over.is_set():
                    number += 1
                    connection.execute("INSERT INTO public.kept VALUES (%s, repeat('x', 200))", [number])
                    self.acknowledged.append(number)
        except psycopg.Error:
            return


@pytest.fixture
def two(tmp_path: Path) -> TwoMachines:
    return invited_pair(tmp_path)


def test_nothing_acknowledged_is_lost_and_the_old_primary_comes_back(two: TwoMachines) -> None:
    first, second = two.first, two.second
    with running(second.home, "standby", "--from", two.invitation) as too_early:
        assert too_early.wait(60) == 2  # the primary's link is not there yet
    with database.running_cluster(first.home), running(first.home, "link"):
        wait_until(lambda: listens(first))
        with running(second.home, "standby") as following:
            wait_until(first.is_protected)
            wait_until(lambda: note_of(second.cluster.place).was_protected)
            load = Load(first)
            threads = load.start()
            wait_until(lambda: len(load.acknowledged) > 500)
            refused = run(second.home, "promote", "--fenced", "the power was cut by Karimi")
            assert refused.returncode == 2
            assert "still answers" in refused.stderr
            kill_server_of(first)
            for thread in threads:
                thread.join()
            assert (second.home / "uploads" / "a.txt").read_text() == "as it was"
            with database.running_cluster(second.home, as_standby=True):  # `standby` ends with the promotion
                _promote_while_it_follows(two, load)
            assert following.wait(60) == 0
    with database.running_cluster(second.home), running(second.home, "link"):
        _comes_back(two)


def _promote_while_it_follows(two: TwoMachines, load: Load) -> None:
    first, second = two.first, two.second
    kill_all_of(links_of(first.home))
    wait_until(lambda: not listens(first))
    unsaid = run(second.home, "promote", "--fenced", "off")
    assert (unsaid.returncode, "what keeps the old primary off" in unsaid.stderr) == (2, True)
    promoted = run(second.home, "promote", "--fenced", "the power was cut by Karimi")
    assert promoted.returncode == 0, promoted.stderr
    assert "had acknowledged nothing that this machine does not have" in promoted.stdout
    kept = {number for (number, _body) in rows(second)}
    assert set(load.acknowledged) <= kept, "acknowledged lost"
    assert standing_of(second.cluster.place).epoch == 2
    book = (second.cluster.place / "standby" / promoting.BOOK).read_text()
    assert json.loads(book)["fenced"] == "the power was cut by Karimi"
    second.query("INSERT INTO public.kept VALUES (-1, 'after the promotion')")


@contextmanager
def segments_closed(machine: PairedMachine) -> Iterator[None]:
    """Close a segment of the log each second, as a city at work does: a rewind does not copy the newest ones."""
    over = threading.Event()

    def close() -> None:
        with postgres.connect(machine.cluster) as connection:
            while not over.wait(1.0):
                connection.execute("SELECT pg_current_xact_id()")
                connection.execute("SELECT pg_switch_wal()")

    thread = threading.Thread(target=close)
    thread.start()
    yield
    over.set()
    thread.join()


def _comes_back(two: TwoMachines) -> None:
    first, second = two.first, two.second
    wait_until(lambda: peer.ask(first.cluster.place) is not None)
    split = run(first.home, "serve", "--port", "0")
    assert (split.returncode, "was promoted (epoch 2" in split.stderr) == (2, True), split.stderr
    again = run(first.home, "migrate")
    assert (again.returncode, "./run rejoin" in again.stderr) == (2, True)
    with segments_closed(second):
        rejoined = run(first.home, "rejoin")
    assert rejoined.returncode == 0, rejoined.stderr
    assert "pg_rewind" in rejoined.stdout
    with running(first.home, "standby"):
        wait_until(second.is_protected)
        second.query("INSERT INTO public.kept VALUES (-2, 'with the standby again')")
        wait_until(lambda: rows(first) == rows(second))
        assert first.query("SELECT pg_is_in_recovery()") == [(True,)]
        refused = run(first.home, "migrate")
        assert (refused.returncode, "is the standby" in refused.stderr) == (2, True)
