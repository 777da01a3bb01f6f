"""Completes calls, some of whose events were lost while the PBX connection was cut, from the PBX's lists and records.

The moment of an answer is exact if the queue's log, or a record, contains it. If only a bound is known, the contact
is marked as uncertain, has no waiting time, and is reviewed by a supervisor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from peygir.centre.contacts.actions.calls import answer_call, end_call, hear_menu, join_queue, ring_call, ring_phone
from peygir.centre.contacts.actions.dialling import OURS
from peygir.centre.contacts.actions.ending import finish
from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.actions.reaching import not_reached
from peygir.centre.contacts.models import CallLeg, Contact, QueueWait
from peygir.centre.contacts.rules import seconds_between
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallBecameUncertain, CallReviewed
from peygir.people.rules import SYSTEM


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """A phone that answered the call, from when (exact, or a lower bound) until when."""

    uniqueid: str
    extension: str
    at: datetime
    until: datetime
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class LostStay:
    """One stay in a queue."""

    queue: str
    joined_at: datetime
    left_at: datetime | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class MenuPress:
    """A menu version that was played, the key pressed in it, and the key's season."""

    code: str
    number: int
    pressed: str
    season_code: str


@dataclass(frozen=True, slots=True)
class LostCall:
    """One call as the PBX's records describe it.

    `outside` and `words` belong to an outgoing call: the citizen's answer, or why there was none ("" if they were not
    dialled). `left_voice`: the call reached the mailbox; no record says whether a message was kept.
    """

    key: str
    caller: str
    line: str
    began_at: datetime
    ended_at: datetime
    queue: str = ""
    answers: tuple[LostAnswer, ...] = ()
    left_voice: bool = False
    stays: tuple[LostStay, ...] = ()
    heard: tuple[MenuPress, ...] = ()
    outside: LostAnswer | None = None
    words: str = ""


def close_lost_call(city_id: int, call: LostCall) -> bool:
    """Make a contact equal to the records, as if all its events had arrived; returns whether anything was missing."""
    known = Contact.objects.filter(pbx_key=call.key).first()
    if known is None and call.key.startswith(OURS):  # of an earlier city; each outgoing call has a contact
        return False
    if known is not None and known.ended_at is not None:
        return False
    ring_call(city_id, call.key, at=call.began_at, caller=call.caller, pbx_line=call.line, queue=call.queue)
    complete_call(call.key, pbx_line=call.line, heard=call.heard)
    if call.stays:
        _keep_stays(call)
    elif call.queue and not call.answers and known is None:
        join_queue(call.key, queue=call.queue, at=call.began_at)
    in_doubt = _reach(call) if call.key.startswith(OURS) else False
    in_doubt = _take_answers(call) or in_doubt
    if in_doubt or (call.left_voice and not call.answers):
        _doubt(call.key, at=call.ended_at)
    end_call(call.key, at=call.ended_at, left_voice=call.left_voice)
    return True


def complete_call(key: str, *, pbx_line: str, heard: Iterable[MenuPress]) -> None:
    """Add the line and the keys that a call lacks; known values stay. Raises NoSuchContact."""
    presses = list(heard)
    with open_contact(key=key) as contact:
        if pbx_line and not contact.line:
            contact.line = pbx_line[:40]
            contact.save(update_fields=["line"])
        is_longer = len("".join(press.pressed for press in presses)) > len(contact.keys)
        if presses and (is_longer or contact.menu_id is None):
            contact.keys = ""
            contact.save(update_fields=["keys"])
            for press in presses:
                hear_menu(
                    key, code=press.code, number=press.number, pressed=press.pressed, season_code=press.season_code
                )


def answered_meanwhile(
    key: str, *, uniqueid: str, extension: str, rang_at: datetime, at: datetime, is_exact: bool
) -> bool:
    """Record a phone that is found in conversation; True if that is new and its moment inexact (`at` is the latest).

    An outside phone ("") is the citizen's in an outgoing call. Raises NoSuchContact.
    """
    with open_contact(key=key) as contact:
        if CallLeg.objects.filter(contact=contact, uniqueid=uniqueid, answered_at__isnull=False).exists():
            return False
        was_answered = contact.answered_at is not None
        ring_phone(key, uniqueid=uniqueid, extension=extension, at=min(rang_at, at))
        answer_call(key, uniqueid=uniqueid, extension=extension, at=at)
        waits = QueueWait.objects.filter(contact=contact, left_at__isnull=True)
        waits.update(left_at=at, how="answered")
        contact.refresh_from_db()
        if not is_exact and contact.answered_at is not None and not was_answered:
            _doubt(key, at=at)
            return True
    return False


