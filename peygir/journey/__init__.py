"""The plot: which event wakes which action, what the clock sets off; and (`presses`) what one press does."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.apps import apps
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from peygir.centre.contacts import actions as contacts
from peygir.city.actions import turn_topics_due
from peygir.city.queries import next_turn_at
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries as answers_queries
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.intake import actions as intake
from peygir.desks.intake.open311_import import actions as open311_import
from peygir.desks.partners import actions as partners
from peygir.desks.promises import actions as promises
from peygir.desks.promises import queries as promised
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.desks.surveys import actions as survey_actions
from peygir.desks.surveys import queries as surveyed
from peygir.desks.understanding import actions as understanding
from peygir.history.actions import wakes
from peygir.journey.bulk_commands import MOST_AT_ONCE, BulkCommand, CaseOutcome, TooManyAtOnce, apply_commands
from peygir.journey.calls import ReportSaid, close_call, pass_on
from peygir.journey.commands import (
    SHOWABLE,
    VERBS,
    answer_question,
    apply_command,
    show_to_everybody,
)
from peygir.journey.night import learn_anew, tidy
from peygir.journey.paper import enter_paper
from peygir.storage.jobs.actions import put_off_job, take_jobs
from peygir.storage.jobs.rules import EVENTS_QUEUE, OUTSIDE_QUEUE, WAKE_TASK, Job
from peygir.storage.unit_of_work import UnitOfWork, unit_of_work

__all__ = [
    "ACTIONS",
    "ENDINGS",
    "MOST_AT_ONCE",
    "ROUND",
    "SHOWABLE",
    "VERBS",
    "WAKES",
    "BulkCommand",
    "CaseOutcome",
    "ReportSaid",
    "TooManyAtOnce",
    "answer_question",
    "apply_command",
    "apply_commands",
    "call_peers",
    "close_call",
    "enter_paper",
    "learn_anew",
    "next_due_at",
    "pass_on",
    "send_messages",
    "show_to_everybody",
    "tell_partners",
    "tick",
    "tidy",
    "wake",
    "work_one",
    "work_pending",
    "work_round",
]

Wakened = Callable[[int, int], None]  # (case id, the event's number in its file)
ROUND: Final = 20
_log = logging.getLogger(__name__)

# One job for each (event, action). Actions are idempotent: an event that is delivered twice changes nothing.
WAKES: Final[dict[str, tuple[Wakened, ...]]] = {
    "case_opened": (understanding.read_case, answers.tell_reporters),
    "report_joined": (answers.tell_reporters, understanding.look_around),
    "photos_received": (intake.prepare_photos,),
    "media_named": (intake.fetch_media,),
    "case_read": (routing.route_case, understanding.look_around),
    "case_referred": (promises.promise_case,),
    "promises_given": (answers.tell_reporters,),
    "promises_renewed": (answers.tell_reporters,),
    "promise_broken": (answers.tell_reporters, answers.tell_followers),
    "replan_granted": (answers.tell_reporters, answers.tell_followers),
    "visit_made": (promises.settle_promises,),
    "case_climbed": (answers.tell_staff,),
    "case_returned": (routing.route_case,),
    "case_accepted": (promises.settle_promises,),
    "case_scheduled": (promises.settle_promises,),
    "case_paused": (promises.settle_promises,),
    "case_referred_out": (
        routing.keep_handover,
        routing.push_handover,
        promises.promise_case,
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
    ),
    "evidence_received": (fieldwork.prepare_evidence,),
    "case_finished": (
        promises.settle_promises,
        answers.ask_reporters,
        answers.tell_reporters,
        answers.tell_followers,
    ),
    "case_declined": (
        promises.settle_promises,
        answers.ask_reporters,
        answers.tell_reporters,
        answers.tell_followers,
    ),
    "case_confirmed": (answers.close_confirmed,),
    "case_reopened": (
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
        survey_actions.drop_ask,
    ),
    "case_closed": (promises.settle_promises, answers.tell_reporters, answers.tell_followers),
    "case_merged": (promises.settle_promises,),
    "case_split": (understanding.read_case, promises.settle_promises),
    "case_withdrawn": (promises.settle_promises, answers.tell_followers),
    "note_added": (answers.tell_mentioned,),
    "case_moved": (promises.follow_unit,),
    "days_changed": (promises.follow_calendar,),
    "call_missed": (contacts.plan_call_back, contacts.look_at_caller),
    "contact_told": (contacts.look_at_caller,),
    "case_surveyed": (answers.ask_surveyed,),
    "survey_answered": (survey_actions.keep_answer,),
    "answer_unclear": (answers.tell_unclear,),
    "staff_added": (answers.tell_account_keepers,),
    "staff_changed": (answers.tell_account_keepers,),
    "password_reset": (answers.tell_account_keepers,),
    "second_step_reset": (answers.tell_account_keepers,),
    "account_change_proposed": (answers.tell_account_keepers,),
    "account_change_confirmed": (answers.tell_account_keepers,),
    "account_change_refused": (answers.tell_account_keepers,),
    "account_change_withdrawn": (answers.tell_account_keepers,),
    "report_disowned": (survey_actions.drop_ask,),
    "password_changed": (answers.tell_account_keepers,),
    "second_step_taken": (answers.tell_account_keepers,),
    "second_step_given_up": (answers.tell_account_keepers,),
    "sessions_ended": (answers.tell_account_keepers,),
}

# Event kinds that wake nobody: they are the end of their line.
ENDINGS: Final = frozenset(
    {
        "case_assigned",
        "case_gave_back",
        "case_in_incident",
        "case_took_in",
        "phone_looked_at",
        "photo_ready",
        "photo_refused",
        "evidence_ready",
        "evidence_refused",
        "photo_shown",
        "photo_hidden",
        "evidence_shown",
        "evidence_hidden",
        "note_shown",
        "note_hidden",
        "words_offered",
        "words_shown",
        "words_hidden",
        "words_withdrawn",
        "citizen_merged",
        "citizen_joined",
        "citizen_silenced",
        "citizen_unsilenced",
        "city_loaded",
        "clock_paused",
        "clock_resumed",
        "replan_asked",
        "replan_refused",
        "work_planned",
        "work_ended",
        "season_started",
        "season_lifted",
        "agency_chase_due",
        "agency_chased",
        "agency_answered",
        "agency_told_more",
        "key_issued",
        "key_revoked",
        "update_received",
        "report_left",
        "report_owned",
        "rule_drafted",
        "rule_tried",
        "rule_switched_on",
        "rule_switched_off",
        "absence_said",
        "absence_called_off",
        "owners_changed",
        "terms_changed",
        "topics_changed",
        "topics_turned",
        "hours_changed",
        "ladder_changed",
        "season_changed",
        "season_moved",
        "text_changed",
        "promises_moved",
        "areas_redrawn",
        "unit_renamed",
        "call_rang",
        "call_asked",
        "call_answered",
        "call_transferred",
        "call_ended",
        "call_failed",
        "call_lost",
        "call_reviewed",
        "contact_recorded",
        "contact_handed_over",
        "call_back_planned",
        "call_back_grew",
        "call_back_tried",
        "call_back_settled",
        "article_kept",
        "mark_proposed",
        "mark_decided",
        "menu_kept",
        "call_terms_kept",
        "shift_kept",
        "shift_ended",
        "roster_changed",
        "call_goal_kept",
        "rain_told",
        "score_form_kept",
        "sample_drawn",
        "contact_scored",
        "score_answered",
        "survey_terms_kept",
        "survey_planned",
        "survey_tried",
        "survey_turned",
        "survey_ended",
        "survey_called",
        "session_planned",
        "session_changed",
        "session_called_off",
        "session_ended",
        "session_joined",
        "session_left",
        "session_talked",
        "order_given",
        "order_done",
        "order_dropped",
        "key_changed",
        "webhook_made",
        "webhook_changed",
        "webhook_secret_renewed",
        "webhook_old_secret_ended",
        "webhook_ended",
        "webhook_sent_again",
        "cases_taken_out",
        "mapping_kept",
        "import_begun",
        "import_ended",
        "call_pass_asked",
        "call_pass_failed",
        "call_pass_end_asked",
        "call_taken_back",
    }
)


def _name_of(action: Wakened) -> str:
    """The name of an action in jobs: its app's label and its own name. Jobs may wait while packages are moved."""
    app_config = apps.get_containing_app_config(action.__module__)
    assert app_config is not None
    return f"{app_config.label}.{action.__name__}"


