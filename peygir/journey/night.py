"""Nightly work: training, counting, sampling, archiving, and deleting what is no longer needed."""

from datetime import datetime, timedelta
from typing import Final

from peygir.cases import actions as cases
from peygir.city.queries import cities
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import queries as received
from peygir.desks.partners import actions as partners
from peygir.desks.promises import actions as promises
from peygir.desks.surveys import actions as surveys
from peygir.desks.understanding.learning import actions as learning
from peygir.media import files
from peygir.people.actions import forget_old_citizen_sessions, forget_old_sessions, forget_old_uses
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

LEARN_ANEW: Final = "learn_anew"
"""The name of `learn_anew` in jobs, whose file is the city."""
DRAFTS_LIVE: Final = timedelta(days=30)
DELIVERIES_LIVE: Final = timedelta(days=30)


def learn_anew(city_id: int) -> None:
    """Train a city's reader on newly confirmed cases; takes seconds, so it is a job of its own."""
    learning.learn_anew(city_id)


def tidy(now: datetime, *, before: datetime) -> int:
    """Do the nightly work: train readers, count past months, draw survey samples, archive search entries, and clean up.

    Deletes old rate-limit counts, sessions, drafts, delivered webhook messages, tables that were only checked, and raw
    uploads that belong to no report. Returns how many were deleted.
    """
    add_jobs(LEARN_ANEW, [city_facts.id for city_facts in cities()], queue=OUTSIDE_QUEUE)
    promises.count_months(now)
    surveys.draw_surveys(now)
    cases.archive_search_entries(now)
    drafts = cases.forget_old_drafts(before=now - DRAFTS_LIVE)
    forgotten_deliveries = partners.forget_deliveries(before=now - DELIVERIES_LIVE)
    looks = partners.forget_looks(before=before)
    for name in looks:
        files.delete(name)
    sessions = forget_old_sessions() + forget_old_citizen_sessions(before=now)
    return (
        forget_old_uses(before=before)
        + sessions
        + drafts
        + forgotten_deliveries
        + len(looks)
        + _let_go_of_uploads(before)
    )


def _let_go_of_uploads(before: datetime) -> int:
    """Delete uploads without a row, which a crash between storing the file and its row leaves behind."""
    names = files.raw_before(before)
    left = set(names) - received.raw_names(names) - worked.raw_names(names) if names else set()
    for name in left:
        files.delete(name)
    return len(left)
