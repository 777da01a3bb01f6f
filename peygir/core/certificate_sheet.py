"""A certificate as PDF: one page of A4 across, with a frame of tiles and blossoms and a QR code that verifies it."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from peygir.core.label_sheets import draw_qr
from peygir.core.pdf import FAMILY, GREY, INK, TURQUOISE, add_typeface, writable

Colour: TypeAlias = tuple[int, int, int]
WIDTH: Final = 297.0  # mm
HEIGHT: Final = 210.0
_PAPER: Final = (252, 250, 244)
_PALE: Final = (214, 232, 230)
_ORANGE: Final = (214, 122, 44)
_GOLD: Final = (180, 142, 66)
_FRAME: Final = 11.0
_TILE: Final = 9.0
_QR: Final = 27.0
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class CertificateText:
    """The words of a certificate, top to bottom; `name` may be empty, and `below` stands under the QR code."""

    office: str
    heading: str
    opening: str
    name: str
    words: str
    honour: str
    signed: str
    day: str
    link: str
    code: str
    below: str


def certificate_sheet(text: CertificateText, *, language: str, made_at: datetime) -> bytes:
    """Return the document; in Persian the QR code stands at the left, where the eye ends."""
    from fpdf import FPDF  # takes a third of a second, and most processes never make a document

    pdf: Any = FPDF(orientation="landscape", format="A4")
    known = add_typeface(pdf)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(text.heading)
    pdf.set_lang(language)
    pdf.set_creator("Peygir")
    pdf.set_creation_date(made_at)
    pdf.add_page()
    sheet = _Sheet(pdf, known)
    sheet.frame()
    sheet.line(text.office, 26, size=13, colour=GREY)
    sheet.line(text.heading, 38, size=34, style="B", colour=TURQUOISE)
    sheet.rule(61)
    sheet.line(text.opening, 70, size=14, colour=INK)
    if text.name:
        sheet.line(text.name, 82, size=27, style="B", colour=_ORANGE)
    sheet.lines(text.words, 101 if text.name else 88, size=14.5, colour=INK)
    sheet.line(text.honour, 139, size=17, style="B", colour=TURQUOISE)
    is_rtl = language == "fa"
    qr_left = _FRAME + _TILE + 20 if is_rtl else WIDTH - _FRAME - _TILE - 20 - _QR
    sheet.code(text, qr_left, 150)
    sheet.signature(text, (WIDTH - 112 if is_rtl else 42, 158))
    return bytes(pdf.output())


class _Sheet:
    """The one page, while it is drawn."""

    def __init__(self, pdf: Any, known: frozenset[int]) -> None:
        self._pdf, self._known = pdf, known

    def frame(self) -> None:
        """Draw the paper, the band of tiles, and a blossom in each corner."""
        pdf = self._pdf
        pdf.set_fill_color(*_PAPER)
        pdf.rect(0, 0, WIDTH, HEIGHT, style="F")
        across, down = round((WIDTH - 2 * _FRAME) / _TILE), round((HEIGHT - 2 * _FRAME) / _TILE)
        wide, high = (WIDTH - 2 * _FRAME) / across, (HEIGHT - 2 * _FRAME) / down
        for column in range(across):
            for row in range(down):
                if row in (0, down - 1) or column in (0, across - 1):
                    self._tile(_FRAME + column * wide, _FRAME + row * high, wide, high, is_dark=(column + row) % 2 == 0)
        pdf.set_draw_color(*_GOLD)
        for inset, weight in ((_FRAME - 2.2, 0.9), (_FRAME + _TILE + 2.2, 0.35)):
            pdf.set_line_width(weight)
            pdf.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
        corner = _FRAME + _TILE + 13
        for x in (corner, WIDTH - corner):
            for y in (corner, HEIGHT - corner):
                if y < HEIGHT / 2:
                    self._blossom(x, y, 6.5)

    def rule(self, top: float) -> None:
        """Draw a line with a small blossom in its middle."""
        pdf, middle = self._pdf, WIDTH / 2
        pdf.set_draw_color(*_GOLD)
        pdf.set_line_width(0.4)
        pdf.line(middle - 62, top, middle - 7, top)
        pdf.line(middle + 7, top, middle + 62, top)
        self._blossom(middle, top, 3.6)

    def line(self, words: str, top: float, *, size: float, colour: Colour, style: str = "") -> None:
        """Write one centred line, smaller where it would not fit."""
        pdf, shown = self._pdf, writable(words, self._known)
        room = WIDTH - 2 * (_FRAME + _TILE + 20)
        pdf.set_font(FAMILY, style, size)
        while pdf.get_string_width(shown) > room and size > 8:
            size -= 0.5
            pdf.set_font(FAMILY, style, size)
        pdf.set_text_color(*colour)
        pdf.set_xy(0, top)
        pdf.cell(WIDTH, size * 0.55, shown, align="C")

    def lines(self, paragraph: str, top: float, *, size: float, colour: Colour) -> None:
        """Write a centred paragraph of at most four lines."""
        pdf, room = self._pdf, WIDTH - 2 * 48
        pdf.set_font(FAMILY, "", size)
        pdf.set_text_color(*colour)
        pdf.set_xy(48, top)
        shown = pdf.multi_cell(room, 9, writable(paragraph, self._known), align="C", dry_run=True, output="LINES")
        pdf.multi_cell(room, 9, "\n".join(shown[:_MOST_LINES]), align="C")

    def code(self, text: CertificateText, left: float, top: float) -> None:
        """Draw the QR code with its code and what it is for."""
        pdf = self._pdf
        draw_qr(pdf, text.link, left, top, side=_QR)
        pdf.set_text_color(*GREY)
        for caption, size, below in ((text.code, 8.5, _QR + 0.5), (text.below, 7, _QR + 4.5)):
            pdf.set_font(FAMILY, "", size)
            pdf.set_xy(left - 15, top + below)
            pdf.cell(_QR + 30, 4, writable(caption, self._known), align="C")

    def signature(self, text: CertificateText, at: tuple[float, float]) -> None:
        """Write who signs, a line to sign on, and the day."""
        pdf, (left, top) = self._pdf, at
        pdf.set_text_color(*INK)
        for caption, style, size, below in ((text.signed, "B", 12, 0.0), (text.day, "", 10, 23.0)):
            pdf.set_font(FAMILY, style, size)
            pdf.set_xy(left, top + below)
            pdf.cell(70, 6, writable(caption, self._known), align="C")
        pdf.set_draw_color(*GREY)
        pdf.set_line_width(0.25)
        pdf.line(left + 10, top + 20, left + 60, top + 20)

    def _tile(self, left: float, top: float, wide: float, high: float, *, is_dark: bool) -> None:
        """One tile of the band: an eight-pointed star on turquoise or on pale."""
        pdf = self._pdf
        pdf.set_fill_color(*(TURQUOISE if is_dark else _PALE))
        pdf.rect(left, top, wide + 0.02, high + 0.02, style="F")
        pdf.set_fill_color(*(_PALE if is_dark else TURQUOISE))
        pdf.polygon(_star(left + wide / 2, top + high / 2, min(wide, high) * 0.36), style="F")

    def _blossom(self, x: float, y: float, size: float) -> None:
        """An orange blossom: five white petals with a golden edge, and an orange heart."""
        pdf = self._pdf
        pdf.set_draw_color(*_GOLD)
        pdf.set_line_width(0.25)
        pdf.set_fill_color(255, 255, 255)
        for petal in range(5):
            angle = 2 * math.pi * petal / 5 - math.pi / 2
            centre_x, centre_y = x + math.cos(angle) * size * 0.55, y + math.sin(angle) * size * 0.55
            with pdf.rotation(-math.degrees(angle), centre_x, centre_y):
                pdf.ellipse(centre_x - size * 0.48, centre_y - size * 0.26, size * 0.96, size * 0.52, style="DF")
        pdf.set_fill_color(*_ORANGE)
        pdf.ellipse(x - size * 0.2, y - size * 0.2, size * 0.4, size * 0.4, style="F")


def _star(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """The corners of an eight-pointed star."""
    corners = []
    for corner in range(16):
        radius, angle = (size if corner % 2 == 0 else size * 0.62), math.pi * corner / 8
        corners.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
    return corners
