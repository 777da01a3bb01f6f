"""The outbox: messages written with their event, sent later, retried, and never lost."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from peygir.cases.models import Note
from peygir.cases.queries import case_as_it_is, report_said
from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.desks.answers.actions.handing import SomebodyElseHasIt, block_refusing, hand_over
from peygir.desks.answers.actions.receipts import SendingTerms, terms_in_force
from peygir.desks.answers.actions.sparing import may_go
from peygir.desks.answers.actions.to_reporters import write_to_reporters
from peygir.desks.answers.contact_channels import contact_channels_of
from peygir.desks.answers.filling import digits_of, words_in_force
from peygir.desks.answers.models import Message, MessageFile, WithdrawnReport
from peygir.desks.answers.reporter_messages import LEAVING, TOLD
from peygir.desks.answers.rules import is_worth_telling, reports_at
from peygir.gateways.results import GatewayFailed, ReaderWantsNone
from peygir.history.queries import timeline
from peygir.people.actions import CODE_MINUTES, make_one_time_code
from peygir.people.channels import Channel
from peygir.storage.rows import update, update_where

MAX_TRIES: Final = 8
BATCH: Final = 100
CLAIM: Final = 5
LONGEST_WAIT: Final = 120
"""Minutes; retries come after 1, 2, 4, … of them."""
_log = logging.getLogger(__name__)

_TRIED: Final = (
    "state",
    "sent_at",
    "next_try_at",
    "error",
    "provider_id",
    "provider",
    "is_unsure",
    "parts",
    "cost",
    "delivery",
)


def tell_reporters(case_id: int, number: int) -> None:
    """Write one event's message to every reporter whom the case had at that event and who can be reached."""
    story = [(line.kind, line.data) for line in timeline("case", case_id)[:number]]
    happened, data = story[-1]
    kind = TOLD[happened]
    if not is_worth_telling(happened, data):
        return
    # However late this event is processed: a report that joined after it is left out, and one that has moved to another
    # case since is included.
    then = {data["report"]} if kind == "received" else reports_at(story)
    if any(told in LEAVING for told, _ in story):
        then -= set(WithdrawnReport.objects.filter(report_id__in=then).values_list("report_id", flat=True))
    if all(told.get("channel") == Channel.IMPORT for _, told in story if "report" in told):
        return  # a replay sends nothing
    known = [report for one in sorted(then) if (report := report_said(one)) is not None]
    channels = contact_channels_of(known)
    reports = [one for one in known if (one.citizen_id or one.pk in channels) and one.channel != Channel.IMPORT]
    if not reports:
        return
    case = case_as_it_is(case_id)
    answer = _answer_at(case_id, number) if "note" in data else ""
    if kind == "agency_answered" and not answer:
        return  # what an agency said is for colleagues
    write_to_reporters(kind, case=case, reports=reports, channels=channels, number=number, answer=answer, data=data)


def _answer_at(case_id: int, number: int) -> str:
    notes = Note.objects.filter(case_id=case_id, number=number, is_public=True)
    return notes.values_list("text", flat=True).first() or ""


def send_one_time_code(phone: str, *, language: str, asked_by: str = "") -> None:
    """Create a one-time code and put it into the outbox for the phone. Raises PhoneIsNotValid."""
    number = normalise_phone(phone)
    with transaction.atomic():
        otp = make_one_time_code(number, asked_by=asked_by)
        _, body = words_in_force("one_time_code", language)
        digits = digits_of(language)
        now = clock.now()
        Message.objects.create(
            kind="one_time_code",
            channel=Channel.SMS,
            address=number,
            created_at=now,
            next_try_at=now,
            body=body.format(otp=otp, minutes=digits(str(CODE_MINUTES))),
        )


def send_message(message_id: int) -> None:
    """Try to send one message now, if it is due."""
    for message in _claimed(clock.now(), only=message_id):
        _try(message, terms_in_force())


def send_due_messages(now: datetime) -> int:
    """Try the due messages, first tries and retries alike, oldest first; returns how many were tried."""
    tried = 0
    while tried < BATCH and (messages := _claimed(now)):
        terms = terms_in_force()
        for message in messages:
            _try(message, terms)
        tried += len(messages)
    return tried


