"""The contact centre's wallboard: who waits, today's metrics, who is at which phone, and the last 24 hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from peygir.centre.contacts.models import Contact, PbxLine
from peygir.centre.contacts.queries import CentreMetrics, line_of, metrics_between, seats
from peygir.people.channels import Channel

HALF_HOUR: Final = timedelta(minutes=30)
HALF_HOURS: Final = 48
_EPOCH: Final = datetime(2001, 1, 1, tzinfo=UTC)

# Every change of the wallboard changes one of these: a contact gets an event with whatever happens to it
# (late events of yesterday's calls need no refresh), a phone its presence or its person.
_STAMP: Final = """
    SELECT
        (SELECT md5(string_agg(concat_ws('|', extension, staff_id, presence, why_paused), ',' ORDER BY extension))
         FROM contacts_workstation WHERE city_id = %(city)s),
        (SELECT concat_ws('|', is_up, changed_at) FROM contacts_pbxline WHERE city_id = %(city)s),
        count(*), sum(event_count)
    FROM contacts_contact WHERE city_id = %(city)s AND began_at >= now() - interval '24 hours'
"""
_HALVES: Final = """
    SELECT date_bin('30 minutes', began_at, %(epoch)s) AS half,
           count(answered_at) FILTER (WHERE outcome NOT IN ('abandoned', 'voice_mail')),
           count(*) FILTER (WHERE outcome IN ('abandoned', 'voice_mail'))
    FROM contacts_contact
    WHERE city_id = %(city)s AND began_at >= %(since)s AND channel = 'phone' AND direction = 'in'
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class AnsweredHalfHour:
    """One half-hour of the last day: calls answered and not answered."""

    begins: datetime
    answered: int
    missed: int


@dataclass(frozen=True, slots=True)
class OperatorPhone:
    """A phone with its person, its presence since when, and how many calls the person has had today."""

    extension: str
    names: tuple[str, str]
    presence: str
    since: datetime | None
    why: str
    calls: int


@dataclass(frozen=True, slots=True)
class Wallboard:
    """The whole wallboard at one moment."""

    at: datetime
    metrics: CentreMetrics
    waiting_since: datetime | None  # of the longest wait
    places: tuple[OperatorPhone, ...]
    halves: tuple[AnsweredHalfHour, ...]
    line: PbxLine | None

    @property
    def share_in_time(self) -> int | None:
        """Percent of today's calls (answered or missed) that were answered in good time; None before the first."""
        over = self.metrics.answered + self.metrics.missed
        return round(100 * self.metrics.in_time / over) if over else None

    @property
    def share_missed(self) -> int | None:
        """Percent of them that nobody answered."""
        over = self.metrics.answered + self.metrics.missed
        return round(100 * self.metrics.missed / over) if over else None


def wallboard_stamp(city_id: int) -> tuple[Any, ...]:
    """A stamp that changes whenever the wallboard would look different; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, {"city": city_id})
        return tuple(cursor.fetchone())


def wallboard(city_id: int, *, since: datetime, now: datetime) -> Wallboard:
    """Return the wallboard; `since` is when the day began."""
    metrics = metrics_between(city_id, since, now, now=now)
    waited = now - timedelta(seconds=metrics.longest_wait) if metrics.waiting else None
    return Wallboard(now, metrics, waited, _places(city_id, since), _halves(city_id, now), line_of(city_id))


def _places(city_id: int, since: datetime) -> tuple[OperatorPhone, ...]:
    rows = Contact.objects.filter(
        city_id=city_id, began_at__gte=since, channel=Channel.PHONE, answered_at__isnull=False
    )
    had = dict(rows.values_list("operator_id").annotate(count=Count("pk")))
    return tuple(
        OperatorPhone(
            row["extension"],
            (row["operator_fa"] or "", row["operator_en"] or row["operator_fa"] or ""),
            row["presence"],
            row["presence_at"],
            row["why_paused"],
            had.get(row["staff_id"], 0),
        )
        for row in seats(city_id)
        if row["staff_id"] is not None or row["presence"] not in ("", "away")
    )


def _halves(city_id: int, now: datetime) -> tuple[AnsweredHalfHour, ...]:
    first = _EPOCH + (now - _EPOCH) // HALF_HOUR * HALF_HOUR - (HALF_HOURS - 1) * HALF_HOUR
    with connection.cursor() as cursor:
        cursor.execute(_HALVES, {"city": city_id, "epoch": _EPOCH, "since": first})
        found = {half: (answered, missed) for half, answered, missed in cursor.fetchall()}
    begins = (first + number * HALF_HOUR for number in range(HALF_HOURS))
    return tuple(AnsweredHalfHour(half, *found.get(half, (0, 0))) for half in begins)
