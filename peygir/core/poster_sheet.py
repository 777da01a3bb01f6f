"""A poster of results as PDF: pages of A4 upright with a frame of tiles, the places of each category, and a QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from peygir.core.ornate_sheet import FRAME, ORANGE, QR, TILE, OrnateSheet, ornate_document
from peygir.core.pdf import GREY, INK, TURQUOISE

_MARGIN: Final = FRAME + TILE + 14
_FIRST: Final = 76.0  # mm, where the blocks of the first page begin
_FURTHER: Final = 40.0
_LAST: Final = 234.0
"""Below this no block begins or goes on: the QR code stands there."""
_TITLE: Final = 10.0
_WINNER: Final = 11.0
_PLACE: Final = 8.0
_NOTE: Final = 5.4  # mm, of a line of a note
_GAP: Final = 6.0
_SMALL: Final = 9.0  # points


@dataclass(frozen=True, slots=True)
class PosterBlock:
    """The result of one category: its title, (place, name) from the first place on, and a note below them."""

    title: str
    places: Sequence[tuple[str, str]]
    note: str


@dataclass(frozen=True, slots=True)
class PosterText:
    """The words of a poster, top to bottom; `below` stands under the QR code of `link`, which `shown` writes out."""

    office: str
    heading: str
    subtitle: str
    blocks: Sequence[PosterBlock]
    link: str
    shown: str
    below: str


def poster_sheet(text: PosterText, *, language: str, made_at: datetime) -> bytes:
    """Return the document; a block that does not fit any more begins a further page."""
    pdf, known = ornate_document(text.heading, orientation="portrait", language=language, made_at=made_at)
    sheet, top = _page(pdf, known, text, is_first=True)
    for block in text.blocks:
        note = sheet.broken(block.note, size=_SMALL, margin=_MARGIN) if block.note else []
        if top + _height_of(block, note) > _LAST and top != _FURTHER:
            sheet, top = _page(pdf, known, text, is_first=False)
        top = _draw(sheet, block, note, top)
    return bytes(pdf.output())


def _page(pdf: Any, known: frozenset[int], text: PosterText, *, is_first: bool) -> tuple[OrnateSheet, float]:
    """A further page with its frame, heading and QR code, and where its blocks begin."""
    pdf.add_page()
    sheet = OrnateSheet(pdf, known)
    sheet.frame()
    sheet.code(text.link, text.shown, text.below, ((sheet.width - QR) / 2, _LAST + 2))
    if not is_first:
        sheet.line(text.heading, 26, size=12, colour=GREY)
        return sheet, _FURTHER
    sheet.line(text.office, 26, size=11, colour=GREY)
    sheet.line(text.heading, 36, size=25, style="B", colour=TURQUOISE)
    sheet.line(text.subtitle, 54, size=12, colour=INK)
    sheet.rule(67)
    return sheet, _FIRST


def _height_of(block: PosterBlock, note: Sequence[str]) -> float:
    """The height of a block, in mm."""
    return _TITLE + _WINNER + _PLACE * (len(block.places) - 1) + _NOTE * len(note) + 1


def _draw(sheet: OrnateSheet, block: PosterBlock, note: Sequence[str], top: float) -> float:
    """Draw a block and return where the next one begins."""
    sheet.line(block.title, top, size=15, style="B", colour=TURQUOISE)
    top += _TITLE
    for number, (place, name) in enumerate(block.places):
        is_first = number == 0
        sheet.line(f"{place}: {name}", top, size=19 if is_first else 13, style="B", colour=ORANGE if is_first else INK)
        top += _WINNER if is_first else _PLACE
    if note:
        sheet.block(note, top + 1, size=_SMALL, colour=GREY, margin=_MARGIN, height=_NOTE)
        top += 1 + _NOTE * len(note)
    return top + _GAP