def _claimed(now: datetime, *, only: int | None = None) -> list[Message]:
    """Due messages, claimed so that no other worker tries them for a while.

    Claiming moves `next_try_at` forward, so that a crash between sending and recording leads to a later retry with the
    same message id, which the gateway recognises, and not to a hot loop. Few at a time: all of them must have been
    tried before the first is due again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE answers_message
            SET tries = tries + 1,
                next_try_at = %s + make_interval(mins => LEAST(2 ^ LEAST(tries, 20), %s)::int)
            WHERE id = ANY (ARRAY (
                SELECT id FROM answers_message
                WHERE state = 'pending' AND next_try_at <= %s AND (%s::bigint IS NULL OR id = %s::bigint)
                ORDER BY next_try_at, id LIMIT %s FOR UPDATE SKIP LOCKED
            ))
            RETURNING id
            """,
            [clock.now(), LONGEST_WAIT, now, only, only, CLAIM],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def _try(message: Message, terms: SendingTerms) -> None:
    """Call the gateway outside any transaction, and record the result."""
    if (goes := terms.opens_for(message)) is not None:
        message.tries, message.next_try_at = message.tries - 1, goes  # no worker is woken
        update_where(message, ["tries", "next_try_at"], state="pending", tries=message.tries + 1)
        return
    if not may_go(message):
        return
    try:
        if _is_stale(message):
            raise GatewayFailed("the code has run out before it could be sent", is_permanent=True)
        receipt = hand_over(message)
    except SomebodyElseHasIt:
        return
    except GatewayFailed as failure:
        message.error = str(failure)[:200]
        if failure.is_permanent or message.tries >= MAX_TRIES:
            message.state, message.next_try_at = "dead", None
        if isinstance(failure, ReaderWantsNone):
            block_refusing(message)
    except Exception as failure:  # this message waits for its next try, the others continue
        _log.exception("message_failed", extra={"outgoing": message.pk})
        message.error = type(failure).__name__
        if message.tries >= MAX_TRIES:
            message.state, message.next_try_at = "dead", None
    else:
        message.state, message.sent_at, message.next_try_at, message.error = "sent", clock.now(), None, ""
        terms.keep_receipt(message, receipt)
    _write_result(message)


def _write_result(message: Message) -> None:
    """Record the result of a try.

    A failure counts only while the message is as this try claimed it: another try, or a person who dropped or revived
    it, may have changed it since. A success is recorded in any case; only a receipt that another try has written stays.
    """
    if message.state == "sent" and message.channel == Channel.MAIL and message.report_id is None:
        MessageFile.objects.filter(message=message).delete()
    fields = list(_TRIED)
    if message.kind == "one_time_code" and message.state != "pending":
        fields.append("body")
        message.body = "—"  # a sent code is worthless, but must not be stored
    if update_where(message, fields, state="pending", tries=message.tries) or message.state != "sent":
        return
    with transaction.atomic():
        row = Message.objects.select_for_update(no_key=True).exclude(state="sent").filter(pk=message.pk).first()
        if row is not None:
            update(message, fields)


def keep_as_sent(*, before: datetime) -> int:
    """Take messages that were written before a moment for sent when they were written; returns how many.

    For a past that has been made up: no provider gets its messages.
    """
    rows = Message.objects.filter(state="pending", created_at__lt=before)
    return rows.update(state="sent", sent_at=F("created_at"), next_try_at=None)


def _is_stale(message: Message) -> bool:
    """Whether the message is a one-time code that has expired."""
    return message.kind == "one_time_code" and clock.now() > message.created_at + timedelta(minutes=CODE_MINUTES)


def revive_message(message_id: int) -> None:
    """Give a dead message, or one whose delivery is unknown, another round of tries from now."""
    Message.objects.filter(pk=message_id, state="dead").update(
        state="pending", tries=0, next_try_at=clock.now(), is_unsure=False, provider=""
    )
