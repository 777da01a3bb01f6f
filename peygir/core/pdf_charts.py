"""Tables and charts in a PDF document: rows of columns, values with their intervals on a scale, and funnels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from peygir.core.pdf import FAMILY, GREY, INK, MARGIN, TURQUOISE, PdfDocument

Spot: TypeAlias = tuple[float, float]
"""Across in percent of the chart's width from its left edge, down in millimetres from its upper edge."""
_RAIL: Final = (214, 219, 221)
_WITHIN: Final = (231, 240, 240)
_TONES: Final = {"better": (22, 118, 74), "worse": (186, 84, 12)}
_SMALL: Final = 8.0
_CELL: Final = 4.6  # mm, the height of a line in a table
_ROW: Final = 7.0
_PAD: Final = 1.0
_LABEL: Final = 0.36
"""The share of the width that the names beside intervals have."""
_VALUE: Final = 0.13
FUNNEL_MARGINS: Final = 12.0
"""So much more than its height a funnel needs."""
_SECTION: Final = 45.0
_SIGN: Final = 1.5


@dataclass(frozen=True, slots=True)
class PdfInterval:
    """A value with its interval: places on the scale in percent from the left edge, and the words on both sides."""

    label: str
    text: str
    x: float
    width: float
    dot_x: float


@dataclass(frozen=True, slots=True)
class PdfSign:
    """The sign of a unit in a funnel; `band` "better" and "worse" have a shape, a colour and the name beside it."""

    at: Spot
    band: str
    name: str


@dataclass(frozen=True, slots=True)
class PdfFunnel:
    """A funnel: the area of chance with its two edges, grid lines and sizes with their texts, and the units' signs."""

    height: float
    area: Sequence[Spot]
    edges: Sequence[Sequence[Spot]]
    rules: Sequence[tuple[float, str]]
    centre: float
    sizes: Sequence[tuple[float, str]]
    signs: Sequence[PdfSign]


