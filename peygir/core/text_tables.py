"""Reads tables that are texts: CSV in its many encodings and dialects, “Unicode text” of Excel, and a page of HTML."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Final

from peygir.core.charsets import likely_codec

SAMPLE: Final = 256 * 1024
"""So many bytes show which encoding and dialect a file has."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_OF_PAGE: Final = 32 * 1024 * 1024
"""A larger page is refused: its reader begins anew with each part while a tag in it does not end."""
_SEPARATORS: Final = ",;\t|"
_LINES: Final = 40  # records that show which separator a table has
_NAMED: Final = re.compile(r'"?sep=(.)"?\r?\n')  # how Excel is told the separator
_CONTROLS: Final = frozenset(range(32)) - set(b"\t\r\n\x1a\x0c")
_PAGE: Final = re.compile(r"\s*<(?!\?xml).*<t[rdh]\b", re.IGNORECASE | re.DOTALL)


class TextIsNoTable(Exception):
    """The bytes are no text, or a text of another kind."""


class RecordIsBroken(Exception):
    """From a row on the quotation marks do not match. `row` counts from 1."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def text_lines(path: Path) -> Iterator[list[str]]:
    """Every row of a table that is a text, the headings too. Raises TextIsNoTable, RecordIsBroken, OSError."""
    codec = _codec(path)
    with path.open(encoding=codec, newline="", errors="replace") as file:
        sample = file.read(SAMPLE)
        file.seek(0)
        if _PAGE.match(sample):
            if path.stat().st_size > MOST_OF_PAGE:
                raise TextIsNoTable(f"HTML > {MOST_OF_PAGE // 1024**2} MB")
            yield from _of_page(iter(lambda: file.read(SAMPLE), ""))
            return
        if sample.lstrip()[:1] in ("<", "{") or sample.lstrip()[:2] == "[{":
            raise TextIsNoTable
        named = _NAMED.match(sample)
        if named is not None:
            file.readline()
        rows = csv.reader(file, delimiter=named[1] if named is not None else _separator(sample), strict=True)
        if named is not None:
            yield []  # the line that names it is a row, too
        yield from _unbroken(rows, start=1 if named is None else 2)


def _unbroken(rows: Iterator[list[str]], *, start: int) -> Iterator[list[str]]:
    row = start
    try:
        for cells in rows:
            yield cells
            row += 1
    except csv.Error as error:
        raise RecordIsBroken(row) from error


def _codec(path: Path) -> str:
    """The encoding of a file: its mark's, UTF-16 by its zeros, UTF-8 if it is valid, else the likeliest Persian one."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    for zeros, codec in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        # Separators, digits and line ends of a Persian text in UTF-16 have a zero byte, always on the same side.
        if zeros.count(0) * 20 > len(zeros) and zeros.count(0) > 0.95 * sample.count(0):
            return codec
    if sum(byte in _CONTROLS for byte in sample) * 100 > len(sample):
        raise TextIsNoTable
    if _is_utf8(path):
        return "utf-8"
    likely = likely_codec(sample)
    if not likely:
        raise TextIsNoTable
    return likely


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(SAMPLE):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: str) -> str:
    """The separator by which most of the first rows have the same number of cells, and many."""
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> int:
    """How many cells stand in rows of the most frequent width; rows of one cell count nothing."""
    rows = csv.reader(sample.splitlines(keepends=True), delimiter=separator)
    try:
        widths = Counter(len(cells) for cells in islice(rows, _LINES))
    except csv.Error:
        return 0
    return max((width * count for width, count in widths.items() if width > 1), default=0)


def _of_page(parts: Iterator[str]) -> Iterator[list[str]]:
    page = _TableOfPage()
    for part in parts:
        page.feed(part)
        yield from page.taken()
    page.close()
    yield from page.taken()


class _TableOfPage(HTMLParser):
    """Collects the rows of a page's tables: many older systems write such a page and call it Excel."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1

    def taken(self) -> list[list[str]]:
        """Return the rows that are complete, once."""
        rows, self._rows = self._rows, []
        return rows

    def close(self) -> None:
        """End the last row."""
        super().close()
        self._end_row()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell; a cell over several columns stands in the first of them."""
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], min(int(span), 1000) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a row."""
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Add to the text of the cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._row += [text.strip(), *[""] * (self._span - 1)]
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._rows.append(self._row)
        self._row = None
