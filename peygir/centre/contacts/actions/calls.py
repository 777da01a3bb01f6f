"""The PBX's call events: ringing, queueing, answer, transfer and end. A repeated event changes nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from peygir.centre.contacts.actions.callbacks import close_when_heard
from peygir.centre.contacts.actions.ending import end_legs, finish
from peygir.centre.contacts.actions.file import open_contact, operator_at
from peygir.centre.contacts.actions.leaving import last_pick_up
from peygir.centre.contacts.actions.passing import come_back, consult, consulted_phone, miss_pass, settle_pass
from peygir.centre.contacts.actions.reaching import is_own_phone
from peygir.centre.contacts.centre import centre_settings_at
from peygir.centre.contacts.menu_book import menu_version
from peygir.centre.contacts.models import CallLeg, Contact, QueueWait
from peygir.centre.contacts.rules import caller_phone, seconds_between
from peygir.city import queries as city
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallAnswered, CallRang, CallTransferred
from peygir.people.channels import Channel
from peygir.people.queries import citizen_ids_of_phone
from peygir.people.rules import SYSTEM, Actor


def ring_call(
    city_id: int, key: str, *, at: datetime, caller: str, pbx_line: str = "", queue: str = "", by: Actor = SYSTEM
) -> int:
    """Record an incoming call and return its contact; a known `key` (the Linkedid) returns its existing contact."""
    known = Contact.objects.filter(pbx_key=key).values_list("pk", flat=True).first()
    if known is not None:
        return known
    city_facts = city.city_by_id(city_id)
    phone = caller_phone(caller, region=city_facts.phone_region, area_code=centre_settings_at(city_id, at).area_code)
    people = citizen_ids_of_phone(phone, only_proven=True) if phone else []
    contact = Contact(
        city_id=city_id,
        channel=Channel.PHONE,
        began_at=at,
        pbx_key=key,
        phone=phone,
        line=pbx_line[:40],
        queue=queue[:40],
        citizen_id=people[0] if len(people) == 1 else None,
    )
    with transaction.atomic():
        contact.save(force_insert=True)
        record(contact, CallRang(channel=Channel.PHONE), by=str(by), at=at)
    return contact.pk


def hear_menu(key: str, *, code: str, number: int, pressed: str, season_code: str = "") -> None:
    """Record which version of an IVR menu (with its recording notice) the caller heard, and which key they pressed."""
    with open_contact(key=key) as contact:
        contact.menu_id = menu_version(contact.city_id, code, number) or contact.menu_id
        if pressed and not contact.keys.endswith(pressed):
            contact.keys = (contact.keys + pressed)[-20:]
        contact.season_code = season_code[:40] or contact.season_code
        contact.save(update_fields=["menu", "keys", "season_code"])


def keep_recording(key: str, *, link: str) -> None:
    """Keep the link to the call's recording; the audio itself is never stored."""
    with open_contact(key=key) as contact:
        contact.recording = link[:300]
        contact.save(update_fields=["recording"])


def join_queue(key: str, *, queue: str, at: datetime) -> None:
    """Record that the caller joined a queue; the same event again, even after they left, is still one stay."""
    with open_contact(key=key) as contact:
        if (last := last_pick_up(contact)) is not None:
            left = QueueWait.objects.filter(contact=contact, left_at__isnull=True, joined_at__lte=last)
            left.update(left_at=last, how="answered")
        stays = QueueWait.objects.filter(contact=contact, queue=queue[:40])
        if not stays.filter(Q(left_at=None) | Q(joined_at=at)).exists():
            QueueWait.objects.create(contact=contact, queue=queue[:40], joined_at=at)
        if contact.queue != queue[:40]:
            contact.queue = queue[:40]
            contact.save(update_fields=["queue"])
        if contact.answered_at is not None:
            come_back(contact, at=at)


def leave_queue(key: str, *, queue: str, how: str, at: datetime) -> None:
    """Record that the caller left a queue: "answered", "unanswered" (gave up, or sent on), "" if no reason was given.

    The queue reports that every caller left, also an answered one: the first report is kept.
    """
    with open_contact(key=key) as contact:
        stay = QueueWait.objects.filter(contact=contact, queue=queue[:40]).order_by("-joined_at", "-pk").first()
        if stay is not None:
            stay.left_at = stay.left_at or at
            stay.how = stay.how if stay.how == "answered" else how or stay.how
            stay.save(update_fields=["left_at", "how"])


