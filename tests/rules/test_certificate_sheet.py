"""A certificate: one page that shows its words in Persian, and a QR code whose modules are those of its address."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
import segno

from peygir.core.certificate_sheet import HEIGHT, WIDTH, CertificateText, certificate_sheet

LINK = "https://137.example.ir/h/abcd2345efgh/"
SCALE = 4.0  # pixels of a point
POINT = 72 / 25.4  # points of a millimetre


def sheet(language: str, **given: str) -> bytes:
    """A certificate."""
    values = {
        "office": "شهرداری گلگشت",
        "heading": "لوح تقدیر",
        "opening": "شهروند گرامی",
        "name": "زهرا محمدی",
        "words": "به پاس گزارش‌های سودمند. " * 20,
        "honour": "جشنوارهٔ شهریاران",
        "signed": "شهردار",
        "day": "۲۸ شهریور ۱۴۰۶",
        "link": LINK,
        "code": "abcd2345efgh",
        "below": "اصالت",
    }
    return certificate_sheet(
        CertificateText(**{**values, **given}), language=language, made_at=datetime(2026, 5, 3, tzinfo=UTC)
    )


@pytest.mark.parametrize("language", ["fa", "en"])
def test_it_is_one_page_across_with_its_code(language: str) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(sheet(language)))
    assert len(document) == 1
    page = document[0]
    assert (round(page.get_width() / POINT), round(page.get_height() / POINT)) == (WIDTH, HEIGHT)
    assert "abcd2345efgh" in page.get_textpage().get_text_range()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_qr_code_is_that_of_the_address(language: str) -> None:
    picture = pypdfium2.PdfDocument(io.BytesIO(sheet(language)))[0].render(scale=SCALE).to_pil().convert("L")
    matrix = [bytes(row) for row in segno.make(LINK, error="m", micro=False).matrix]
    left, side = (40.0 if language == "fa" else WIDTH - 40.0 - 27.0), 27.0
    module = side / len(matrix)
    seen = []
    for row in range(len(matrix)):
        spots = [(left + (column + 0.5) * module, 150.0 + (row + 0.5) * module) for column in range(len(matrix))]
        seen.append(bytes(picture.getpixel((int(x * POINT * SCALE), int(y * POINT * SCALE))) < 128 for x, y in spots))
    assert seen == matrix


def test_a_long_name_gets_smaller_and_none_leaves_its_place() -> None:
    assert sheet("fa", name="نامی بسیار بسیار بلند " * 6)
    assert sheet("fa", name="")
