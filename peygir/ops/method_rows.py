"""Reads the rows of a table for a method: named columns, strict values, every bad row with its number and reason."""

import argparse
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.sheets import Sheet, read_sheet
from peygir.core.translation import COMMA, Joined, Text, in_every
from peygir.core.translation import gettext_lazy as _

MOST_NAMED: Final = 20
"""Faulty rows that are named one by one; of the rest the number is said."""
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SEMICOLON: Final = _("; ")
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


class ValueIsWrong(Invalid):
    """A cell holds no such value; `why` says what was expected."""

    message = _("{why}")


@dataclass(frozen=True, slots=True)
class Cells:
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
            raise ValueIsWrong(why=wrong.filled({"text": text, "column": column, "least": least, "most": most}))
        return value

    def whole(self, column: str, *, least: int = 0) -> int:
        """Return the whole number in a column. Raises ValueIsWrong."""
        value = self.number_in(column)
        if value != int(value) or value < least:
            wrong = _("{text} in “{column}” is no whole number from {least}")
            raise ValueIsWrong(why=wrong.filled({"text": self.values[column], "column": column, "least": least}))
        return int(value)

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
    path: Path, needed: Sequence[str], read: Callable[[Cells], Row], *, optional: Sequence[str] = ()
) -> list[Row]:
    """Return what `read` makes of each row; it raises ValueIsWrong for a bad one.

    Raises RowsAreWrong with the number and reason of every bad row, ColumnsAreMissing, ColumnIsThereTwice,
    TableHasNoRows and what `read_sheet` raises.
    """
    sheet = read_sheet(path)
    places = _places(sheet, needed, optional)
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


def share_option(text: str) -> float:
    """Read an option that lies between 0 and 1, both left out. Raises argparse.ArgumentTypeError."""
    value = plain_number(text.strip())
    if value is None or not 0 < value < 1:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no number between 0 and 1", text=text)))
    return value


def _places(sheet: Sheet, needed: Sequence[str], optional: Sequence[str]) -> dict[str, int | None]:
    headings = [heading.strip().strip("\ufeff").casefold().replace(" ", "_") for heading in sheet.headings]
    for name in (*needed, *optional):
        if headings.count(name) > 1:
            raise ColumnIsThereTwice(name=name)
    if missing := [name for name in needed if name not in headings]:
        raise ColumnsAreMissing(needed=Joined(tuple(needed), COMMA), missing=Joined(tuple(missing), COMMA))
    return {name: headings.index(name) if name in headings else None for name in (*needed, *optional)}


def _cells(sheet: Sheet, places: Mapping[str, int | None]) -> Iterator[Cells]:
    for number, row in sheet.rows:
        yield Cells(number, {name: "" if at is None else row[at] for name, at in places.items()})


def _joined(faults: Sequence[Text]) -> Joined:
    named = list(faults[:MOST_NAMED])
    if left := len(faults) - len(named):
        named.append(_("and {count} more rows", count=left))
    return Joined(tuple(named), _SEMICOLON)
