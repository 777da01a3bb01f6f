"""Weeks from Saturday, shifts past midnight, presence per half-hour, and rests that are too short."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

HALF_HOURS: Final = 48
SATURDAY: Final = 5
DAY: Final = timedelta(days=1)
REST: Final = timedelta(hours=8)
"""A shorter rest between the end of one shift and the next is shown to the supervisor."""


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """When a shift begins and ends on the clock; one that ends no later than it begins ends on the next day."""

    begins: time
    ends: time

    @property
    def is_over_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.ends <= self.begins

    @property
    def hours(self) -> float:
        """Its length."""
        return (_places(self)[1] - _places(self)[0]) / 2


def first_of_week(day: date) -> date:
    """The Saturday of a day's week."""
    return day - timedelta(days=(day.weekday() - SATURDAY) % 7)


def days_of_week(first_on: date) -> tuple[date, ...]:
    """The seven days, Saturday first."""
    return tuple(first_on + number * DAY for number in range(7))


def is_on_the_half_hour(at: time) -> bool:
    """Whether a time is on the hour or half-hour; shifts change then, so presence counts in whole half-hours."""
    return at.minute in (0, 30) and at.second == 0 and at.microsecond == 0


def there(of_day: Iterable[ShiftHours], of_eve: Iterable[ShiftHours] = ()) -> list[int]:
    """Presence in each half-hour of a day: by that day's shifts, and those of the day before that run past midnight."""
    counts = [0] * (2 * HALF_HOURS)
    for span in of_day:
        first, last = _places(span)
        for place in range(first, last):
            counts[place] += 1
    today = counts[:HALF_HOURS]
    for span in of_eve:
        _, last = _places(span)
        for place in range(HALF_HOURS, last):
            today[place - HALF_HOURS] += 1
    return today


def short_rests(duties: Sequence[tuple[date, ShiftHours]]) -> list[date]:
    """The days on which somebody starts again less than REST after the end of their previous shift."""
    ordered = sorted(duties, key=lambda duty: (duty[0], duty[1].begins))
    short_days = []
    for (eve, before), (on, span) in itertools.pairwise(ordered):
        ended = datetime.combine(eve + DAY if before.is_over_midnight else eve, before.ends)
        if datetime.combine(on, span.begins) - ended < REST:
            short_days.append(on)
    return short_days


def gaps(needed: Sequence[int], present: Sequence[int]) -> list[int]:
    """How many operators are missing in each half-hour."""
    return [max(0, wanted - here) for wanted, here in zip(needed, present, strict=True)]


def _places(span: ShiftHours) -> tuple[int, int]:
    first, last = _place(span.begins), _place(span.ends)
    return first, last + HALF_HOURS if span.is_over_midnight else last


def _place(at: time) -> int:
    return at.hour * 2 + (at.minute >= 30)
