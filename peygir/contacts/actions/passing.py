"""Passing a call to a colleague's phone: asked for by the page, done by the PBX, kept with the contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from peygir.contacts.actions.file import open_contact
from peygir.contacts.models import CallDraft, Contact, PassOrder, Seat
from peygir.contacts.rules import may_tell
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.history.actions import record
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor

STALE: Final = timedelta(seconds=60)
"""A colleague who has not picked up in this time does not take it; the PBX is never asked twice."""


class CallIsNotPassable(Conflict):
    """Nobody speaks on it now, or it is being passed on already."""

    fa = "این تماس اکنون روی خط نیست، یا همین حالا در حال وصل شدن به همکار دیگری است."
    en = "This call is not on the line now, or it is being passed to a colleague already."


class ColleagueHasNoPhone(Conflict):
    """The colleague sits at no phone, or has a call on it."""

    fa = "این همکار اکنون پشت تلفنی آزاد ننشسته است."
    en = "This colleague does not sit at a free phone now."


@dataclass(frozen=True, slots=True)
class Pass:
    """One call to ask the PBX to pass on: `key` is its Linkedid."""

    id: int
    key: str
    extension: str


def pass_call(contact_id: int, *, to_staff_id: int, by: Actor, words: Mapping[str, Any] | None = None) -> int:
    """Pass a call that one speaks on to a colleague's phone; returns the order.

    What is typed of it goes along: its draft, or these `words` in the draft's place. The PBX is asked a moment later.
    Raises NoSuchContact, NotYourWork, CallIsNotPassable, ColleagueHasNoPhone.
    """
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        is_open = PassOrder.objects.filter(contact=contact, settled_at__isnull=True).exists()
        if contact.answered_at is None or contact.ended_at is not None or not contact.pbx_key or is_open:
            raise CallIsNotPassable()
        seat = Seat.objects.filter(city_id=contact.city_id, staff_id=to_staff_id).first()
        if seat is None or to_staff_id == contact.operator_id or seat.presence in ("busy", "ringing", "away"):
            raise ColleagueHasNoPhone()
        order = PassOrder.objects.create(
            contact=contact, from_staff_id=contact.operator_id, to_staff_id=to_staff_id, extension=seat.extension,
            asked_at=clock.now(),
        )  # fmt: skip
        if words:
            kept = {"words": dict(words), "saved_at": order.asked_at, "saved_by": str(by)}
            CallDraft.objects.update_or_create(contact=contact, defaults=kept)
        data = {"from": contact.operator_id, "to": to_staff_id}
        record(contact, "call_pass_asked", by=str(by), at=order.asked_at, data=data)
        return order.pk


@transaction.atomic
def take_passes(city_id: int, *, now: datetime, limit: int = 10) -> list[Pass]:
    """The calls that the PBX is to pass on now; each is given out once."""
    waiting = PassOrder.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        contact__city_id=city_id, settled_at__isnull=True, taken_at__isnull=True
    )
    rows = list(waiting.select_related("contact").order_by("asked_at")[:limit])
    PassOrder.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=now)
    return [Pass(row.pk, str(row.contact.pbx_key), row.extension) for row in rows]


def fail_pass(order_id: int, *, words: str, at: datetime) -> None:
    """The PBX would not, or nobody picked up: the contact stays whose it is. Settled ones stay as they are."""
    order = PassOrder.objects.filter(pk=order_id).first()
    if order is None:
        return
    with open_contact(order.contact_id) as contact:
        left = PassOrder.objects.filter(pk=order_id, settled_at__isnull=True)
        if left.update(settled_at=at, is_good=False, words=words[:120]):
            record(contact, "call_pass_failed", by=str(SYSTEM), at=at, data={"to": order.to_staff_id})


def give_up_passes(city_id: int, *, now: datetime) -> int:
    """Colleagues who did not pick up do not take it; how many."""
    rows = PassOrder.objects.filter(contact__city_id=city_id, settled_at__isnull=True, asked_at__lt=now - STALE)
    late = list(rows.values_list("pk", flat=True))
    for order_id in late:
        fail_pass(order_id, words="nobody picked up", at=now)
    return len(late)


def settle_pass(contact: Contact, extension: str, *, at: datetime) -> bool:
    """A phone has taken the call, or it is over (""): what was asked for has happened, or will not any more.

    Under the contact's lock; the line of history that tells of it is the caller's own. Whether it was asked for.
    """
    rows = PassOrder.objects.filter(contact=contact, settled_at__isnull=True)
    if not extension:
        rows.update(settled_at=at, is_good=False, words="the call is over")
        return False
    return bool(rows.filter(extension=extension).update(settled_at=at, is_good=True))
