"""Months of the Iranian calendar: their days, their moments in a city, and how they are written ("1405-08")."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian, to_jalali
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _


class MonthIsNotRight(Invalid):
    """The text names no month of the Iranian calendar."""

    message = _("“{text}” is not a month of the Iranian calendar. Write it like 1405-08.")


@dataclass(frozen=True, slots=True)
class ScoreMonth:
    """One month: its first and last day (Gregorian)."""

    first_on: date
    last_on: date

    @property
    def name(self) -> str:
        """The month as it is written: "1405-08"."""
        here = to_jalali(self.first_on)
        return f"{here.year:04d}-{here.month:02d}"

    def since(self, zone: str) -> datetime:
        """The month's first moment in a time zone."""
        return datetime.combine(self.first_on, time(), ZoneInfo(zone))

    def until(self, zone: str) -> datetime:
        """The first moment after the month in a time zone."""
        return datetime.combine(self.last_on + timedelta(days=1), time(), ZoneInfo(zone))


def month_of(day: date) -> ScoreMonth:
    """The month in which a day lies."""
    jalali = to_jalali(day)
    number = jalali.year * 12 + jalali.month
    last_on = to_gregorian(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return ScoreMonth(to_gregorian(jalali.year, jalali.month, 1), last_on)


def month_before(month: ScoreMonth) -> ScoreMonth:
    """The month before one."""
    return month_of(month.first_on - timedelta(days=1))


def month_named(text: str) -> ScoreMonth:
    """The month that a text such as "1405-08" names. Raises MonthIsNotRight."""
    match = re.fullmatch(r"(\d{4})[-/](\d{1,2})", ascii_digits(text).strip(), re.ASCII)
    year, number = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        raise MonthIsNotRight(text=text[:20])
    return month_of(to_gregorian(year, number, 1))
