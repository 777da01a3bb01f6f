"""Erases the words and names of a case's reports and notes; the case, its events and its times stay."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from peygir.cases.actions.entries import record_event
from peygir.cases.actions.search_entries import write_search_entry
from peygir.cases.models import Case, Draft, Note, Report
from peygir.cases.rules import approximate
from peygir.history.kinds.cases import DataErased
from peygir.people.privacy_rules import Traces, is_quoted
from peygir.people.rules import Actor

EMPTY_WORDS = {"text": "", "address": "", "place_label": "", "lat": None, "lon": None}


def erase_words(case: Case) -> int:
    """Erase all words of a case: of reports, notes, drafts, its address and its exact point; returns how many texts.

    Hold the case's lock, and record it by `record_erasure`, which writes the case.
    """
    reports = Report.objects.filter(case=case)
    count = _erase_texts(reports) + Note.objects.filter(~Q(text=""), case=case).update(text="", salt="")
    count += Draft.objects.filter(case=case).delete()[0]
    _blur(case)
    return count


def erase_own_words(case: Case, report_ids: Collection[int], *, traces: Traces, authors: Collection[str]) -> int:
    """Erase the words of some reports of a case, notes by their authors, and notes and drafts that quote them.

    The address and the exact point of the case go unless they may be those of another report. Hold the case's lock; see
    `erase_words`.
    """
    reports = Report.objects.filter(case=case, pk__in=report_ids)
    addresses = set(reports.values_list("address", flat=True))
    others = set(Report.objects.filter(case=case).exclude(pk__in=report_ids).values_list("address", flat=True))
    if not others or case.address in addresses - others:
        _blur(case)
    return _erase_texts(reports) + erase_quotes(case, traces=traces, authors=authors)


def erase_quotes(case: Case, *, traces: Traces, authors: Collection[str] = ()) -> int:
    """Erase the notes of a case by some authors, and the notes and drafts that hold a trace; returns how many.

    Hold the case's lock; see `erase_words`.
    """
    count = 0
    for note in Note.objects.filter(~Q(text=""), case=case):
        if note.by in authors or is_quoted(note.text, traces):
            count += Note.objects.filter(pk=note.pk).update(text="", salt="")
    for draft in Draft.objects.filter(case=case):
        if any(is_quoted(str(text), traces) for text in draft.words.values()):
            count += Draft.objects.filter(pk=draft.pk).delete()[0]
    return count


def erase_names(case: Case, report_ids: Collection[int] | None = None) -> int:
    """Erase the names written with a case's reports (None: all), and unlink who is spoken for; returns how many.

    Hold the case's lock; see `erase_words`.
    """
    rows = Report.objects.filter(case=case)
    rows = rows if report_ids is None else rows.filter(pk__in=report_ids)
    named = rows.filter(
        ~Q(reporter_name="") | ~Q(spoken_for_name="") | ~Q(spoken_for_relation="") | Q(spoken_for__isnull=False)
    )
    return named.update(reporter_name="", spoken_for_name="", spoken_for_relation="", spoken_for=None)


def unlink_reporters(case: Case, report_ids: Collection[int]) -> int:
    """Unlink some reports from their citizens, who are told nothing about them any more; returns how many.

    Hold the case's lock; see `erase_words`.
    """
    rows = Report.objects.filter(case=case, pk__in=report_ids, citizen__isnull=False)
    return rows.update(citizen=None, proof="")


def record_erasure(case: Case, *, kinds: Collection[str], count: int, by: Actor, request: int = 0) -> None:
    """Record what was erased, and write the case and its search entry anew; `request` is a citizen's request."""
    write_search_entry(case)
    event = DataErased(kinds=sorted(kinds), count=count, request=request)
    record_event(case, event, by=by, address=case.address, lat=case.lat, lon=case.lon)


def _blur(case: Case) -> None:
    """Leave the case its place to about a hundred metres, as the public knows it."""
    case.address = ""
    if case.lat is not None and case.lon is not None:
        case.lat, case.lon = approximate(case.lat, case.lon)


def _erase_texts(reports: QuerySet[Report]) -> int:
    held = reports.filter(~Q(text="") | ~Q(address="") | ~Q(place_label="") | Q(lat__isnull=False))
    return held.update(**EMPTY_WORDS)
