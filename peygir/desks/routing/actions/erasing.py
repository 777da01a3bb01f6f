"""Erases the words of agencies about a case."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.crypto import salted_hmac

from peygir.cases.models import Case
from peygir.desks.routing.models import AgencyReferral, ForwardedReferral
from peygir.people.privacy_rules import Traces, is_quoted


def erase_agency_words(case: Case, *, traces: Traces | None = None) -> int:
    """Empty the agencies' answers and references of a case; returns how many. Hold the case's lock.

    With `traces` only those that hold one of them.
    """
    answers = AgencyReferral.objects.filter(~Q(answer="") | ~Q(reference=""), case=case)
    forwarded = ForwardedReferral.objects.filter(~Q(status_notes="") | ~Q(fault=""), referral__case=case)
    if traces is None:
        return answers.update(answer="", reference="") + forwarded.update(status_notes="", fault="")
    answers = answers.filter(pk__in=_quoting(answers.values_list("pk", "answer"), traces))
    count = answers.update(answer="", reference="")
    for row in ForwardedReferral.objects.filter(pk__in=_quoting(forwarded.values_list("pk", "status_notes"), traces)):
        row.status_notes = erased_mark(row.status_notes) if row.next_ask_at is not None else ""
        row.fault = ""
        row.save(update_fields=["status_notes", "fault"])
        count += 1
    return count


def erased_mark(notes: str) -> str:
    """Return what stands in the place of erased words while the agency is still asked, to know them again."""
    return f"erased:{salted_hmac('routing.status_notes', notes).hexdigest()}" if notes else ""


def _quoting(rows: Iterable[tuple[int, str]], traces: Traces) -> list[int]:
    return [pk for pk, text in rows if is_quoted(text, traces)]