ACTIONS: Final[dict[str, Wakened]] = {_name_of(action): action for row in WAKES.values() for action in row}
_NAMES: Final = {action: name for name, action in ACTIONS.items()}
# Actions that touch files or ask other servers take seconds and belong into no transaction; others go in rounds.
_OUTSIDE: Final = frozenset(
    {
        intake.prepare_photos,
        intake.fetch_media,
        fieldwork.prepare_evidence,
        routing.push_handover,
    }
)


def _place(action: Wakened) -> tuple[str, str]:
    return (OUTSIDE_QUEUE if action in _OUTSIDE else EVENTS_QUEUE, _NAMES[action])


wakes.update({kind: tuple(map(_place, row)) for kind, row in WAKES.items()})


# A job that fails is tried again after 2, 4, 8, … seconds, the last time after nine hours; then it stays in the queue
# as failed, and the health page says so (`vitals.failed_jobs`).
_RETRY: Final = RetryStrategy(max_attempts=14, exponential_wait=2)


@app.task(name=WAKE_TASK, queue=OUTSIDE_QUEUE, retry=_RETRY)
def wake(file_id: int, number: int, action: str) -> None:
    """Run one action for one event: the job behind `history.record`."""
    ACTIONS[action](file_id, number)


def work_round(limit: int = ROUND) -> int:
    """Do waiting jobs in one transaction, and all that they leave behind, until `limit` are done; returns how many.

    One commit for a round: a new case is read, routed, promised and answered for the price of one. Raises what an
    action raises, and then nothing of the round has happened; the caller goes on with smaller rounds.
    """
    done = 0
    with unit_of_work() as now:
        while done < limit and (jobs := take_jobs(limit - done)):
            now.pending.extend(jobs)
            done += work_pending(now)
    return done


