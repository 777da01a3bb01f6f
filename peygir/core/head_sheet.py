"""A sheet with the head of a transparency log: to print, hang up and keep, with a QR code that opens its check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.label_sheets import draw_qr
from peygir.core.ornate_sheet import OrnateSheet, ornate_document
from peygir.core.pdf import GREY, INK, TURQUOISE

_SIDE: Final = 62.0  # mm, of the QR code: a phone reads it from a metre
_GROUP: Final = 8
_GROUPS: Final = 4


@dataclass(frozen=True, slots=True)
class HeadText:
    """The words of the sheet, top to bottom; `root` is hex; `signers` stand below the QR code of `link`."""

    office: str
    heading: str
    day: str
    size: str
    root: str
    link: str
    below: str
    signers: Sequence[str]
    origin: str


def head_sheet(text: HeadText, *, language: str, made_at: datetime) -> bytes:
    """Return the PDF."""
    pdf, known = ornate_document(text.heading, orientation="portrait", language=language, made_at=made_at)
    pdf.add_page()
    sheet = OrnateSheet(pdf, known)
    sheet.frame()
    sheet.line(text.office, 34, size=11, colour=GREY)
    sheet.line(text.heading, 45, size=25, style="B", colour=TURQUOISE)
    sheet.line(text.day, 63, size=13, colour=INK)
    sheet.rule(76)
    sheet.line(text.size, 86, size=13, colour=INK)
    groups = [text.root[at : at + _GROUP] for at in range(0, len(text.root), _GROUP)]
    for row in range(0, len(groups), _GROUPS):
        sheet.line("  ".join(groups[row : row + _GROUPS]), 98 + row * 2.4, size=15, style="B", colour=INK)
    draw_qr(pdf, text.link, (sheet.width - _SIDE) / 2, 124, side=_SIDE)
    sheet.lines(text.below, 189, size=10, colour=GREY)
    top = 208.0
    for signer in text.signers:
        sheet.line(signer, top, size=11, colour=INK)
        top += 7
    sheet.line(text.origin, 252, size=9, colour=GREY)
    return bytes(pdf.output())
