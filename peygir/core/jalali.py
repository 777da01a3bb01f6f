"""Dates for display: kept in UTC, shown in the Jalali calendar of the city's own zone.

Conversion by `persiantools`, whose leap years are those of the official astronomical calendar. English
readers get the Gregorian date, so that no visitor mistakes the year; a language may show both (`core.writing`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.writing import JALALI, writing_of

# The library has a typing marker, but not all of it is typed.
_JALALI: Final[Any] = JalaliDate

JALALI_MONTHS: Final = (
    pgettext_lazy("month", "Farvardin"),
    pgettext_lazy("month", "Ordibehesht"),
    pgettext_lazy("month", "Khordad"),
    pgettext_lazy("month", "Tir"),
    pgettext_lazy("month", "Mordad"),
    pgettext_lazy("month", "Shahrivar"),
    pgettext_lazy("month", "Mehr"),
    pgettext_lazy("month", "Aban"),
    pgettext_lazy("month", "Azar"),
    pgettext_lazy("month", "Dey"),
    pgettext_lazy("month", "Bahman"),
    pgettext_lazy("month", "Esfand"),
)
GREGORIAN_MONTHS: Final = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)
WEEKDAYS: Final = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)

DAY_ENDS: Final = time(23, 59, 59)
"""The wall-clock time at which a promise of days is due: the last second of its day."""

# A year outside these is a typing error or a Gregorian year.
FIRST_YEAR: Final = 1200
LAST_YEAR: Final = 1599

_NUMERIC: Final = re.compile(r"(\d{4})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{1,2})", re.ASCII)


class DateIsNotValid(Invalid):
    """The text is not a Jalali date."""

    message = _("“{text}” is not a date of the Iranian calendar. Write it like 1405/09/03.")


class JalaliDay(NamedTuple):
    """A day of the Jalali calendar; month 1 is Farvardin."""

    year: int
    month: int
    day: int


def to_jalali(day: date) -> JalaliDay:
    """The Jalali day of a Gregorian date (a datetime counts by its own wall date).

    Raises ValueError before 22 March 622.
    """
    jalali = _JALALI.to_jalali(day.year, day.month, day.day)
    return JalaliDay(jalali.year, jalali.month, jalali.day)


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Jalali day. Raises ValueError when there is no such day."""
    gregorian: date = _JALALI(year, month, day).to_gregorian()
    return gregorian


def local(moment: datetime, zone: str | tzinfo) -> datetime:
    """`moment` on the wall clock of `zone`. Raises ValueError for a moment without a zone of its own."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be shown")
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def weekday_names(language: str) -> tuple[str, ...]:
    """Monday to Sunday."""
    return tuple(day.in_language(language) for day in WEEKDAYS)


def jalali_months(language: str) -> tuple[str, ...]:
    """Farvardin to Esfand."""
    return tuple(month.in_language(language) for month in JALALI_MONTHS)


def calendar_months(language: str) -> tuple[str, ...]:
    """The months of the calendar in which a language is read: Jalali in Persian, Gregorian in English."""
    if writing_of(language).calendars[0] == JALALI:
        return jalali_months(language)
    return tuple(one.in_language(language) for one in GREGORIAN_MONTHS)


def jalali_year(moment: datetime, zone: str | tzinfo) -> int:
    """The Jalali year in `zone` at `moment`, e.g. 1405."""
    return to_jalali(local(moment, zone).date()).year


@lru_cache(maxsize=4096)
def format_day(day: date, language: str = "fa") -> str:
    """«۳ آذر ۱۴۰۵», "24 November 2026", or in a language with two calendars the second in brackets."""
    return _in_calendars(day, language, with_year=True)


def format_day_short(day: date, language: str = "fa") -> str:
    """«۳ آذر», or "24 Nov": where the year is obvious."""
    return _in_calendars(day, language, with_year=False)


def _in_calendars(day: date, language: str, *, with_year: bool) -> str:
    writing, written = writing_of(language), []
    for calendar in writing.calendars:
        at = to_jalali(day) if calendar == JALALI else JalaliDay(day.year, day.month, day.day)
        months = JALALI_MONTHS if calendar == JALALI else GREGORIAN_MONTHS
        name = months[at.month - 1].in_language(language)
        is_cut = not with_year and writing.has_cases  # “Nov” is a word, a piece of «نوفمبر» is none
        written.append(writing.number(f"{at.day} {name[:3] if is_cut else name}{f' {at.year}' if with_year else ''}"))
    return written[0] if len(written) == 1 else f"{written[0]} ({written[1]})"


def format_date(moment: datetime, zone: str | tzinfo, language: str = "fa") -> str:
    """The day of `moment` in `zone`: «۳ آذر ۱۴۰۵», or "24 November 2026"."""
    return format_day(local(moment, zone).date(), language)


def format_datetime(moment: datetime, zone: str | tzinfo, language: str = "fa") -> str:
    """Day and minute of `moment` in `zone`: «۳ آذر ۱۴۰۵، ۱۵:۲۴», or "24 November 2026, 15:24"."""
    wall = local(moment, zone)
    clock = f"{wall.hour:02d}:{wall.minute:02d}"
    writing = writing_of(language)
    return f"{format_day(wall.date(), language)}{writing.comma}{writing.number(clock)}"


def format_due(moment: datetime, zone: str | tzinfo, language: str = "fa") -> str:
    """A due moment in `zone`: the day alone where it is the end of a day (24:00 is that of the day before)."""
    wall = local(moment, zone)
    if wall.time().replace(microsecond=0) == DAY_ENDS or wall.time() == time(0):
        return format_day((wall - timedelta(seconds=1)).date(), language)
    return format_datetime(moment, zone, language)


def format_numeric(day: date) -> str:
    """The Jalali day in ASCII digits as machines sort it: "1405/09/03"; `parse_jalali` reads it back."""
    jalali = to_jalali(day)
    return f"{jalali.year:04d}/{jalali.month:02d}/{jalali.day:02d}"


def weekday_name(day: date, language: str = "fa") -> str:
    """«سه‌شنبه», or "Tuesday"."""
    return WEEKDAYS[day.weekday()].in_language(language)


def parse_jalali(text: str) -> date:
    """The Gregorian date of "1405/09/03" (also - or . between, any digits). Raises DateIsNotValid."""
    match = _NUMERIC.fullmatch(ascii_digits(text).strip())
    if match is None:
        raise DateIsNotValid(text=text[:40])
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateIsNotValid(text=text[:40])
    try:
        return to_gregorian(year, month, day)
    except ValueError as not_a_day:
        raise DateIsNotValid(text=text[:40]) from not_a_day
