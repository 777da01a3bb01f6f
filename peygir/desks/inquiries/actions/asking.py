"""A leader asks, sets a date, or gives an order about a case that the caller has opened."""

from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.inquiries.models import Inquiry
from peygir.desks.inquiries.rules import (
    ANSWER_DAYS,
    LONGEST_DATE,
    WAITING,
    InquiryKind,
    InquiryOutcome,
    is_public_question,
    may_inquire,
)
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.inquiries import InquiryMade, QuestionAsked
from peygir.people.permissions import Permission
from peygir.people.queries import leaders_of_unit, staff_who_see, staff_who_work
from peygir.people.role_cache import roles_that_may
from peygir.people.rules import Actor
from peygir.storage.rows import insert

LONGEST_TEXT: Final = 1000


class InquiryNotYours(NotAllowed):
    """The role may not ask or order this about the case."""

    message = _("“{label}” is for the leaders of the city, in the cases of their scope.")


class InquiryWantsText(Invalid):
    """The question or order says nothing, or too much."""

    message = _("Write in up to {limit} characters what you want to know or have done.")


class InquiryWantsADate(Invalid):
    """The date is missing, past, or too far away."""

    message = _("Choose a day after today, within a year.")


class QuestionIsOpen(Conflict):
    """This person asked about this case already, and the answer is still due."""

    message = _("You have asked about this case already; the answer is still due.")


def inquire(
    case: Case,
    *,
    kind: str,
    text: str,
    by: Actor,
    days: int = 0,
    until: datetime | None = None,
    number: int | None = None,
) -> None:
    """Record a question or an order; `days` (working days) or `until` says by when it is to be met.

    An order that is carried out at once was carried out by the caller: the event `number` has its text as a note. A
    question of the council, and its answer, are public. Raises InquiryNotYours, InquiryWantsText, InquiryWantsADate,
    QuestionIsOpen, WordsArePersonal.
    """
    refuse_to_inquire(case, kind=kind, text=text, by=by)
    if kind == InquiryKind.ASK and Inquiry.objects.filter(case=case, asker=by.id, kind=kind, outcome="").exists():
        raise QuestionIsOpen()
    now = clock.now()
    row = Inquiry(
        city_id=case.city_id,
        case=case,
        number=case.event_count + 1 if number is None else number,
        kind=kind,
        asker_id=by.id,
        unit_id=case.unit_id or city.centre_of(case.city_id).id,
        is_public=is_public_question(by, kind),
        asked_at=now,
        due_at=_due(case, kind, days=days, until=until, now=now),
        outcome="" if kind in WAITING else InquiryOutcome.DONE,
    )
    insert(row)
    event = (QuestionAsked if row.is_public else InquiryMade)(
        inquiry=row.pk,
        what=kind,
        unit=row.unit_id,
        told=_told(case, row, by),
        due=row.due_at.isoformat() if row.due_at is not None else ABSENT,
    )
    cases.record_event(case, event, by=by, at=now, note="" if number else text, is_public=row.is_public)


def refuse_to_inquire(case: Case, *, kind: str, text: str, by: Actor) -> None:
    """Refuse a person who may not ask or order this, and words that say nothing.

    Raises InquiryNotYours, InquiryWantsText.
    """
    if not may_inquire(by, kind, visibility_of(case)):
        raise InquiryNotYours(label=InquiryKind.of(kind).label)
    if not says_something(text) or len(text) > LONGEST_TEXT:
        raise InquiryWantsText(limit=LONGEST_TEXT)


def _due(case: Case, kind: str, *, days: int, until: datetime | None, now: datetime) -> datetime | None:
    if kind == InquiryKind.DATE:
        if until is None or not now < until <= now + LONGEST_DATE:
            raise InquiryWantsADate()
        return until
    if kind != InquiryKind.ASK:
        return None
    if days not in ANSWER_DAYS:
        raise InquiryWantsADate()
    return city.office_week(case.city_id, case.unit_id, city.day_of(case.city_id, now)).closes_after(now, days)


def _told(case: Case, row: Inquiry, by: Actor) -> list[int]:
    """The people who get a notice: who leads the unit, or for a note the members of the council."""
    if row.kind == InquiryKind.NOTE:
        people = staff_who_work(roles_that_may(Permission.WATCH_CITY))
    else:
        people = leaders_of_unit(row.unit_id)
    seeing = staff_who_see(visibility_of(case), ids=[person.pk for person in people])
    return [person.pk for person in seeing if person.pk != by.id]
