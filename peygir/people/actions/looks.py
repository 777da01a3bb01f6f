"""Objections to looks at phone numbers, the inspectorate's answers, and its findings about a month's looks."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from peygir.city.queries import day_of, office_week
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.looks import LookObjected, LookObjectionAnswered, LooksReviewed
from peygir.people.actions.staff import NotYourWork
from peygir.people.look_rules import ANSWER_DAYS, LookFinding
from peygir.people.models import Citizen, LookObjection, LookReview, Staff
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

LONGEST_WORDS: Final = 500


class LookIsObjectedTo(Conflict):
    """There is an objection to this look already."""

    message = _("You have objected to this look already.")


class ObjectionSaysNothing(Invalid):
    """An objection or its answer has no words."""

    message = _("Write a sentence, of at most {limit} letters.")


class FindingIsMissing(Invalid):
    """The inspectorate chose no finding."""

    message = _("Choose what you found.")


class NoSuchLookObjection(Missing):
    """There is no such objection, or it is answered."""

    message = _("There is no such objection, or it has been answered.")


class NoSuchColleague(Missing):
    """There is no such member of staff."""

    message = _("There is no such account.")


@transaction.atomic
def object_to_look(
    city_id: int,
    *,
    citizen_id: int,
    event: int,
    case_id: int,
    staff_id: int,
    looked_at: datetime,
    text: str,
    by: Actor,
) -> int:
    """Keep a citizen's objection to one look, to be answered in some working days; returns its id.

    The caller knows that the look was at this citizen's number or words.

    Raises LookIsObjectedTo, ObjectionSaysNothing.
    """
    citizen = Citizen.objects.select_for_update(no_key=True).get(pk=citizen_id)
    if LookObjection.objects.filter(event=event).exists():
        raise LookIsObjectedTo()
    now = clock.now()
    due = office_week(city_id, None, day_of(city_id, now)).closes_after(now, ANSWER_DAYS)
    row = LookObjection(
        city_id=city_id,
        event=event,
        case=case_id,
        staff_id=staff_id,
        citizen=citizen,
        words=_sentence(text),
        looked_at=looked_at,
        made_at=now,
        due_at=due,
    )
    row.save(force_insert=True)
    record(citizen, LookObjected(look=event, objection=row.pk, due=due.isoformat()), by=str(by), at=now)
    return row.pk


@transaction.atomic
def answer_objection(objection_id: int, *, finding: str, answer: str, by: Actor) -> None:
    """Answer an objection as the inspectorate, but not one to an own look.

    Raises NotYourWork, NoSuchLookObjection, FindingIsMissing, ObjectionSaysNothing.
    """
    if not by.may(Permission.READ_CONFIDENTIAL):
        raise NotYourWork()
    row = LookObjection.objects.select_for_update(no_key=True).filter(pk=objection_id, finding="").first()
    if row is None:
        raise NoSuchLookObjection()
    if row.staff_id == by.id:
        raise NotYourWork()
    if finding not in LookFinding.values():
        raise FindingIsMissing()
    citizen = Citizen.objects.select_for_update(no_key=True).get(pk=row.citizen_id)
    row.finding, row.answer, row.answered_by, row.answered_at = finding, _sentence(answer), str(by), clock.now()
    row.save(update_fields=["finding", "answer", "answered_by", "answered_at"])
    record(citizen, LookObjectionAnswered(objection=row.pk, finding=finding), by=str(by), at=clock.now())


@transaction.atomic
def review_looks(city_id: int, *, staff_id: int, month: date, finding: str, by: Actor) -> None:
    """Say what was found about a person's looks in a month, as the inspectorate; a later finding replaces it.

    Raises NotYourWork, FindingIsMissing, NoSuchColleague.
    """
    if not by.may(Permission.READ_CONFIDENTIAL) or staff_id == by.id:
        raise NotYourWork()
    if finding not in LookFinding.values():
        raise FindingIsMissing()
    person = Staff.objects.select_for_update(no_key=True).filter(pk=staff_id).first()
    if person is None:
        raise NoSuchColleague()
    LookReview.objects.update_or_create(
        city_id=city_id,
        month=month,
        staff=person,
        defaults={"finding": finding, "found_by": str(by), "found_at": clock.now()},
    )
    record(person, LooksReviewed(month=month.isoformat(), finding=finding), by=str(by), at=clock.now())


def _sentence(text: str) -> str:
    """Raises ObjectionSaysNothing."""
    clean = " ".join(plain(text).split())
    if not says_something(clean) or len(clean) > LONGEST_WORDS:
        raise ObjectionSaysNothing(limit=LONGEST_WORDS)
    return clean
