"""Records the outcome of a contact, once, and contacts that no PBX reports, which are entered by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from peygir.centre.contacts.actions.file import ContactIsTold, NoSuchContact, open_contact
from peygir.centre.contacts.models import CallDraft, Contact, ContactReport, Workstation
from peygir.centre.contacts.rules import caller_phone, check_outcome, may_tell, may_work, seconds_between
from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallReviewed, ContactHandedOver, ContactOutcomeSet, ContactRecorded
from peygir.people.actions import NotYourWork
from peygir.people.actions.citizens import find_or_make_citizen
from peygir.people.channels import CONTACT_CHANNELS
from peygir.people.queries import staff_by_id
from peygir.people.rules import Actor, may_lead_centre

LONGEST_NOTES = 2000


class CallStillRings(Conflict):
    """The call still rings: no operator has it, so it cannot be handed over."""

    message = _("This call still rings. Pick it up first, then give it.")


class TimesOfContactAreWrong(Invalid):
    """The end lies before the beginning, or in the future."""

    message = _("The times are not right: the end comes after the beginning, and neither lies in the future.")


class SheetIsEntered(Conflict):
    """The same form key was submitted before with other content."""

    message = _("Another form was entered from this very page before. If this is a further one, save it once more.")


class ChannelOfContactIsUnknown(Invalid):
    """The contact channel is unknown."""

    message = _("Choose from the list how they came to us.")


def tell_outcome(
    contact_id: int,
    *,
    outcome: str,
    by: Actor,
    reports: int = 0,
    case_id: int | None = None,
    agency_id: int | None = None,
    article: str = "",
    notes: str = "",
    name: str = "",
    is_prank: bool = False,
    key: str = "",
) -> bool:
    """Record a contact's outcome; False if the same submission (`key`) recorded it before, and nothing was changed.

    Under the contact's lock, in the caller's transaction. Raises NoSuchContact, NotYourWork, ContactIsTold,
    OutcomeIsUnknown, OutcomeNeedsMore. Whether there is an article of the code `article` is for the caller to check.
    """
    with open_contact(contact_id) as contact:
        # Whoever copies a paper form enters what its operator wrote.
        if not (may_tell(by, contact.operator_id) or (contact.entered_at is not None and may_work(by))):
            raise NotYourWork()
        if key and contact.told_key == key:
            return False
        if contact.outcome:
            raise ContactIsTold()
        known = ContactReport.objects.filter(contact=contact).count() + reports
        check_outcome(outcome, reports=known, has_case=case_id is not None, has_agency=agency_id is not None)
        now = clock.now()
        contact.operator_id = contact.operator_id or (by.id if by.kind == "staff" else None)
        contact.outcome, contact.told_at, contact.told_key = outcome, now, key
        contact.case_id, contact.agency_id, contact.article = case_id, agency_id, article[:40]
        contact.notes, contact.is_prank = plain(notes)[:LONGEST_NOTES], is_prank
        if contact.phone and (name or outcome == "reported"):
            contact.citizen_id = _citizen(contact, name, now)
        CallDraft.objects.filter(pk=contact.pk).delete()
        fields = [
            "operator",
            "outcome",
            "told_at",
            "told_key",
            "case",
            "agency",
            "article",
            "notes",
            "is_prank",
            "citizen",
        ]
        record(contact, ContactOutcomeSet(outcome=outcome, reports=known), by=str(by), at=now, write=fields)
        return True


def _citizen(contact: Contact, name: str, at: datetime) -> int | None:
    """Without a name the citizen found by the number stays; a name may be another person's on the same phone."""
    if contact.citizen_id is not None and not name:
        return contact.citizen_id
    is_proven = contact.pbx_key is not None and contact.answered_at is not None
    return find_or_make_citizen(contact.phone, name=name, is_proven=is_proven, at=at)


def add_report(contact_id: int, *, report_id: int) -> None:
    """Link a report that came of this contact; repeating it changes nothing."""
    with open_contact(contact_id) as contact:
        rows = ContactReport.objects.filter(contact=contact)
        if not rows.filter(report_id=report_id).exists():
            ContactReport.objects.create(contact=contact, report_id=report_id, position=rows.count())


