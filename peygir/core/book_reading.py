"""Reads the first filled sheet of a workbook (Excel, ODS): the child process of `sheets.read_sheet`.

Run as `python -m peygir.core.book_reading MEGABYTES SECONDS PATH`; writes one JSON list of texts a row,
after one with the names of the further sheets. The reader
allocates the whole rectangle up to the farthest cell, so one stray cell in the last row and column of a small
file needs hundreds of gigabytes: that ends only this process.
"""

import json
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from peygir.core.child import TOO_MUCH, stay_within

EXIT_UNREADABLE: Final = 4
# Limits checked in the archive's directory, before it is unpacked.
MOST_UNPACKED: Final = 1024 * 1024 * 1024
LEAST_ROWS: Final = 2  # headings, and a row below them
MOST_PARTS: Final = 5_000  # a sheet is one part, and so is a picture


def main() -> int:
    """Write the rows; the exit code says whether the file is a workbook."""
    (path,) = stay_within(sys.argv[1:])
    try:
        if _is_too_large(path):
            return TOO_MUCH
        with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            others, rows = _tables(book)
            sys.stdout.write(json.dumps(others) + "\n")
            for row in rows:
                sys.stdout.write(json.dumps([_text(value) for value in row]) + "\n")
        sys.stdout.flush()
    except MemoryError:
        return TOO_MUCH
    except (CalamineError, OSError, IndexError, zipfile.BadZipFile):
        return EXIT_UNREADABLE
    return 0


def _tables(book: CalamineWorkbook) -> tuple[list[str], list[list[Any]]]:
    """The rows of the first sheet with two filled rows, and the names of the further ones.

    A workbook without such a sheet gives the rows of its first one.
    """
    first: list[list[Any]] = []
    table: list[list[Any]] | None = None
    others = []
    for place, name in enumerate(book.sheet_names):
        rows = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
        first = rows if place == 0 else first
        if sum(any(value not in ("", None) for value in row) for row in rows) < LEAST_ROWS:
            continue
        if table is None:
            table = rows
        else:
            others.append(name)
    return others, first if table is None else table


def _is_too_large(path: str) -> bool:
    """Whether a workbook's archive has too many parts, or too many bytes once unpacked."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED


def _text(value: Any) -> str:
    """A cell as a person would type it: a whole number without a decimal point, a day as a day."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
