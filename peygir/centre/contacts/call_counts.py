"""Answers what other packages of the centre ask about contacts: calls by half-hour, conversations, uses of articles."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Avg, Count, Q

from peygir.centre.contacts.models import Contact
from peygir.centre.contacts.rules import MISSED
from peygir.city import queries as city
from peygir.people.channels import Channel

HALF_HOURS: Final = 48
# Incoming calls by the city's own day and half-hour.
_COUNTS: Final = """
    SELECT (began_at AT TIME ZONE %s)::date AS on_day,
           (EXTRACT(HOUR FROM began_at AT TIME ZONE %s) * 2
            + (EXTRACT(MINUTE FROM began_at AT TIME ZONE %s) >= 30)::int)::int AS place, count(*)
    FROM contacts_contact
    WHERE city_id = %s AND began_at >= %s AND began_at < %s AND channel = 'phone' AND direction = 'in'
    GROUP BY 1, 2
"""


def calls_by_half_hour(city_id: int, *, since: date, until: date) -> dict[date, list[int]]:
    """Return 48 numbers for each day from `since` on and before `until`, by the city's clock.

    The first day with a call is left out. Days without a call between the second and `until` are there too.
    """
    zone = city.city_by_id(city_id).time_zone
    first, last = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (since, until))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [zone, zone, zone, city_id, first, last])
        rows = cursor.fetchall()
    if not rows:
        return {}
    # An incomplete first day would count as a quiet one.
    begun = min(day for day, _, _ in rows) + timedelta(days=1)
    counts = {begun + timedelta(days=number): [0] * HALF_HOURS for number in range((until - begun).days)}
    for day, place, count in rows:
        if day in counts:
            counts[day][place] = count
    return counts


def mean_handling(city_id: int, since: datetime) -> int | None:
    """Mean seconds of a conversation since a moment; None if there was none."""
    rows = Contact.objects.filter(
        city_id=city_id, began_at__gte=since, channel=Channel.PHONE, direction="in", answered_at__isnull=False
    )
    mean = rows.aggregate(mean=Avg("seconds"))["mean"]
    return round(mean) if mean is not None else None


def conversations(
    city_id: int, from_on: date, to_on: date, *, shortest: int, besides: Collection[str]
) -> list[tuple[int, int]]:
    """Return (contact, operator) of the calls of these days, both included, whose operators' accounts are open.

    `shortest`: seconds of conversation, at least. `besides`: the outcomes that are left out.
    """
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    first, last = datetime.combine(from_on, time(), zone), datetime.combine(to_on + timedelta(days=1), time(), zone)
    rows = Contact.objects.filter(
        city_id=city_id,
        began_at__gte=first,
        began_at__lt=last,
        channel=Channel.PHONE,
        operator__isnull=False,
        operator__is_active=True,
        seconds__gte=shortest,
    ).exclude(outcome__in=besides)
    return [(pk, operator) for pk, operator in rows.values_list("pk", "operator_id") if operator is not None]


def article_uses(city_id: int) -> dict[str, int]:
    """Return how many contacts each article answered, by its code."""
    rows = Contact.objects.filter(city_id=city_id, outcome="answered").exclude(article="")
    return dict(rows.values_list("article").annotate(count=Count("pk")))


def answered_in(city_id: int, spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """Return (calls, answered calls) that came in each of these periods; one statement."""
    inside = [Q(began_at__gte=since, began_at__lt=until) for since, until in spans]
    rows = Contact.objects.filter(reduce(or_, inside), city_id=city_id, channel=Channel.PHONE, direction="in")
    is_answered = Q(answered_at__isnull=False) & ~Q(outcome__in=MISSED)
    counts = {f"calls_{number}": Count("pk", filter=span) for number, span in enumerate(inside)}
    counts |= {f"answered_{number}": Count("pk", filter=span & is_answered) for number, span in enumerate(inside)}
    counted = rows.aggregate(**counts)
    return [(counted[f"calls_{number}"], counted[f"answered_{number}"]) for number in range(len(spans))]
