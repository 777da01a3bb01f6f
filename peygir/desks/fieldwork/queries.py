"""The visits and the evidence of a case."""

from collections.abc import Collection

from django.db.models import QuerySet

from peygir.desks.fieldwork.models import Evidence, Visit
from peygir.storage.prepared import prepared


@prepared
def evidence_of(case_id: int) -> QuerySet[Evidence]:
    """All evidence of a case, oldest first."""
    return Evidence.objects.filter(case_id=case_id).order_by("pk")


def evidence(evidence_id: int) -> Evidence | None:
    """One piece of evidence, or None."""
    return Evidence.objects.filter(pk=evidence_id).first()


@prepared
def visits_of(case_id: int) -> QuerySet[Visit]:
    """All visits of a case, oldest first."""
    return Visit.objects.filter(case_id=case_id).order_by("number")


def raw_names(names: Collection[str]) -> set[str]:
    """Those of the raw uploads whose picture of evidence is not made yet."""
    return set(Evidence.objects.filter(raw__in=names, state="pending").values_list("raw", flat=True))
