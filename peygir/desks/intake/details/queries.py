"""Data that other systems sent with reports: answers, origin, and tokens."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from peygir.cases.models import Report
from peygir.cases.new_report import AnsweredQuestion
from peygir.core.codes import is_code
from peygir.core.personal import look
from peygir.desks.intake.details_rules import urls_in
from peygir.desks.intake.models import Photo, PublicWords, ReportDetails


@dataclass(frozen=True, slots=True)
class ForeignDetails:
    """Another system's data of one report, for the staff's page of its case."""

    code: str
    answers: list[AnsweredQuestion]
    media_urls: tuple[str, ...]
    address_id: str
    came_from: str
    remote_id: str


def details_of(case_id: int) -> list[ForeignDetails]:
    """The details of a case's reports, oldest first; one statement."""
    rows = ReportDetails.objects.filter(report__case_id=case_id).select_related("report").order_by("report_id")
    return [
        ForeignDetails(
            row.report.code,
            row.answers,
            urls_in(row.media_url),
            row.address_id,
            row.came_from,
            row.remote_id,
        )
        for row in rows
    ]


def answers_among(codes: Collection[str]) -> dict[str, list[AnsweredQuestion]]:
    """The answers to the topic's further questions by the report's code; one statement."""
    rows = ReportDetails.objects.filter(report__code__in=codes).exclude(answers=[])
    return dict(rows.values_list("report__code", "answers"))


def code_of_token(token: str, *, key_id: int | None = None) -> str | None:
    """The code of the report that a system sent under its own token, or the argument if it is such a code.

    Without a key, a token that two systems use gives None.
    """
    if is_code(token):
        return Report.objects.filter(code=token).values_list("code", flat=True).first()
    rows = ReportDetails.objects.filter(token=token) if token else ReportDetails.objects.none()
    own = rows if key_id is None else rows.filter(key_id=key_id)
    found = list(own.values_list("report__code", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def sent_by(key_id: int, codes: Collection[str]) -> frozenset[str]:
    """Those of these codes whose reports came by a key; one statement."""
    rows = ReportDetails.objects.filter(key_id=key_id, report__code__in=codes)
    return frozenset(rows.values_list("report__code", flat=True))


def words_by_code(codes: Collection[str]) -> dict[str, str]:
    """The public texts of the reports with these codes; one statement."""
    rows = PublicWords.objects.filter(Q(state="shown") | Q(state="offered"), report__code__in=codes)
    words_by_report_code = {}
    for code, state, shown, text in rows.values_list("report__code", "state", "text", "report__text"):
        words = shown if state == "shown" and text else text if state == "offered" and look(text).is_clean else ""
        if words:
            words_by_report_code[code] = words
    return words_by_report_code


def public_photos(case_ids: Collection[int]) -> dict[int, list[int]]:
    """The public photos by case, each by its place among the photos of its case, from 1; one statement."""
    photos_by_case: dict[int, list[int]] = {}
    places = Counter[int]()
    rows = Photo.objects.filter(case_id__in=case_ids).order_by("report_id", "position")
    for case_id, is_public in rows.values_list("case_id", "is_public"):
        places[case_id] += 1
        if is_public:
            photos_by_case.setdefault(case_id, []).append(places[case_id])
    return photos_by_case
