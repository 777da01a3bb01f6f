"""Reads tables: CSV in its many dialects, Excel and ODS; every row as texts under its headings."""

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from peygir.core.child import ChildFailed, ChildLimits, ChildWasKilled, stream_child
from peygir.core.refusals import Invalid
from peygir.core.text_tables import RecordIsBroken, TextIsNoTable, text_lines
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_CELLS: Final = 20_000_000
"""Of the non-empty rows, times the number of headings; a year of a large city has some millions."""
_CHILD: Final = "peygir.core.book_reading"
_LIMITS: Final = ChildLimits(megabytes=2048, seconds=120)
_ZIP: Final = b"PK\x03\x04"
_OLD_BOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"SQLite": "SQLite",
}
_PACKED: Final = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")  # a stream of a workbook that is locked by a password
_BOOK_PARTS: Final = ("xl/", "content.xml", "mimetype")
_FAR: Final = 3
MOST_TITLES: Final = 30
"""So many rows may stand above the headings of a table."""


class TableIsNotReadable(Invalid):
    """The file contains no table."""

    message = _("This file is no table that can be read: CSV, Excel or ODS is needed. {why}")


class TableIsTooLarge(TableIsNotReadable):
    """The table is larger than one import allows, possibly by one stray cell."""

    message = _(
        "This table is too large to be read at once. Perhaps a cell far away from it is filled: delete "
        "the empty rows and columns behind the table, save it as CSV, or split it into several files."
    )


class TableIsReadLater(TableIsNotReadable):
    """The machine has no room to read a table just now; the file is not at fault."""

    message = _("We could not read this table just now. Please try again a little later.")


class TableIsEmpty(TableIsNotReadable):
    """The file has no filled cell."""

    message = _("This file is empty: it has no row. Take it out of its program once more.")


class TableHasOnlyHeadings(TableIsNotReadable):
    """No row is filled below the headings."""

    message = _("This table has headings alone, and no row below them. Take it out of its program once more.")


class TableIsPacked(TableIsNotReadable):
    """The file is an archive."""

    message = _("This is a packed file (such as ZIP or RAR). Unpack it, and choose the table that is in it.")


class TableIsLocked(TableIsNotReadable):
    """The workbook is encrypted."""

    message = _("This workbook is locked by a password. Save it in Excel without the password, and choose it again.")


class TableIsAnotherKind(TableIsNotReadable):
    """The file is a picture, a document, or another file without rows."""

    message = _("This is a file of the kind {kind} and no table. Save the table as Excel (xlsx) or CSV.")


