"""Files of tables: cells that no spreadsheet runs, and memory that does not grow with the rows."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from peygir.core import tables
from peygir.core.tables import Column, WorkbookSheet

COLUMNS = (Column("code"), Column("at", "moment"), Column("lat", "number"), Column("lon", "number"), Column("text"))
AT = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    return ((f"{number:010d}", AT, 29.6, None if number % 2 else 52.5, "متن گزارش " * 12) for number in range(count))


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    cell = tables.defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell in (text, f"'{text}")


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), max_size=5))
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    written = b"".join(tables.as_csv([Column("a")], [[text] for text in texts])).decode()
    assert [row[0] if row else "" for row in csv.reader(io.StringIO(written, newline=""))][1:] == [
        tables.defused(text) for text in texts
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "geojson", "xlsx", "parquet"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        made = {
            "csv": lambda: tables.as_csv(COLUMNS, rows(count)),
            "xlsx": lambda: tables.as_xlsx(COLUMNS, rows(count)),
            "geojson": lambda: tables.as_geojson(COLUMNS, rows(count), lat=2, lon=3),
            "parquet": lambda: tables.as_parquet(COLUMNS, rows(count)),
        }[form]()
        size = sum(len(chunk) for chunk in made)
        assert size > count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few = peak(2_000)
    many = peak(20_000 if form != "parquet" else 60_000)
    assert many < max(4 * few, 40_000_000)


def test_a_workbook_has_its_sheets_in_order_with_names_that_excel_takes() -> None:
    sheets = [
        WorkbookSheet("Marks [of] a/b", [Column("unit"), Column("mark", "number")], [("=D-01", 12.5)]),
        WorkbookSheet("x" * 40, [Column("empty")], []),
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(tables.as_workbook(sheets, from_right=True))))
    assert book.sheet_names == ["Marks  of  a b", "x" * 31]
    assert book.get_sheet_by_index(0).to_python() == [["unit", "mark"], ["=D-01", 12.5]]
    assert book.get_sheet_by_index(1).to_python() == [["empty"]]
