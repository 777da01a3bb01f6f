"""PDF documents, read back by PDFium: Persian in its order, joined letters, pages, and characters without a glyph."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from peygir.core.pdf import PdfDocument

MADE = datetime(2026, 5, 3, 6, tzinfo=UTC)
# PDFium gives the two letters of the ligature «لا» the other way round, so none of these words has it.
TEXT = "چاله در خیابان ما هر روز بزرگ‌تر می‌شود و چرخ خودرو را می‌شکند."


def document(language: str = "fa", title: str = "رونوشت") -> PdfDocument:
    return PdfDocument(title, language=language, made_at=MADE)


def text_of(made: PdfDocument, tmp_path: Path) -> list[str]:
    """The text of each page, as a reader program gives it; presentation forms and order as PDFium tells them."""
    path = tmp_path / "made.pdf"
    made.save(path)
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def picture_of(path: Path, number: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as pdf:
        image: Image.Image = pdf[number].render(scale=2).to_pil().convert("L")
        return image


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\u200c", "")


def test_persian_is_read_back_in_its_order(tmp_path: Path) -> None:
    made = document()
    made.section("گزارش‌های شما")
    made.facts([("متن", TEXT), ("کد رهگیری", "۱۲۳۴۵۶۷۸۹۰")])
    [page] = text_of(made, tmp_path)
    for text in ("رونوشت", "گزارشهای شما", "خیابان ما هر روز بزرگتر میشود", "۱۲۳۴۵۶۷۸۹۰"):
        assert text in squeezed(page), page


def test_labels_are_on_the_right_and_text_is_aligned_to_the_right(tmp_path: Path) -> None:
    made = document()
    made.facts([("متن", "خیر")])
    text_of(made, tmp_path)
    page = picture_of(tmp_path / "made.pdf")
    ink = ImageChops.invert(page)
    box = ink.crop((0, 0, page.width, page.height // 3)).getbbox()
    assert box is not None
    assert box[0] > page.width / 2, "nothing on the left half"
    assert box[2] > page.width * 0.88, "it begins at the right margin"


def test_letters_are_joined(tmp_path: Path) -> None:
    widths = []
    for text in ("ببببببب", "ب\u200cب\u200cب\u200cب\u200cب\u200cب\u200cب"):
        made = document(title="-")
        made.paragraph(text)
        text_of(made, tmp_path)
        page = ImageChops.invert(picture_of(tmp_path / "made.pdf"))
        box = page.crop((0, 150, page.width, page.height // 4)).getbbox()
        assert box is not None
        widths.append(box[2] - box[0])
    assert widths[0] < 0.7 * widths[1], "single letters are wider than joined ones"


def test_a_latin_word_and_a_number_keep_their_order_in_persian(tmp_path: Path) -> None:
    made = document()
    made.paragraph("کد ABC 1234 را بفرستید")
    text_of(made, tmp_path)
    with pypdfium2.PdfDocument(tmp_path / "made.pdf") as pdf:
        page = pdf[0].get_textpage()
        text = page.get_text_range()
        left = {letter: page.get_charbox(text.index(letter))[0] for letter in "AC14کب"}
    assert left["A"] < left["C"] < left["1"] < left["4"] < left["ک"], "Latin runs to the right, Persian begins there"
    assert left["ب"] < left["A"]


def test_a_long_document_has_pages_with_their_numbers(tmp_path: Path) -> None:
    made = document()
    for _ in range(60):
        made.facts([("متن", TEXT * 2)])
    pages = text_of(made, tmp_path)
    assert len(pages) > 3
    assert "۲" in pages[1]


def test_what_has_no_glyph_is_a_question_mark_and_logs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = document()
    made.facts([("متن", "خیر 😀 汉字 \u200f\u2067خوب\u2069 \x07")])
    pages = text_of(made, tmp_path)
    assert "خیر ? ?? خوب" in squeezed(pages[0])
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


def test_english_is_from_left_to_right(tmp_path: Path) -> None:
    made = document("en", title="What the city holds")
    made.facts([("Words", "A hole in the road"), ("Name", "مریم احمدی")])
    [page] = text_of(made, tmp_path)
    assert "A hole in the road" in squeezed(page)
    assert "مریم احمدی" in squeezed(page)
