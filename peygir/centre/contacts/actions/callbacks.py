"""Call-backs for missed callers: one open call-back per number, settled once the caller was spoken to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from peygir.centre.contacts.actions.leaving import was_left_alone
from peygir.centre.contacts.centre import centre_settings_at
from peygir.centre.contacts.models import CallBack, Contact
from peygir.centre.contacts.rules import call_back_due, is_to_be_called_back, may_work
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallBackGrew, CallBackPlanned, CallBackSettled, CallBackTried
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor

MISSED = ("abandoned", "voice_mail")


class NoSuchCallBack(Missing):
    """There is no such call-back."""

    message = _("There is no such call-back.")


class CallBackIsSettled(Conflict):
    """The call-back is already settled, perhaps by a colleague a moment ago."""

    message = _("This call-back has been settled already.")


def plan_call_back(contact_id: int, number: int) -> None:
    """Plan a call-back for a missed call; if the number has an open call-back already, count one more missed call."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
        if _is_wanted(contact) and not _has_place(contact):
            contact.call_back = _line(contact)
            contact.save(update_fields=["call_back"])


def _is_wanted(contact: Contact) -> bool:
    """Whether this caller is to be called back; always so, however short the wait, if they were answered, then left."""
    if was_left_alone(contact):
        return bool(contact.phone)
    centre_settings = centre_settings_at(contact.city_id, contact.began_at)
    is_one = is_to_be_called_back(
        phone=contact.phone, wait_seconds=contact.wait_seconds, centre_settings=centre_settings
    )
    return contact.outcome in MISSED and is_one


def _has_place(contact: Contact) -> bool:
    """Whether the contact has a call-back already; one that was settled during this very call does not count."""
    line = CallBack.objects.filter(pk=contact.call_back_id).first() if contact.call_back_id is not None else None
    is_earlier = bool(line and line.settled_at and contact.ended_at and line.settled_at <= contact.ended_at)
    return line is not None and not is_earlier


def _line(contact: Contact) -> CallBack:
    at = contact.ended_at or contact.began_at
    rows = CallBack.objects.select_for_update(no_key=True)
    call_back = rows.filter(city_id=contact.city_id, phone=contact.phone, state="open").first()
    if call_back is not None:
        call_back.calls += 1
        record(call_back, CallBackGrew(contact=contact.pk), by=str(SYSTEM), at=at, write=["calls"])
        return call_back
    due = _due(contact.city_id, at)
    call_back = CallBack(city_id=contact.city_id, phone=contact.phone, due_at=due)
    call_back.save(force_insert=True)
    record(call_back, CallBackPlanned(contact=contact.pk, due=due.isoformat()), by=str(SYSTEM), at=at)
    return call_back


def _due(city_id: int, at: datetime) -> datetime:
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    return call_back_due(at, centre_settings=centre_settings_at(city_id, at), zone=zone)


def close_when_heard(contact: Contact, *, at: datetime) -> None:
    """Settle the open call-back of a number after a conversation: the caller rang again, or answered our call."""
    if not contact.phone:
        return
    rows = CallBack.objects.select_for_update(no_key=True)
    call_back = rows.filter(city_id=contact.city_id, phone=contact.phone, state="open").first()
    if call_back is not None:
        if contact.direction == "out":
            call_back.tries, call_back.tried_at = call_back.tries + 1, at
        _settle(call_back, "done" if contact.direction == "out" else "came", at=at, by=SYSTEM)


@transaction.atomic
def settle_call_back(call_back_id: int, *, state: str, by: Actor) -> None:
    """Close a call-back by hand: "done" (reached by other means) or "dropped". Raises what `open_call_back` raises."""
    if state not in ("done", "dropped"):
        raise NoSuchCallBack()
    _settle(open_call_back(call_back_id, by), state, at=clock.now(), by=by)


def drop_call_back(call_back_id: int, *, by: Actor) -> None:
    """Drop a call-back: the person is not called any more. Raises NotYourWork, NoSuchCallBack, CallBackIsSettled."""
    settle_call_back(call_back_id, state="dropped", by=by)


def count_try(call_back: CallBack, *, words: str, at: datetime, by: Actor) -> None:
    """Count an unanswered attempt to reach the citizen (`words`: the reason) and set the call-back's next due time."""
    call_back.tries, call_back.tried_at, call_back.words = call_back.tries + 1, at, words[:120]
    call_back.due_at = max(call_back.due_at, _due(call_back.city_id, at))
    record(
        call_back,
        CallBackTried(tries=call_back.tries, why=call_back.words),
        by=str(by),
        at=at,
        write=["tries", "tried_at", "words", "due_at"],
    )


def open_call_back(call_back_id: int, by: Actor) -> CallBack:
    """Return an open call-back and lock its row. Raises NotYourWork, NoSuchCallBack, CallBackIsSettled."""
    if not may_work(by):
        raise NotYourWork()
    call_back = CallBack.objects.select_for_update(no_key=True).filter(pk=call_back_id).first()
    if call_back is None:
        raise NoSuchCallBack()
    if call_back.state != "open":
        raise CallBackIsSettled()
    return call_back


def _settle(call_back: CallBack, state: str, *, at: datetime, by: Actor) -> None:
    call_back.state, call_back.settled_at = state, at
    record(
        call_back,
        CallBackSettled(state=state),
        by=str(by),
        at=at,
        write=["state", "settled_at", "tries", "tried_at"],
    )
