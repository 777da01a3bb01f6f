"""The PBX's events of an outgoing call: whether our own phone, and then the citizen's, was answered, or why not."""

from datetime import datetime

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.models import CallBack, CallLeg, Contact, DialOrder

_UNSAID = ("", "no such channel", "no answer")
"""Vague reasons that a later event may replace: the PBX first calls an unknown number unanswered."""


def is_own_phone(contact: Contact, *, uniqueid: str, extension: str) -> bool:
    """Whether a phone that answered in an outgoing call is our own, so that the citizen is still to be reached."""
    return contact.direction == "out" and contact.answered_at is None and bool(extension or uniqueid == contact.pbx_key)


def not_reached(key: str, *, text: str, at: datetime) -> None:
    """Record that the citizen did not answer an outgoing call; the call itself ends a moment later."""
    with open_contact(key=key) as contact:
        if contact.direction == "out" and contact.answered_at is None:
            _keep_reason(contact, text)


def first_leg_failed(key: str, *, text: str, at: datetime) -> None:
    """Record that our own phone did not answer, so the citizen was not called; OriginateResponse may come before."""
    with open_contact(key=key) as contact:
        if contact.direction == "out" and contact.answered_at is None:
            _keep_reason(contact, text)


def number_is_unknown(uniqueid: str, *, text: str) -> None:
    """Record the network's reply that the number dialled over this channel does not exist."""
    leg = CallLeg.objects.filter(uniqueid=uniqueid, answered_at__isnull=True).first()
    if leg is not None:
        with open_contact(leg.contact_id) as contact:
            if contact.direction == "out" and contact.answered_at is None:
                _keep_reason(contact, text)


def _keep_reason(contact: Contact, text: str) -> None:
    """Keep why nobody was reached, also in the call-back if the call has ended. The caller holds the contact's lock."""
    DialOrder.objects.filter(pk=contact.pk, words__in=_UNSAID).update(words=text[:120])
    if contact.ended_at is not None and contact.call_back_id is not None:
        rows = CallBack.objects.filter(pk=contact.call_back_id, state="open", tried_at=contact.ended_at)
        rows.filter(words__in=_UNSAID).update(words=text[:120])
