"""Calls of which a part was not heard while the line was cut: what the exchange's lists and records make good.

The moment of a pick-up is exact where the queue's log, or a record, tells it. Where only a bound is known the contact
is marked as uncertain, has no time of waiting, and is looked at by a supervisor.
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
    """A phone that took the call: from when (exact, or a bound from below) until when."""

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
    """A version of a menu that was heard, the key pressed in it, and the key's season."""

    code: str
    number: int
    pressed: str
    season_code: str


@dataclass(frozen=True, slots=True)
class LostCall:
    """One call as the PBX's records tell it.

    `outside` and `words` are of a call that we asked for: the citizen's pick-up, or why there was none ("" where they
    were not dialled). `left_voice`: it came to the mailbox; whether a message was kept no record tells.
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
    """Make a contact what the records say, no other than if we had heard it; whether anything was missing."""
    known = Contact.objects.filter(pbx_key=call.key).first()
    if known is None and call.key.startswith(OURS):  # of a city that was before; we call nobody without a contact
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
    """Give a call the line and the keys that were not heard; what is known stays. Raises NoSuchContact."""
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
    """A phone is found speaking on a call; whether that was new and its moment is not exact (`at` is the latest).

    A phone outside ("") is the citizen's in a call of ours. Raises NoSuchContact.
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
    """A record tells when a phone took a call whose answer was in doubt; whether it fits and the doubt is gone.

    It fits where it lies after the phone's ring, to the whole second, and before the moment in which it was found
    speaking: the record of a call that the dialplan answered lies before the ring.
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
    """The call is gone and no record tells how: it is ended now, marked, and waits for an outcome or a call-back."""
    _doubt(key, at=at)
    with open_contact(key=key) as contact:
        if contact.ended_at is None:
            finish(contact, at=at, by=SYSTEM)


def doubt_call(key: str, *, at: datetime) -> None:
    """Not all of a call could be made good: mark it to be looked at. Raises NoSuchContact."""
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
    """The row of each stay of the queue's log, in the order of `stays`; None for one that was not heard.

    Rows and stays are paired, the nearest in time first, however late the events came. The log may hold fewer stays
    than were heard, for it is read from its end.
    """
    pairs = [(stay, row) for stay in range(len(stays)) for row in range(len(rows))]
    rows_by_stay: dict[int, int] = {}
    for stay, row in sorted(pairs, key=lambda pair: abs(stays[pair[0]].joined_at - rows[pair[1]].joined_at)):
        if stay not in rows_by_stay and row not in rows_by_stay.values():
            rows_by_stay[stay] = row
    return [rows[rows_by_stay[stay]] if stay in rows_by_stay else None for stay in range(len(stays))]


def _take_answers(call: LostCall) -> bool:
    """The phones that took the call and were not heard; whether its first answer is one whose moment is not exact."""
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
    """How dialling the citizen ended in a call of ours; whether their pick-up is one whose moment is not exact."""
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
