"""Drawings and QR codes in a PDF document: outlines, lines, numbered dots, and a list whose entries have a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import segno

from peygir.core.pdf import FAMILY, GREY, INK, LINE, MARGIN, TURQUOISE, PdfDocument

Spot: TypeAlias = tuple[float, float]
"""Across and down, in the units of the drawing."""
_CODE: Final = 22.0  # mm
_DOT: Final = 2.2
_LAND: Final = (205, 211, 214)


@dataclass(frozen=True, slots=True)
class PdfDrawing:
    """What is drawn within `width` × `height` of its own units: outlines of land, one way, and dots with a label."""

    width: float
    height: float
    outlines: Sequence[Sequence[Spot]]
    way: Sequence[Spot]
    dots: Sequence[tuple[Spot, str]]


class DrawnDocument(PdfDocument):
    """A document that may also contain drawings and lists with QR codes."""

    def drawing(self, drawing: PdfDrawing, *, highest: float = 95.0) -> None:
        """Draw across the page, at most `highest` millimetres high; dots have their labels beside them."""
        pdf = self._pdf
        scale = min(pdf.epw / max(drawing.width, 1.0), highest / max(drawing.height, 1.0))
        if pdf.will_page_break(drawing.height * scale):
            pdf.add_page()
        left, top = MARGIN + (pdf.epw - drawing.width * scale) / 2, pdf.get_y()

        def at(spot: Spot) -> Spot:
            return left + spot[0] * scale, top + spot[1] * scale

        with pdf.rect_clip(left, top, drawing.width * scale, drawing.height * scale):
            pdf.set_draw_color(*_LAND)
            for outline in drawing.outlines:
                if len(outline) > 1:
                    pdf.polyline([at(spot) for spot in outline])
        pdf.set_draw_color(*TURQUOISE)
        pdf.set_line_width(0.5)
        if len(drawing.way) > 1:
            pdf.polyline([at(spot) for spot in drawing.way])
        pdf.set_line_width(0.2)
        pdf.set_fill_color(*TURQUOISE)
        pdf.set_font(FAMILY, "B", 8)
        pdf.set_text_color(*INK)
        for spot, label in drawing.dots:
            across, down = at(spot)
            pdf.ellipse(across - _DOT / 2, down - _DOT / 2, _DOT, _DOT, style="F")
            pdf.text(across + _DOT * 0.7, down - _DOT * 0.4, label)
        pdf.set_y(top + drawing.height * scale + 3)

    def entry(self, title: str, lines: Sequence[str], code: str = "") -> None:
        """Write an entry of a list: a bold title, lines below it, and at the end of the line a QR code."""
        pdf = self._pdf
        needed = max(_CODE + 2 if code else 0.0, LINE * (len(lines) + 1))
        if pdf.will_page_break(needed):
            pdf.add_page()
        top, page, width = pdf.get_y(), pdf.page_no(), pdf.epw - (_CODE + 4 if code else 0.0)
        left = MARGIN + (pdf.epw - width if self._side == "R" else 0.0)
        for number, text in enumerate((title, *lines)):
            pdf.set_x(left)
            pdf.set_font(FAMILY, "B" if number == 0 else "", 11 if number == 0 else 9)
            pdf.set_text_color(*(INK if number == 0 else GREY))
            pdf.multi_cell(width, LINE, self._writable(text), align=self._side, new_x="LMARGIN", new_y="NEXT")
        if code and pdf.page_no() == page:
            self._code(code, MARGIN if self._side == "R" else MARGIN + width + 4, top)
            pdf.set_y(max(pdf.get_y(), top + _CODE + 2))
        pdf.ln(1)

    def _code(self, text: str, left: float, top: float) -> None:
        rows = [list(row) for row in segno.make(text, error="m").matrix]
        size = _CODE / (len(rows) + 4)
        self._pdf.set_fill_color(*INK)
        for down, row in enumerate(rows):
            for across, is_dark in enumerate(row):
                if is_dark:
                    self._pdf.rect(left + (across + 2) * size, top + (down + 2) * size, size, size, style="F")
