"""A poster: the places of each category and everybody who could be among them, on as many pages as they need."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest

from peygir.core.poster_sheet import PosterBlock, PosterText, poster_sheet

PLACES = (("First place", "Waste Management"), ("Second place", "District 10"), ("Third place", "District 1"))
OTHERS = "Others could be among them: " + ", ".join(f"District {number}x" for number in range(40))


def pages_of(language: str, *blocks: PosterBlock) -> list[str]:
    """The letters of each page of a poster."""
    text = PosterText("Office", "Festival", "Spring", blocks, "https://137.example/ranking/1/", "137.example", "Why")
    content = poster_sheet(text, language=language, made_at=datetime(2026, 5, 3, tzinfo=UTC))
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert {(round(page.get_width()), round(page.get_height())) for page in document} == {(595, 842)}
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_it_shows_the_places_and_who_else_could_hold_them(language: str) -> None:
    (page,) = pages_of(language, PosterBlock("Best units", PLACES, OTHERS))
    for word in ("Waste Management", "District 10", "District 0x", "District 39x", "137.example"):
        assert word in " ".join(page.split())


def test_a_block_that_does_not_fit_begins_a_page() -> None:
    blocks = [PosterBlock(f"Category {number}", PLACES, OTHERS) for number in range(5)]
    pages = pages_of("en", *blocks)
    assert len(pages) > 1
    for number in range(5):
        assert sum(f"Category {number}" in page for page in pages) == 1
    assert all("137.example" in page for page in pages)


def test_a_block_as_long_as_a_page_stands_on_one_of_its_own() -> None:
    long = PosterBlock("Best", [(f"Place {number}", f"Unit {number}") for number in range(1, 11)], OTHERS * 3)
    first, second = pages_of("en", long)
    assert "Festival" in first
    assert "Unit 10" in second
