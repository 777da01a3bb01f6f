"""Reads the rows of a table for a method: named columns, strict values, every bad row with its number and reason."""

import argparse
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian
from peygir.core.moments import read_moment
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.sheets import Sheet, read_sheet
from peygir.core.translation import COMMA, Joined, Text, in_every
from peygir.core.translation import gettext_lazy as _

MOST_NAMED: Final = 20
"""Faulty rows that are named one by one; of the rest the number is said."""
MOST_COUNTED: Final = 1e15
MOST_SEED: Final = 2**32 - 1
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SEMICOLON: Final = _("; ")
_DAY: Final = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)", re.ASCII)
Row = TypeVar("Row")


class ColumnsAreMissing(Invalid):
    """The first row does not name a column that the method needs."""

    message = _("The first row of the file must name the columns {needed}; it does not name: {missing}.")


class ColumnIsThereTwice(Invalid):
    """Two columns have the same heading."""

    message = _("The column “{name}” is there twice.")


class TableHasNoRows(Invalid):
    """There is nothing below the headings."""

    message = _("The file has no rows below its headings.")


class RowsAreWrong(Invalid):
    """At least one row cannot be used; nothing is computed from the others."""

    message = _("Nothing was computed: {faults}.")


class ResultIsNoNumber(Invalid):
    """The values differ by so many orders of magnitude that a result overflowed."""

    message = _("The values of the file are too large or too small to compute with.")


