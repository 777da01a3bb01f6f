"""Small Excel files with cells wherever a test wants them."""

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter


def workbook(path: Path, cells: Mapping[tuple[int, int], str | float]) -> Path:
    """Write one sheet with these cells, by (row, column) from 0; returns the path."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for (row, column), value in cells.items():
        sheet.write(row, column, value)
    book.close()
    return path
