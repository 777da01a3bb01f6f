"""PDF documents of headings and labelled texts: Persian letters are joined, and lines run from right to left.

Layout by fpdf2, shaping by HarfBuzz (uharfbuzz), the order of characters by the Unicode bidirectional algorithm. The
typeface is Vazirmatn (SIL Open Font Licence), of which each document contains the glyphs that it uses.
"""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from peygir.core.persian import fa_digits

_FONTS: Final = Path(__file__).with_name("fonts")
FAMILY: Final = "Vazirmatn"
MARGIN: Final = 18.0  # mm, of an A4 page of 210 × 297
_LABEL_WIDTH: Final = 42.0
_GAP: Final = 4.0
LINE: Final = 6.5
TURQUOISE: Final = (0, 94, 99)
INK: Final = (27, 32, 36)
GREY: Final = (96, 104, 110)
_JOINERS: Final = "\u200c\u200d"
_MISSING: Final = "?"


class PdfDocument:
    """A document in one language, written from top to bottom; `title` also stands at the foot of each page."""

    def __init__(self, title: str, *, language: str, made_at: datetime) -> None:
        # Imported here: it takes a third of a second, and most processes never make a document.
        from fpdf import FPDF

        is_rtl = language == "fa"

        class Pages(FPDF):
            def footer(self) -> None:
                """Write the title and the number of the page."""
                number = fa_digits(self.page_no()) if is_rtl else str(self.page_no())
                self.set_y(-13)
                self.set_font(FAMILY, size=8)
                self.set_text_color(*GREY)
                self.cell(0, 5, f"{title} · {number}", align="C")

        self._pdf: Any = Pages(format="A4")
        self._side = "R" if is_rtl else "L"
        self._begin(title, language, made_at)

    def _begin(self, title: str, language: str, made_at: datetime) -> None:
        pdf = self._pdf
        self._known = add_typeface(pdf)
        pdf.set_margin(MARGIN)
        pdf.set_auto_page_break(True, margin=MARGIN)
        pdf.set_title(title)
        pdf.set_lang(language)
        pdf.set_creator("Peygir")
        pdf.set_creation_date(made_at)
        pdf.add_page()
        self._open(title)

    def _open(self, title: str) -> None:
        """Write what the document begins with."""
        self._block(title, size=19, style="B", colour=TURQUOISE, height=11)

    def section(self, title: str) -> None:
        """Begin a section: its title, and a rule below it."""
        pdf = self._pdf
        pdf.ln(4)
        if pdf.will_page_break(3 * LINE):
            pdf.add_page()
        self._block(title, size=14, style="B", colour=TURQUOISE, height=9)
        pdf.set_draw_color(*GREY)
        pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
        pdf.ln(2)

    def paragraph(self, text: str) -> None:
        """Write one paragraph."""
        self._block(text, size=11, style="", colour=INK, height=LINE)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write a block of (label, text); in a document from right to left the labels are on the right."""
        pdf = self._pdf
        for label, text in rows:
            if pdf.will_page_break(LINE):
                pdf.add_page()
            top, page = pdf.get_y(), pdf.page_no()
            text_width = pdf.epw - _LABEL_WIDTH - _GAP
            text_x, label_x = MARGIN, MARGIN + text_width + _GAP
            if self._side == "L":
                label_x, text_x = MARGIN, MARGIN + _LABEL_WIDTH + _GAP
            pdf.set_x(label_x)
            self._cell(label, _LABEL_WIDTH, size=9, colour=GREY)
            below, its_page = pdf.get_y(), pdf.page_no()
            if its_page == page:
                pdf.set_y(top)
            pdf.set_x(text_x)
            self._cell(text, text_width, size=11, colour=INK)
            if pdf.page_no() == its_page:
                pdf.set_y(max(below, pdf.get_y()))
        pdf.ln(3)

    def content(self) -> bytes:
        """Return the document."""
        return bytes(self._pdf.output())

    def save(self, path: Path) -> None:
        """Write the document to a file."""
        self._pdf.output(path)

    def _block(self, text: str, *, size: float, style: str, colour: tuple[int, int, int], height: float) -> None:
        pdf = self._pdf
        pdf.set_font(FAMILY, style, size)
        pdf.set_text_color(*colour)
        pdf.multi_cell(0, height, self._writable(text), align=self._side, new_x="LMARGIN", new_y="NEXT")

    def _cell(self, text: str, width: float, *, size: float, colour: tuple[int, int, int]) -> None:
        pdf = self._pdf
        pdf.set_font(FAMILY, "", size)
        pdf.set_text_color(*colour)
        pdf.multi_cell(width, LINE, self._writable(text), align=self._side, new_x="LMARGIN", new_y="NEXT")

    def _writable(self, text: str) -> str:
        """The text in characters of the typeface: others (pictographs, say) become question marks."""
        return writable(text, self._known)


def add_typeface(pdf: Any) -> frozenset[int]:
    """Give a document of fpdf2 the typeface, with joined letters; returns the characters that it has."""
    for style, file in (("", "Regular"), ("B", "Bold")):
        pdf.add_font(FAMILY, style, _FONTS / f"Vazirmatn-{file}.ttf")
    pdf.set_text_shaping(use_shaping_engine=True)
    return frozenset(int(code) for code in pdf.fonts[FAMILY.lower()].cmap)


def writable(text: str, known: Collection[int]) -> str:
    """The text in characters of the typeface: others (pictographs, say) become question marks."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(_glyph(letter, known) for letter in whole)


def _glyph(letter: str, known: Collection[int]) -> str:
    if letter == "\n" or ord(letter) in known:
        return letter
    if letter in _JOINERS or unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Me", "Zl", "Zp"):
        return ""
    return _MISSING