class ValueIsWrong(Invalid):
    """A cell holds no such value; `why` says what was expected."""

    message = _("{why}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number in the file and the cells of the named columns, trimmed; "" for a column not there."""

    number: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return the text of a column. Raises ValueIsWrong if it is empty."""
        if not (value := self.values[column]):
            raise ValueIsWrong(why=_("the column “{column}” is empty", column=column))
        return value

    def number_in(self, column: str, *, least: float = -math.inf, most: float = math.inf) -> float:
        """Return the number in a column, in digits of any script. Raises ValueIsWrong."""
        text = self.text(column)
        value = plain_number(text)
        if value is None:
            raise ValueIsWrong(why=_("“{text}” in “{column}” is no number", text=text, column=column))
        if not least <= value <= most:
            wrong = _("{text} in “{column}” lies outside {least} to {most}")
            limits = {name: f"{limit:.16g}" for name, limit in (("least", least), ("most", most))}
            raise ValueIsWrong(why=wrong.filled({"text": text, "column": column, **limits}))
        return value

    def whole(self, column: str, *, least: int = 0, most: float = MOST_COUNTED) -> int:
        """Return the whole number in a column. Raises ValueIsWrong."""
        value = self.number_in(column)
        if not least <= value <= MOST_COUNTED or value != int(value):
            wrong = _("{text} in “{column}” is no whole number from {least}")
            raise ValueIsWrong(why=wrong.filled({"text": self.values[column], "column": column, "least": least}))
        return int(self.number_in(column, least=least, most=most))

    def above_zero(self, column: str) -> float:
        """Return the number in a column, which is above 0. Raises ValueIsWrong."""
        value = self.number_in(column)
        # Outside of this, quotients would be infinite.
        if not 1e-9 <= value <= MOST_COUNTED:
            wrong = _("{text} in “{column}” is not above 0")
            raise ValueIsWrong(why=wrong.filled({"text": self.values[column], "column": column}))
        return value

    def moment(self, column: str) -> datetime:
        """Return the date or instant in a column; UTC where it has no offset. Raises ValueIsWrong."""
        text = self.text(column)
        moment = read_moment(_gregorian(text))
        if moment is None:
            raise ValueIsWrong(why=_("“{text}” in “{column}” is no date or time", text=text, column=column))
        return moment

    def chance(self, column: str) -> float:
        """Return the probability in a column, above 0 and at most 1. Raises ValueIsWrong."""
        value = self.number_in(column)
        # Below this a weight would be beyond every city.
        if not 1e-9 <= value <= 1:
            wrong = _("the chance {text} is not above 0 and at most 1")
            raise ValueIsWrong(why=wrong.filled({"text": self.values[column]}))
        return value


def plain_number(text: str) -> float | None:
    """Return a decimal number written in digits of any script, with "." or "٫"; None for anything else."""
    plain = ascii_digits(text).replace("٫", ".").replace("\u2212", "-")
    value = float(plain) if _NUMBER.fullmatch(plain) else None
    return value if value is not None and math.isfinite(value) else None


def read_rows(
    path: Path,
    needed: Sequence[str],
    read: Callable[[TableRow], Row],
    *,
    optional: Sequence[str] = (),
    also_called: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Row]:
    """Return what `read` makes of each row; it raises ValueIsWrong for a bad one.

    `also_called` gives further headings of a column.

    Raises RowsAreWrong with the number and reason of every bad row, ColumnsAreMissing, ColumnIsThereTwice,
    TableHasNoRows and what `read_sheet` raises.
    """
    sheet = read_sheet(path)
    places = _places(sheet, needed, optional, also_called)
    rows, faults = [], []
    for cells in _cells(sheet, places):
        try:
            if cells.number in sheet.too_long:
                raise ValueIsWrong(why=_("it has more cells than the first row has headings"))
            rows.append(read(cells))
        except ValueIsWrong as wrong:
            faults.append(_("row {row}: {why}", row=cells.number, why=wrong.text))
    if faults:
        raise RowsAreWrong(faults=_joined(faults))
    if not rows:
        raise TableHasNoRows()
    return rows


def refuse_repeated(seen: dict[str, int], key: str, number: int) -> None:
    """Note in which row a key stands. Raises ValueIsWrong if an earlier row has it."""
    if key in seen:
        raise ValueIsWrong(why=_("“{key}” is in row {first} already", key=key, first=seen[key]))
    seen[key] = number


def above_zero_option(text: str) -> float:
    """Read an option that is a number above 0. Raises argparse.ArgumentTypeError."""
    value = plain_number(text.strip())
    if value is None or not 1e-9 <= value <= 1e9:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no number above 0", text=text)))
    return value


def whole_option(least: int, most: int) -> Callable[[str], int]:
    """Return what reads an option that is a whole number from `least` to `most`, or raises ArgumentTypeError."""

    def read(text: str) -> int:
        value = plain_number(text.strip())
        if value is None or value != int(value) or not least <= value <= most:
            wrong = _("“{text}” is no whole number from {least} to {most}", text=text, least=least, most=most)
            raise argparse.ArgumentTypeError(in_every(wrong))
        return int(value)

    return read


def moment_option(text: str) -> datetime:
    """Read an option that is a date or an instant. Raises argparse.ArgumentTypeError."""
    moment = read_moment(_gregorian(text))
    if moment is None:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no date or time", text=text)))
    return moment


def share_option(text: str) -> float:
    """Read an option that lies between 0 and 1, both left out. Raises argparse.ArgumentTypeError."""
    value = plain_number(text.strip())
    if value is None or not 0 < value < 1:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no number between 0 and 1", text=text)))
    return value


def _gregorian(text: str) -> str:
    """Return a text that begins with a day of the Jalali calendar with the Gregorian day; any other unchanged."""
    match = _DAY.match(ascii_digits(text).strip())
    if match is None:
        return text
    year, month, day = (int(part) for part in match.groups())
    if FIRST_YEAR <= year <= LAST_YEAR:
        try:
            return to_gregorian(year, month, day).isoformat() + match.string[match.end() :]
        except ValueError:
            return ""
    return f"{year:04}-{month:02}-{day:02}{match.string[match.end() :]}"


def _places(
    sheet: Sheet, needed: Sequence[str], optional: Sequence[str], also_called: Mapping[str, Sequence[str]]
) -> dict[str, int | None]:
    headings = [heading.strip().strip("\ufeff").casefold().replace(" ", "_") for heading in sheet.headings]
    names = {other: name for name, others in also_called.items() for other in others}
    for name in (*needed, *optional):
        # Of several headings that may mean one column, its own name counts, or else the first in our order.
        there = [heading for heading in (name, *also_called.get(name, ())) if heading in headings]
        names = {other: of for other, of in names.items() if of != name or other in there[:1]}
    headings = [names.get(heading, heading) for heading in headings]
    for name in (*needed, *optional):
        if headings.count(name) > 1:
            raise ColumnIsThereTwice(name=name)
    if missing := [name for name in needed if name not in headings]:
        raise ColumnsAreMissing(needed=Joined(tuple(needed), COMMA), missing=Joined(tuple(missing), COMMA))
    return {name: headings.index(name) if name in headings else None for name in (*needed, *optional)}


def _cells(sheet: Sheet, places: Mapping[str, int | None]) -> Iterator[TableRow]:
    for number, row in sheet.rows:
        yield TableRow(number, {name: "" if at is None else row[at] for name, at in places.items()})


def _joined(faults: Sequence[Text]) -> Joined:
    named = list(faults[:MOST_NAMED])
    if left := len(faults) - len(named):
        named.append(_("and {count} more rows", count=left))
    return Joined(tuple(named), _SEMICOLON)
