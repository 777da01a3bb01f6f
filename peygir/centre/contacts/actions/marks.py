"""Caller marks: a rule notices a number, and a supervisor confirms or rejects it; nobody is blocked by a mark."""

from datetime import timedelta

from django.db import transaction

from peygir.centre.contacts.centre import centre_settings_at
from peygir.centre.contacts.models import CallerMark, Contact
from peygir.centre.contacts.rules import PastCall, noticed
from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallerMarkDecided, CallerMarkProposed
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor, may_lead_centre


class NoSuchMark(Missing):
    """The mark does not exist."""

    message = _("There is no such mark.")


def look_at_caller(contact_id: int, number: int) -> None:
    """After a contact, apply the marking rule to its number; what the rule notices waits for a supervisor."""
    contact = Contact.objects.get(pk=contact_id)
    if not contact.phone or contact.direction != "in":
        return
    now, centre_settings = clock.now(), centre_settings_at(contact.city_id, clock.now())
    since = now - timedelta(days=max(centre_settings.prank_days, centre_settings.repeat_days))
    rows = Contact.objects.filter(phone=contact.phone, city_id=contact.city_id, direction="in", began_at__gte=since)
    calls = [PastCall(*row) for row in rows.values_list("began_at", "operator_id", "is_prank")]
    for kind, count in noticed(calls, now=now, centre_settings=centre_settings).items():
        _propose(contact, kind, count)


@transaction.atomic
def _propose(contact: Contact, kind: str, count: int) -> None:
    now = clock.now()
    rows = CallerMark.objects.select_for_update(no_key=True)
    caller_mark = rows.filter(city_id=contact.city_id, phone=contact.phone, kind=kind).first()
    if caller_mark is None:
        caller_mark = CallerMark(city_id=contact.city_id, phone=contact.phone, kind=kind, count=count, proposed_at=now)
        caller_mark.save(force_insert=True)
        record(caller_mark, CallerMarkProposed(mark=kind, count=count), by=str(SYSTEM), at=now)
    elif caller_mark.state != "proposed" and caller_mark.until is not None and caller_mark.until <= now:
        caller_mark.state, caller_mark.count, caller_mark.proposed_at, caller_mark.until = "proposed", count, now, None
        record(
            caller_mark,
            CallerMarkProposed(mark=kind, count=count),
            by=str(SYSTEM),
            at=now,
            write=["state", "count", "proposed_at", "until"],
        )


@transaction.atomic
def decide_mark(mark_id: int, *, is_confirmed: bool, by: Actor) -> None:
    """Confirm or reject a mark; the decision holds for a limited time. Raises NotYourWork, NoSuchMark."""
    if not may_lead_centre(by):
        raise NotYourWork()
    caller_mark = CallerMark.objects.select_for_update(no_key=True).filter(pk=mark_id).first()
    if caller_mark is None:
        raise NoSuchMark()
    now = clock.now()
    caller_mark.state, caller_mark.decided_at, caller_mark.decided_by_id = (
        "confirmed" if is_confirmed else "dismissed",
        now,
        by.id,
    )
    caller_mark.until = now + timedelta(days=centre_settings_at(caller_mark.city_id, now).mark_days)
    record(
        caller_mark,
        CallerMarkDecided(state=caller_mark.state),
        by=str(by),
        at=now,
        write=["state", "decided_at", "decided_by", "until"],
    )
