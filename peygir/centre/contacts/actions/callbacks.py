"""Calling those back who were not answered: planned once for each number, and settled when they were spoken to."""

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
    """It was settled before, perhaps by a colleague a moment ago."""

    message = _("This call-back has been settled already.")


def plan_call_back(contact_id: int, number: int) -> None:
    """A missed call gets its place in the list of those to be called; a number that stands there is counted again."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
        if _is_wanted(contact) and not _has_place(contact):
            contact.call_back = _line(contact)
            contact.save(update_fields=["call_back"])


def _is_wanted(contact: Contact) -> bool:
    """Whether the caller is one to call back; who was answered and then left alone is, however short the wait was."""
    if was_left_alone(contact):
        return bool(contact.phone)
    centre_settings = centre_settings_at(contact.city_id, contact.began_at)
    is_one = is_to_be_called_back(
        phone=contact.phone, wait_seconds=contact.wait_seconds, centre_settings=centre_settings
    )
    return contact.outcome in MISSED and is_one


def _has_place(contact: Contact) -> bool:
    """Whether the contact has its place already; one that was settled during this very call is not its own."""
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
    """Whoever was to be called back has been spoken to: they called again, or picked up when we called them."""
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
    """End a call-back by hand: "done" (spoken to by another way) or "dropped". Raises what `open_call_back` raises."""
    if state not in ("done", "dropped"):
        raise NoSuchCallBack()
    _settle(open_call_back(call_back_id, by), state, at=clock.now(), by=by)


def drop_call_back(call_back_id: int, *, by: Actor) -> None:
    """Whoever it was is not called any more. Raises NotYourWork, NoSuchCallBack, CallBackIsSettled."""
    settle_call_back(call_back_id, state="dropped", by=by)


def count_try(call_back: CallBack, *, words: str, at: datetime, by: Actor) -> None:
    """The citizen's phone was dialled and not answered (`words`: why); they come again as after a missed call."""
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
    """One that is still open, under its lock. Raises NotYourWork, NoSuchCallBack, CallBackIsSettled."""
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
