"""Times of a series in a table: numbers, years, quarters, months, weeks, days or instants, in their own calendar."""

import argparse
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Final, Literal

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian, to_jalali
from peygir.core.moments import read_moment, written
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.method_rows import TableRow, ValueIsWrong, plain_number

Kind = Literal["number", "month", "day", "instant"]
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_QUARTER: Final = re.compile(r"(\d{4})[-/ ]?[Qq]([1-4])", re.ASCII)
_WEEK: Final = re.compile(r"(\d{4})-?[Ww](\d{1,2})", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_DAY_SECONDS: Final = 86_400


class TimesAreOfTwoKinds(Invalid):
    """Some times are numbers, others dates; or some are months, others days."""

    message = _("The times in “{column}” are of two kinds: “{first}” and “{second}”.")


@dataclass(frozen=True, slots=True)
class SeriesTime:
    """A time: its kind, its place on a line (a number; months; days), its text, and whether it is a Jalali one."""

    kind: Kind
    value: float
    text: str
    is_jalali: bool = False

    def later(self, step: float) -> str:
        """Return the text of the time `step` further on the line, in the same calendar."""
        value = self.value + step
        if self.kind == "number":
            return f"{value:.10g}"
        if self.kind == "month":
            return f"{round(value) // 12:04}-{round(value) % 12 + 1:02}"
        if self.kind == "instant":
            return written(datetime.fromtimestamp(round(value * _DAY_SECONDS), UTC))
        day = date.fromordinal(round(value))
        if self.is_jalali:
            jalali = to_jalali(day)
            return f"{jalali.year:04}-{jalali.month:02}-{jalali.day:02}"
        return day.isoformat()


def read_time(text: str) -> SeriesTime | None:
    """Return the time that a text says, in digits of any script; None for anything else."""
    plain = ascii_digits(text).strip()
    if (number := plain_number(plain)) is not None:
        return SeriesTime("number", number, plain)
    if match := _MONTH.fullmatch(plain):
        year, month = int(match[1]), int(match[2])
        return SeriesTime("month", year * 12 + month - 1, plain) if 1 <= month <= 12 else None
    if match := _QUARTER.fullmatch(plain):
        return SeriesTime("month", int(match[1]) * 12 + 3 * (int(match[2]) - 1), plain)
    try:
        if match := _WEEK.fullmatch(plain):
            return _of_day(date.fromisocalendar(int(match[1]), int(match[2]), 1), plain)
        if match := _DAY.fullmatch(plain):
            year, month, day = (int(part) for part in match.groups())
            is_jalali = FIRST_YEAR <= year <= LAST_YEAR
            return _of_day(to_gregorian(year, month, day) if is_jalali else date(year, month, day), plain, is_jalali)
    except ValueError:
        return None
    moment = read_moment(plain)
    return None if moment is None else SeriesTime("instant", moment.timestamp() / _DAY_SECONDS, plain)


def _of_day(day: date, text: str, is_jalali: bool = False) -> SeriesTime:
    return SeriesTime("day", float(day.toordinal()), text, is_jalali)


def time_in(cells: TableRow, column: str) -> SeriesTime:
    """Return the time in a column. Raises ValueIsWrong."""
    text = cells.text(column)
    time = read_time(text)
    if time is None:
        raise ValueIsWrong(why=_("“{text}” in “{column}” is no date or time", text=text, column=column))
    return time


def time_option(text: str) -> SeriesTime:
    """Read an option that is a time. Raises argparse.ArgumentTypeError."""
    time = read_time(text)
    if time is None:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no date or time", text=text)))
    return time


def refuse_two_kinds(times: Sequence[SeriesTime], column: str) -> None:
    """Raise TimesAreOfTwoKinds if not all times are of one kind; days at midnight count as instants beside instants."""
    first = times[0]
    for other in times:
        if other.kind != first.kind:
            raise TimesAreOfTwoKinds(column=column, first=first.text, second=other.text)


def usual_step(times: Sequence[SeriesTime]) -> float:
    """Return the usual distance of times in order; days of the month, a month apart, count as a month of 30.4 days."""
    steps = [after.value - before.value for before, after in itertools.pairwise(times)]
    return median(steps) if steps else 1.0


def with_months(times: Sequence[SeriesTime]) -> list[SeriesTime]:
    """Return days that are each the first (or another same day) of a month as months, so that steps are equal.

    Days of the end of each month, 28 to 31, count as months too.
    """
    if len(times) < 3 or times[0].kind != "day":
        return list(times)
    parts = [_calendar_parts(time) for time in times]
    months = [year * 12 + month - 1 for year, month, _day in parts]
    days = {day for _year, _month, day in parts}
    is_monthly = len(set(months)) == len(months) and (len(days) == 1 or min(days) >= 28)
    if not is_monthly or usual_step(times) < 27:
        return list(times)
    return [SeriesTime("month", month, time.text, time.is_jalali) for month, time in zip(months, times, strict=True)]


def _calendar_parts(time: SeriesTime) -> tuple[int, int, int]:
    day = date.fromordinal(int(time.value))
    if time.is_jalali:
        jalali = to_jalali(day)
        return jalali.year, jalali.month, jalali.day
    return day.year, day.month, day.day
