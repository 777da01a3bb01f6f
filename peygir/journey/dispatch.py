"""Runs the actions triggered by events: their names in jobs, the rounds of the events queue, the outside queue's jobs.

Importing this module tells `history` which jobs each kind of event creates.
"""

import logging
from collections.abc import Callable
from typing import Final

from django.apps import apps
from django.db import transaction

from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.intake import actions as intake
from peygir.desks.intake import queries as received
from peygir.desks.routing import actions as routing
from peygir.history.actions import wakes
from peygir.journey.agencies.post import connect as connect_agency_post
from peygir.journey.corrections import publish_corrections
from peygir.journey.lake import WRITE_LAKE, update_lake
from peygir.journey.looks import RENEW_LOOKS, renew_looks
from peygir.journey.night import LEARN_ANEW, learn_anew
from peygir.journey.open_data import PUBLISH, publish_due_months
from peygir.journey.planning_jobs import PLANNING
from peygir.journey.plot import WAKES, WokenAction
from peygir.journey.retention.nightly import JOBS
from peygir.journey.witnesses import ASK_WITNESSES, ask_witnesses
from peygir.outlook.insight import actions as insight
from peygir.outlook.panel import actions as panel
from peygir.outlook.scoring import actions as scoring
from peygir.storage.jobs.actions import begin_job, end_job, put_off_job, take_jobs
from peygir.storage.jobs.rules import EVENTS_QUEUE, OUTSIDE_QUEUE, PendingJob
from peygir.storage.unit_of_work import UnitOfWork, unit_of_work

ROUND: Final = 20
"""The most waiting jobs in a round."""
_log = logging.getLogger(__name__)


def _name_of(action: WokenAction) -> str:
    """The name of an action in jobs: its app label and function name. Jobs may wait while packages are moved."""
    app_config = apps.get_containing_app_config(action.__module__)
    assert app_config is not None
    return f"{app_config.label}.{action.__name__}"


ACTIONS: Final[dict[str, WokenAction]] = {_name_of(action): action for row in WAKES.values() for action in row}
_NAMES: Final = {action: name for name, action in ACTIONS.items()}
# Actions that touch files or call other servers take seconds and run outside a transaction; others run in rounds.
_OUTSIDE: Final = frozenset(
    {
        intake.prepare_photos,
        intake.examine_files,
        intake.fetch_media,
        fieldwork.prepare_evidence,
        fieldwork.look_at_evidence,
        routing.forward_referral,
        scoring.order_seasons,
        scoring.mail_marks,
        insight.compose_report,
        panel.prepare_visit_photo,
    }
)


def _place(action: WokenAction) -> tuple[str, str]:
    return (OUTSIDE_QUEUE if action in _OUTSIDE else EVENTS_QUEUE, _NAMES[action])


if received.owners_of_pictures not in fieldwork.picture_finders:
    fieldwork.picture_finders.append(received.owners_of_pictures)  # a photo of the work may be a reporter's
connect_agency_post()
wakes.update({event.kind: tuple(map(_place, row)) for event, row in WAKES.items()})


def run_job(job: PendingJob) -> None:
    """Run a job's action for its event. Raises what the action raises, KeyError for an action that is not there."""
    if job.action == LEARN_ANEW:
        learn_anew(job.file_id)
    elif job.action == RENEW_LOOKS:
        renew_looks()
    elif job.action == ASK_WITNESSES:
        ask_witnesses()
    elif job.action == WRITE_LAKE:
        update_lake(job.file_id)
    elif job.action == PUBLISH:
        publish_due_months(job.file_id)
        publish_corrections(job.file_id)
    elif job.action == scoring.CLOSE_MONTH:
        scoring.close_due_months(job.file_id, clock.now())
    elif job.action == scoring.RESTATE_MARKS:
        scoring.restate_appeal(job.file_id)
    elif job.action == scoring.CHECK_MONTH:
        scoring.run_check(job.file_id)
    elif job.action == scoring.TRY_MARKS:
        scoring.run_trial(job.file_id)
    elif job.action == scoring.TEST_FOR_GAMING:
        scoring.examine_closed_months(job.file_id, clock.now())
    elif job.action == insight.EXAMINE_WEEKS:
        insight.examine_due_weeks(job.file_id, clock.now())
    elif job.action in PLANNING:
        PLANNING[job.action](job.file_id)
    elif job.action == insight.SEND_WEEKLY:
        insight.send_weekly(job.file_id)
    elif job.action == insight.ESTIMATE_WEEK:
        insight.estimate_due_week(job.file_id, clock.now())
    elif job.action == fieldwork.MAKE_ROUTE_PLAN:
        fieldwork.make_route_plan(job.file_id)
    elif job.action in JOBS:
        JOBS[job.action](job.file_id)
    else:
        ACTIONS[job.action](job.file_id, job.number)


def work_round(limit: int = ROUND) -> int:
    """Run waiting jobs and the jobs they create in one transaction, up to `limit`; returns how many.

    One commit per round, so that a new case is read, routed, promised and answered at the cost of one. Raises what an
    action raises; the whole round is then rolled back, and the caller goes on with smaller rounds.
    """
    done = 0
    with unit_of_work() as now:
        while done < limit and (jobs := take_jobs(limit - done)):
            now.pending.extend(jobs)
            done += work_pending(now)
    return done


def work_pending(now: UnitOfWork) -> int:
    """Run a round's jobs in order, and those that they create, until none is left; returns how many."""
    done = 0
    while now.pending:
        run_job(now.pending.popleft())
        done += 1
    return done


def work_one(begun: Callable[[PendingJob], None] | None = None) -> PendingJob | None:
    """Run only the first waiting job; if it fails it is put off. Returns the job that failed, or None.

    `begun` is called with the job before it runs.
    """
    job: PendingJob | None = None
    try:
        with transaction.atomic():
            for job in take_jobs(1):
                if begun is not None:
                    begun(job)
                run_job(job)
    except Exception:
        # Whatever the error, the job must not hold up the others: it is retried later, and the error is logged.
        if job is None:
            raise
        _put_off(job)
        return job
    return None


def work_outside() -> bool:
    """Run the first due job of the outside queue, in no transaction of its own; one that fails is put off.

    Returns whether there was one.
    """
    job = begin_job(OUTSIDE_QUEUE)
    if job is None:
        return False
    try:
        run_job(job)
    except Exception:
        _put_off(job)
    else:
        end_job(job)
    return True


def _put_off(job: PendingJob) -> None:
    """Log the exception in hand, and let the job wait; after the last attempt `vitals.failed_jobs` counts it."""
    _log.exception("job_failed", extra={"action": job.action, "file": job.file_id, "number": job.number})
    # Learning comes again every night; a city whose cases cannot be learnt from would be tried for hours. A planner
    # asks for routes again.
    put_off_job(job, is_final=job.action in (LEARN_ANEW, fieldwork.MAKE_ROUTE_PLAN))
