"""Transfers a call to a colleague's phone: requested by the page, done by the PBX, kept with the contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.models import CallDraft, CallLeg, Contact, PassOrder, Workstation
from peygir.centre.contacts.rules import may_tell
from peygir.centre.contacts.words import BACK, TAKEN_BACK
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import TransferFailed, TransferRequested, TransferTakenBack
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor

STALE: Final = timedelta(seconds=60)
"""A transfer that the colleague has not answered in this time fails; the PBX is never asked twice."""
OVER: Final = "the call is over"
"""Why a transfer is settled that was under way when the call ended."""
RINGS_WITHIN: Final = timedelta(seconds=12)
"""In this time the consulted colleague's phone rings, or the PBX does nothing: Asterisk plays a
prompt and waits three seconds for further digits; without its sound `pbx-transfer` it gives the call back, silently."""
SKEW: Final = timedelta(seconds=30)
"""The PBX's clock, which stamps a phone's ring, may be behind ours by so much."""
CONSULT: Final = timedelta(minutes=10)
"""A longer consultation fails, because the PBX's event of its end must have been lost."""


class CallIsNotPassable(Conflict):
    """Nobody is in conversation on the call, or a transfer is under way already."""

    message = _("This call is not on the line now, or it is being passed to a colleague already.")


class CallIsTheirs(Conflict):
    """The colleague has the call already, or is at the phone that has it."""

    message = _("This colleague has the call already. Choose somebody else.")


class ColleagueHasNoPhone(Conflict):
    """The colleague is at no workstation, or has a call there."""

    message = _("This colleague has no free phone now.")


@dataclass(frozen=True, slots=True)
class Pass:
    """One transfer to request from the PBX: `key` is the call's Linkedid."""

    id: int
    key: str
    extension: str
    is_asked_first: bool = False
    own: str = ""  # the phone that has the call now


def pass_call(
    contact_id: int,
    *,
    to_staff_id: int,
    by: Actor,
    draft_values: Mapping[str, Any] | None = None,
    is_asked_first: bool = False,
) -> int:
    """Transfer a call in conversation to a colleague's phone; returns the order's id.

    `is_asked_first` (attended transfer): the caller waits while the operator consults the colleague, who gets the call
    when the operator hangs up. The call's draft goes along, or these `draft_values` in its place. The PBX is asked a
    moment later.
    Raises NoSuchContact, NotYourWork, CallIsNotPassable, CallIsTheirs, ColleagueHasNoPhone.
    """
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        is_open = PassOrder.objects.filter(contact=contact, settled_at__isnull=True).exists()
        if contact.answered_at is None or contact.ended_at is not None or not contact.pbx_key or is_open:
            raise CallIsNotPassable()
        seat = Workstation.objects.filter(city_id=contact.city_id, staff_id=to_staff_id).first()
        # An operator who has moved, or sits at the phone in conversation, would otherwise be called by themselves.
        if to_staff_id == contact.operator_id or (seat is not None and seat.extension == phone_with(contact.pk)):
            raise CallIsTheirs()
        if seat is None or seat.presence in ("busy", "ringing", "away"):
            raise ColleagueHasNoPhone()
        order = PassOrder.objects.create(
            contact=contact,
            from_staff_id=contact.operator_id,
            to_staff_id=to_staff_id,
            extension=seat.extension,
            is_asked_first=is_asked_first,
            asked_at=clock.now(),
        )
        if draft_values:
            kept = {"words": dict(draft_values), "saved_at": order.asked_at, "saved_by": str(by)}
            CallDraft.objects.update_or_create(contact=contact, defaults=kept)
        event = TransferRequested(from_=contact.operator_id, to=to_staff_id)
        record(contact, event, by=str(by), at=order.asked_at)
        return order.pk


@transaction.atomic
def take_passes(city_id: int, *, now: datetime, limit: int = 10) -> list[Pass]:
    """Return the transfers to request from the PBX now; each is returned once."""
    waiting = PassOrder.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        contact__city_id=city_id, settled_at__isnull=True, taken_at__isnull=True
    )
    rows = list(waiting.select_related("contact").order_by("asked_at")[:limit])
    PassOrder.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=now)
    return [
        Pass(row.pk, str(row.contact.pbx_key), row.extension, row.is_asked_first, phone_with(row.contact_id))
        for row in rows
    ]


def phone_with(contact_id: int) -> str:
    """Return the centre's phone that has the call now, "" for none."""
    legs = CallLeg.objects.filter(contact_id=contact_id, answered_at__isnull=False, ended_at__isnull=True)
    return legs.exclude(extension="").order_by("-answered_at", "-pk").values_list("extension", flat=True).first() or ""


