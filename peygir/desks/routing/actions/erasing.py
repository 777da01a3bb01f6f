"""Erases the words of agencies about a case."""

from django.db.models import Q

from peygir.cases.models import Case
from peygir.desks.routing.models import AgencyReferral, ForwardedReferral


def erase_agency_words(case: Case) -> int:
    """Empty the agencies' answers and references of a case; returns how many. Hold the case's lock."""
    answers = AgencyReferral.objects.filter(~Q(answer="") | ~Q(reference=""), case=case)
    forwarded = ForwardedReferral.objects.filter(~Q(status_notes="") | ~Q(fault=""), referral__case=case)
    return answers.update(answer="", reference="") + forwarded.update(status_notes="", fault="")
