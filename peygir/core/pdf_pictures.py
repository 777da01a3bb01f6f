"""Documents with a cover and with SVG charts as pictures, each beside the words that say the same."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.charts.picture import picture_of
from peygir.core.pdf import FAMILY, GREY, INK, MARGIN, TURQUOISE
from peygir.core.pdf_charts import ChartedDocument

_BAND: Final = 92.0
_TILE: Final = (0, 120, 122)
_PAPER: Final = (247, 250, 250)
_EDGE: Final = (214, 226, 226)
_GAP: Final = 4.0
_CARD: Final = 20.0  # mm, the height of a card without lines
_CARD_LINE: Final = 4.6


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure with its name, and small lines below it."""

    name: str
    value: str
    lines: tuple[str, ...] = ()


class PicturedDocument(ChartedDocument):
    """A document that may also contain a cover and charts drawn as SVG."""

    def chart(self, svg: str, alternative: str, *, highest: float = 150.0) -> None:
        """Draw a chart across the page, at most `highest` millimetres high; `alternative` is read out in its place."""
        pdf = self._pdf
        picture = picture_of(svg)
        width = pdf.epw
        height = width * int.from_bytes(picture[20:24]) / int.from_bytes(picture[16:20])  # the head of a PNG
        if height > highest:
            width, height = width * highest / height, highest
        if pdf.will_page_break(height + 2):
            pdf.add_page()
        left, top = MARGIN + (pdf.epw - width) / 2, pdf.get_y() + 1
        pdf.image(io.BytesIO(picture), x=left, y=top, w=width, h=height, alt_text=alternative)
        pdf.set_y(top + height + 2)

    def picture(self, content: bytes, alternative: str, *, highest: float = 150.0) -> None:
        """Show a PNG across the page with a thin frame, at most `highest` millimetres high."""
        pdf = self._pdf
        width = pdf.epw
        height = width * int.from_bytes(content[20:24]) / int.from_bytes(content[16:20])  # the head of a PNG
        if height > highest:
            width, height = width * highest / height, highest
        if pdf.will_page_break(height + 4):
            pdf.add_page()
        left, top = MARGIN + (pdf.epw - width) / 2, pdf.get_y() + 1
        pdf.image(io.BytesIO(content), x=left, y=top, w=width, h=height, alt_text=alternative)
        pdf.set_draw_color(*_EDGE)
        pdf.rect(left, top, width, height)
        pdf.set_y(top + height + 3)

    def cards(self, cards: Sequence[FigureCard]) -> None:
        """Draw figures as cards, two beside each other, in the reading direction."""
        pdf = self._pdf
        width = (pdf.epw - _GAP) / 2
        for place in range(0, len(cards), 2):
            height = max(_CARD + _CARD_LINE * len(card.lines) for card in cards[place : place + 2])
            if pdf.will_page_break(height + _GAP):
                pdf.add_page()
            top = pdf.get_y() + _GAP / 2
            for number, card in enumerate(cards[place : place + 2]):
                at_right = (number == 0) == (self._side == "R")
                self._card(card, MARGIN + (width + _GAP if at_right else 0), top, width, height)
            pdf.set_y(top + height + _GAP / 2)
        pdf.ln(1)

    def _card(self, card: FigureCard, left: float, top: float, width: float, height: float) -> None:
        pdf = self._pdf
        pdf.set_fill_color(*_PAPER)
        pdf.set_draw_color(*_EDGE)
        pdf.rect(left, top, width, height, style="DF", round_corners=True, corner_radius=2)
        rows = [(card.name, 9, "", GREY, 6.0), (card.value, 16, "B", TURQUOISE, 9.0)]
        rows += [(line, 8, "", GREY, _CARD_LINE) for line in card.lines]
        y = top + 2
        for text, size, style, colour, line_height in rows:
            pdf.set_font(FAMILY, style, size)
            pdf.set_text_color(*colour)
            pdf.set_xy(left + 3, y)
            pdf.cell(width - 6, line_height, self._writable(text), align=self._side)
            y += line_height


class CoveredDocument(PicturedDocument):
    """A document whose first page is a cover."""

    def __init__(self, title: str, *, language: str, made_at: datetime, above: str, below: tuple[str, ...]) -> None:
        self._cover = (above, below)
        super().__init__(title, language=language, made_at=made_at)

    def _begin(self, title: str, language: str, made_at: datetime) -> None:
        pdf = self._pdf
        self._set_up(title, language, made_at)
        pdf.add_page()
        pdf.set_fill_color(*TURQUOISE)
        pdf.rect(0, 0, pdf.w, _BAND + 40, style="F")
        self._tiles()
        above, below = self._cover
        pdf.set_y(_BAND - 34)
        self._block(above, size=14, style="", colour=(255, 255, 255), height=9)
        pdf.set_y(_BAND - 20)
        self._block(title, size=26, style="B", colour=(255, 255, 255), height=14)
        pdf.set_y(_BAND + 56)
        for number, line in enumerate(below):
            self._block(line, size=13 if number == 0 else 11, style="", colour=INK if number == 0 else GREY, height=8)
        pdf.add_page()

    def _tiles(self) -> None:
        """A band of eight-pointed stars at the foot of the cover's head."""
        pdf, size = self._pdf, 15.0
        pdf.set_fill_color(*_TILE)
        for column in range(int(pdf.w / size) + 1):
            x, y = column * size + size / 2, _BAND + 40 - size / 2
            half, turned = size * 0.3, size * 0.3 * 2**0.5
            pdf.rect(x - half, y - half, 2 * half, 2 * half, style="F")
            pdf.polygon([(x, y - turned), (x + turned, y), (x, y + turned), (x - turned, y)], style="F")
