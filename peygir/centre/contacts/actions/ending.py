"""How a call ends: its talk time, whether the caller was left without anybody, and whether it counts as an attempt."""

from datetime import datetime

from peygir.centre.contacts.actions.callbacks import count_try
from peygir.centre.contacts.actions.leaving import last_pick_up, was_left_alone
from peygir.centre.contacts.actions.passing import settle_pass
from peygir.centre.contacts.models import CallBack, CallDraft, CallLeg, Contact, DialOrder, QueueWait
from peygir.centre.contacts.rules import seconds_between, talk_seconds
from peygir.history.actions import record
from peygir.history.kinds.contacts import CallEnded, CallFailed, CallMissed
from peygir.people.rules import Actor


def finish(contact: Contact, *, at: datetime, left_voice: bool = False, by: Actor) -> None:
    """End a contact that is open under its lock, with its phones, queue stays, transfer and call-back.

    The call is missed when nobody answered, and also when the caller was transferred, nobody took over, and they gave
    up. A draft or an outcome that an operator has entered stays; the caller is called back all the same.
    """
    end_legs(contact, at=at)
    settle_pass(contact, "", at=at)
    QueueWait.objects.filter(contact=contact, left_at__isnull=True).update(left_at=at)
    is_left = was_left_alone(contact, at=at)
    _name_leavings(contact)
    contact.ended_at = at
    contact.seconds = _seconds_of_talk(contact, at)
    if contact.outcome or (contact.answered_at is not None and not is_left):
        event = CallMissed(outcome=contact.outcome) if is_left else CallEnded(seconds=contact.seconds)
        record(contact, event, by=str(by), at=at, write=["ended_at", "seconds"])
        return
    if not (is_left and CallDraft.objects.filter(contact=contact).exists()):
        contact.outcome = _outcome_of_missed(contact, left_voice=left_voice)
    _miss(contact, at=at, by=by)


def _miss(contact: Contact, *, at: datetime, by: Actor) -> None:
    if contact.answered_at is None:
        contact.wait_seconds = seconds_between(contact.began_at, at)
    outcome = contact.outcome
    event = CallFailed(outcome=outcome) if outcome == "not_called" else CallMissed(outcome=outcome)
    record(contact, event, by=str(by), at=at, write=["ended_at", "seconds", "wait_seconds", "outcome"])
    if contact.outcome == "no_answer":
        _count_try(contact, at=at, by=by)


def end_legs(contact: Contact, *, at: datetime) -> None:
    """End every phone of the call that is not known to have hung up."""
    CallLeg.objects.filter(contact=contact, ended_at__isnull=True).update(ended_at=at)


def is_dialled(contact: Contact) -> bool:
    """Whether the citizen's phone was dialled in an outgoing call."""
    return CallLeg.objects.filter(contact=contact, extension="").exists()


def _name_leavings(contact: Contact) -> None:
    """Fill in how queue stays ended that the PBX did not report: answered if somebody picked up after they began."""
    rows, last = QueueWait.objects.filter(contact=contact, how=""), last_pick_up(contact)
    if last is not None:
        rows.filter(joined_at__lte=last).update(how="answered")
    rows.filter(how="").update(how="unanswered")


def _seconds_of_talk(contact: Contact, at: datetime) -> int | None:
    if contact.answered_at is None:
        return None if contact.outcome else 0
    rows = CallLeg.objects.filter(contact=contact, answered_at__isnull=False)
    spans = [(start, end or at) for start, end in rows.values_list("answered_at", "ended_at") if start is not None]
    return talk_seconds(spans, since=contact.answered_at) if spans else seconds_between(contact.answered_at, at)


def _outcome_of_missed(contact: Contact, *, left_voice: bool) -> str:
    if contact.direction == "out" and contact.answered_at is None:
        return "no_answer" if is_dialled(contact) else "not_called"
    return "voice_mail" if left_voice else "abandoned"


def _count_try(contact: Contact, *, at: datetime, by: Actor) -> None:
    """Count an unanswered outgoing call as an attempt of its call-back, with the reason."""
    rows = CallBack.objects.select_for_update(no_key=True)
    call_back = rows.filter(pk=contact.call_back_id, state="open").first() if contact.call_back_id else None
    if call_back is not None:
        words = DialOrder.objects.filter(pk=contact.pk).values_list("words", flat=True).first() or "no answer"
        count_try(call_back, words=words, at=at, by=by)
