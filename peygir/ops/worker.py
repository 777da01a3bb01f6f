"""Works off the jobs that events and messages leave behind, and takes up those of a worker that died.

A living worker holds an advisory lock under its number for as long as its connection lasts. The lock of a dead
one is free at once, so its jobs go back into the queue without waiting for a heartbeat to grow old.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import procrastinate
import psycopg
from procrastinate.contrib.django import app as django_app
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from peygir.ops.logs import logger
from peygir.storage.jobs.rules import DEATH, LAST_DEATH, OUTSIDE_QUEUE, deaths_in

LOCKS = 0x70656779  # "pegy": our class of advisory locks for workers
REGISTERING = 0  # held while a worker gets its number and locks it
RESCUE_EVERY = 10.0

log = logger(__name__)


class LivingJobManager(JobManager):
    """Registers a worker together with the lock that shows it is alive."""

    lifeline: "psycopg.AsyncConnection[tuple[int]]"

    async def register_worker(self) -> int:
        """The worker's new number, locked."""
        await self.lifeline.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, REGISTERING])
        try:
            number: int = await super().register_worker()
            await self.lifeline.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, number])
        finally:
            await self.lifeline.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, REGISTERING])
        return number

    async def bury_dead_workers(self) -> list[int]:
        """Strike out the workers whose lock nobody holds; their numbers."""
        async with self.lifeline.transaction():
            await self.lifeline.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, REGISTERING])
            dead_workers = await self.lifeline.execute(
                "DELETE FROM procrastinate_workers WHERE id NOT IN (SELECT objid::bigint FROM pg_locks"
                " WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
                "   AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
                " RETURNING id",
                [LOCKS],
            )
            return [row[0] for row in await dead_workers.fetchall()]


async def work(*, concurrency: int = 1, wait: bool = True, install_signal_handlers: bool = True) -> None:
    """Work until asked to stop (SIGINT, SIGTERM), or, with `wait=False`, until no job is left.

    Runs on its own connection pool; the tasks themselves use Django's connections, so a job that a task defers
    is part of the task's own transaction.
    """
    django_app.perform_import_paths()  # type: ignore[no-untyped-call]
    connector = django_app.connector.get_worker_connector()  # type: ignore[attr-defined]
    house = procrastinate.App(connector=connector, worker_defaults=django_app.worker_defaults)
    house.tasks = django_app.tasks
    house.periodic_registry = django_app.periodic_registry
    async with _lifeline(house) as manager, house.open_async():
        await rescue(manager)
        rescuer = asyncio.create_task(_keep_rescuing(manager))
        try:
            await house.run_worker_async(
                queues=[OUTSIDE_QUEUE],
                concurrency=concurrency,
                wait=wait,
                delete_jobs="successful",
                install_signal_handlers=install_signal_handlers,
                shutdown_graceful_timeout=20,
            )
        finally:
            rescuer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rescuer


async def rescue(manager: LivingJobManager) -> int:
    """Put the jobs of dead workers back into the queue, behind the others; how many.

    A job that was in hand at the death of LAST_DEATH workers is set aside as failed: it has probably killed them.
    """
    dead = await manager.bury_dead_workers()
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=10**6))
    for job in stalled:
        if deaths_in(job.priority + DEATH) >= LAST_DEATH:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            log.error("job_killed_its_worker", job=job.id, is_set_aside=True)
        else:
            await manager.retry_job(job, priority=job.priority + DEATH)
    if dead or stalled:
        log.info("jobs_rescued", workers=dead, jobs=len(stalled))
    return len(stalled)


@contextlib.asynccontextmanager
async def _lifeline(house: procrastinate.App) -> AsyncIterator[LivingJobManager]:
    from procrastinate.contrib.django import connector_params

    manager = house.job_manager = LivingJobManager(connector=house.connector)
    parameters = connector_params()
    parameters.pop("cursor_factory", None)
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as connection:
        manager.lifeline = connection
        yield manager


async def _keep_rescuing(manager: LivingJobManager) -> None:
    while True:
        await asyncio.sleep(RESCUE_EVERY)
        await rescue(manager)
