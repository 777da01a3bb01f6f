"""The visits and the evidence of a case."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from peygir.cases.states import ENDED
from peygir.core.vocabulary import plain
from peygir.desks.fieldwork.models import ERASED_FORM, Evidence, Visit
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


def cases_of_pictures(names: Collection[str]) -> list[tuple[str, int]]:
    """(picture, case id) of the photos of the work that are stored under these names."""
    return list(Evidence.objects.filter(picture__in=names).order_by("pk").values_list("picture", "case_id"))


def raw_names(names: Collection[str]) -> set[str]:
    """Those of the raw uploads whose picture of evidence is not made yet."""
    return set(Evidence.objects.filter(raw__in=names, state="pending").values_list("raw", flat=True))


def cases_with_evidence(*, before: datetime, after: int, limit: int) -> list[int]:
    """Cases that ended before a moment and have photos or forms of the work, ids above `after` in order."""
    holds = ~Q(raw="") | ~Q(picture="") | ~Q(thumb="") | ~Q(covered="") | (Q(kind="form") & ~Q(form=ERASED_FORM))
    ended = Evidence.objects.filter(
        holds, case__gt=after, case__state__in=plain(ENDED), case__state_at__lt=before
    ).order_by("case_id")
    return list(ended.values_list("case_id", flat=True).distinct()[:limit])


def files_in_use(names: Collection[str]) -> set[str]:
    """Those of the stored files that a piece of evidence names; equal pictures share one file."""
    named = Q(raw__in=names) | Q(picture__in=names) | Q(thumb__in=names)
    rows = Evidence.objects.filter(named | Q(covered__in=names) | Q(covered_thumb__in=names))
    in_use = rows.values_list("raw", "picture", "thumb", "covered", "covered_thumb")
    return {name for row in in_use for name in row} & set(names)
