"""Limits messages to an unproven address: those over the limit wait and are sent later as one merged message."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from peygir.cases.models import Report
from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import known_language
from peygir.desks.answers.filling import digits_of, words_in_force
from peygir.desks.answers.models import Message
from peygir.desks.answers.sending_rules import UNPROVEN_DAY, free_at
from peygir.people.channels import Channel

MOST_CODES: Final = 6
"""The most codes in one merged message; the page behind its link lists all of them."""
MERGED: Final = "merged into one later message"


# Compiled once: every message to an unproven address runs these statements.
_COUNTED: Final = """
    SELECT ARRAY(SELECT sent_at FROM answers_message WHERE counted_as = %(to)s AND sent_at > %(since)s
                 ORDER BY sent_at DESC LIMIT %(most)s),
           EXISTS (SELECT FROM answers_message WHERE counted_as = %(to)s AND sent_at IS NULL AND state = 'pending'
                   AND held_at IS NOT NULL AND id <> %(id)s),
           EXISTS (SELECT FROM answers_message WHERE id = %(id)s AND state = 'pending')
"""
# Everything waiting for this address is due with the message, so that they are tried together; a hold counts as no try.
_HOLD: Final = """
    UPDATE answers_message
    SET held_at = COALESCE(held_at, %(now)s),
        next_try_at = CASE WHEN id = %(id)s THEN %(free)s ELSE GREATEST(next_try_at, %(free)s) END,
        tries = CASE WHEN id = %(id)s THEN GREATEST(tries - 1, 0) ELSE tries END
    WHERE counted_as = %(to)s AND sent_at IS NULL AND state = 'pending'
      AND (id = %(id)s OR held_at IS NULL OR next_try_at < %(free)s)
"""


def may_go(message: Message) -> bool:
    """Whether a due message may be sent now.

    One that is over the limit of its address waits until the limit allows one more; then all that waited for this
    address become one new message, and none of them is sent. Two workers that send to one address in the same moment
    may each send one message: the limit is exceeded by at most the number of workers.
    """
    if not message.counted_as:
        return True
    now = clock.now()
    per_hour, per_day = settings.UNPROVEN_PER_HOUR, settings.UNPROVEN_PER_DAY
    values: dict[str, str | int | datetime] = {"to": message.counted_as, "id": message.pk, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, values | {"since": now - UNPROVEN_DAY, "most": max(per_hour, per_day, 1)})
        moments, others_wait, is_pending = cursor.fetchone()
        if not is_pending:  # another message's try has just merged it
            return False
        free = free_at(moments, now=now, per_hour=per_hour, per_day=per_day)
        if free is not None:
            cursor.execute(_HOLD, values | {"free": free})
            return False
    return not (others_wait and _merge(message, now))


def _merge(message: Message, now: datetime) -> bool:
    """Merge the waiting messages into one new message; False where only this one waits and is still to be sent."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("report")
        rows = rows.filter(Q(pk=message.pk) | Q(held_at__isnull=False), counted_as=message.counted_as, state="pending")
        waiting = list(rows.order_by("pk"))
        if [one.pk for one in waiting] == [message.pk]:
            return False
        if message.pk in {one.pk for one in waiting}:
            merged = _write_merged(waiting, now)
            Message.objects.filter(pk__in=[one.pk for one in waiting]).update(
                state="dropped", next_try_at=None, error=MERGED, merged_into=merged
            )
    return True


def _write_merged(waiting: list[Message], now: datetime) -> Message:
    last, reports = waiting[-1], _reports_of(waiting)
    subject, body = _words(last.channel, reports)
    return Message.objects.create(
        kind="several",
        channel=last.channel,
        address=last.address,
        counted_as=last.counted_as,
        subject=subject,
        body=body,
        created_at=now,
        next_try_at=now,
    )


def _reports_of(messages: Iterable[Message]) -> list[Report]:
    """The reports that these messages are about, each once; a merged message is about those of its parts."""
    reports: dict[int, Report] = {}
    for message in messages:
        parts = Message.objects.filter(merged_into=message).select_related("report").order_by("pk")
        found = [message.report] if message.report is not None else _reports_of(parts)
        reports.update((report.pk, report) for report in found)
    return list(reports.values())


def _words(channel: str, reports: list[Report]) -> tuple[str, str]:
    """(subject, body) of a merged message, in the language of the last report."""
    language = known_language(reports[-1].language if reports else "")
    codes = [digits_of(language)(report.code) for report in reports]
    separator = _(", ").in_language(language)
    subject, body = words_in_force("several", language)
    values = {
        "count": digits_of(language)(str(len(codes))),
        "link": f"{settings.PUBLIC_URL}/me/" if channel == Channel.SMS else f"{settings.PUBLIC_URL}/track/",
        "codes": separator.join([*codes[:MOST_CODES], *(["…"] if len(codes) > MOST_CODES else [])]),
    }
    return subject, body.format(**values)


def leave_out(report: Report, *, error: str) -> None:
    """Remove a report that is not its phone holder's from the merged messages that still wait.

    Call in the transaction that removes the phone from the report. A merged message about nothing else is dropped with
    `error` as the reason.
    """
    parts = Message.objects.filter(report=report, channel=Channel.SMS).values_list("merged_into", flat=True)
    merged = {pk for pk in parts if pk is not None}
    while merged:
        rows = Message.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=merged).order_by("pk")
        merged = set()
        for row in rows:
            if row.merged_into_id is not None:  # it was merged again
                merged.add(row.merged_into_id)
            elif row.state == "pending":
                rest = [each for each in _reports_of([row]) if each.pk != report.pk and each.citizen_id is not None]
                _tell_of_the_rest(row, rest, error)


def _tell_of_the_rest(message: Message, reports: list[Report], error: str) -> None:
    if reports:
        message.subject, message.body = _words(message.channel, reports)
    else:
        message.state, message.next_try_at, message.error = "dropped", None, error
    message.save(update_fields=["subject", "body", "state", "next_try_at", "error"])
