"""Closes a month: freezes its figures, computes the marks by the scheme in force, and records both in the history."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthClosed, ScoreMonthFrozen
from peygir.outlook.scoring.actions.comparing import compare_closed
from peygir.outlook.scoring.actions.computing import compute_month
from peygir.outlook.scoring.actions.finding import find_weak_points
from peygir.outlook.scoring.actions.freezing import freeze_month
from peygir.outlook.scoring.actions.publishing import publish
from peygir.outlook.scoring.actions.storing import store_marks, store_not_counted, store_people
from peygir.outlook.scoring.models import MarkScheme, MarkVersion, ScoredMonth
from peygir.outlook.scoring.months import ScoreMonth, month_before, month_of
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.snapshot_text import line_counts
from peygir.outlook.scoring.words import SchemeState
from peygir.people.rules import CLOCK, Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

CLOSE_MONTH: Final = "close_score_month"
"""The name of `close_last_month` in jobs, whose file is the city."""
LOOK_BACK: Final = 3
"""So many past months are looked at for one that is due and not closed, the oldest first."""
_log = logging.getLogger(__name__)
_LOCK: Final = 0x70656773  # "pegs": held while a month of a city is closed


class NoSchemeInForce(Missing):
    """No scheme was decided for the month."""

    message = _("No scheme of marks was decided for {month}, so it has no marks.")


class MonthIsNotDue(Conflict):
    """The month is not over for so many days as its scheme says."""

    message = _("{month} can be closed {days} days after its end.")


class MonthIsClosed(Conflict):
    """The month was closed before."""

    message = _("{month} is closed already.")


def scheme_for(city_id: int, month: ScoreMonth) -> MarkScheme:
    """Return the scheme in force in a month. Raises NoSchemeInForce."""
    rows = MarkScheme.objects.filter(city_id=city_id, state=SchemeState.DECIDED.value, from_on__lte=month.first_on)
    scheme = rows.order_by("-from_on").first()
    if scheme is None:
        raise NoSchemeInForce(month=month.name)
    return scheme


def months_due(city_id: int, now: datetime) -> list[ScoreMonth]:
    """Return the past months that are due, have a scheme and are not closed, the oldest first; some statements."""
    today = city.day_of(city_id, now)
    month, due = month_before(month_of(today)), []
    for _number in range(LOOK_BACK):
        try:
            days = content_kept(scheme_for(city_id, month).content).closing_days
        except NoSchemeInForce:
            break
        is_closed = ScoredMonth.objects.filter(city_id=city_id, first_on=month.first_on).exists()
        if not is_closed and today >= month.last_on + timedelta(days=days):
            due.append(month)
        month = month_before(month)
    return due[::-1]


def plan_closing(now: datetime) -> int:
    """Leave a job for each city that has a month to close; it takes minutes. Returns how many.

    A city whose scheme cannot be read is logged, and the others are planned.
    """
    due = []
    for city_facts in city.cities():
        try:
            if months_due(city_facts.id, now):
                due.append(city_facts.id)
        except Refusal:
            _log.exception("scheme_cannot_be_read", extra={"city": city_facts.id})
    add_jobs(CLOSE_MONTH, due, queue=OUTSIDE_QUEUE)
    return len(due)


def close_due_months(city_id: int, now: datetime) -> int:
    """Close every month of a city that is due; a second call does nothing. Returns how many it closed."""
    began, closed = clock.now(), 0
    for month in months_due(city_id, now):
        with suppress(MonthIsClosed):  # by somebody else meanwhile
            close_month(city_id, month, by=CLOCK, now=now + (clock.now() - began))
            closed += 1
    return closed


def close_month(city_id: int, month: ScoreMonth, *, by: Actor, now: datetime) -> ScoredMonth:
    """Close a month in one transaction, with the figures of `now` and of the time that it waits for another closing.

    By a scheme without days until the publication it is published as well. Raises NoSchemeInForce, MonthIsNotDue,
    MonthIsClosed.
    """
    began = clock.now()
    with _alone(city_id), transaction.atomic():
        _read_one_moment()
        now += clock.now() - began
        scheme = scheme_for(city_id, month)
        content = content_kept(scheme.content)
        if ScoredMonth.objects.filter(city_id=city_id, first_on=month.first_on).exists():
            raise MonthIsClosed(month=month.name)
        if city.day_of(city_id, now) < month.last_on + timedelta(days=content.closing_days):
            raise MonthIsNotDue(month=month.name, days=content.closing_days)
        snapshot, text = freeze_month(city.city_by_id(city_id), month, as_of=now)
        computed = compute_month(text, content)
        row = ScoredMonth(
            city_id=city_id,
            first_on=month.first_on,
            last_on=month.last_on,
            scheme=scheme,
            snapshot=snapshot,
            closed_at=now,
            publish_on=city.day_of(city_id, now) + timedelta(days=content.publication_days),
        )
        row.save(force_insert=True)
        version = MarkVersion(month=row, number=1, at=now, digest=computed.digest)
        version.save(force_insert=True)
        store_marks(version, computed, computed.units)
        store_people(version, computed.people)
        store_not_counted(row.pk, computed.not_counted)
        frozen = ScoreMonthFrozen(
            first_on=month.first_on.isoformat(),
            as_of=now.isoformat(),
            rows=dict(line_counts(text)),
            digest=snapshot.digest,
        )
        record(row, frozen, by=str(by), at=now)
        closed = ScoreMonthClosed(scheme=scheme.pk, marks=len(computed.units), digest=version.digest)
        record(row, closed, by=str(by), at=now)
        mix, earlier, comparison = compare_closed(version, computed, by=str(by), now=now)
        find_weak_points(row, computed, mix, earlier, comparison.models, by=by, now=now)
        if not content.publication_days:
            publish(row, by=by, now=now)
    return row


@contextmanager
def _alone(city_id: int) -> Iterator[None]:
    """Close one month of a city at a time.

    The lock is held before the transaction begins, whose first statement fixes what it reads: who waited sees the month
    that the other one closed. Inside somebody else's transaction the lock lasts until that one ends.
    """
    is_inside = connection.in_atomic_block
    with connection.cursor() as cursor:
        kind = "pg_advisory_xact_lock" if is_inside else "pg_advisory_lock"
        cursor.execute(f"SELECT {kind}(%s, %s)", [_LOCK, city_id])
    try:
        yield
    finally:
        if not is_inside and connection.is_usable():  # a session that is gone holds no lock
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, city_id])


def _read_one_moment() -> None:
    """Read all tables as they stand at one moment; inside somebody else's transaction that cannot be set any more."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
