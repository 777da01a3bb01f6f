"""Decisions of the day's board: the weight of an order, its window, a crew's shift and break, who stays where."""

from datetime import date, datetime, time, timedelta
from typing import Final

from peygir.city.urgencies import Urgency
from peygir.core.routes.day import DAY
from peygir.core.routes.problem import BreakTime
from peygir.desks.fieldwork.order_states import UNSENT, DayPart

MINUTES: Final = 20
"""The expected time of work at a place where the order does not say it."""
SHIFT: Final = (7 * 3600 + 1800, 15 * 3600)
"""The shift of a crew whose hours are not known, in seconds of the day: 7:30 to 15:00."""
LONG_SHIFT: Final = 6 * 3600
"""A shift from this length (seconds) on has a break."""
BREAK: Final = BreakTime(11 * 3600 + 1800, 13 * 3600, 1800)
"""Half an hour that begins between 11:30 and 13:00; in another shift, in the same part of it."""
_HOUR: Final = 3600
_WINDOWS: Final = {
    DayPart.WHOLE: (0, 2 * DAY),
    DayPart.MORNING: (0, 12 * _HOUR),
    DayPart.AFTERNOON: (12 * _HOUR, 18 * _HOUR),
    DayPart.NIGHT: (20 * _HOUR, 32 * _HOUR),
}
_URGENT: Final = frozenset({Urgency.URGENT})


def window_of(day_part: str) -> tuple[int, int]:
    """When work at such a part of the day may begin, in seconds of the day."""
    return _WINDOWS[DayPart.of(day_part)] if day_part in DayPart.labels() else _WINDOWS[DayPart.WHOLE]


def weight_of(due_on: date | None, urgency: str, on: date) -> int:
    """How much an order weighs when not all fit: overdue or due that day 20, the day after 8, else 2; urgent: twice."""
    weight = 2
    if due_on is not None and due_on <= on + timedelta(days=1):
        weight = 20 if due_on <= on else 8
    return weight * 2 if urgency in _URGENT else weight


def shift_of(begins: time | None, ends: time | None, *, not_before: int = 0) -> tuple[int, int]:
    """A crew's shift in seconds of the day on which it begins; what ends before it begins ends on the next day.

    `not_before` is the present time where the day has begun.
    """
    opens, closes = SHIFT
    if begins is not None and ends is not None:
        opens, closes = seconds_of(begins), seconds_of(ends)
        closes += DAY if closes <= opens else 0
    return min(max(opens, not_before), closes), closes


def pause_of(begins: int, closes: int, *, now: int = 0) -> BreakTime | None:
    """The break of a shift between two seconds of the day; None for a short one, and once its time has passed."""
    if closes - begins < LONG_SHIFT:
        return None
    if begins <= BREAK.opens and BREAK.closes + BREAK.length <= closes:
        pause = BREAK
    else:
        middle = (begins + closes) // 2
        pause = BreakTime(middle - 2700, middle + 2700, BREAK.length)
    return pause if now <= pause.closes else None


def stays_with_crew(*, state: str, is_locked: bool, planned_on: date | None, on: date) -> bool:
    """Whether planning leaves an order with its crew: it is locked, sent, or left over from an earlier day."""
    return is_locked or state not in UNSENT or (planned_on is not None and planned_on < on)


def seconds_of(moment: time) -> int:
    """Seconds since midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def clock_of(seconds: int) -> str:
    """The time of day in ASCII digits; after midnight the hours go on from zero."""
    minutes = seconds // 60
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def seconds_now(now: datetime, on: date) -> int:
    """Seconds of the day `on` that have passed at a moment of the city's own clock: 0 before it."""
    days = (now.date() - on).days
    return max(0, days * DAY + seconds_of(now.time()))


def due_colour(due_at: datetime | None, now: datetime, *, end_of_day: datetime) -> str:
    """The colour of a promise: red when overdue, yellow when due by the end of the day, else green; "" without one."""
    if due_at is None:
        return ""
    return "red" if due_at < now else "yellow" if due_at < end_of_day else "green"
