"""Click-to-call: one dial order to the PBX per call, taken once, so that no citizen's phone rings twice."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.centre.contacts.actions.callbacks import open_call_back
from peygir.centre.contacts.actions.ending import finish
from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.models import CallBack, CallLeg, Contact, DialOrder, Workstation
from peygir.centre.contacts.rules import may_work
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import national_form, normalise_phone
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import OutgoingCallOrdered
from peygir.people.actions import NotYourWork
from peygir.people.channels import Channel
from peygir.people.rules import SYSTEM, Actor

OURS: Final = "peygir-"
STALE: Final = timedelta(seconds=90)
"""A dial order that the PBX has not answered in this time fails; it is never sent again."""


class CannotDial(Conflict):
    """The operator is at no workstation, so there is no phone to call from."""

    message = _("Choose your phone first; the call is made from there.")


@dataclass(frozen=True, slots=True)
class CallToPlace:
    """One call to place with the PBX: `key` names its first channel, so that all its events carry it."""

    contact_id: int
    key: str
    extension: str
    number: str  # in national format


@transaction.atomic
def ask_for_call(city_id: int, phone: str, *, citizen_id: int | None = None, by: Actor) -> int:
    """Call a citizen from the phone at which `by` sits; returns the new contact. The PBX is asked a moment later.

    Raises NotYourWork, CannotDial, PhoneIsNotValid.
    """
    return _order(city_id, phone, citizen_id=citizen_id, call_back=None, by=by)


@transaction.atomic
def call_person_back(call_back_id: int, *, by: Actor) -> int:
    """Try to reach a missed caller; returns the new contact. Raises as `ask_for_call`, and for a settled call-back.

    It counts as a try when the citizen's phone was dialled, not when our own was.
    """
    line = open_call_back(call_back_id, by)
    return _order(line.city_id, line.phone, citizen_id=None, call_back=line, by=by)


def _order(city_id: int, phone: str, *, citizen_id: int | None, call_back: CallBack | None, by: Actor) -> int:
    if not may_work(by):
        raise NotYourWork()
    seat = Workstation.objects.filter(city_id=city_id, staff_id=by.id).first()
    if seat is None:
        raise CannotDial()
    at, number = clock.now(), normalise_phone(phone, city.city_by_id(city_id).phone_region)
    contact = Contact(
        city_id=city_id,
        channel=Channel.PHONE,
        direction="out",
        began_at=at,
        phone=number,
        operator_id=by.id,
        pbx_key=f"{OURS}{secrets.token_hex(8)}",
        citizen_id=citizen_id,
        call_back=call_back,
    )
    contact.save(force_insert=True)
    record(contact, OutgoingCallOrdered(call_back=call_back.pk if call_back else None), by=str(by), at=at)
    DialOrder.objects.create(contact=contact, extension=seat.extension, asked_at=at)
    return contact.pk


@transaction.atomic
def take_orders(city_id: int, *, now: datetime, limit: int = 10) -> list[CallToPlace]:
    """Return the calls to place with the PBX now; each is returned once, even if the process that took it fails."""
    waiting = DialOrder.objects.select_for_update(skip_locked=True).filter(
        contact__city_id=city_id, settled_at__isnull=True, taken_at__isnull=True
    )
    rows = list(waiting.order_by("asked_at")[:limit])
    DialOrder.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=now)
    contacts = Contact.objects.in_bulk([row.pk for row in rows])
    return [
        CallToPlace(row.pk, str(contacts[row.pk].pbx_key), row.extension, national_form(contacts[row.pk].phone))
        for row in rows
    ]


def settle_order(key: str, *, is_good: bool, text: str = "", at: datetime, by: Actor = SYSTEM) -> None:
    """Record the PBX's final answer about our own phone; if it was not picked up, the citizen was not called.

    `text`: the reason, "" if the PBX gives none; an earlier reason from DialEnd is kept.
    """
    with open_contact(key=key) as contact:
        order = DialOrder.objects.filter(pk=contact.pk, settled_at__isnull=True).first()
        if order is None:
            return
        order.settled_at = at
        has_answered = CallLeg.objects.filter(contact=contact, answered_at__isnull=False).exists()
        if not is_good and not has_answered:
            order.words = order.words or text[:120] or "no such channel"
            if contact.ended_at is None:
                finish(contact, at=at, by=by)
        order.save(update_fields=["settled_at", "words"])


def give_up_orders(city_id: int, *, now: datetime) -> int:
    """Fail the dial orders that the PBX has not answered within STALE; returns how many."""
    rows = DialOrder.objects.filter(contact__city_id=city_id, settled_at__isnull=True, asked_at__lt=now - STALE)
    keys = list(rows.values_list("contact__pbx_key", flat=True))
    for key in keys:
        settle_order(str(key), is_good=False, text="no answer of the PBX", at=now)
    return len(keys)
