"""Numbers, lists and days are written as the head of a language's catalogue says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from peygir.core.codes import spoken_groups
from peygir.core.jalali import calendar_months, format_datetime, format_day, format_day_short
from peygir.core.translation import catalogues_in, citizen_languages, known_language, languages
from peygir.core.writing import fallback_of, writing_of
from peygir.desks.answers.readers import TO_STAFF, languages_of
from peygir.gateways.mail import html_of
from tests.test_translation import catalogue

DAY = date(2026, 11, 24)
HEAD = "X-Peygir-Audience: citizens\nX-Peygir-Fallback: fa\nX-Peygir-Name: Türkçe\n"


@pytest.mark.parametrize(
    ("language", "number", "percent", "comma"),
    [
        ("fa", "۱٬۲۳۴٫۵", "۷٫۹٪", "، "),
        ("ar", "١٬٢٣٤٫٥", "٧٫٩٪", "، "),
        ("en", "1,234.5", "7.9%", ", "),
        ("tlh", "1,234.5", "7.9%", ", "),
    ],
)
def test_numbers_have_the_signs_of_their_language(language: str, number: str, percent: str, comma: str) -> None:
    writing = writing_of(language)
    assert (writing.decimal("1,234.5"), writing.percent("7.9"), writing.comma) == (number, percent, comma)


def test_foreign_digits_become_the_reader_s() -> None:
    assert writing_of("ar").number("۱۲ 34 ٥٦") == "١٢ ٣٤ ٥٦"
    assert writing_of("fa").number("١٢ 34") == "۱۲ ۳۴"
    assert writing_of("en").number("۱۲ 34") == "۱۲ 34"  # what was typed stays as it was
    assert spoken_groups("0512345678", "ar") == "٠٥ ١٢٣ ٤٥٦ ٧٨"


def test_days_are_in_the_calendars_of_their_language() -> None:
    assert format_day(DAY, "fa") == "۳ آذر ۱۴۰۵"
    assert format_day(DAY, "en") == "24 November 2026"
    assert format_day(DAY, "ar") == "٣ آذر ١٤٠٥ (٢٤ نوفمبر ٢٠٢٦)"
    assert format_day_short(DAY, "en") == "24 Nov"
    assert format_day_short(DAY, "ar") == "٣ آذر (٢٤ نوفمبر)"
    noon = datetime(2026, 11, 24, 11, 54, tzinfo=UTC)
    assert format_datetime(noon, "Asia/Tehran", "ar") == "٣ آذر ١٤٠٥ (٢٤ نوفمبر ٢٠٢٦)، ١٥:٢٤"
    assert calendar_months("ar")[8] == "آذر"
    assert calendar_months("en")[8] == "September"


def test_an_email_runs_in_the_direction_of_its_language() -> None:
    assert '<html lang="ar" dir="rtl">' in html_of("سلام", "ar")
    assert '<html lang="en" dir="ltr">' in html_of("Hello", "en")


def test_arabic_is_read_by_citizens_alone() -> None:
    assert "ar" not in languages()
    assert citizen_languages()[: len(languages())] == languages()
    assert "ar" in citizen_languages()
    assert (known_language("ar"), known_language("tlh")) == ("ar", "fa")
    assert (fallback_of("ar"), fallback_of("fa"), fallback_of("tlh")) == ("en", "fa", "en")
    assert "ar" in languages_of("received")
    assert "ar" not in languages_of(next(iter(TO_STAFF)))


@pytest.fixture
def turkish(tmp_path: Path) -> Iterator[str]:
    """A language whose catalogue is in another folder."""
    with catalogues_in(catalogue(tmp_path, {"Hello": "Merhaba"}, "tr", HEAD)):
        yield "tr"


def test_a_catalogue_alone_adds_a_language(turkish: str) -> None:
    assert turkish in citizen_languages()
    assert turkish not in languages()
    assert (writing_of(turkish).name, fallback_of(turkish)) == ("Türkçe", "fa")
    assert known_language(turkish) == turkish


def test_a_language_leaves_with_its_catalogue() -> None:
    assert "tr" not in citizen_languages()
    assert writing_of("tr").name == "tr"
