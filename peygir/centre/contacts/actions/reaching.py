"""What the line tells of a call of ours: our own phone, and then the citizen's, was picked up or not, and why."""

from datetime import datetime

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.models import CallBack, CallLeg, Contact, DialOrder

_UNSAID = ("", "no such channel", "no answer")
"""Reasons that a later event may tell better: the exchange first calls an unknown number unanswered."""


def is_own_phone(contact: Contact, *, uniqueid: str, extension: str) -> bool:
    """Whether a phone that was picked up in a call of ours is our own, and the citizen is yet to be reached."""
    return contact.direction == "out" and contact.answered_at is None and bool(extension or uniqueid == contact.pbx_key)


def not_reached(key: str, *, text: str, at: datetime) -> None:
    """The citizen's phone was dialled in a call of ours and not answered; the call itself ends a moment later."""
    with open_contact(key=key) as contact:
        if contact.direction == "out" and contact.answered_at is None:
            _keep_reason(contact, text)


def first_leg_failed(key: str, *, text: str, at: datetime) -> None:
    """Our own phone did not answer: the citizen was not called. What OriginateResponse says comes before or after."""
    with open_contact(key=key) as contact:
        if contact.direction == "out" and contact.answered_at is None:
            _keep_reason(contact, text)


def number_is_unknown(uniqueid: str, *, text: str) -> None:
    """The network says that there is no such number as was dialled over this channel."""
    leg = CallLeg.objects.filter(uniqueid=uniqueid, answered_at__isnull=True).first()
    if leg is not None:
        with open_contact(leg.contact_id) as contact:
            if contact.direction == "out" and contact.answered_at is None:
                _keep_reason(contact, text)


def _keep_reason(contact: Contact, text: str) -> None:
    """Keep why nobody was reached; also with the call-back, where the call has ended already. Under its lock."""
    DialOrder.objects.filter(pk=contact.pk, words__in=_UNSAID).update(words=text[:120])
    if contact.ended_at is not None and contact.call_back_id is not None:
        rows = CallBack.objects.filter(pk=contact.call_back_id, state="open", tried_at=contact.ended_at)
        rows.filter(words__in=_UNSAID).update(words=text[:120])
