"""When a promise is due: every hour counted (clock C), or only working time (clock B).

Clock C adds hours. Clock B follows the city's table of topics:

* the acknowledgement counts office hours, and 24 hours are one working day; * the first visit and the finish count
whole working days, hours/24 of them rounded up, and are due when the office closes on the last. A day that had already
begun when the citizen spoke is not a whole one.

Counting outside office hours starts when the office next opens. Moments go in aware and come out in UTC. Everything is
monotone: a later start or more hours never give an earlier due moment, and work is never due before the acknowledgement
of the same hours. Zero hours make no promise, so asking for one is an error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy

__all__ = [
    "HoursAreNotValid",
    "NoWorkingDay",
    "OfficeWeek",
    "add_working_time",
    "due_by_calendar",
    "due_for_ack",
    "due_for_work",
    "working_time_between",
]

HOURS_OF_A_DAY: Final = 24
LONGEST_HOURS: Final = 10 * 366 * HOURS_OF_A_DAY
"""Ten years; a longer promise is a typing error."""
_MOST_DAYS_SHUT: Final = 366
# Hours come from decimals in a table; a rounding error over a whole number of days is that number of days.
_HAIR: Final = 1e-9


class NoWorkingDay(Invalid):
    """The office has no working day in a whole year."""

    message = gettext_lazy("The working calendar has no working day for a year from {day}; look at the days off.")


class HoursAreNotValid(Invalid):
    """A promise needs a number of hours above zero and within ten years."""

    message = gettext_lazy("A promise needs more than zero hours and less than ten years of them, not {hours}.")


def due_by_calendar(start: datetime, hours: float) -> datetime:
    """Clock C: `hours` of day and night after `start`. Raises HoursAreNotValid."""
    return _aware(start) + timedelta(hours=_checked(hours))


def due_for_ack(start: datetime, hours: float, week: OfficeWeek) -> datetime:
    """Clock B, acknowledgement: `hours` of office time, each 24 of them one working day.

    What is left after whole days counts hour by hour, but never as more than one day: with an office of seven
    hours, 8 hours and 24 hours are both one day; otherwise 8 would be due after 24.
    Raises HoursAreNotValid, NoWorkingDay.
    """
    days, rest = divmod(_checked(hours), HOURS_OF_A_DAY)
    amount = int(days) * week.day_length + min(timedelta(hours=rest), week.day_length)
    # On a day shortened by a clock change, office hours alone could run past the closing time at which work of the same
    # hours is due.
    return min(add_working_time(start, amount, week), due_for_work(start, hours, week))


def due_for_work(start: datetime, hours: float, week: OfficeWeek) -> datetime:
    """Clock B, visit and finish: closing time of the last of hours/24 (rounded up) whole working days.

    Raises HoursAreNotValid, NoWorkingDay.
    """
    days = math.ceil(_checked(hours) / HOURS_OF_A_DAY - _HAIR)
    begun = _aware(start)
    whole = (day for day in _working_days(week.day_of(begun), week) if week.opens_at(day) >= begun)
    last = next(whole)
    for _ in range(days - 1):
        last = next(whole)
    return week.closes_at(last)


def add_working_time(start: datetime, amount: timedelta, week: OfficeWeek) -> datetime:
    """The moment at which `amount` of office time has passed since `start`.

    A pause moves a due moment by the `working_time_between` its ends, added with this. Nothing
    to add leaves `start` as it is. Raises ValueError for a negative amount, NoWorkingDay.
    """
    begun = _aware(start)
    if amount < timedelta(0):
        raise ValueError("working time cannot be taken back")
    if not amount:
        return begun
    left = amount
    for day in _working_days(week.day_of(begun), week):
        opened = max(week.opens_at(day), begun)
        hours_left_today = week.closes_at(day) - opened
        if left <= hours_left_today:
            return opened + left
        left -= max(hours_left_today, timedelta(0))
    raise AssertionError("the working days have no end")


def working_time_between(first: datetime, last: datetime, week: OfficeWeek) -> timedelta:
    """Office time from `first` to `last`. Raises ValueError when `last` is the earlier."""
    begun, ended = _aware(first), _aware(last)
    if ended < begun:
        raise ValueError("the span ends before it begins")
    total = timedelta(0)
    day, final = week.day_of(begun), week.day_of(ended)
    while day <= final:
        if week.works_on(day):
            here = min(week.closes_at(day), ended) - max(week.opens_at(day), begun)
            total += max(here, timedelta(0))
        day += timedelta(days=1)
    return total


def _working_days(day: date, week: OfficeWeek) -> Iterator[date]:
    """Working days from `day` on, for ever; NoWorkingDay after a year without one."""
    shut = 0
    while shut <= _MOST_DAYS_SHUT:
        if week.works_on(day):
            yield day
            shut = 0
        else:
            shut += 1
        day += timedelta(days=1)
    raise NoWorkingDay(day=(day - timedelta(days=shut)).isoformat())


def _checked(hours: float) -> float:
    if not 0 < hours <= LONGEST_HOURS:  # false for NaN too
        raise HoursAreNotValid(hours=hours)
    return float(hours)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be counted from")
    return moment.astimezone(UTC)
