"""Jobs of the outside queue: a dead worker's are taken up, a living one's are left to it, and one that fails waits."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from peygir.journey.dispatch import ACTIONS, work_outside
from peygir.journey.night import LEARN_ANEW
from peygir.ops.outside_jobs import OutsideJobs, rescue
from peygir.storage.jobs.actions import LOCKS, add_jobs, begin_job
from peygir.storage.jobs.queries import job_counts
from peygir.storage.jobs.rules import LAST_ATTEMPT, LAST_DEATH, OUTSIDE_QUEUE

pytestmark = pytest.mark.usefixtures("transactional_db")
NOWHERE = 999_999
done: list[int] = []


class ActionFails(Exception):
    """Raised by an action on purpose."""


def note(file_id: int, number: int) -> None:
    done.append(file_id)


def add_a_job_and_fail(file_id: int, number: int) -> None:
    with transaction.atomic():
        add_jobs("tests.note", [99], queue=OUTSIDE_QUEUE)
        raise ActionFails


@pytest.fixture(autouse=True)
def tests_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two actions of these tests are the plot's for the length of a test."""
    monkeypatch.setitem(ACTIONS, "tests.note", note)
    monkeypatch.setitem(ACTIONS, "tests.add_a_job_and_fail", add_a_job_and_fail)
    done.clear()


def jobs() -> list[tuple[str, str, int, int]]:
    """(action, state, attempts, deaths) of what is in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, state, attempts, deaths FROM jobs_job ORDER BY id")
        return list(cursor.fetchall())


def work_off() -> None:
    """A worker's life until no job is due."""
    outside = OutsideJobs()
    while outside():
        pass


def add(*file_ids: int) -> None:
    add_jobs("tests.note", file_ids, queue=OUTSIDE_QUEUE)


def leave_a_running_job(deaths: int = 0) -> None:
    """A job that a worker began before it died."""
    add(7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET state = 'running', started_at = now(), deaths = %s", [deaths])


@contextmanager
def another_worker() -> Iterator["psycopg.Connection[tuple[int]]"]:
    """A connection of somebody else."""
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters, autocommit=True) as other:
        yield other


def locks_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LOCKS])
        return int(cursor.fetchone()[0])


def test_jobs_are_done_in_their_order_and_deleted() -> None:
    add(0, 1, 2, 3, 4)
    work_off()
    assert done == [0, 1, 2, 3, 4]
    assert jobs() == []
    assert locks_held() == 0


def test_a_job_that_waits_for_its_moment_is_not_begun() -> None:
    add_jobs("tests.note", [5], queue=OUTSIDE_QUEUE, after=60)
    assert not work_outside()
    assert jobs() == [("tests.note", "waiting", 0, 0)]


def test_a_job_in_hand_is_running_and_nobody_elses() -> None:
    add(5)
    job = begin_job(OUTSIDE_QUEUE)
    assert job is not None
    assert (job.file_id, job.queue, locks_held()) == (5, OUTSIDE_QUEUE, 1)
    assert begin_job(OUTSIDE_QUEUE) is None
    counts = job_counts()
    assert (counts.waiting, counts.failed, counts.oldest_seconds) == (1, 0, 0)
    assert 0 <= counts.running_seconds < 60


def test_a_dead_workers_job_is_taken_up_at_once() -> None:
    leave_a_running_job()
    work_off()
    assert done == [7]
    assert jobs() == []


def test_a_job_that_killed_three_workers_is_set_aside_and_the_others_go_on() -> None:
    leave_a_running_job(deaths=LAST_DEATH - 1)
    add(8)
    work_off()
    assert done == [8]
    assert jobs() == [("tests.note", "failed", 0, LAST_DEATH)]


def test_a_job_that_killed_a_worker_lets_the_others_go_first() -> None:
    leave_a_running_job()
    add(8)
    work_off()
    assert done == [8, 7]


def test_a_living_workers_job_is_left_to_it() -> None:
    leave_a_running_job()
    with another_worker() as other:
        other.execute("SELECT pg_advisory_lock(%s, id::int) FROM jobs_job", [LOCKS])
        assert rescue() == 0
        assert not work_outside()
        assert jobs() == [("tests.note", "running", 0, 0)]
        other.execute("SELECT pg_advisory_unlock_all()")  # as at its end, which the server may see a moment later
    work_off()
    assert done == [7]


def test_a_job_that_fails_waits_longer_and_is_set_aside_in_the_end() -> None:
    add_jobs("tests.add_a_job_and_fail", [1], queue=OUTSIDE_QUEUE)
    last = LAST_ATTEMPT[OUTSIDE_QUEUE]
    for attempt in range(1, last + 1):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE jobs_job SET due_at = statement_timestamp()")
        assert work_outside()
        state = "failed" if attempt == last else "waiting"
        assert jobs() == [("tests.add_a_job_and_fail", state, attempt, 0)], "what it added went with its transaction"
        assert locks_held() == 0
        assert not work_outside(), "it is not due"


def test_learning_that_fails_is_not_tried_again_before_the_next_night() -> None:
    add_jobs(LEARN_ANEW, [NOWHERE], queue=OUTSIDE_QUEUE)  # of a city that is not there
    assert work_outside()
    assert jobs() == [("learn_anew", "failed", 1, 0)]
