"""A certificate as PDF: one page of A4 across, with a frame of tiles and blossoms and a QR code that verifies it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.ornate_sheet import FRAME, ORANGE, QR, TILE, OrnateSheet, ornate_document
from peygir.core.pdf import GREY, INK, TURQUOISE

WIDTH: Final = 297.0  # mm
HEIGHT: Final = 210.0


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
    pdf, known = ornate_document(text.heading, orientation="landscape", language=language, made_at=made_at)
    pdf.add_page()
    sheet = OrnateSheet(pdf, known)
    sheet.frame()
    sheet.line(text.office, 26, size=13, colour=GREY)
    sheet.line(text.heading, 38, size=34, style="B", colour=TURQUOISE)
    sheet.rule(61)
    sheet.line(text.opening, 70, size=14, colour=INK)
    if text.name:
        sheet.line(text.name, 82, size=27, style="B", colour=ORANGE)
    sheet.lines(text.words, 101 if text.name else 88, size=14.5, colour=INK)
    sheet.line(text.honour, 139, size=17, style="B", colour=TURQUOISE)
    is_rtl = language == "fa"
    qr_left = FRAME + TILE + 20 if is_rtl else WIDTH - FRAME - TILE - 20 - QR
    sheet.code(text.link, text.code, text.below, (qr_left, 150))
    sheet.signature(text.signed, text.day, (WIDTH - 112 if is_rtl else 42, 158))
    return bytes(pdf.output())