class ChartedDocument(PdfDocument):
    """A document that may also contain tables and charts; the direction is that of its language."""

    def __init__(self, title: str, *, language: str, made_at: datetime) -> None:
        self._widths: dict[tuple[str, str], float] = {}
        super().__init__(title, language=language, made_at=made_at)

    def heading(self, title: str, beside: str = "", *, room: float = 30.0) -> None:
        """Begin a part of a section: a bold line, and a quiet one below it; on a page with so much room (mm) below."""
        pdf = self._pdf
        pdf.ln(3)
        if pdf.will_page_break(room + 6 + (6 if beside else 0)):
            pdf.add_page()
        self._block(title, size=11, style="B", colour=INK, height=6)
        if beside:
            self.note(beside)

    def section(self, title: str, *, room: float = 0.0) -> None:
        """Begin a section: its title, and a rule below it; on a page with `room` (millimetres) for what stands below.

        There is always room for the beginning of a table.
        """
        if self._pdf.will_page_break(_SECTION + room):
            self._pdf.add_page()
        super().section(title)

    def note(self, text: str) -> None:
        """Write a small quiet paragraph."""
        self._block(text, size=9, style="", colour=GREY, height=5)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """Write a table; `shares` are the columns' shares of the width. The headings stand on each of its pages."""
        self._row_of_table(headings, shares, None, "B")
        for row in rows:
            self._row_of_table(row, shares, headings)
        self._pdf.ln(2)

    def intervals(self, rows: Sequence[PdfInterval], ticks: Sequence[tuple[float, str]]) -> None:
        """Draw values with their intervals, each on its own line; `ticks` are places on the scale with their texts."""
        self._scale(ticks)
        for row in rows:
            if self._pdf.will_page_break(_ROW):
                self._pdf.add_page()
                self._scale(ticks)
            self._interval(row, ticks)
        self._pdf.ln(2)

    def funnel(self, funnel: PdfFunnel) -> None:
        """Draw a funnel across the page."""
        pdf = self._pdf
        if pdf.will_page_break(funnel.height + FUNNEL_MARGINS):
            pdf.add_page()
        room, top = 10.0, pdf.get_y() + 2
        left = MARGIN if self._side == "R" else MARGIN + room
        width = pdf.epw - room

        def at(spot: Spot) -> Spot:
            return left + width * spot[0] / 100, top + spot[1]

        self._ground(funnel, left, width, top)
        pdf.set_draw_color(*TURQUOISE)
        for edge in funnel.edges:
            if len(edge) > 1:
                pdf.polyline([at(spot) for spot in edge])
        for sign in funnel.signs:
            self._sign(sign, at(sign.at))
        for place, text in funnel.sizes:
            self._words(text, left + width * place / 100 - 10, top + funnel.height + 1, 20, "C")
        pdf.set_y(top + funnel.height + 7)

    def _ground(self, funnel: PdfFunnel, left: float, width: float, top: float) -> None:
        """Draw the area of chance, the grid lines with their values beside the chart, and the line of the ratio 1."""
        pdf = self._pdf
        if len(funnel.area) > 2:
            pdf.set_fill_color(*_WITHIN)
            pdf.polygon([(left + width * x / 100, top + y) for x, y in funnel.area], style="F")
        pdf.set_draw_color(*_RAIL)
        for down, text in funnel.rules:
            pdf.line(left, top + down, left + width, top + down)
            beside = left + width + 1 if self._side == "R" else MARGIN
            self._words(text, beside, top + down - 2, 9, "L" if self._side == "R" else "R")
        pdf.set_draw_color(*GREY)
        pdf.line(left, top + funnel.centre, left + width, top + funnel.centre)

    def _sign(self, sign: PdfSign, at: Spot) -> None:
        """A triangle for what is better (down) or worse (up), else a dot."""
        pdf, (x, y) = self._pdf, at
        pdf.set_fill_color(*_TONES.get(sign.band, GREY))
        if sign.band not in _TONES:
            pdf.ellipse(x - _SIGN / 2, y - _SIGN / 2, _SIGN, _SIGN, style="F")
            return
        tip = _SIGN if sign.band == "better" else -_SIGN
        pdf.polygon([(x - _SIGN, y - tip), (x + _SIGN, y - tip), (x, y + tip)], style="F")
        self._words(sign.name, min(max(x - 25, MARGIN), pdf.w - MARGIN - 50), y - _SIGN - 4, 50, "C", INK)

    def _scale(self, ticks: Sequence[tuple[float, str]]) -> None:
        """The texts of the scale above the lines of intervals."""
        pdf = self._pdf
        if pdf.will_page_break(3 * _ROW):
            pdf.add_page()
        left, width, top = *self._rail(), pdf.get_y()
        for place, text in ticks:
            self._words(text, left + width * place / 100 - 6, top, 12, "C")
        pdf.set_y(top + 4.5)

    def _rail(self) -> tuple[float, float]:
        """The left edge and the width of the scale of intervals; names stand where reading begins."""
        pdf = self._pdf
        before = _VALUE if self._side == "R" else _LABEL
        return MARGIN + pdf.epw * before + 4, pdf.epw * (1 - _LABEL - _VALUE) - 8

    def _interval(self, row: PdfInterval, ticks: Sequence[tuple[float, str]]) -> None:
        pdf = self._pdf
        top, (left, width) = pdf.get_y(), self._rail()
        middle = top + _ROW / 2
        pdf.set_draw_color(*_RAIL)
        for place, _text in ticks:
            pdf.line(left + width * place / 100, top, left + width * place / 100, top + _ROW)
        pdf.set_fill_color(*_RAIL)
        pdf.rect(left + width * row.x / 100, middle - 1.1, max(width * row.width / 100, 0.4), 2.2, style="F")
        pdf.set_fill_color(*TURQUOISE)
        pdf.ellipse(left + width * row.dot_x / 100 - 1.2, middle - 1.2, 2.4, 2.4, style="F")
        label_x, value_x = MARGIN, MARGIN + pdf.epw * (1 - _VALUE)
        if self._side == "R":
            label_x, value_x = MARGIN + pdf.epw * (1 - _LABEL), MARGIN
        self._words(self._fitting(row.label, pdf.epw * _LABEL), label_x, middle - 2.2, pdf.epw * _LABEL, colour=INK)
        self._words(row.text, value_x, middle - 2.2, pdf.epw * _VALUE, colour=INK, style="B")
        pdf.set_y(top + _ROW)

    def _fitting(self, text: str, width: float) -> str:
        """A text cut at the end so that it fits into one line."""
        pdf = self._pdf
        pdf.set_font(FAMILY, "", _SMALL + 1)
        whole = text
        while len(text) > 1 and pdf.get_string_width(text if text == whole else f"{text}…") > width - 2 * _PAD:
            text = text[:-1].rstrip()
        return text if text == whole else f"{text}…"

    def _words(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        align: str = "",
        colour: tuple[int, int, int] = GREY,
        style: str = "",
    ) -> None:
        """One line of small words within a box."""
        pdf = self._pdf
        pdf.set_font(FAMILY, style, _SMALL if colour == GREY else _SMALL + 1)
        pdf.set_text_color(*colour)
        pdf.set_xy(x, y)
        pdf.cell(width, 4.4, self._writable(text), align=align or self._side)

    def _lines_of(self, row: Sequence[str], shares: Sequence[float], style: str) -> list[int]:
        """How many lines each cell of a row needs."""
        pdf, lines = self._pdf, []
        pdf.set_font(FAMILY, style, _SMALL)
        for text, share in zip(row, shares, strict=True):
            width = pdf.epw * share
            if self._width_of(text, style) <= width - 2 * _PAD:
                lines.append(1)
            else:
                lines.append(len(pdf.multi_cell(width, _CELL, text, dry_run=True, output="LINES")))
        return lines

    def _width_of(self, text: str, style: str) -> float:
        """The width of a text in a table; measuring is slow, and tables repeat their texts."""
        if (text, style) not in self._widths:
            self._widths[text, style] = self._pdf.get_string_width(text)
        return self._widths[text, style]

    def _row_of_table(
        self, texts: Sequence[str], shares: Sequence[float], head: Sequence[str] | None, style: str = ""
    ) -> None:
        """Write a row; on a new page it stands below the head."""
        pdf, row = self._pdf, [self._writable(text) for text in texts]
        lines = self._lines_of(row, shares, style)
        height = max(lines) * _CELL + _PAD
        if pdf.will_page_break(height + (0 if head else 2 * _CELL)):
            pdf.add_page()
            if head is not None:
                self._row_of_table(head, shares, None, "B")
        top, x = pdf.get_y(), pdf.w - MARGIN if self._side == "R" else MARGIN
        pdf.set_font(FAMILY, style, _SMALL)
        pdf.set_text_color(*(INK if head else GREY))
        for text, share, count in zip(row, shares, lines, strict=True):
            width = pdf.epw * share
            x -= width if self._side == "R" else 0
            if text:
                pdf.set_xy(x, top + _PAD / 2)
                write = pdf.cell if count == 1 else pdf.multi_cell
                write(width, _CELL, text, align=self._side, new_x="LEFT", new_y="TOP")
            x += width if self._side == "L" else 0
        pdf.set_draw_color(*(_RAIL if head else GREY))
        pdf.line(MARGIN, top + height, pdf.w - MARGIN, top + height)
        pdf.set_xy(MARGIN, top + height)
