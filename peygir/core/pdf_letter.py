"""Official letters in PDF: a letterhead, a body, a signature, and annexes with tables, bars and drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.ornate_sheet import GOLD, OrnateSheet
from peygir.core.pdf import FAMILY, GREY, INK, LINE, MARGIN, TURQUOISE
from peygir.core.pdf_charts import ChartedDocument
from peygir.core.pdf_drawing import DrawnDocument

_PALE: Final = (231, 240, 240)
_HEAD: Final = 34.0
_BARS: Final = 38.0  # mm
_BODY: Final = 7.4


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHead:
    """What stands above a letter: words in its middle, number, day and annexes as (label, text), and its subject."""

    blessing: str
    office: str
    unit: str
    facts: Sequence[tuple[str, str]]
    to: str
    subject: str
    title: str


class LetterDocument(ChartedDocument, DrawnDocument):
    """A letter with its annexes."""

    def __init__(self, head: LetterHead, *, language: str, made_at: datetime) -> None:
        self._head = head
        super().__init__(head.title, language=language, made_at=made_at)

    def _open(self, title: str) -> None:
        """Draw the letterhead, to whom the letter goes, and its subject."""
        pdf, head = self._pdf, self._head
        pdf.set_fill_color(*TURQUOISE)
        pdf.rect(0, 0, pdf.w, 4, style="F")
        pdf.set_draw_color(*GOLD)
        pdf.set_line_width(0.6)
        pdf.line(0, 5.2, pdf.w, 5.2)
        for text, top, size, style, colour in (
            (head.blessing, 10.0, 10.0, "", GREY),
            (head.office, 17.0, 15.0, "B", TURQUOISE),
            (head.unit, 26.0, 11.0, "", INK),
        ):
            pdf.set_font(FAMILY, style, size)
            pdf.set_text_color(*colour)
            pdf.set_xy(MARGIN, top)
            pdf.cell(pdf.epw, 7, self._writable(text), align="C")
        self._facts_beside()
        middle, rule = pdf.w / 2, _HEAD + 4
        pdf.set_draw_color(*GOLD)
        pdf.set_line_width(0.35)
        pdf.line(MARGIN, rule, middle - 7, rule)
        pdf.line(middle + 7, rule, pdf.w - MARGIN, rule)
        OrnateSheet(pdf, frozenset()).blossom(middle, rule, 3.4)
        pdf.set_line_width(0.2)
        pdf.set_xy(MARGIN, rule + 6)
        self._block(head.to, size=12, style="B", colour=INK, height=8)
        self._block(head.subject, size=12, style="B", colour=TURQUOISE, height=8)
        pdf.ln(2)

    def _facts_beside(self) -> None:
        """Write number, day and annexes at the end of the letterhead's lines."""
        pdf, width = self._pdf, 48.0
        left = MARGIN if self._side == "R" else pdf.w - MARGIN - width
        for place, (label, text) in enumerate(self._head.facts):
            pdf.set_xy(left, 13 + place * 6.2)
            pdf.set_font(FAMILY, "", 9)
            pdf.set_text_color(*INK)
            pdf.cell(width, 5, self._writable(f"{label}: {text}"), align=self._side)

    def body(self, text: str) -> None:
        """Write the paragraphs of the letter, with some room between them."""
        for part in text.split("\n"):
            if part.strip():
                self._block(part.strip(), size=11.5, style="", colour=INK, height=_BODY)
                self._pdf.ln(1.6)

    def signature(self, office: str, name: str) -> None:
        """Leave room for a signature at the end of the line, with who signs."""
        pdf, width = self._pdf, 74.0
        if pdf.will_page_break(42):
            pdf.add_page()
        pdf.ln(8)
        left, top = (MARGIN if self._side == "R" else pdf.w - MARGIN - width), pdf.get_y()
        for text, style, size in ((name, "B", 12), (office, "", 10.5)):
            pdf.set_xy(left, top)
            pdf.set_font(FAMILY, style, size)
            pdf.set_text_color(*INK)
            pdf.cell(width, 7, self._writable(text), align="C")
            top += 7
        pdf.set_y(top + 16)

    def annex(self, title: str) -> None:
        """Begin an annex on a page of its own."""
        self._pdf.add_page()
        self.section(title)

    def bars(self, rows: Sequence[tuple[str, float, str]]) -> None:
        """Draw upright bars in the direction of reading: (label below, value, text above)."""
        pdf, most = self._pdf, max((value for _label, value, _text in rows), default=0.0)
        if not rows or most <= 0:
            return
        if pdf.will_page_break(_BARS + 14):
            pdf.add_page()
        top, band = pdf.get_y() + 5, pdf.epw / len(rows)
        ground = top + _BARS
        pdf.set_fill_color(*_PALE)
        pdf.rect(MARGIN, top - 2, pdf.epw, _BARS + 2, style="F")
        pdf.set_fill_color(*TURQUOISE)
        for place, (label, value, text) in enumerate(rows):
            start = place if self._side == "L" else len(rows) - 1 - place
            left, height = MARGIN + band * start, (_BARS - 5) * value / most
            if value > 0:
                pdf.rect(left + band * 0.2, ground - height, band * 0.6, height, style="F")
                self._words(text, left, ground - height - 4.6, band, "C", INK, "B")
            self._words(label, left, ground + 1, band, "C")
        pdf.set_draw_color(*GREY)
        pdf.line(MARGIN, ground, pdf.w - MARGIN, ground)
        pdf.set_xy(MARGIN, ground + LINE + 2)

    def quotations(self, texts: Sequence[str]) -> None:
        """Write what people said, each with a rule beside it."""
        pdf = self._pdf
        for text in texts:
            if pdf.will_page_break(3 * LINE):
                pdf.add_page()
            top, page = pdf.get_y(), pdf.page_no()
            pdf.set_x(MARGIN if self._side == "R" else MARGIN + 5)
            pdf.set_font(FAMILY, "", 10)
            pdf.set_text_color(*INK)
            pdf.multi_cell(pdf.epw - 5, 5.6, self._writable(text), align=self._side, new_x="LMARGIN", new_y="NEXT")
            if pdf.page_no() == page:
                pdf.set_fill_color(*GOLD)
                edge = pdf.w - MARGIN - 1 if self._side == "R" else MARGIN + 1
                pdf.rect(edge, top, 0.8, pdf.get_y() - top, style="F")
            pdf.ln(2.4)
