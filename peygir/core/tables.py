"""Writes tables row by row in bounded memory: CSV, Excel, Parquet, and GeoJSON for rows with a place."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, Final, Literal

import xlsxwriter

Kind = Literal["text", "number", "moment"]
BATCH: Final = 2000
CHUNK: Final = 64 * 1024
MOST_IN_A_CELL: Final = 32_767  # characters, in Excel
MOST_IN_A_NAME: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
BOM: Final = "\ufeff"  # makes Excel read a CSV as UTF-8
# What a spreadsheet takes for the start of a formula, also in full-width forms (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its kind of values, and how a workbook shows its numbers (Excel's code of a format)."""

    name: str
    kind: Kind = "text"
    shown_as: str = ""


Rows = Iterable[Sequence[Any]]


def as_csv(columns: Sequence[Column], rows: Rows, *, with_mark: bool = False) -> Iterator[bytes]:
    """Lines of CSV (RFC 4180); a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    kept.write(BOM if with_mark else "")
    writer.writerow([defused(column.name) for column in columns])
    for batch in _batches(rows):
        writer.writerows([[_in_csv(value) for value in row] for row in batch])
        yield _emptied(kept)
    yield _emptied(kept)


def as_geojson(columns: Sequence[Column], rows: Rows, *, lat: int, lon: int) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946); a row without a point has no geometry."""
    names, text, is_first = [column.name for column in columns], '{"type":"FeatureCollection","features":[', True
    for batch in _batches(rows):
        for row in batch:
            has_place = row[lat] is not None and row[lon] is not None
            point = {"type": "Point", "coordinates": [row[lon], row[lat]]} if has_place else None
            properties = {
                name: _plain(value)
                for place, (name, value) in enumerate(zip(names, row, strict=True))
                if place not in (lat, lon)
            }
            line = json.dumps({"type": "Feature", "geometry": point, "properties": properties}, ensure_ascii=False)
            text += line if is_first else f",\n{line}"
            is_first = False
        yield text.encode()
        text = ""
    yield f"{text}]}}".encode()


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet of a workbook: its name, at most 31 characters, its columns and rows."""

    name: str
    columns: Sequence[Column]
    rows: Rows


def as_xlsx(columns: Sequence[Column], rows: Rows, *, from_right: bool = False) -> Iterator[bytes]:
    """An Excel workbook with one sheet; text cells stay text, whatever they look like."""
    return as_workbook([WorkbookSheet("", columns, rows)], from_right=from_right)


_NARROWEST: Final = 10
_WIDEST: Final = 48
"""Widths of columns, in letters."""
_MOMENT_WIDTH: Final = 16


def as_workbook(sheets: Sequence[WorkbookSheet], *, from_right: bool = False) -> Iterator[bytes]:
    """An Excel workbook of several sheets; one without a name gets Excel's own. Text cells stay text."""
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(
            file, {**options, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd hh:mm"}
        )
        for each in sheets:
            _write_sheet(book, each, from_right=from_right)
        book.close()
        yield from _read(file)


def _write_sheet(book: xlsxwriter.Workbook, each: WorkbookSheet, *, from_right: bool) -> None:
    sheet = book.add_worksheet(_NOT_IN_A_NAME.sub(" ", each.name)[:MOST_IN_A_NAME] or None)
    if from_right:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks = [book.add_format({"num_format": column.shown_as}) if column.shown_as else None for column in each.columns]
    widths = [len(column.name) // 2 for column in each.columns]  # a long heading takes two lines
    for place, column in enumerate(each.columns):
        sheet.write_string(0, place, column.name, heading)
    for number, row in enumerate(each.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, place, value.astimezone(UTC).replace(tzinfo=None))
                widths[place] = max(widths[place], _MOMENT_WIDTH)
            elif isinstance(value, int | float):
                sheet.write_number(number, place, value, looks[place])
            elif value:
                sheet.write_string(number, place, str(value)[:MOST_IN_A_CELL])
                widths[place] = max(widths[place], len(str(value)))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST))


def as_parquet(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """A Parquet file in row groups, moments in UTC."""
    import pyarrow as pa  # slow to import, and rarely needed
    import pyarrow.parquet as parquet

    kinds = {"text": pa.string(), "number": pa.float64(), "moment": pa.timestamp("us", tz="UTC")}
    schema = pa.schema([(column.name, kinds[column.kind]) for column in columns])
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for batch in _batches(rows, 10 * BATCH):
                columns = [
                    pa.array(list(values), type=field.type)
                    for values, field in zip(zip(*batch, strict=True), schema, strict=True)
                ]
                writer.write_table(pa.table(columns, schema=schema))
        yield from _read(file)


def defused(text: str) -> str:
    """A cell's text, made safe against evaluation as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _in_csv(value: Any) -> Any:
    return defused(value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def _batches(rows: Rows, size: int = BATCH) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def _emptied(kept: io.StringIO) -> bytes:
    text = kept.getvalue()
    kept.seek(0)
    kept.truncate()
    return text.encode()


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
