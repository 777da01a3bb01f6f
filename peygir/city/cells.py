"""Parses one cell of a city's file into a value, or a fault that says how to mend it."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from peygir.city.rows import FileFault
from peygir.core.jalali import DateIsNotValid, parse_jalali
from peygir.core.persian import ascii_digits
from peygir.core.translation import Text, gettext_lazy

Report = Callable[[FileFault], None]

LONGEST_HOURS: Final = Decimal(87_600)
"""Ten years: a longer promise is a typing error."""

_ARABIC_TWINS: Final = str.maketrans({"ي": "ی", "ك": "ک"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_TRUE: Final = frozenset({"1", "true", "yes", "بله", "تعطیل"})
_FALSE: Final = frozenset({"0", "false", "no", "خیر", "باز", ""})
# For the next six centuries Jalali years are below this number and Gregorian years above it.
_FIRST_GREGORIAN_YEAR: Final = 1700


def clean(text: str) -> str:
    """The text without surrounding blanks, and with Persian yeh and keheh for the Arabic ones."""
    return text.strip().translate(_ARABIC_TWINS)


def read_day(text: str) -> date | None:
    """The date of "2026-11-24", or of a Jalali "1405/09/03"; None for anything else."""
    plain = ascii_digits(text).strip()
    iso = _ISO_DAY.fullmatch(plain.replace("/", "-"))
    try:
        if iso is not None and int(iso[1]) >= _FIRST_GREGORIAN_YEAR:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return parse_jalali(plain)
    except (ValueError, DateIsNotValid):
        return None


def read_clock(text: str) -> time | None:
    """The time of day of "7:30" or "07:30"; None for anything else."""
    hours, _, minutes = ascii_digits(text).strip().partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


class Cells:
    """The cells of one row by column; every method reports a fault and still returns a usable value."""

    def __init__(self, file: str, row: int, values: Mapping[str, Any], report: Report) -> None:
        self.file, self.row, self._values, self._report = file, row, values, report

    def fault(self, reason: Text) -> None:
        """Report a fault in this row."""
        self._report(FileFault(self.file, self.row, reason))

    def raw(self, column: str) -> str:
        """The cell's text, empty where the column is missing; numbers and booleans of JSON become text."""
        value = self._values.get(column, "")
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return clean(value if isinstance(value, str) else str(value))

    def text(self, column: str, *, limit: int = 200, needed: bool = False) -> str:
        """Plain text of at most `limit` characters."""
        text = self.raw(column)
        if needed and not text:
            self.fault(gettext_lazy("column “{column}” is empty", column=column))
        elif len(text) > limit:
            self.fault(
                gettext_lazy(
                    "the text in column “{column}” is longer than {limit} characters", column=column, limit=limit
                ),
            )
        elif _CONTROL.search(text):
            self.fault(gettext_lazy("column “{column}” holds a character that is not text", column=column))
        else:
            return text
        return _CONTROL.sub("", text)[:limit]

    def code(self, column: str = "code", *, needed: bool = True) -> str:
        """A code: at most 80 characters."""
        return self.text(column, limit=80, needed=needed)

    def choice(self, column: str, among: Iterable[str]) -> str:
        """One of a few allowed words; a wrong word is returned as it is, and the fault is reported."""
        known = list(among)
        word = self.raw(column)
        if word not in known:
            listed = ", ".join(known)
            self.fault(
                gettext_lazy(
                    "“{word}” in column “{column}” is unknown; use one of {listed}",
                    word=word,
                    column=column,
                    listed=listed,
                ),
            )
        return word

    def hours(self, column: str, *, may_be_empty: bool = False) -> Decimal | None:
        """Hours, not negative, at most ten years, with at most two decimals; any digits."""
        text = ascii_digits(self.raw(column)).replace("٫", ".")
        if not text and may_be_empty:
            return None
        try:
            value = Decimal(text) if _NUMBER.fullmatch(text) else None
        except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
            value = None
        if value is None or value > LONGEST_HOURS or value != round(value, 2):
            self.fault(
                gettext_lazy(
                    "“{column}” in column “{column_2}” is not a number of hours (0 to {longest_hours}, two decimals)",
                    column=self.raw(column),
                    column_2=column,
                    longest_hours=LONGEST_HOURS,
                ),
            )
            return None
        return value

    def day(self, column: str) -> date | None:
        """A Gregorian or Jalali date, or None where the cell is empty."""
        text = self.raw(column)
        day = read_day(text) if text else None
        if text and day is None:
            self.fault(
                gettext_lazy(
                    "“{text}” in column “{column}” is not a date; write it like 1405/09/03 or 2026-11-24",
                    text=text,
                    column=column,
                ),
            )
        return day

    def clock(self, column: str) -> time | None:
        """A time of day, or None where the cell is empty."""
        text = self.raw(column)
        clock_time = read_clock(text) if text else None
        if text and clock_time is None:
            self.fault(
                gettext_lazy(
                    "“{text}” in column “{column}” is not a time of day; write it like 07:30", text=text, column=column
                ),
            )
        return clock_time

    def yes(self, column: str) -> bool:
        """1/0, true/false, yes/no, بله/خیر; an empty cell is no."""
        word = ascii_digits(self.raw(column)).lower()
        if word not in _TRUE and word not in _FALSE:
            self.fault(
                gettext_lazy("“{word}” in column “{column}” is neither yes nor no (1 or 0)", word=word, column=column),
            )
        return word in _TRUE
