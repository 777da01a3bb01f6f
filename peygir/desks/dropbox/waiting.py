"""What waits in drop boxes for an answer: counts and days alone, for who holds a key and who watches over it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Min

from peygir.city import queries as city
from peygir.desks.dropbox.models import DropBox, DropKey
from peygir.desks.dropbox.rules import DropBoxState, DropReceiver

DROP_KEY: Final = DropKey.history_file
"""The kind of file that notices to holders of keys are about."""


@dataclass(frozen=True, slots=True)
class WaitingBoxes:
    """How many boxes of a receiver wait for an answer, and the day from which the oldest of them waits."""

    count: int
    since: date


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A person with a key in force: whose boxes it opens, and the first of their keys."""

    staff_id: int
    receiver: DropReceiver
    key_id: int


def waiting_boxes(city_id: int, *, before: date) -> dict[str, WaitingBoxes]:
    """What waits since a day before `before`, by receiver; one statement.

    Whole days alone: a notice of what came today would tell the hour.
    """
    rows = DropBox.objects.filter(city_id=city_id, state=DropBoxState.OPEN, is_answered=False, last_on__lt=before)
    counted = rows.values("receiver").annotate(count=Count("pk"), since=Min("last_on"))
    return {row["receiver"]: WaitingBoxes(row["count"], row["since"]) for row in counted}


def count_overdue(city_id: int, *, days: int, today: date) -> int:
    """How many boxes of all receivers have waited for more than so many working days; one statement."""
    week = city.office_week(city_id, None, today)
    newest = today - timedelta(days=days)  # fewer days are no such number of working days
    rows = DropBox.objects.filter(city_id=city_id, state=DropBoxState.OPEN, is_answered=False, last_on__lt=newest)
    return sum(week.working_day_after(last_on, days) < today for last_on in rows.values_list("last_on", flat=True))


def key_holders(city_id: int) -> list[KeyHolder]:
    """Who holds a key in force, each person once for each receiver; one statement."""
    rows = DropKey.objects.filter(city_id=city_id, confirmed_at__isnull=False, ended_at__isnull=True)
    counted = rows.values("holder_id", "receiver").annotate(first=Min("pk")).order_by("first")
    return [KeyHolder(row["holder_id"], DropReceiver.of(row["receiver"]), row["first"]) for row in counted]
