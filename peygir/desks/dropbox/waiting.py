"""What waits in drop boxes for an answer: counts and days alone, for who holds a key and who watches over it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from peygir.city import queries as city
from peygir.desks.dropbox.models import DropBox, DropKey, DropMessage
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
    days: dict[str, list[date]] = defaultdict(list)
    for receiver, since in _waiting(city_id, before):
        days[receiver].append(since)
    return {receiver: WaitingBoxes(len(own), min(own)) for receiver, own in days.items()}


def count_overdue(city_id: int, *, days: int, today: date) -> int:
    """How many boxes of all receivers have waited for more than so many working days; one statement."""
    week = city.office_week(city_id, None, today)
    newest = today - timedelta(days=days)  # fewer days are no such number of working days
    return sum(week.working_day_after(since, days) < today for _receiver, since in _waiting(city_id, newest))


def key_holders(city_id: int) -> list[KeyHolder]:
    """Who holds a key in force, each person once for each receiver; one statement."""
    rows = DropKey.objects.filter(city_id=city_id, confirmed_at__isnull=False, ended_at__isnull=True)
    counted = rows.values("holder_id", "receiver").annotate(first=Min("pk")).order_by("first")
    return [KeyHolder(row["holder_id"], DropReceiver.of(row["receiver"]), row["first"]) for row in counted]


def key_ids(city_id: int) -> list[int]:
    """Every key of the city, also ended ones; one statement."""
    return list(DropKey.objects.filter(city_id=city_id).values_list("pk", flat=True))


def _waiting(city_id: int, before: date) -> list[tuple[str, date]]:
    """The receiver of each box without an answer, and the day of its first message since the last answer.

    A further message of the citizen resets nothing.
    """
    of_box = DropMessage.objects.filter(box=OuterRef("box"))
    answered = of_box.filter(is_from_citizen=False, number__gt=OuterRef("number"))
    unanswered = DropMessage.objects.filter(~Exists(answered), box=OuterRef("pk"), is_from_citizen=True)
    first = Subquery(unanswered.order_by("number").values("sent_on")[:1])
    rows = DropBox.objects.filter(city_id=city_id, state=DropBoxState.OPEN, is_answered=False)
    waiting = rows.annotate(waits_since=Coalesce(first, "last_on")).filter(waits_since__lt=before)
    return list(waiting.values_list("receiver", "waits_since"))
