"""A job of the events queue whose worker is killed is found by the next one, and after three times set aside."""

import os
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.db import connection, connections

from peygir.journey.dispatch import ACTIONS
from peygir.ops.rounds import EventRounds
from peygir.ops.running_jobs import A_ROUND, RunningJobs
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import LAST_DEATH

pytestmark = pytest.mark.usefixtures("transactional_db")


def jobs() -> list[tuple[int, str, int]]:
    """(file id, state, deaths) of what is in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id, state, deaths FROM jobs_job ORDER BY id")
        return list(cursor.fetchall())


def die(file_id: int, number: int) -> None:
    """An action that kills its process for one file, and does nothing for others."""
    if file_id == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def _worker(folder: Path) -> None:
    """A worker's life: rounds until the queue is empty, or until a job kills it."""
    connections.close_all()
    rounds = EventRounds(RunningJobs(folder))
    for _ in range(3):
        rounds()


def live(folder: Path) -> int:
    """One worker's life in a process of its own; its exit code."""
    connections.close_all()
    process = get_context("fork").Process(target=_worker, args=(folder,))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


@pytest.fixture(autouse=True)
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadly action is one of the plot's for the length of a test."""
    monkeypatch.setitem(ACTIONS, "tests.die", die)


def test_the_file_tells_the_next_holder_what_a_killed_one_did(tmp_path: Path) -> None:
    first = RunningJobs(tmp_path)
    assert first.left is None
    first.begin(42)
    beside = RunningJobs(tmp_path)  # a second worker has a file of its own
    assert beside.left is None
    first.close()
    assert RunningJobs(tmp_path).left == 42
    beside.begin(A_ROUND)
    beside.close()


def test_three_workers_die_and_the_fourth_goes_on(tmp_path: Path) -> None:
    add_jobs("tests.die", [1, 2, 3])
    # The first dies in a round: which job it was is found by the second, which does them one by one.
    codes = [live(tmp_path)]
    assert jobs() == [(1, "waiting", 0), (2, "waiting", 0), (3, "waiting", 0)]
    while codes[-1] != 0:
        codes.append(live(tmp_path))
        assert len(codes) < 8
    assert jobs() == [(1, "failed", LAST_DEATH)]
    assert codes[-1] == 0
