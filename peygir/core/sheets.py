"""Reads tables that people keep: CSV in any of its habits, Excel and ODS; every row as texts under its headings."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from peygir.core.refusals import Invalid

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_UNPACKED: Final = 1024 * 1024 * 1024
_BOOKS: Final = frozenset({".xlsx", ".xls", ".xlsb", ".ods"})
_SEPARATORS: Final = ",;\t|"


class TableIsNotReadable(Invalid):
    """A file in which no table is found."""

    fa = "این فایل جدولی نیست که خوانده شود: CSV (با UTF-8)، Excel یا ODS لازم است. {why}"
    en = "This file is no table that can be read: CSV (in UTF-8), Excel or ODS is needed. {why}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a table, and its rows as texts; the first row below them has number 2, as people count."""

    headings: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a file; empty rows are left out. Raises TableIsNotReadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableIsNotReadable(why=f"> {MOST_BYTES // 1024**2} MB")
        lines = _of_book(path) if path.suffix.lower() in _BOOKS else _of_csv(path)
        headings = _trimmed(next(lines, ()))
        if not any(headings):
            raise TableIsNotReadable(why="")
        found = [
            (number, row) for number, line in enumerate(lines, start=2) if any(row := _fitted(line, len(headings)))
        ]
    except (OSError, UnicodeDecodeError, csv.Error, CalamineError, zipfile.BadZipFile) as failure:
        raise TableIsNotReadable(why=str(failure).splitlines()[0][:120] if str(failure) else "") from failure
    return Sheet(headings, found)


def _of_csv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        separator = max(_SEPARATORS, key=first.count)
        yield from csv.reader(file, delimiter=separator if separator in first else ",", strict=True)


def _of_book(path: Path) -> Iterator[list[str]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TableIsNotReadable(why=f"> {MOST_UNPACKED // 1024**2} MB")
    with CalamineWorkbook.from_path(str(path)) as book:
        for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False):
            yield [_text(value) for value in row]


def _text(value: Any) -> str:
    """A cell as somebody would type it: a whole number without a point, a day as a day."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _trimmed(line: Any) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in line)


def _fitted(line: Any, width: int) -> tuple[str, ...]:
    row = _trimmed(line)[:width]
    return row + ("",) * (width - len(row))
