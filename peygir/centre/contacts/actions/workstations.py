"""Who sits at which phone, and what the PBX says of it."""

from datetime import datetime

from django.db import transaction

from peygir.centre.contacts.models import Contact, Seat
from peygir.centre.contacts.rules import may_lead, may_work
from peygir.centre.contacts.words import PRESENCES
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


class SeatIsTaken(Conflict):
    """A colleague sits there and has a call on the line."""

    message = gettext_lazy("A colleague at phone “{extension}” has a call on the line.")


class ExtensionIsWrong(Invalid):
    """The number of a phone is made of digits."""

    message = gettext_lazy("Write the number of the phone in digits, like 101.")


@transaction.atomic
def sit_at(city_id: int, extension: str, *, by: Actor) -> None:
    """From now on calls at this phone are `by`'s. Raises NotYourWork, ExtensionIsWrong, SeatIsTaken."""
    if not may_work(by):
        raise NotYourWork()
    number = ascii_digits(extension).strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise ExtensionIsWrong()
    Seat.objects.get_or_create(city_id=city_id, extension=number)
    # The lower key first, so that two who change seats do not wait for each other.
    mine = Seat.objects.filter(city_id=city_id, staff_id=by.id).values_list("pk", flat=True)
    new = Seat.objects.filter(city_id=city_id, extension=number).values_list("pk", flat=True)
    seats = {
        seat.extension: seat
        for seat in Seat.objects.select_for_update(no_key=True).filter(pk__in=[*mine, *new]).order_by("pk")
    }
    seat = seats.pop(number)
    if seat.staff_id == by.id:
        return
    if seat.staff_id is not None and not may_lead(by) and _is_talking(seat.staff_id):
        raise SeatIsTaken(extension=number)
    Seat.objects.filter(pk__in=[other.pk for other in seats.values()]).update(staff=None, sat_at=None)
    Seat.objects.filter(pk=seat.pk).update(staff_id=by.id, sat_at=clock.now())


@transaction.atomic
def leave_workstation(*, by: Actor) -> None:
    """`by` sits at no phone any more."""
    Seat.objects.filter(staff_id=by.id).update(staff=None, sat_at=None)


def note_presence(city_id: int, extension: str, *, presence: str, why: str = "", at: datetime) -> None:
    """What the PBX says of a phone; one that nobody has named yet becomes a seat."""
    assert presence in PRESENCES
    seat, _ = Seat.objects.get_or_create(city_id=city_id, extension=extension[:40])
    if (seat.presence, seat.why_paused) != (presence, why[:80]):
        Seat.objects.filter(pk=seat.pk).update(presence=presence, why_paused=why[:80], presence_at=at)


def _is_talking(staff_id: int) -> bool:
    return Contact.objects.filter(operator_id=staff_id, outcome="", ended_at__isnull=True).exists()
