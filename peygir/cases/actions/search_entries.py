"""Keeps a case's search entry: written with its reading, extended by joined reports, moved between partitions.

It is written anew when the words change.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from peygir.cases.models import Case, Report, SearchEntry, SearchPartition
from peygir.cases.search_entries import LATELY, search_partition_of, text_of_search_entry
from peygir.cases.states import ENDED
from peygir.core import clock
from peygir.core.finding import LONGEST, search_text_of

MOST_REPORTS: Final = 100
AT_ONCE: Final = 500

_WRITE: Final = """
    INSERT INTO cases_searchentry (case_id, words, partition, unit_id) VALUES (%s, %s, %s, %s)
    ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words WHERE cases_searchentry.words <> EXCLUDED.words
"""
_ADD: Final = "UPDATE cases_searchentry SET words = words || %s WHERE case_id = %s AND length(words) < %s"


def write_search_entry(case: Case, reports: Iterable[Report] | None = None) -> None:
    """Write the search entry from the case and its reports; the caller holds the case's lock.

    `reports` are all of the case's, if the caller has loaded them. Call this after erasing text of a report: the entry
    must not keep words that no report holds any more.
    """
    if reports is None:
        reports = Report.objects.filter(case=case).order_by("pk").only("text", "address")[:MOST_REPORTS]
    texts = [case.address, *(words for report in reports for words in (report.text, report.address))]
    search_text = text_of_search_entry(
        case.city_id,
        texts,
        topic_id=case.topic_id,
        district_id=case.district_id,
        neighbourhood_id=case.neighbourhood_id,
        lat=case.lat,
        lon=case.lon,
    )
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [case.pk, search_text, *_place_of(case)])


def add_to_search_entry(case: Case, report: Report) -> None:
    """Add the words of a joined report; a case that is not read yet gets its entry with the reading."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [search_text_of([report.text, report.address]), case.pk, LONGEST])


def move_search_entry(case: Case, *, was: str) -> None:
    """Move the entry of a case that left the state `was`: to another partition where the case ended or was reopened.

    The same rule as in `write_search_entry`; an imported old record ended long ago.
    """
    if case.state in ENDED or was in ENDED:
        partition, unit_id = _place_of(case)
        SearchEntry.objects.filter(case=case).update(partition=partition, unit_id=unit_id)


def _place_of(case: Case) -> tuple[SearchPartition, int | None]:
    """The partition of the case's entry as the case is now, and the unit that ended entries are filtered by."""
    partition = search_partition_of(case.state, case.state_at, now=clock.now())
    return partition, case.unit_id if partition != SearchPartition.OPEN else None


def archive_search_entries(now: datetime) -> int:
    """Move the entries of cases that ended a year ago to the archive partition; returns how many."""
    long_ago = SearchEntry.objects.filter(
        partition=SearchPartition.LATELY, case__state__in=sorted(ENDED), case__state_at__lt=now - LATELY
    )
    moved = 0
    while ids := list(long_ago.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        moved += SearchEntry.objects.filter(pk__in=ids, partition=SearchPartition.LATELY).update(
            partition=SearchPartition.ARCHIVE
        )
    return moved
