"""Promises of days end with a day: the calendar's, the office's, or a day on which waste is collected."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.city.rules import next_collection
from peygir.city.urgencies import ClockKind
from peygir.core.jalali import DAY_ENDS
from peygir.core.office import OfficeWeek

COLLECTION: Final = "R"
"""The clock of a promise that follows the collection rounds of its neighbourhood, beside those of `ClockKind`."""
_HOURS_OF_A_DAY: Final = 24


def is_of_days(clock: str, hours: Decimal | None) -> bool:
    """Whether a promise ends with a day although its clock counts every hour: from 24 hours on, and by collection."""
    return clock == COLLECTION or (clock == ClockKind.CALENDAR and hours is not None and hours >= _HOURS_OF_A_DAY)


def end_of_day(day: date, week: OfficeWeek) -> datetime:
    """The last second (UTC) of a day on the wall clock of the office: its date is the day itself in every format."""
    return datetime.combine(day, DAY_ENDS, tzinfo=week.wall).astimezone(UTC)


def day_end(moment: datetime, week: OfficeWeek, collection: CollectionFacts | None = None) -> datetime:
    """The end of the day of `moment`; with `collection`, of the day of the next round that has not begun by then."""
    wall = moment.astimezone(week.wall)
    return end_of_day(wall.date() if collection is None else next_collection(collection, wall), week)


def due_after_pauses(
    due: datetime,
    *,
    start: datetime,
    hours: Decimal | None,
    clock: str,
    pauses: Iterable[tuple[datetime, datetime]],
    week: OfficeWeek,
    collection: CollectionFacts | None = None,
) -> datetime:
    """A promise of days, given for `due`, after all its pauses (first, last) in order; never earlier than `due`.

    The pauses are added up before the day is rounded up, so many short ones gain no more than one long one. A pause
    that began when the promise was already late adds nothing. By collection it falls on the next round after the
    report and the paused time together.
    """
    exact = start.astimezone(UTC)
    if clock != COLLECTION and hours is not None:
        exact += timedelta(hours=float(hours))
    for first, last in pauses:
        if due >= first:
            exact += last.astimezone(UTC) - first.astimezone(UTC)
            due = max(due, day_end(exact, week, collection))
    return due
