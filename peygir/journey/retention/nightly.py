"""The nightly erasure: batch by batch through the steps, going on where it was after a crash, and its report."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.journey.retention.due import STEPS, cutoff
from peygir.journey.retention.holding import held_data
from peygir.journey.retention.inventory import personal
from peygir.journey.retention.own_erasure import carry_out
from peygir.journey.retention.requests import MAKE_COPY, delete_copy, make_copy
from peygir.journey.retention.unwanted import DELETE_UNWANTED, delete_unwanted, plan_deletion
from peygir.people import retention_queries as kept
from peygir.people.actions.retention_runs import end_run, keep_progress, open_run
from peygir.people.rules import CLOCK
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from peygir.storage.statistics import renew_statistics

ERASE_DUE: Final = "erase_due"
"""The name of `erase_due` in jobs, whose file is the city."""
CARRY_OUT: Final = "carry_out"
"""The name of `carry_out` in jobs, whose file is a citizen's request."""
RENEW_STATISTICS: Final = "renew_statistics"
"""The name of `renew_all_statistics` in jobs; they have no file."""
_REQUESTS: Final = "requests"
"""The last step of a run: citizens' requests that are due."""


def plan_erasure(city_ids: Sequence[int]) -> None:
    """Leave the job of this night; it runs apart from the clock, and other jobs run between its batches."""
    add_jobs(ERASE_DUE, city_ids, queue=OUTSIDE_QUEUE)


def erase_due(city_id: int) -> None:
    """Do one batch of today's run, and leave a job for the next; the last one carries out citizens' requests.

    A batch and its place in the run are one transaction: killed anywhere, the run goes on with the same batch.
    """
    now = clock.now()
    run = open_run(city_id, day=city.day_of(city_id, now), at=now)
    if run.ended_at is not None:
        return
    if run.kind == _REQUESTS:
        _requests(now)
        end_run(run.pk, by=CLOCK, at=clock.now())
        return
    with transaction.atomic():
        _batch(city_id, run.pk, run.kind or next(iter(STEPS)), run.after, now)
    add_jobs(ERASE_DUE, [city_id], queue=OUTSIDE_QUEUE)


def _batch(city_id: int, run_id: int, name: str, after: int, now: datetime) -> None:
    kind = STEPS[name].kind
    before = cutoff(city_id, kind, now)
    batch = STEPS[name].step(before, after, held_data(now)) if before is not None else None
    if batch is not None and batch.after is not None:
        next_name, next_after = name, batch.after
    else:
        names = list(STEPS)
        place = names.index(name) + 1
        next_name, next_after = (names[place] if place < len(names) else _REQUESTS), 0
    erased = {kind.value: batch.erased} if batch else {}
    held = {kind.value: batch.held} if batch else {}
    keep_progress(run_id, kind=next_name, after=next_after, erased=erased, held=held)


def _requests(now: datetime) -> None:
    """Delete copies whose time is over, and leave a job for each erasure that is due: one fault stops no other.

    The statistics are renewed every night: a job that was killed too often is tried again the next one.
    """
    for request_id in kept.copies_over(now):
        delete_copy(request_id)
    add_jobs(CARRY_OUT, kept.erasures_due(now), queue=OUTSIDE_QUEUE)
    plan_deletion()  # of what an outage of the storage has left
    add_jobs(RENEW_STATISTICS, [0], queue=OUTSIDE_QUEUE)


def renew_all_statistics(_file_id: int = 0) -> None:
    """Renew the statistics of every table that may hold personal data, one after the other."""
    for table in sorted(personal()):
        renew_statistics(table)


JOBS: Final[dict[str, Callable[[int], None]]] = {
    ERASE_DUE: erase_due,
    MAKE_COPY: make_copy,
    CARRY_OUT: carry_out,
    DELETE_UNWANTED: delete_unwanted,
    RENEW_STATISTICS: renew_all_statistics,
}
"""The jobs of this package by their names; each takes the id of its file."""
