"""The worker: takes up a dead worker's jobs at once, lets the living work, and defers inside the task's transaction."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app, connector_params
from procrastinate.types import JSONValue

from peygir.ops.worker import LOCKS, work
from peygir.storage.jobs.rules import DEATH, LAST_DEATH, OUTSIDE_QUEUE

pytestmark = pytest.mark.django_db(transaction=True)
done: list[int] = []


class TaskFails(Exception):
    """Raised by a task on purpose."""


@pytest.fixture(autouse=True)
def tasks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two tasks of these tests, on the real app."""

    @app.task(name="tests.note", queue=OUTSIDE_QUEUE)
    def note(number: int) -> None:
        done.append(number)

    @app.task(name="tests.defer_then_fail", queue=OUTSIDE_QUEUE)
    def defer_then_fail() -> None:
        with transaction.atomic():
            app.configure_task("tests.note", queue=OUTSIDE_QUEUE).defer(number=99)
            raise TaskFails

    # The worker's threads end with it, and must not leave their connections behind.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    done.clear()
    ask("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")  # Django's flush leaves them as they are
    yield
    ask("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    for name in ("tests.note", "tests.defer_then_fail"):
        del app.tasks[name]


def work_off() -> None:
    asyncio.run(work(wait=False, install_signal_handlers=False))


def ask(question: str, *values: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall()) if cursor.description else []


def test_jobs_are_worked_off_and_deleted() -> None:
    jobs: list[dict[str, JSONValue]] = [{"number": number} for number in range(5)]
    app.configure_task("tests.note", queue=OUTSIDE_QUEUE).batch_defer(*jobs)
    work_off()
    assert sorted(done) == [0, 1, 2, 3, 4]
    assert ask("SELECT count(*) FROM procrastinate_jobs") == [(0,)]
    assert ask("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def doing_job_of_a_worker() -> int:
    """A job that a worker has begun; the worker's number."""
    app.configure_task("tests.note", queue=OUTSIDE_QUEUE).defer(number=7)
    ((worker,),) = ask("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
    assert isinstance(worker, int)
    ask("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker)
    return worker


def test_a_dead_workers_job_is_taken_up_at_once() -> None:
    doing_job_of_a_worker()
    work_off()
    assert done == [7]
    assert ask("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_job_that_killed_three_workers_is_set_aside_and_the_others_go_on() -> None:
    doing_job_of_a_worker()
    ask("UPDATE procrastinate_jobs SET priority = %s", DEATH * (LAST_DEATH - 1))  # two have died of it before
    app.configure_task("tests.note", queue=OUTSIDE_QUEUE).defer(number=8)
    work_off()
    assert done == [8]
    assert ask("SELECT status::text FROM procrastinate_jobs") == [("failed",)]


def test_a_job_that_killed_a_worker_lets_the_others_go_first() -> None:
    doing_job_of_a_worker()
    app.configure_task("tests.note", queue=OUTSIDE_QUEUE).defer(number=8)
    work_off()
    assert done == [8, 7]


def test_a_living_workers_job_is_left_to_it() -> None:
    worker = doing_job_of_a_worker()
    parameters = connector_params()
    with psycopg.connect(**parameters, autocommit=True) as living:
        living.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, worker])
        work_off()
        assert done == []
        assert ask("SELECT status::text FROM procrastinate_jobs") == [("doing",)]
    work_off()
    assert done == [7]


def test_what_a_task_defers_is_part_of_its_transaction() -> None:
    app.configure_task("tests.defer_then_fail", queue=OUTSIDE_QUEUE).defer()
    work_off()
    assert done == []
    assert ask("SELECT task_name, status::text FROM procrastinate_jobs") == [("tests.defer_then_fail", "failed")]
