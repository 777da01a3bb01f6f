"""The days of a city with their dates of the Iranian calendar, and its months as partitions of the lake."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.city.queries import closed_days
from peygir.core.jalali import to_gregorian, to_jalali

AHEAD: Final = timedelta(days=731)
"""How far the calendar goes beyond today: promises fall due later."""


@dataclass(frozen=True, slots=True)
class CityCalendar:
    """Days in order, each as 14050903, and 1 for those on which the city's offices are closed."""

    days: list[date]
    jalali: list[int]
    closed: list[int]


@dataclass(frozen=True, slots=True)
class LakeMonth:
    """A month of the Iranian calendar by its number, as 140509."""

    number: int

    def since(self, zone: str) -> datetime:
        """The month's first moment in a time zone."""
        return datetime.combine(to_gregorian(self.number // 100, self.number % 100, 1), time(), ZoneInfo(zone))

    def until(self, zone: str) -> datetime:
        """The first moment after the month in a time zone."""
        return self.next().since(zone)

    def next(self) -> "LakeMonth":
        """The month after it."""
        return LakeMonth(self.number + 1 if self.number % 100 < 12 else (self.number // 100 + 1) * 100 + 1)


def month_at(moment: datetime, zone: str) -> LakeMonth:
    """The month of a moment in a time zone."""
    here = to_jalali(moment.astimezone(ZoneInfo(zone)).date())
    return LakeMonth(here.year * 100 + here.month)


def months_between(first: LakeMonth, last: LakeMonth) -> Iterator[LakeMonth]:
    """The months from one to another, both included."""
    month = first
    while month.number <= last.number:
        yield month
        month = month.next()


def calendar_of(city_id: int, first: date, last: date) -> CityCalendar:
    """The calendar of a city from the first day of a Jalali year to the end of `last`."""
    start = to_gregorian(to_jalali(first).year, 1, 1)
    off = closed_days(city_id, start, last + timedelta(days=1))
    days = [start + timedelta(days=number) for number in range((last - start).days + 1)]
    jalali = []
    for day in days:
        here = to_jalali(day)
        jalali.append(here.year * 10000 + here.month * 100 + here.day)
    return CityCalendar(days, jalali, [int(day in off) for day in days])
