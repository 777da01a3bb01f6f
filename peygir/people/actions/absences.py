"""Plans absences with a deputy, and cancels them when the person is back."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import AbsenceCalledOff, AbsenceRecorded
from peygir.people.absence_rules import Away, Fault, fault_in
from peygir.people.actions.staff import NotYourWork
from peygir.people.leave import as_away, not_over
from peygir.people.models import Absence, Staff
from peygir.people.rules import Actor, may_speak_for


class AbsenceDatesAreWrong(Invalid):
    """The absence ends before it begins, is over already, or lasts longer than a year."""

    message = _("The absence must end today or later, after it begins, and within a year.")


class AbsencesOverlap(Invalid):
    """The person is away on some of these days already."""

    message = _("For some of these days an absence is on record already.")


class OneselfIsNoDeputy(Invalid):
    """The deputy is the absent person."""

    message = _("Nobody can be their own deputy; choose a colleague.")


class DeputyIsAway(Invalid):
    """The deputy would be away too, or has a deputy of their own then."""

    message = _("This colleague is away on some of these days too; choose another deputy.")


class PersonStandsIn(Conflict):
    """The person is a deputy for somebody else on these days."""

    message = _("{name} is the deputy of a colleague on some of these days; first give that colleague another deputy.")


class DeputyIsNotOfTheUnit(Invalid):
    """The deputy works in another unit, and so may not see the same cases."""

    message = _("A deputy must be an active colleague of the same unit, who may see its cases.")


class NoSuchPerson(Missing):
    """The member of staff does not exist."""

    message = _("There is no such member of staff.")


class NoSuchAbsence(Missing):
    """The absence does not exist."""

    message = _("There is no such absence.")


class AbsenceIsOver(Conflict):
    """The absence has ended or was cancelled."""

    message = _("This absence is over or was called off.")


_REFUSALS: dict[Fault, type[Invalid]] = {
    "dates": AbsenceDatesAreWrong,
    "oneself": OneselfIsNoDeputy,
    "overlaps": AbsencesOverlap,
    "deputy_away": DeputyIsAway,
}


@transaction.atomic
def say_absence(staff_id: int, *, first: date, last: date, deputy_id: int | None, today: date, by: Actor) -> int:
    """Record an absence from `first` to `last` (both included) with a deputy; returns the absence's id.

    Raises NoSuchPerson, NotYourWork, DeputyIsNotOfTheUnit, AbsenceDatesAreWrong, OneselfIsNoDeputy, AbsencesOverlap,
    DeputyIsAway, PersonStandsIn.
    """
    # Both rows are locked in one order: two people who name each other at the same moment cannot form a cycle.
    wanted_ids = {one for one in (staff_id, deputy_id) if one is not None}
    rows = {
        row.pk: row for row in Staff.objects.select_for_update(no_key=True).filter(pk__in=wanted_ids).order_by("pk")
    }
    person = rows.get(staff_id)
    if person is None:
        raise NoSuchPerson()
    if not may_speak_for(by, staff_id=person.pk, unit_id=person.unit_id):
        raise NotYourWork()
    new_absence = Away(staff_id, deputy_id, first, last)
    met = not_over(min(first, today)).filter(Q(staff_id__in=wanted_ids) | Q(deputy_id__in=wanted_ids))
    fault = fault_in(new_absence, map(as_away, met), today=today)
    if fault == "stands_in":
        raise PersonStandsIn(name=str(person))
    if fault:
        raise _REFUSALS[fault]()
    deputy = rows.get(deputy_id) if deputy_id is not None else None
    if deputy_id is not None and (
        deputy is None or not deputy.is_active or deputy.unit_id is None or deputy.unit_id != person.unit_id
    ):
        raise DeputyIsNotOfTheUnit()
    now = clock.now()
    absence = Absence(staff=person, deputy=deputy, from_on=first, to_on=last, said_by=str(by), said_at=now)
    absence.save(force_insert=True)
    event = AbsenceRecorded(absence=absence.pk, from_=first.isoformat(), to=last.isoformat(), deputy=deputy_id)
    record(person, event, by=str(by), at=now)
    return absence.pk


@transaction.atomic
def call_off_absence(absence_id: int, *, today: date, by: Actor) -> None:
    """Cancel an absence from now on, because the person is back or stays.

    Raises NoSuchAbsence, NotYourWork, AbsenceIsOver.
    """
    absence = Absence.objects.filter(pk=absence_id).first()
    if absence is None:
        raise NoSuchAbsence()
    person = Staff.objects.select_for_update(no_key=True).get(pk=absence.staff_id)
    if not may_speak_for(by, staff_id=person.pk, unit_id=person.unit_id):
        raise NotYourWork()
    absence.refresh_from_db()
    if absence.called_off_at is not None or absence.to_on < today:
        raise AbsenceIsOver()
    absence.called_off_at, absence.called_off_by = clock.now(), str(by)
    absence.save(update_fields=["called_off_at", "called_off_by"])
    record(person, AbsenceCalledOff(absence=absence.pk), by=str(by), at=absence.called_off_at)