class TableRowIsBroken(TableIsNotReadable):
    """The quotation marks of a CSV do not match from a row on."""

    message = _(
        "The table cannot be read from row {row} on: its quotation marks do not match. Mend the row, "
        "or save the table as Excel (xlsx)."
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a table, and its rows as texts, numbered as in the file; the file's first row has number 1.

    Rows are as wide as the headings; `too_long` holds the numbers of those from which filled cells were cut off.
    `left_out` names the further sheets of a workbook that have rows.
    """

    headings: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]
    too_long: frozenset[int] = frozenset()
    left_out: tuple[str, ...] = ()


def read_sheet(path: Path, *, numbers_equals: bool = False) -> Sheet:
    """The first sheet of a file that has rows; titles above its headings and empty rows are left out.

    What kind of file it is, is seen from its content, and not from its name. With `numbers_equals`, of several equal
    headings all but the first get a number behind them. Raises TableIsNotReadable.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableIsNotReadable(why=f"> {MOST_BYTES // 1024**2} MB")
        is_book = _is_book(path)
        lines = _of_book(path) if is_book else text_lines(path)
        left_out = tuple(next(lines, ())) if is_book else ()
        place, headings, rest = _headed(lines)
        rows, too_long = _rows(rest, len(headings), start=place + 1)
        return Sheet(_distinct(headings) if numbers_equals else headings, rows, too_long, left_out)
    except ChildWasKilled as failure:
        raise TableIsReadLater() from failure
    except ChildFailed as failure:
        raise (TableIsTooLarge() if failure.is_over_limit else TableIsNotReadable(why="")) from failure
    except RecordIsBroken as failure:
        raise TableRowIsBroken(row=failure.row) from failure
    except (OSError, TextIsNoTable) as failure:
        raise TableIsNotReadable(why=str(failure).splitlines()[0][:120] if str(failure) else "") from failure


def _is_book(path: Path) -> bool:
    """Whether a file is a workbook. Raises TableIsEmpty, TableIsPacked, TableIsLocked, TableIsAnotherKind."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise TableIsEmpty()
    for start, kind in _OTHERS.items():
        if head.startswith(start):
            raise TableIsAnotherKind(kind=kind)
    if head.startswith(_PACKED):
        raise TableIsPacked()
    if head == _OLD_BOOK and _LOCKED in path.read_bytes():
        raise TableIsLocked()
    if head.startswith(_ZIP) and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if not any(name.startswith(_BOOK_PARTS) for name in archive.namelist()):
                raise TableIsPacked()
    return head.startswith(_ZIP) or head == _OLD_BOOK


def _headed(lines: Iterator[list[str]]) -> tuple[int, tuple[str, ...], Iterator[list[str]]]:
    """The number of the row with the headings, the headings, and the rows below. Raises TableIsEmpty.

    Above them may stand titles, which fill fewer cells than half of what the rows mostly fill.
    """
    first = list(islice(lines, MOST_TITLES))
    filled = [sum(1 for one in cells if str(one).strip()) for cells in first]
    counted = Counter(count for count in filled if count)
    if not counted:
        raise TableIsEmpty()
    usual = max(counted, key=lambda count: (counted[count], count))
    likely = [place for place, count in enumerate(filled) if count > 1 and count * 2 > usual]
    place = likely[0] if likely else next(place for place, count in enumerate(filled) if count)
    # Where most cells of the rows are empty, a title of two cells is no longer than they are; headings are by far.
    place = next((one for one in likely if filled[one] >= _FAR * filled[place] and _names_columns(first[one])), place)
    return place + 1, _headings(first[place]), chain(first[place + 1 :], lines)


def _names_columns(cells: Iterable[str]) -> bool:
    """Whether each filled cell has a letter, as headings have."""
    return all(any(map(str.isalpha, str(cell))) for cell in cells if str(cell).strip())


def _headings(cells: Iterable[str]) -> tuple[str, ...]:
    """Each heading in one line."""
    return tuple(" ".join(plain(str(cell)).split()) for cell in cells)


def _distinct(given: Iterable[str]) -> tuple[str, ...]:
    """Each heading different from those before it."""
    headings: list[str] = []
    for heading in given:
        alike = sum(1 for one in headings if one == heading or one.startswith(f"{heading} (")) if heading else 0
        headings.append(f"{heading} ({alike + 1})" if alike and heading in headings else heading)
    return tuple(headings)


def _rows(
    lines: Iterator[list[str]], width: int, *, start: int
) -> tuple[list[tuple[int, tuple[str, ...]]], frozenset[int]]:
    """The rows that are not empty, numbered as in the file, and which are too long. Raises TableIsTooLarge."""
    rows, too_long = [], set()
    for number, cells in enumerate(lines, start=start):
        if any(str(value).strip() for value in cells[width:]):
            too_long.add(number)
        if any(row := _fitted(cells, width)):
            rows.append((number, row))
            if len(rows) * width > MOST_CELLS:
                raise TableIsTooLarge()
    return rows, frozenset(too_long)


def _of_book(path: Path) -> Iterator[list[str]]:
    """The names of the further sheets that have rows, and then the rows of the first one."""
    for line in stream_child(_CHILD, str(path.resolve()), limits=_LIMITS):
        yield json.loads(line)


def _fitted(line: Any, width: int) -> tuple[str, ...]:
    row = tuple(str(one).strip() for one in line[:width])
    return row + ("",) * (width - len(row))