def work_pending(now: UnitOfWork) -> int:
    """Do the jobs of a round in their order, and those that they leave behind, until none is left; how many."""
    done = 0
    while now.pending:
        job = now.pending.popleft()
        ACTIONS[job.action](job.file_id, job.number)
        done += 1
    return done


def work_one(begun: Callable[[Job], None] | None = None) -> Job | None:
    """Do the first waiting job alone; one that fails is put off. Returns the job that failed, or None.

    `begun` is told of the job before it is done.
    """
    job: Job | None = None
    try:
        with transaction.atomic():
            for job in take_jobs(1):
                if begun is not None:
                    begun(job)
                ACTIONS[job.action](job.file_id, job.number)
    except Exception:
        # Whatever it was, the job must not hold up the others: it waits and is tried again, and the log has it.
        if job is None:
            raise
        _log.exception("job_failed", extra={"action": job.action, "file": job.file_id, "number": job.number})
        put_off_job(job)
        return job
    return None


def tick(now: datetime) -> int:
    """Work off what fell due by `now`, in batches; returns how much was done (0: nothing is due)."""
    done = answers.close_silent(now) + promises.end_due_pauses(now)
    done += promises.break_due_promises(now) + promises.fire_due_steps(now)
    done += routing.chase_due(now) + routing.reorganise_due(now)
    done += turn_topics_due(now)
    done += survey_actions.turn_to_calls(now) + survey_actions.leave_to_people(now) + survey_actions.end_asks(now)
    return done + answers.tell_evening(now)


def send_messages(now: datetime) -> int:
    """Send what the outbox holds for `now`; apart from `tick`, since a replay sends nothing. Returns how many."""
    return answers.send_due_messages(now)


def call_peers(now: datetime) -> int:
    """Ask other servers what is due: cities whose reports we take, agencies that were told. Returns how much came.

    Apart from `tick`, since a server that is slow must not hold up the clock.
    """
    return open311_import.take_reports(now) + routing.follow_pushes(now)


def tell_partners() -> int:
    """Carry new events to the webhooks that may hear of them, and send what is due. Returns how many were tried."""
    partners.gather_events()
    return partners.deliver_due()


def next_due_at() -> datetime | None:
    """The earliest moment at which `tick` has something to do."""
    moments = (
        promised.next_due_at(),
        answers_queries.next_close_at(),
        answers_queries.next_evening_at(),
        routed.next_chase_at(),
        routed.next_reorganisation_at(),
        next_turn_at(),
        surveyed.next_due_at(),
    )
    return min((moment for moment in moments if moment is not None), default=None)