@transaction.atomic
def record_contact(
    city_id: int,
    *,
    channel: str,
    began_at: datetime,
    by: Actor,
    ended_at: datetime | None = None,
    phone: str = "",
    operator_id: int | None = None,
    from_paper: bool = False,
    key: str = "",
) -> int:
    """Record a contact that the PBX did not report: a visit, a message, or a call written on paper during an outage.

    It waits for its outcome like any other. `operator_id`: who spoke (None: `by`). `key`: the submission's key; the
    contact that the same submission made before is returned again. The part of the key behind a colon identifies the
    content. Raises NotYourWork, ChannelOfContactIsUnknown, TimesOfContactAreWrong, SheetIsEntered,
    NoSuchContact if `operator_id` is no operator.
    """
    if not may_work(by):
        raise NotYourWork()
    if channel not in CONTACT_CHANNELS:
        raise ChannelOfContactIsUnknown()
    if (known := _entered(city_id, key)) is not None:
        return known
    now = clock.now()
    if began_at > now or (ended_at is not None and not began_at <= ended_at <= now):
        raise TimesOfContactAreWrong()
    who = operator_id if operator_id is not None else (by.id if by.kind == "staff" else None)
    if operator_id is not None and operator_id != by.id and staff_by_id(operator_id) is None:
        raise NoSuchContact()
    contact = Contact(
        city_id=city_id,
        channel=channel,
        began_at=began_at,
        answered_at=began_at,
        ended_at=ended_at or began_at,
        seconds=seconds_between(began_at, ended_at),
        operator_id=who,
        entered_at=now if from_paper else None,
        phone=caller_phone(phone, region=city.city_by_id(city_id).phone_region) if phone else "",
    )
    contact.save(force_insert=True)
    record(contact, ContactRecorded(channel=channel, from_paper=from_paper), by=str(by), at=now)
    return contact.pk


def _entered(city_id: int, key: str) -> int | None:
    """The contact that this submission made before; of two at the same moment the second waits for the first."""
    if not key:
        return None
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    rows = Contact.objects.filter(city_id=city_id, entered_at__isnull=False)
    page, colon, _words = key.partition(":")
    known = rows.filter(told_key__startswith=f"{page}:").first() if colon else rows.filter(told_key=key).first()
    if known is not None and known.told_key != key:
        raise SheetIsEntered()
    return known.pk if known is not None else None


def keep_draft(contact_id: int, *, draft_values: Mapping[str, Any], by: Actor) -> None:
    """Keep the draft of a contact; it goes along with a transfer. Raises NoSuchContact, NotYourWork."""
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        if not contact.outcome:
            kept = {"words": dict(draft_values), "saved_at": clock.now(), "saved_by": str(by)}
            CallDraft.objects.update_or_create(contact=contact, defaults=kept)


def drop_draft(contact_id: int, *, by: Actor) -> None:
    """Delete a contact's draft. Raises NoSuchContact, NotYourWork."""
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        CallDraft.objects.filter(pk=contact.pk).delete()


def hand_over(contact_id: int, *, to_staff_id: int, by: Actor) -> None:
    """Give a contact without an outcome, with its draft, to a colleague at a workstation.

    Raises NoSuchContact, NotYourWork, ContactIsTold, CallStillRings: a ringing call belongs to whoever answers it.
    """
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id) or not Workstation.objects.filter(staff_id=to_staff_id).exists():
            raise NotYourWork()
        if contact.outcome:
            raise ContactIsTold()
        if contact.pbx_key and contact.direction == "in" and not (contact.answered_at or contact.ended_at):
            raise CallStillRings()
        contact.operator_id = to_staff_id
        record(contact, ContactHandedOver(to=to_staff_id), by=str(by), at=clock.now(), write=["operator"])


def clear_doubt(contact_id: int, *, by: Actor) -> None:
    """Record that a supervisor has reviewed a call with uncertain times. Raises NoSuchContact, NotYourWork."""
    if not may_lead_centre(by):
        raise NotYourWork()
    with open_contact(contact_id) as contact:
        if contact.is_uncertain:
            contact.is_uncertain = False
            record(contact, CallReviewed(), by=str(by), at=clock.now(), write=["is_uncertain"])
