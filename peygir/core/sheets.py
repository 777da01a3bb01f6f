"""Reads tables: CSV in its many dialects, Excel and ODS; every row as texts under its headings."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from peygir.core.child import ChildFailed, ChildLimits, ChildWasKilled, stream_child
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_CELLS: Final = 20_000_000
"""Of the non-empty rows, times the number of headings; a year of a large city has some millions."""
_CHILD: Final = "peygir.core.book_reading"
_LIMITS: Final = ChildLimits(megabytes=2048, seconds=120)
_BOOKS: Final = frozenset({".xlsx", ".xls", ".xlsb", ".ods"})
_SEPARATORS: Final = ",;\t|"


class TableIsNotReadable(Invalid):
    """The file contains no table."""

    message = _("This file is no table that can be read: CSV (in UTF-8), Excel or ODS is needed. {why}")


class TableIsTooLarge(TableIsNotReadable):
    """The table is larger than one import allows, possibly by one stray cell."""

    message = _(
        "This table is too large to be read at once. Perhaps a cell far away from it is filled: delete "
        "the empty rows and columns behind the table, save it as CSV, or split it into several files."
    )


class TableIsReadLater(TableIsNotReadable):
    """The machine has no room to read a table just now; the file is not at fault."""

    message = _("We could not read this table just now. Please try again a little later.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a table, and its rows as texts; the first row below the headings has number 2.

    Rows are as wide as the headings; `too_long` holds the numbers of those from which filled cells were cut off.
    """

    headings: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]
    too_long: frozenset[int] = frozenset()


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a file; empty rows are left out. Raises TableIsNotReadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableIsNotReadable(why=f"> {MOST_BYTES // 1024**2} MB")
        lines = _of_book(path) if path.suffix.lower() in _BOOKS else _of_csv(path)
        headings = _trimmed(next(lines, ()))
        if not any(headings):
            raise TableIsNotReadable(why="")
        rows, too_long = _rows(lines, len(headings))
        return Sheet(headings, rows, too_long)
    except ChildWasKilled as failure:
        raise TableIsReadLater() from failure
    except ChildFailed as failure:
        raise (TableIsTooLarge() if failure.is_over_limit else TableIsNotReadable(why="")) from failure
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise TableIsNotReadable(why=str(failure).splitlines()[0][:120] if str(failure) else "") from failure


def _rows(lines: Iterator[list[str]], width: int) -> tuple[list[tuple[int, tuple[str, ...]]], frozenset[int]]:
    """The rows that are not empty, numbered as in the file, and which are too long. Raises TableIsTooLarge."""
    rows, too_long = [], set()
    for number, line in enumerate(lines, start=2):
        if any(str(cell).strip() for cell in line[width:]):
            too_long.add(number)
        if any(row := _fitted(line, width)):
            rows.append((number, row))
            if len(rows) * width > MOST_CELLS:
                raise TableIsTooLarge()
    return rows, frozenset(too_long)


def _of_csv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        separator = max(_SEPARATORS, key=first.count)
        yield from csv.reader(file, delimiter=separator if separator in first else ",", strict=True)


def _of_book(path: Path) -> Iterator[list[str]]:
    for line in stream_child(_CHILD, str(path.resolve()), limits=_LIMITS):
        yield json.loads(line)


def _trimmed(line: Any) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in line)


def _fitted(line: Any, width: int) -> tuple[str, ...]:
    row = _trimmed(line)[:width]
    return row + ("",) * (width - len(row))
