"""Keeping a case's index card: written with its reading, longer when a report joins, anew when the words change."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from peygir.cases.cards import words_on_card
from peygir.cases.models import Case, Report
from peygir.core.finding import LONGEST, card_of

MOST_REPORTS: Final = 100

_WRITE: Final = """
    INSERT INTO cases_card (case_id, words) VALUES (%s, %s)
    ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words WHERE cases_card.words <> EXCLUDED.words
"""
_ADD: Final = "UPDATE cases_card SET words = words || %s WHERE case_id = %s AND length(words) < %s"


def write_card(case: Case, reports: Iterable[Report] | None = None) -> None:
    """The card as the case and its reports are now; the caller holds the case's lock.

    `reports` are all of the case's, where the caller has them at hand. Whoever erases words of a report calls this
    after it: the card holds no word that no report holds any more.
    """
    if reports is None:
        reports = Report.objects.filter(case=case).order_by("pk").only("text", "address")[:MOST_REPORTS]
    said = [case.address, *(words for report in reports for words in (report.text, report.address))]
    words = words_on_card(
        case.city_id, said, topic_id=case.topic_id, district_id=case.district_id,
        neighbourhood_id=case.neighbourhood_id, lat=case.lat, lon=case.lon,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [case.pk, words])


def add_to_card(case: Case, report: Report) -> None:
    """A report that joined adds its words; a case that is not read yet gets its card with the reading."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [card_of([report.text, report.address]), case.pk, LONGEST])
