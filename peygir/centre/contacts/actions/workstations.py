"""Who is at which phone, and the presence that the PBX reports for it."""

from datetime import datetime

from django.db import transaction

from peygir.centre.contacts.models import Contact, Workstation
from peygir.centre.contacts.rules import may_work
from peygir.centre.contacts.words import PRESENCES
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre


class SeatIsTaken(Conflict):
    """A colleague is at that phone and has a call."""

    message = gettext_lazy("A colleague at phone “{extension}” has a call on the line.")


class ExtensionIsWrong(Invalid):
    """The extension is not made of digits."""

    message = gettext_lazy("Write the number of the phone in digits, like 101.")


@transaction.atomic
def sit_at(city_id: int, extension: str, *, by: Actor) -> None:
    """Attribute calls at this phone to `by` from now on. Raises NotYourWork, ExtensionIsWrong, SeatIsTaken."""
    if not may_work(by):
        raise NotYourWork()
    number = ascii_digits(extension).strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise ExtensionIsWrong()
    Workstation.objects.get_or_create(city_id=city_id, extension=number)
    # Lock the lower key first, so that two people who swap phones do not deadlock.
    mine = Workstation.objects.filter(city_id=city_id, staff_id=by.id).values_list("pk", flat=True)
    new = Workstation.objects.filter(city_id=city_id, extension=number).values_list("pk", flat=True)
    seats = {
        seat.extension: seat
        for seat in Workstation.objects.select_for_update(no_key=True).filter(pk__in=[*mine, *new]).order_by("pk")
    }
    seat = seats.pop(number)
    if seat.staff_id == by.id:
        return
    if seat.staff_id is not None and not may_lead_centre(by) and _is_talking(seat.staff_id):
        raise SeatIsTaken(extension=number)
    Workstation.objects.filter(pk__in=[other.pk for other in seats.values()]).update(staff=None, sat_at=None)
    Workstation.objects.filter(pk=seat.pk).update(staff_id=by.id, sat_at=clock.now())


@transaction.atomic
def leave_workstation(*, by: Actor) -> None:
    """Sign `by` off their phone."""
    Workstation.objects.filter(staff_id=by.id).update(staff=None, sat_at=None)


def note_presence(city_id: int, extension: str, *, presence: str, why: str = "", at: datetime) -> None:
    """Record the PBX's presence of a phone; an unknown extension is created."""
    assert presence in PRESENCES
    seat, _ = Workstation.objects.get_or_create(city_id=city_id, extension=extension[:40])
    if (seat.presence, seat.why_paused) != (presence, why[:80]):
        Workstation.objects.filter(pk=seat.pk).update(presence=presence, why_paused=why[:80], presence_at=at)


def _is_talking(staff_id: int) -> bool:
    return Contact.objects.filter(operator_id=staff_id, outcome="", ended_at__isnull=True).exists()
