"""Calls that ended while the line to the PBX was cut: closed by its own records, or marked to be looked at."""

from dataclasses import dataclass
from datetime import datetime

from peygir.contacts.actions.calls import answer_call, end_call, finish, join_queue, ring_call
from peygir.contacts.actions.dialling import OURS
from peygir.contacts.actions.file import open_contact
from peygir.contacts.models import CallLeg, Contact
from peygir.history.actions import record
from peygir.people.rules import SYSTEM


@dataclass(frozen=True, slots=True)
class LostCall:
    """One call as the PBX's records tell it: `answers` are (uniqueid, extension, moment) of the phones that took it."""

    key: str
    caller: str
    line: str
    began_at: datetime
    ended_at: datetime
    queue: str = ""
    answers: tuple[tuple[str, str, datetime], ...] = ()
    left_voice: bool = False


def close_lost_call(city_id: int, call: LostCall) -> bool:
    """Make a contact what the records say, no other than if we had heard it; whether anything was missing."""
    known = Contact.objects.filter(pbx_key=call.key).first()
    if known is None and call.key.startswith(OURS):  # of a city that was before; we call nobody without a contact
        return False
    if known is not None and known.ended_at is not None:
        return False
    ring_call(city_id, call.key, at=call.began_at, caller=call.caller, line=call.line, queue=call.queue)
    if call.queue and not call.answers and known is None:
        join_queue(call.key, queue=call.queue, at=call.began_at)
    heard = CallLeg.objects.filter(contact__pbx_key=call.key, answered_at__isnull=False)
    phones = set(heard.values_list("extension", flat=True))
    for uniqueid, extension, at in call.answers:
        if extension not in phones:
            answer_call(call.key, uniqueid=uniqueid, extension=extension, at=at)
    end_call(call.key, at=call.ended_at, left_voice=call.left_voice)
    return True


def review_call(key: str, *, at: datetime) -> None:
    """The call is gone and no record tells how: it is ended now, marked, and waits for an outcome or a call-back."""
    with open_contact(key=key) as contact:
        if contact.ended_at is None:
            contact.is_uncertain = True
            record(contact, "call_lost", by=str(SYSTEM), at=at, data={}, write=["is_uncertain"])
            finish(contact, at=at, by=SYSTEM)
