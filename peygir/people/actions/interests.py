"""Declares and ends ties of members of staff to units and contractors."""

from collections.abc import Collection
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.interests import InterestDeclared, InterestEnded
from peygir.people.actions.staff import NotYourWork
from peygir.people.interest_rules import InterestReason
from peygir.people.interests import has_interest
from peygir.people.models import Staff, StaffInterest
from peygir.people.posts import city_today
from peygir.people.rules import Actor

LONGEST_CODE: Final = 40


class InterestIsNotRight(Invalid):
    """A declaration names neither or both of unit and contractor, or no reason."""

    message = _("Choose one unit or one contractor, and the reason.")


class InterestIsDeclared(Conflict):
    """The same is declared already."""

    message = _("You have declared this already.")


class NoSuchInterest(Missing):
    """The person has no such declaration in force."""

    message = _("You have no such declaration, or it has ended.")


class OwnInterest(NotAllowed):
    """The person has declared an interest in what would be decided."""

    message = _("You have declared an interest in this unit or contractor; a colleague decides about it.")


def refuse_interested(
    by: Actor,
    *,
    unit_id: int | None = None,
    contractor: str = "",
    units: Collection[int] = (),
    contractors: Collection[str] = (),
) -> None:
    """Raise OwnInterest where the actor has declared an interest in one of these; one statement at most."""
    if by.kind == "staff" and has_interest(
        by.id, unit_id=unit_id, contractor=contractor, units=units, contractors=contractors
    ):
        raise OwnInterest()


@transaction.atomic
def declare_interest(*, unit_id: int | None, contractor: str, reason: str, by: Actor) -> int:
    """Declare, from today on, a tie of one's own to a unit or a contractor (a code); returns its id.

    The caller knows that there is such a unit or contractor. Raises NotYourWork, InterestIsNotRight,
    InterestIsDeclared.
    """
    if by.kind != "staff":
        raise NotYourWork()
    if (unit_id is None) == (not contractor) or reason not in InterestReason.values() or len(contractor) > LONGEST_CODE:
        raise InterestIsNotRight()
    person = Staff.objects.select_for_update(no_key=True).get(pk=by.id)
    if has_interest(person.pk, unit_id=unit_id, contractor=contractor):
        raise InterestIsDeclared()
    row = StaffInterest(
        staff=person,
        unit_id=unit_id,
        contractor=contractor,
        reason=reason,
        from_on=city_today(),
        declared_at=clock.now(),
    )
    row.save(force_insert=True)
    event = InterestDeclared(interest=row.pk, unit=unit_id, contractor=contractor, reason=reason)
    record(person, event, by=str(by), at=clock.now())
    return row.pk


@transaction.atomic
def end_interest(interest_id: int, *, by: Actor) -> None:
    """End an own declaration with today, which it still covers. Raises NoSuchInterest."""
    person = Staff.objects.select_for_update(no_key=True).filter(pk=by.id).first() if by.kind == "staff" else None
    rows = StaffInterest.objects.filter(pk=interest_id, staff=person, to_on__isnull=True)
    if person is None or not rows.update(to_on=city_today()):
        raise NoSuchInterest()
    record(person, InterestEnded(interest=interest_id), by=str(by), at=clock.now())
