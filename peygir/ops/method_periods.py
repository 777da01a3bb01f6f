"""What the methods for series share: names of periods, rows in order of time, and options that are whole numbers."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from peygir.core.persian import ascii_digits
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.method_rows import TableRow, moment_of, plain_number

PERIODS: Final = ("period", "year", "month", "week", "day")
"""The optional columns from which `period_of` names a period."""
ALSO_CALLED: Final = {"period": ("time", "date")}
"""Further headings of the column `period`, where it is optional; the first that is there counts."""
_NUMBERED: Final = re.compile(r"(\d{4})[-/ ]?([A-Za-z]?)(\d\d?)", re.ASCII)
Row = TypeVar("Row")


def period_of(cells: TableRow) -> str:
    """Return the name of a row's period: `period`, or else put together from year, month, week and day; "" if none.

    The columns are PERIODS; digits of another script name the same period. A year with a week is 2011-W01, with a month
    2011-01, with both month and day 2011-01-31.
    """
    period, year, month, week, day = (ascii_digits(cells.values[part]) for part in PERIODS)
    if period:
        return period
    if year and month and day:
        return f"{year}-{month:0>2}-{day:0>2}"
    if year and (week or month):
        return f"{year}-W{week:0>2}" if week else f"{year}-{month:0>2}"
    return year or month or week or day


def in_time(rows: Sequence[Row], periods: Sequence[str]) -> list[Row]:
    """Return rows in order of their periods; in the given order, if these are no periods that can be compared.

    All must be numbers, or all days or times, or all a year with a number in it: 2011-01, 2011-W01, 1405-W28, 2011Q4.
    """
    letters = {match[2].upper() for match in map(_numbered, periods) if match}
    for key_of in (plain_number, _seconds, _number_in_year):
        keys = [key_of(period) for period in periods]
        known = [key for key in keys if key is not None]
        if len(known) == len(rows) and (key_of is not _number_in_year or len(letters) == 1):
            return [rows[place] for place in sorted(range(len(rows)), key=known.__getitem__)]
    return list(rows)


def _numbered(text: str) -> re.Match[str] | None:
    return _NUMBERED.fullmatch(ascii_digits(text))


def _number_in_year(text: str) -> float | None:
    match = _numbered(text)
    return None if match is None else 100.0 * int(match[1]) + int(match[3])


def _seconds(text: str) -> float | None:
    moment = moment_of(text)
    return None if moment is None else moment.timestamp()


def whole_option(least: int, most: int = 1_000_000) -> Callable[[str], int]:
    """Return a reader of an option that is a whole number; it raises argparse.ArgumentTypeError."""

    def read(text: str) -> int:
        value = plain_number(text.strip())
        if value is None or value != int(value) or not least <= value <= most:
            wrong = _("“{text}” is no whole number from {least} to {most}")
            raise argparse.ArgumentTypeError(in_every(wrong.filled({"text": text, "least": least, "most": most})))
        return int(value)

    return read