def fail_pass(order_id: int, *, text: str, at: datetime) -> None:
    """Fail a transfer (the PBX refused, or nobody answered): the call keeps its operator. Settled orders stay."""
    order = PassOrder.objects.filter(pk=order_id).first()
    if order is None:
        return
    with open_contact(order.contact_id) as contact:
        left = PassOrder.objects.filter(pk=order_id, settled_at__isnull=True)
        is_back = order.wish == BACK  # the operator asked for the call back
        if left.update(settled_at=at, is_good=False, words=TAKEN_BACK if is_back else text[:120]):
            to = order.to_staff_id
            event = TransferTakenBack(to=to) if is_back else TransferFailed(to=to)
            record(contact, event, by=str(SYSTEM), at=at)


def take_back(order: PassOrder, contact: Contact, *, by: Actor, at: datetime) -> bool:
    """Cancel a transfer not yet sent to the PBX; returns whether it was so. The caller holds the contact's lock."""
    left = PassOrder.objects.filter(pk=order.pk, settled_at__isnull=True, taken_at__isnull=True)
    is_back = bool(left.update(settled_at=at, is_good=False, words=TAKEN_BACK))
    if is_back:
        record(contact, TransferTakenBack(to=order.to_staff_id), by=str(by), at=at)
    return is_back


def miss_pass(contact: Contact, *, text: str, at: datetime, extension: str = "") -> None:
    """Fail the transfer under way: the colleague did not answer, hung up, or the caller is back in a queue.

    The caller holds the contact's lock. Does nothing if no transfer (to this phone) is under way.
    """
    rows = PassOrder.objects.filter(contact=contact, settled_at__isnull=True, taken_at__isnull=False)
    order = (rows.filter(extension=extension) if extension else rows).first()
    if order is not None:
        fail_pass(order.pk, text=text, at=at)


def come_back(contact: Contact, *, at: datetime) -> None:
    """Fail the transfer of a caller who is back in a queue. The caller of this function holds the contact's lock."""
    miss_pass(contact, text="back in the queue", at=at)
    PassOrder.objects.filter(contact=contact, is_good=False, is_asked_first=False, settled_at__gt=at - STALE).update(
        words="back in the queue"
    )


def give_up_passes(city_id: int, *, now: datetime) -> int:
    """Fail transfers that no colleague answered in time, and those whose phone the PBX never rang; returns how many."""
    dumb = _never_rung(city_id, now=now)
    for order_id in dumb:
        fail_pass(order_id, text="nothing rang", at=now)
    late = Q(consulted_at__isnull=True, asked_at__lt=now - STALE) | Q(consulted_at__lt=now - CONSULT)
    rows = PassOrder.objects.filter(late, contact__city_id=city_id, settled_at__isnull=True)
    orders = list(rows.values_list("pk", flat=True))
    for order_id in orders:
        fail_pass(order_id, text="no answer", at=now)
    return len(dumb) + len(orders)


def _never_rung(city_id: int, *, now: datetime) -> list[int]:
    """Attended transfers that the PBX accepted without ringing a phone; `taken_at` is a moment before the request."""
    rang = CallLeg.objects.filter(
        contact=OuterRef("contact"), extension=OuterRef("extension"), rang_at__gte=OuterRef("taken_at") - SKEW
    )
    rows = PassOrder.objects.filter(
        ~Exists(rang),
        contact__city_id=city_id,
        settled_at__isnull=True,
        is_asked_first=True,
        consulted_at__isnull=True,
        taken_at__lt=now - RINGS_WITHIN,
    )
    return list(rows.values_list("pk", flat=True))


def consult(contact: Contact, extension: str, *, at: datetime) -> bool:
    """Return whether a phone that picked up is a consulted colleague's. The caller holds the contact's lock."""
    rows = PassOrder.objects.filter(
        contact=contact, settled_at__isnull=True, is_asked_first=True, extension=extension
    ).exclude(extension="")
    rows.filter(consulted_at__isnull=True).update(consulted_at=at)
    return rows.exists()


def consulted_phone(contact: Contact) -> str:
    """Return the phone of the colleague who is being consulted, "" for none. The caller holds the contact's lock."""
    row = PassOrder.objects.filter(contact=contact, settled_at__isnull=True, is_asked_first=True).first()
    return row.extension if row is not None else ""


def settle_pass(contact: Contact, extension: str, *, at: datetime) -> bool:
    """Settle the transfer when a phone has answered, or (`extension` "") the call is over; True if it was the target.

    The caller holds the contact's lock and writes the event.
    """
    rows = PassOrder.objects.filter(contact=contact, settled_at__isnull=True)
    if not extension:
        rows.update(settled_at=at, is_good=False, words=OVER)
        return False
    return bool(rows.filter(extension=extension).update(settled_at=at, is_good=True))