def ring_phone(key: str, *, uniqueid: str, extension: str, at: datetime) -> None:
    """Record that a phone of the centre rings for the call, or (`extension` "") that an outside number is dialled."""
    with open_contact(key=key) as contact:
        if contact.ended_at is not None:
            return
        who = operator_at(contact.city_id, extension)
        CallLeg.objects.get_or_create(
            uniqueid=uniqueid,
            defaults={"contact": contact, "extension": extension[:40], "operator_id": who, "rang_at": at},
        )


def not_answered(key: str, *, extension: str, text: str, at: datetime) -> None:
    """Record that a ringing phone was not answered; if the call was being transferred to it, the transfer failed."""
    with open_contact(key=key) as contact:
        miss_pass(contact, text=text, extension=extension, at=at)


def transfer_call(key: str, *, extension: str, at: datetime) -> None:
    """Record that the consulted colleague now has the call; `extension` is the PBX's, for a transfer it started."""
    with open_contact(key=key) as contact:
        to = consulted_phone(contact) or extension
        rows = CallLeg.objects.filter(contact=contact, extension=to, answered_at__isnull=True, ended_at__isnull=True)
        leg = rows.order_by("-rang_at", "-pk").first()
        if to:
            uniqueid = leg.uniqueid if leg is not None else f"{key}-{to}-{at.timestamp():.0f}"
            _take(contact, uniqueid, to, at, SYSTEM)


def answer_call(key: str, *, uniqueid: str, extension: str, at: datetime, by: Actor = SYSTEM) -> None:
    """Record that a phone answered the call: a phone of the centre (after another one: a transfer), or the citizen's.

    An outgoing call counts as answered when the citizen picks up (`extension` ""), not when our own phone does.
    """
    with open_contact(key=key) as contact:
        # Events may arrive late for a call that was closed from the call records; the records already contained them.
        is_closed = contact.ended_at is not None
        if not is_closed and not consult(contact, extension, at=at):
            _take(contact, uniqueid, extension, at, by)


def _take(contact: Contact, uniqueid: str, extension: str, at: datetime, by: Actor) -> None:
    who = operator_at(contact.city_id, extension)
    leg, _ = CallLeg.objects.get_or_create(
        uniqueid=uniqueid, defaults={"contact": contact, "extension": extension[:40], "rang_at": at}
    )
    if leg.answered_at is not None:
        return
    leg.answered_at, leg.operator_id = at, who
    leg.save(update_fields=["answered_at", "operator"])
    if is_own_phone(contact, uniqueid=uniqueid, extension=extension):
        return
    is_passed = bool(extension) and settle_pass(contact, extension, at=at)
    is_first = contact.answered_at is None
    if is_first:
        contact.answered_at, contact.wait_seconds = at, seconds_between(contact.began_at, at)
    before = contact.operator_id
    is_ours = contact.direction == "in" or is_passed or bool(contact.queue)  # an outgoing call may come to a queue
    if is_ours and not contact.outcome:  # whoever recorded its outcome had the call
        contact.operator_id = who
    if not is_first and contact.operator_id == before:  # another channel of the same phone
        return
    fields = ["answered_at", "wait_seconds", "operator"]
    after = contact.operator_id
    event = CallAnswered(operator=after) if is_first else CallTransferred(operator=after, from_=before)
    record(contact, event, by=str(by), at=at, write=fields)
    if is_first:
        close_when_heard(contact, at=at)


def hang_up_phone(*, uniqueid: str, at: datetime) -> None:
    """Record that one phone hung up; the call itself may go on at another."""
    leg = CallLeg.objects.filter(uniqueid=uniqueid, ended_at__isnull=True).first()
    if leg is not None:
        CallLeg.objects.filter(pk=leg.pk).update(ended_at=at)
        with open_contact(leg.contact_id) as contact:
            others = CallLeg.objects.filter(contact=contact, extension=leg.extension, ended_at__isnull=True)
            # Asterisk drops a Local channel while the phone itself stays in the call.
            if leg.extension and consulted_phone(contact) == leg.extension and not others.exists():
                miss_pass(contact, text="did not take it", extension=leg.extension, at=at)


def end_call(key: str, *, at: datetime, left_voice: bool = False, by: Actor = SYSTEM) -> None:
    """Record the end of the call: unanswered, it is a missed call; answered, it waits for its outcome."""
    with open_contact(key=key) as contact:
        if contact.ended_at is None:
            finish(contact, at=at, left_voice=left_voice, by=by)
        else:  # a failed dial order has ended it already
            end_legs(contact, at=at)
