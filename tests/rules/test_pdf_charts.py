"""Tables and charts in PDF documents, read back by PDFium: pages, sides of the page, and what is drawn where."""

import io
from datetime import UTC, datetime

import pypdfium2
from PIL import Image

from peygir.core.pdf_charts import ChartedDocument, PdfFunnel, PdfInterval, PdfSign

MADE = datetime(2026, 5, 3, 6, tzinfo=UTC)
SHARES = (0.5, 0.3, 0.2)
TURQUOISE = (0, 94, 99)


def charted(language: str = "en") -> ChartedDocument:
    """A document with a title."""
    return ChartedDocument("نمره‌ها" if language == "fa" else "Marks", language=language, made_at=MADE)


def pages_of(document: ChartedDocument) -> list[str]:
    """The text of each page."""
    read = pypdfium2.PdfDocument(document.content())
    return [page.get_textpage().get_text_range() for page in read]


def picture_of(document: ChartedDocument) -> Image.Image:
    """The first page, two dots for each point."""
    page = pypdfium2.PdfDocument(io.BytesIO(document.content()))[0]
    image: Image.Image = page.render(scale=2).to_pil().convert("RGB")
    return image


def spots_of(image: Image.Image, colour: tuple[int, int, int], below: float) -> list[tuple[float, float]]:
    """Where a colour is, below a share of the height: across and down as shares of the page."""
    top = int(image.height * below)
    pixels = image.load()
    assert pixels is not None
    return [
        (x / image.width, y / image.height)
        for y in range(top, image.height)
        for x in range(image.width)
        if pixels[x, y] == colour
    ]


def test_the_headings_of_a_table_stand_on_each_page() -> None:
    document = charted()
    rows = [(f"unit {number}", "word " * (number % 30 + 1), str(number)) for number in range(120)]
    document.table(("Name", "Words", "Count"), rows, SHARES)
    # PDFium takes a page that is full of columns for vertical writing, and tells every letter on a line of its own.
    pages = ["".join(page.split()) for page in pages_of(document)]
    assert len(pages) > 2
    assert [page.count("NameWordsCount") for page in pages] == [1] * len(pages)
    text = "\n".join(pages)
    assert [number for number in range(120) if f"unit{number}" not in text] == []
    assert text.count("word") == sum(number % 30 + 1 for number in range(120)), "no line is lost between two pages"


def test_the_first_column_is_where_reading_begins() -> None:
    sides = {}
    for language in ("en", "fa"):
        document = charted(language)
        document.table(("1", "2", "3"), [("ABC", "", "")], SHARES)
        page = pypdfium2.PdfDocument(document.content())[0]
        found = page.get_textpage().search("ABC").get_next()
        assert found is not None
        left = page.get_textpage().get_charbox(found[0])[0]
        sides[language] = left / page.get_width()
    assert sides["en"] < 0.2
    assert sides["fa"] > 0.75


def test_an_interval_has_its_dot_on_the_scale() -> None:
    places = []
    for dot in (0.0, 100.0):
        document = charted()
        document.intervals([PdfInterval("District 1", "12.3", 20.0, 30.0, dot)], [(0.0, "0"), (100.0, "20")])
        xs = [x for x, _y in spots_of(picture_of(document), TURQUOISE, 0.12)]
        assert max(xs) - min(xs) < 0.02
        places.append(sum(xs) / len(xs))
        (page,) = pages_of(document)
        assert "District 1" in page
        assert "12.3" in page
    assert places[0] < places[1] - 0.3


def test_a_long_name_is_cut_before_the_scale() -> None:
    document = charted()
    document.intervals([PdfInterval("name " * 40, "1", 0.0, 1.0, 0.5)], [(0.0, "0")])
    (page,) = pages_of(document)
    assert "…" in page
    assert len(page) < 120


def test_a_funnel_names_who_stands_apart() -> None:
    funnel = PdfFunnel(
        height=60.0,
        area=[(10.0, 5.0), (90.0, 20.0), (90.0, 40.0), (10.0, 55.0)],
        edges=[[(10.0, 5.0), (90.0, 20.0)], [(10.0, 55.0), (90.0, 40.0)]],
        rules=[(0.0, "2"), (60.0, "0")],
        centre=30.0,
        sizes=[(10.0, "1"), (90.0, "100")],
        signs=[PdfSign((50.0, 30.0), "expected", "Quiet"), PdfSign((70.0, 2.0), "worse", "Loud")],
    )
    for language in ("en", "fa"):
        document = charted(language)
        document.funnel(funnel)
        (page,) = pages_of(document)
        assert "Loud" in page
        assert "Quiet" not in page
        assert "100" in page
        assert spots_of(picture_of(document), (186, 84, 12), 0.1), "the sign of what is worse"
