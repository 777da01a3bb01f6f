"""Sheets of labels as PDF: 24 on a page of A4, each with a QR code, a large code and two lines of text.

The page is that of common adhesive sheets (3 × 8 labels of 70 × 37 mm). QR codes are drawn as vectors (segno), in error
correction M, at 25 mm: a phone reads them from half a metre.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import segno

from peygir.core.pdf import FAMILY, add_typeface, writable

COLUMNS: Final = 3
ROWS: Final = 8
ON_A_PAGE: Final = COLUMNS * ROWS
WIDTH: Final = 70.0  # mm
HEIGHT: Final = 37.0
_TOP: Final = (297.0 - ROWS * HEIGHT) / 2
_QR: Final = 25.0
_PADDING: Final = 4.0
_INK: Final = (18, 54, 63)


@dataclass(frozen=True, slots=True)
class SheetLabel:
    """One label: the address behind its QR code, its code as text, what it is, and what to do with it."""

    link: str
    code: str
    name: str
    note: str


def label_sheets(labels: Sequence[SheetLabel], *, title: str, language: str, made_at: datetime) -> bytes:
    """The document; in Persian the QR code stands at the right of its label."""
    from fpdf import FPDF  # takes a third of a second, and most processes never make a document

    pdf: Any = FPDF(format="A4")
    known = add_typeface(pdf)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creator("Peygir")
    pdf.set_creation_date(made_at)
    for place, label in enumerate(labels):
        at = place % ON_A_PAGE
        if at == 0:
            pdf.add_page()
        column = at % COLUMNS if language != "fa" else COLUMNS - 1 - at % COLUMNS
        _draw(pdf, label, column * WIDTH, _TOP + at // COLUMNS * HEIGHT, is_rtl=language == "fa", known=known)
    return bytes(pdf.output())


def _draw(pdf: Any, label: SheetLabel, left: float, top: float, *, is_rtl: bool, known: Collection[int]) -> None:
    qr_left = left + (WIDTH - _PADDING - _QR if is_rtl else _PADDING)
    draw_qr(pdf, label.link, qr_left, top + (HEIGHT - _QR) / 2, side=_QR)
    text_left = left + (_PADDING if is_rtl else 2 * _PADDING + _QR)
    side, width = ("R" if is_rtl else "L"), WIDTH - 3 * _PADDING - _QR
    for text, style, size, height, below in (
        (label.name, "B", 9, 4.2, 6.0),
        (label.code, "B", 15, 7.5, 16.0),
        (label.note, "", 6.5, 3.2, 25.0),
    ):
        pdf.set_font(FAMILY, style, size)
        pdf.set_text_color(*_INK)
        pdf.set_xy(text_left, top + below)
        lines = pdf.multi_cell(width, height, writable(text, known), align=side, dry_run=True, output="LINES")
        pdf.multi_cell(width, height, "\n".join(lines[:2]), align=side)


def draw_qr(pdf: Any, link: str, left: float, top: float, *, side: float) -> None:
    """Draw the dark modules of a QR code of `side` millimetres; the neighbours in a row are one rectangle."""
    matrix = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix]
    module = side / len(matrix)
    pdf.set_fill_color(*_INK)
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                pdf.rect(left + x * module, top + y * module, run * module + 0.01, module + 0.01, style="F")
            x += max(run, 1)
