"""The ornaments of certificates and posters: a page with a frame of tiles and blossoms, centred lines, a QR code."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from peygir.core.label_sheets import draw_qr
from peygir.core.pdf import FAMILY, GREY, INK, TURQUOISE, add_typeface, writable

Colour: TypeAlias = tuple[int, int, int]
ORANGE: Final = (214, 122, 44)
GOLD: Final = (180, 142, 66)
FRAME: Final = 11.0  # mm
TILE: Final = 9.0
QR: Final = 27.0
_PAPER: Final = (252, 250, 244)
_PALE: Final = (214, 232, 230)
_MOST_LINES: Final = 4


def ornate_document(title: str, *, orientation: str, language: str, made_at: datetime) -> tuple[Any, frozenset[int]]:
    """Return an empty document of A4 pages ("portrait" or "landscape"), and the letters that its typeface has."""
    from fpdf import FPDF  # takes a third of a second, and most processes never make a document

    pdf: Any = FPDF(orientation=orientation, format="A4")
    known = add_typeface(pdf)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creator("Peygir")
    pdf.set_creation_date(made_at)
    return pdf, known


class OrnateSheet:
    """A page of a document while it is drawn; its size is that of the document's pages, in mm."""

    def __init__(self, pdf: Any, known: frozenset[int]) -> None:
        self.pdf, self.known = pdf, known
        self.width, self.height = float(pdf.w), float(pdf.h)

    def frame(self) -> None:
        """Draw the paper, the band of tiles, and a blossom in each corner."""
        pdf = self.pdf
        pdf.set_fill_color(*_PAPER)
        pdf.rect(0, 0, self.width, self.height, style="F")
        across, down = round((self.width - 2 * FRAME) / TILE), round((self.height - 2 * FRAME) / TILE)
        wide, high = (self.width - 2 * FRAME) / across, (self.height - 2 * FRAME) / down
        for column in range(across):
            for row in range(down):
                if row in (0, down - 1) or column in (0, across - 1):
                    self._tile(FRAME + column * wide, FRAME + row * high, wide, high, is_dark=(column + row) % 2 == 0)
        pdf.set_draw_color(*GOLD)
        for inset, weight in ((FRAME - 2.2, 0.9), (FRAME + TILE + 2.2, 0.35)):
            pdf.set_line_width(weight)
            pdf.rect(inset, inset, self.width - 2 * inset, self.height - 2 * inset)
        corner = FRAME + TILE + 13
        for x in (corner, self.width - corner):
            for y in (corner, self.height - corner):
                if y < self.height / 2:
                    self.blossom(x, y, 6.5)

    def rule(self, top: float) -> None:
        """Draw a line with a small blossom in its middle."""
        pdf, middle = self.pdf, self.width / 2
        pdf.set_draw_color(*GOLD)
        pdf.set_line_width(0.4)
        pdf.line(middle - 62, top, middle - 7, top)
        pdf.line(middle + 7, top, middle + 62, top)
        self.blossom(middle, top, 3.6)

    def line(self, words: str, top: float, *, size: float, colour: Colour, style: str = "") -> None:
        """Write one centred line, smaller where it would not fit."""
        pdf, shown = self.pdf, writable(words, self.known)
        room = self.width - 2 * (FRAME + TILE + 20)
        pdf.set_font(FAMILY, style, size)
        while pdf.get_string_width(shown) > room and size > 8:
            size -= 0.5
            pdf.set_font(FAMILY, style, size)
        pdf.set_text_color(*colour)
        pdf.set_xy(0, top)
        pdf.cell(self.width, size * 0.55, shown, align="C")

    def lines(self, paragraph: str, top: float, *, size: float, colour: Colour) -> None:
        """Write a centred paragraph of at most four lines."""
        shown = self.broken(paragraph, size=size, margin=48)
        self.block(shown[:_MOST_LINES], top, size=size, colour=colour, margin=48, height=9)

    def broken(self, paragraph: str, *, size: float, margin: float) -> list[str]:
        """Return the lines of a paragraph between margins (mm)."""
        self.pdf.set_font(FAMILY, "", size)
        text, room = writable(paragraph, self.known), self.width - 2 * margin
        found: list[str] = self.pdf.multi_cell(room, size, text, align="C", dry_run=True, output="LINES")
        return found

    def block(
        self, shown: Sequence[str], top: float, *, size: float, colour: Colour, margin: float, height: float
    ) -> None:
        """Write centred lines, each of a height in mm."""
        pdf = self.pdf
        pdf.set_font(FAMILY, "", size)
        pdf.set_text_color(*colour)
        pdf.set_xy(margin, top)
        pdf.multi_cell(self.width - 2 * margin, height, "\n".join(shown), align="C")

    def code(self, link: str, code: str, below_it: str, at: tuple[float, float]) -> None:
        """Draw the QR code of an address, with its code and what it is for below it."""
        pdf, (left, top) = self.pdf, at
        draw_qr(pdf, link, left, top, side=QR)
        pdf.set_text_color(*GREY)
        for caption, size, below in ((code, 8.5, QR + 0.5), (below_it, 7, QR + 4.5)):
            pdf.set_font(FAMILY, "", size)
            pdf.set_xy(left - 15, top + below)
            pdf.cell(QR + 30, 4, writable(caption, self.known), align="C")

    def signature(self, signed: str, day: str, at: tuple[float, float]) -> None:
        """Write who signs, a line to sign on, and the day."""
        pdf, (left, top) = self.pdf, at
        pdf.set_text_color(*INK)
        for caption, style, size, below in ((signed, "B", 12, 0.0), (day, "", 10, 23.0)):
            pdf.set_font(FAMILY, style, size)
            pdf.set_xy(left, top + below)
            pdf.cell(70, 6, writable(caption, self.known), align="C")
        pdf.set_draw_color(*GREY)
        pdf.set_line_width(0.25)
        pdf.line(left + 10, top + 20, left + 60, top + 20)

    def _tile(self, left: float, top: float, wide: float, high: float, *, is_dark: bool) -> None:
        """One tile of the band: an eight-pointed star on turquoise or on pale."""
        pdf = self.pdf
        pdf.set_fill_color(*(TURQUOISE if is_dark else _PALE))
        pdf.rect(left, top, wide + 0.02, high + 0.02, style="F")
        pdf.set_fill_color(*(_PALE if is_dark else TURQUOISE))
        pdf.polygon(_star(left + wide / 2, top + high / 2, min(wide, high) * 0.36), style="F")

    def blossom(self, x: float, y: float, size: float) -> None:
        """An orange blossom: five white petals with a golden edge, and an orange heart."""
        pdf = self.pdf
        pdf.set_draw_color(*GOLD)
        pdf.set_line_width(0.25)
        pdf.set_fill_color(255, 255, 255)
        for petal in range(5):
            angle = 2 * math.pi * petal / 5 - math.pi / 2
            centre_x, centre_y = x + math.cos(angle) * size * 0.55, y + math.sin(angle) * size * 0.55
            with pdf.rotation(-math.degrees(angle), centre_x, centre_y):
                pdf.ellipse(centre_x - size * 0.48, centre_y - size * 0.26, size * 0.96, size * 0.52, style="DF")
        pdf.set_fill_color(*ORANGE)
        pdf.ellipse(x - size * 0.2, y - size * 0.2, size * 0.4, size * 0.4, style="F")


def _star(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """The corners of an eight-pointed star."""
    corners = []
    for corner in range(16):
        radius, angle = (size if corner % 2 == 0 else size * 0.62), math.pi * corner / 8
        corners.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
    return corners