def mend_answer(key: str, *, extension: str, at: datetime) -> bool:
    """Set the moment of an uncertain answer from a call record; returns whether it fits and the doubt is cleared.

    It fits if it lies after the phone's ring, to the whole second, and before the moment at which the phone was seen
    in conversation: the record of a call that the dialplan answered lies before the ring.
    """
    with open_contact(key=key) as contact:
        legs = CallLeg.objects.filter(contact=contact, extension=extension, answered_at__isnull=False)
        leg = legs.order_by("answered_at").first()
        if leg is None or leg.answered_at is None or not contact.is_uncertain:
            return False
        if not leg.rang_at <= at <= leg.answered_at:
            return False
        if contact.answered_at == leg.answered_at:
            contact.answered_at, contact.wait_seconds = at, seconds_between(contact.began_at, at)
        leg.answered_at = at
        leg.save(update_fields=["answered_at"])
        contact.is_uncertain = False
        record(
            contact,
            CallReviewed(),
            by=str(SYSTEM),
            at=at,
            write=["answered_at", "wait_seconds", "is_uncertain"],
        )
        return True


def review_call(key: str, *, at: datetime) -> None:
    """End a call that is gone without a record of how: mark it for review; it waits for an outcome or a call-back."""
    _doubt(key, at=at)
    with open_contact(key=key) as contact:
        if contact.ended_at is None:
            finish(contact, at=at, by=SYSTEM)


def doubt_call(key: str, *, at: datetime) -> None:
    """Mark for review a call that could not be completed fully. Raises NoSuchContact."""
    _doubt(key, at=at, keeps_wait=True)


def _doubt(key: str, *, at: datetime, keeps_wait: bool = False) -> None:
    with open_contact(key=key) as contact:
        if contact.ended_at is None and not contact.is_uncertain:
            contact.is_uncertain = True
            contact.wait_seconds = contact.wait_seconds if keeps_wait else None
            record(contact, CallBecameUncertain(), by=str(SYSTEM), at=at, write=["is_uncertain", "wait_seconds"])


def _keep_stays(call: LostCall) -> None:
    with open_contact(key=call.key) as contact:
        for queue in dict.fromkeys(stay.queue[:40] for stay in call.stays):
            rows = list(QueueWait.objects.filter(contact=contact, queue=queue).order_by("joined_at", "pk"))
            stays = [stay for stay in call.stays if stay.queue[:40] == queue]
            for stay, row in zip(stays, _rows_of(stays, rows), strict=True):
                left, how = stay.left_at or call.ended_at, "answered" if stay.is_answered else "unanswered"
                if row is None:
                    QueueWait.objects.create(
                        contact=contact, queue=queue, joined_at=stay.joined_at, left_at=left, how=how
                    )
                elif row.left_at is None:
                    row.left_at, row.how = left, how
                    row.save(update_fields=["left_at", "how"])


def _rows_of(stays: Sequence[LostStay], rows: Sequence[QueueWait]) -> list[QueueWait | None]:
    """Return the row of each stay of the queue's log, in the order of `stays`; None for a stay whose events were lost.

    Rows and stays are paired, the nearest in time first, however late the events came. The log may hold fewer stays
    than there are rows, because only its end is read.
    """
    pairs = [(stay, row) for stay in range(len(stays)) for row in range(len(rows))]
    rows_by_stay: dict[int, int] = {}
    for stay, row in sorted(pairs, key=lambda pair: abs(stays[pair[0]].joined_at - rows[pair[1]].joined_at)):
        if stay not in rows_by_stay and row not in rows_by_stay.values():
            rows_by_stay[stay] = row
    return [rows[rows_by_stay[stay]] if stay in rows_by_stay else None for stay in range(len(stays))]


def _take_answers(call: LostCall) -> bool:
    """Record answers whose events were lost; returns whether the call's first answer has an inexact moment."""
    in_doubt = False
    with open_contact(key=call.key) as contact:
        was_answered = contact.answered_at is not None
        legs = CallLeg.objects.filter(contact=contact, answered_at__isnull=False)
        heard, heard_ids = set(legs.values_list("extension", flat=True)), set(legs.values_list("uniqueid", flat=True))
        joined = QueueWait.objects.filter(contact=contact).order_by("-joined_at").values_list("joined_at", flat=True)
        earliest = joined.first() or contact.began_at
        for answer in call.answers:
            if answer.uniqueid not in heard_ids and answer.extension not in heard:
                at = answer.at if answer.is_exact else min(max(answer.at, earliest), answer.until)
                answer_call(call.key, uniqueid=answer.uniqueid, extension=answer.extension, at=at)
                in_doubt = in_doubt or (not answer.is_exact and not was_answered)
            open_legs = legs.filter(extension=answer.extension, ended_at__isnull=True)
            open_legs.filter(answered_at__lte=answer.until).update(ended_at=answer.until)
    return in_doubt


def _reach(call: LostCall) -> bool:
    """Record how an outgoing call reached the citizen, or not; returns whether the moment of the answer is inexact."""
    if call.outside is not None:
        outside = call.outside
        with open_contact(key=call.key) as contact:
            if contact.answered_at is not None:
                return False
            answer_call(call.key, uniqueid=outside.uniqueid, extension="", at=outside.at)
        return not outside.is_exact
    if call.words:
        ring_phone(call.key, uniqueid=f"{call.key}/outside", extension="", at=call.began_at)
        not_reached(call.key, text=call.words, at=call.ended_at)
    return False
