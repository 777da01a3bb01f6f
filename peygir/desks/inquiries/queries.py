"""Open questions to a unit, what a leader asked or ordered and what came of it, and the cases that somebody follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from peygir.cases.models import Case, Note
from peygir.cases.seeing import visible
from peygir.desks.inquiries.models import FollowedCase, Inquiry, MorningBrief
from peygir.desks.inquiries.rules import InquiryKind
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """A question or an order with its case, its words and those of the answer ("" once they are erased)."""

    id: int
    kind: str
    case: Case
    asker_id: int
    asked_at: datetime
    due_at: datetime | None
    text: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    outcome: str
    is_public: bool
    is_overdue: bool


def inquiry_moments() -> "QuerySet[Inquiry, datetime | None]":
    """The moments at which open questions and dates fall due, the earliest first."""
    rows = Inquiry.objects.filter(outcome="", overdue_at=None)
    return rows.order_by("due_at").values_list("due_at", flat=True)


def inquiries_of(case_id: int, by: Actor) -> list[InquiryLine]:
    """The questions and dates of a case that wait, the first due first; two statements."""
    return _lines(_rows(by).filter(case_id=case_id, outcome="").order_by("due_at", "pk"))


def to_answer(by: Actor, city_id: int) -> list[InquiryLine]:
    """The open questions and dates of the cases that this person's unit has, the first due first; two statements."""
    rows = _rows(by).filter(city_id=city_id, outcome="", answered_at=None, case__unit_id=by.unit_id or 0)
    return _lines(rows.order_by("due_at", "pk")[:MOST])


def waiting_for(by: Actor, city_id: int, *, most: int = MOST) -> list[InquiryLine]:
    """What this person asked or ordered and still waits for, the overdue first; two statements."""
    rows = _rows(by).filter(city_id=city_id, outcome="", asker_id=by.id)
    return _lines(rows.order_by("due_at", "pk")[:most])


def count_unanswered(by: Actor, city_id: int) -> int:
    """How many questions and dates of this person still wait; one statement."""
    return Inquiry.objects.filter(city_id=city_id, outcome="", asker_id=by.id).count()


def log(by: Actor, city_id: int, *, page: int = 1, size: int = MOST) -> tuple[list[InquiryLine], bool]:
    """What was asked and ordered about the cases that this person sees, the newest first, and whether there is more.

    Who watches the city reads the own ones, the public ones and the notes to the council. Two statements.
    """
    rows = _rows(by).filter(city_id=city_id)
    if not by.may(Permission.STEER_CITY):
        rows = rows.filter(Q(asker_id=by.id) | Q(is_public=True) | Q(kind=InquiryKind.NOTE))
    start = (max(page, 1) - 1) * size
    lines = _lines(rows.order_by("-asked_at", "-pk")[start : start + size + 1])
    return lines[:size], len(lines) > size


def followed_by(by: Actor, *, most: int = MOST) -> list[Case]:
    """The cases that this person follows and may see, the last changed first; one statement."""
    own = FollowedCase.objects.filter(staff_id=by.id).values("case")
    rows = Case.objects.filter(visible(by), pk__in=own).select_related("topic", "unit")
    return list(rows.order_by("-state_at", "-pk")[:most])


def brief_of(by: Actor) -> MorningBrief | None:
    """The morning's brief as this person has set it, if ever."""
    return MorningBrief.objects.filter(staff_id=by.id).first()


def brief_phones(staff_ids: Iterable[int]) -> dict[int, str]:
    """The phones (E.164) of those of these people who switched on the morning's brief by SMS; one statement."""
    rows = MorningBrief.objects.filter(staff_id__in=list(staff_ids), next_at__isnull=False, staff__is_active=True)
    return dict(rows.exclude(phone="").values_list("staff_id", "phone"))


def briefs_due(now: datetime, *, most: int = MOST) -> list[MorningBrief]:
    """The briefs that are due by `now`, with their people, the earliest first."""
    rows = MorningBrief.objects.filter(next_at__lte=now, staff__is_active=True).select_related("staff")
    return list(rows.order_by("next_at", "pk")[:most])


def next_brief_at() -> datetime | None:
    """When the next brief is due."""
    rows = MorningBrief.objects.filter(next_at__isnull=False, staff__is_active=True)
    return rows.order_by("next_at").values_list("next_at", flat=True).first()


def _rows(by: Actor) -> QuerySet[Inquiry]:
    seen = Case.objects.filter(visible(by))
    return Inquiry.objects.filter(case__in=seen).select_related("case__topic", "case__unit")


def _lines(rows: Iterable[Inquiry]) -> list[InquiryLine]:
    """With the words of the notes, which one statement reads."""
    inquiries = list(rows)
    numbers = {number for row in inquiries for number in (row.number, row.answer_number) if number is not None}
    ids = {row.case_id for row in inquiries}
    notes = {
        (case_id, number): text
        for case_id, number, text in Note.objects.filter(case_id__in=ids, number__in=numbers).values_list(
            "case_id", "number", "text"
        )
    }
    return [
        InquiryLine(
            row.pk,
            row.kind,
            row.case,
            row.asker_id,
            row.asked_at,
            row.due_at,
            notes.get((row.case_id, row.number), ""),
            notes.get((row.case_id, row.answer_number or 0), ""),
            row.answered_at,
            row.answered_by,
            row.outcome,
            row.is_public,
            row.overdue_at is not None,
        )
        for row in inquiries
    ]
