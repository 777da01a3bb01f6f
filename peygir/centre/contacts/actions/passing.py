"""Passing a call to a colleague's phone: asked for by the page, done by the PBX, kept with the contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.models import CallDraft, CallLeg, Contact, PassOrder, Seat
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
"""A colleague who has not picked up in this time does not take it; the PBX is never asked twice."""
OVER: Final = "the call is over"
"""Why a pass is settled that was under way when the call ended."""
RINGS_WITHIN: Final = timedelta(seconds=12)
"""In this time the phone of a colleague who is asked first rings, or the exchange does nothing: Asterisk plays a
prompt and waits three seconds for further digits; without its sound `pbx-transfer` it gives the call back, silently."""
SKEW: Final = timedelta(seconds=30)
"""The exchange's clock, which stamps a phone's ring, may be behind ours by so much."""
CONSULT: Final = timedelta(minutes=10)
"""Two who speak for longer about who takes a call have it as it is: what the PBX said was not heard."""


class CallIsNotPassable(Conflict):
    """Nobody speaks on it now, or it is being passed on already."""

    message = _("This call is not on the line now, or it is being passed to a colleague already.")


class CallIsTheirs(Conflict):
    """The call is the colleague's already, or on the phone at which they sit."""

    message = _("This colleague has the call already. Choose somebody else.")


class ColleagueHasNoPhone(Conflict):
    """The colleague sits at no phone, or has a call on it."""

    message = _("This colleague does not sit at a free phone now.")


@dataclass(frozen=True, slots=True)
class Pass:
    """One call to ask the PBX to pass on: `key` is its Linkedid."""

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
    """Pass a call that one speaks on to a colleague's phone; returns the order.

    `is_asked_first`: the caller waits while one speaks with the colleague, who has the call when one hangs up.
    What is typed of it goes along: its draft, or these `draft_values` in the draft's place. The PBX is asked a moment
    later.
    Raises NoSuchContact, NotYourWork, CallIsNotPassable, CallIsTheirs, ColleagueHasNoPhone.
    """
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        is_open = PassOrder.objects.filter(contact=contact, settled_at__isnull=True).exists()
        if contact.answered_at is None or contact.ended_at is not None or not contact.pbx_key or is_open:
            raise CallIsNotPassable()
        seat = Seat.objects.filter(city_id=contact.city_id, staff_id=to_staff_id).first()
        # Who has taken another seat meanwhile, or has sat down at the phone that speaks, would be called by themselves.
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
    """The calls that the PBX is to pass on now; each is given out once."""
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
    """The phone of ours that has the call now, "" for none."""
    legs = CallLeg.objects.filter(contact_id=contact_id, answered_at__isnull=False, ended_at__isnull=True)
    return legs.exclude(extension="").order_by("-answered_at", "-pk").values_list("extension", flat=True).first() or ""


def fail_pass(order_id: int, *, text: str, at: datetime) -> None:
    """The PBX would not, or nobody picked up: the contact stays whose it is. Settled ones stay as they are."""
    order = PassOrder.objects.filter(pk=order_id).first()
    if order is None:
        return
    with open_contact(order.contact_id) as contact:
        left = PassOrder.objects.filter(pk=order_id, settled_at__isnull=True)
        is_back = order.wish == BACK  # the colleague's phone was hung up because it was asked for
        if left.update(settled_at=at, is_good=False, words=TAKEN_BACK if is_back else text[:120]):
            to = order.to_staff_id
            event = TransferTakenBack(to=to) if is_back else TransferFailed(to=to)
            record(contact, event, by=str(SYSTEM), at=at)


def take_back(order: PassOrder, contact: Contact, *, by: Actor, at: datetime) -> bool:
    """Take a call back that the PBX was not asked to pass on yet; whether it was so. Under the contact's lock."""
    left = PassOrder.objects.filter(pk=order.pk, settled_at__isnull=True, taken_at__isnull=True)
    is_back = bool(left.update(settled_at=at, is_good=False, words=TAKEN_BACK))
    if is_back:
        record(contact, TransferTakenBack(to=order.to_staff_id), by=str(by), at=at)
    return is_back


def miss_pass(contact: Contact, *, text: str, at: datetime, extension: str = "") -> None:
    """The colleague's phone was not answered, or they hung up, or the caller is in a queue again: it was not passed on.

    Under the contact's lock; nothing where no pass (to this phone) is under way.
    """
    rows = PassOrder.objects.filter(contact=contact, settled_at__isnull=True, taken_at__isnull=False)
    order = (rows.filter(extension=extension) if extension else rows).first()
    if order is not None:
        fail_pass(order.pk, text=text, at=at)


def come_back(contact: Contact, *, at: datetime) -> None:
    """The caller is in a queue again: nobody has taken what was passed on. Under the contact's lock."""
    miss_pass(contact, text="back in the queue", at=at)
    PassOrder.objects.filter(contact=contact, is_good=False, is_asked_first=False, settled_at__gt=at - STALE).update(
        words="back in the queue"
    )


def give_up_passes(city_id: int, *, now: datetime) -> int:
    """Colleagues who did not pick up do not take it, nor do those whose phone the exchange never rang; how many."""
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
    """Passes with asking first for which the exchange said Success and rang no phone; `taken_at` is a moment before."""
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
    """A phone was picked up: whether it is a colleague's who is only asked as yet. Under the contact's lock."""
    rows = PassOrder.objects.filter(
        contact=contact, settled_at__isnull=True, is_asked_first=True, extension=extension
    ).exclude(extension="")
    rows.filter(consulted_at__isnull=True).update(consulted_at=at)
    return rows.exists()


def consulted_phone(contact: Contact) -> str:
    """The phone of the colleague who is asked first whether they take it, "" for none. Under the contact's lock."""
    row = PassOrder.objects.filter(contact=contact, settled_at__isnull=True, is_asked_first=True).first()
    return row.extension if row is not None else ""


def settle_pass(contact: Contact, extension: str, *, at: datetime) -> bool:
    """A phone has taken the call, or it is over (""): what was asked for has happened, or will not any more.

    Under the contact's lock; the line of history that tells of it is the caller's own. Whether it was asked for.
    """
    rows = PassOrder.objects.filter(contact=contact, settled_at__isnull=True)
    if not extension:
        rows.update(settled_at=at, is_good=False, words=OVER)
        return False
    return bool(rows.filter(extension=extension).update(settled_at=at, is_good=True))
