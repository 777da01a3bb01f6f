"""The charter's statement as PDF: kept while it would be the same, and composed again when anything on it changes."""

from dataclasses import replace
from datetime import timedelta

from django.utils import translation

from peygir.web.public.charter import charter_figures, year_of
from peygir.web.public.charter_document import statement_document
from peygir.web.public.rights import statement_years
from tests.town import Town, TownClock


def test_it_is_kept_until_something_on_it_changes(town: Town, town_clock: TownClock) -> None:
    year = statement_years()[0]
    figures = charter_figures(year_of(year))
    with translation.override("en"):
        first = statement_document(year, figures)
        assert first.startswith(b"%PDF")
        assert statement_document(year, figures) is first
        later = replace(figures, counted_at=figures.counted_at + timedelta(minutes=5))
        assert statement_document(year, later) != first
    with translation.override("fa"):
        assert statement_document(year, figures) != first
