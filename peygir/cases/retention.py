"""Which ended cases and which citizens are due for erasure, and what a citizen's own reports are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from peygir.cases.facts import FiledReport
from peygir.cases.models import Case, Note, Report
from peygir.cases.states import ENDED
from peygir.core.persian import search_key, typed_pattern
from peygir.core.vocabulary import plain
from peygir.people.models import Citizen
from peygir.people.privacy_rules import NOBODY, Span, same_holder_since

ORDINARY_FROM: Final = 20
_WORDS: Final = ~Q(text="") | ~Q(address="") | ~Q(place_label="") | Q(lat__isnull=False)
_NAMES: Final = ~Q(reporter_name="") | ~Q(spoken_for_name="") | ~Q(spoken_for_relation="") | Q(spoken_for__isnull=False)


def cases_with_words(*, before: datetime, after: int, limit: int) -> list[int]:
    """Cases that ended before a moment and still hold words, ids above `after` in order."""
    reports = Report.objects.filter(_WORDS, case=OuterRef("pk"))
    notes = Note.objects.filter(~Q(text=""), case=OuterRef("pk"))
    return _ended(before, after, limit, Exists(reports) | Exists(notes) | ~Q(address=""))


def cases_with_names(*, before: datetime, after: int, limit: int) -> list[int]:
    """Cases that ended before a moment and whose reports still hold names."""
    return _ended(before, after, limit, Q(Exists(Report.objects.filter(_NAMES, case=OuterRef("pk")))))


def citizens_due(*, before: datetime, after: int, limit: int) -> list[int]:
    """Citizens with a number all of whose cases ended before a moment, and who were not new after it."""
    later = Q(case__state_at__gte=before) | ~Q(case__state__in=plain(ENDED))
    own = Report.objects.filter(later, citizen=OuterRef("pk"))
    spoken_for = Report.objects.filter(later, spoken_for=OuterRef("pk"))
    rows = Citizen.objects.filter(pk__gt=after, created_at__lt=before).exclude(phone__startswith=NOBODY)
    return list(
        rows.exclude(Exists(own)).exclude(Exists(spoken_for)).order_by("pk").values_list("pk", flat=True)[:limit]
    )


def case_ids_of_citizens(citizen_ids: Collection[int]) -> set[int]:
    """The cases of these citizens' reports."""
    rows = Report.objects.filter(Q(citizen__in=citizen_ids) | Q(spoken_for__in=citizen_ids))
    return set(rows.values_list("case_id", flat=True))


def open_case_ids_of(citizen_ids: Collection[int]) -> set[int]:
    """The open cases of these citizens' own reports."""
    rows = Report.objects.filter(~Q(case__state__in=plain(ENDED)), citizen__in=citizen_ids)
    return set(rows.values_list("case_id", flat=True))


def citizens_of_cases(case_ids: Collection[int]) -> set[int]:
    """The citizens who reported these cases, or were spoken for."""
    rows = Report.objects.filter(case__in=case_ids).values_list("citizen_id", "spoken_for_id")
    return {citizen for row in rows for citizen in row if citizen is not None}


def reports_with_people(
    citizen_ids: Collection[int], report_ids: Collection[int] = (), *, since: datetime
) -> list[Report]:
    """The reports of these citizens since a moment, and these reports, with their cases, oldest first."""
    own = Q(citizen__in=citizen_ids, received_at__gte=since)
    rows = Report.objects.filter(own | Q(pk__in=report_ids))
    return list(rows.select_related("case__topic", "case__unit", "citizen").order_by("pk"))


def reports_spoken_for(citizen_ids: Collection[int], *, since: datetime) -> list[Report]:
    """The reports since a moment in which somebody else spoke for these citizens."""
    rows = Report.objects.filter(spoken_for__in=citizen_ids, received_at__gte=since)
    return list(rows.select_related("case").order_by("pk"))


def is_ordinary(key: str, *, besides: int) -> bool:
    """Whether a text, given as its search key, stands in the notes of so many other cases that it tells of nobody."""
    rows = Note.objects.exclude(case=besides).filter(text__iregex=typed_pattern(key))
    return len(rows.values_list("case").distinct()[:ORDINARY_FROM]) == ORDINARY_FROM


def note_keys(case_id: int) -> list[str]:
    """The notes of a case, each as its search key."""
    return [search_key(text) for text in Note.objects.filter(case=case_id).values_list("text", flat=True)]


def citizens_heard_since(citizen_ids: Collection[int], since: datetime) -> list[int]:
    """Those of these citizens who are new since a moment, reported something since, or have an open case."""
    lately = Q(received_at__gte=since) | ~Q(case__state__in=plain(ENDED))
    own = Report.objects.filter(lately, citizen=OuterRef("pk"))
    rows = Citizen.objects.filter(Q(created_at__gte=since) | Exists(own), pk__in=citizen_ids)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def known_since(citizen_ids: Collection[int], *, now: datetime, opened: FiledReport | None = None) -> datetime:
    """Since when these citizens surely hold their phone; what is older under it may be of its former holder.

    A name tells two holders apart. Without a name all who have had the number share one row, so it counts from the last
    silence on, or from the one before the report `opened`, whose tracking code was given.
    """
    spans: dict[int, list[Span]] = defaultdict(list)
    own = Report.objects.filter(citizen__in=citizen_ids)
    for citizen_id, at, state, ended_at in own.values_list("citizen", "received_at", "case__state", "case__state_at"):
        spans[citizen_id].append((at, ended_at if state in ENDED else now))
    known = []
    for row in Citizen.objects.filter(pk__in=citizen_ids):
        heard = [*spans[row.pk], (row.created_at, row.created_at)]
        at = opened.received_at if opened is not None and opened.citizen_id == row.pk else now
        known.append(min(first for first, _ in heard) if row.name_key else same_holder_since(heard, at=at))
    return min(known, default=now)


def has_reports_before(citizen_ids: Collection[int], since: datetime) -> bool:
    """Whether one of these citizens' reports is from before a moment."""
    return Report.objects.filter(citizen__in=citizen_ids, received_at__lt=since).exists()


def _ended(before: datetime, after: int, limit: int, holds: Q) -> list[int]:
    rows = Case.objects.filter(holds, pk__gt=after, state__in=plain(ENDED), state_at__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
