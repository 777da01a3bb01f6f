"""Writes a message of one event to reporters, by each channel by which they are reached."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.desks.answers.contact_channels import addresses_of, counted_as
from peygir.desks.answers.conversation_texts import verdict_buttons
from peygir.desks.answers.filling import is_heard_by_sms, language_of, message_for, words_in_force
from peygir.desks.answers.models import Message
from peygir.people.channels import Channel
from peygir.people.queries import citizen_profile
from peygir.storage.rows import insert


def write_to_reporters(
    kind: str,
    *,
    case: Case,
    reports: Collection[Report],
    channels: Mapping[int, tuple[str, str]],
    number: int,
    answer: str,
    data: dict[str, Any],
) -> None:
    """Write the message of an event to each of these reporters who wants messages; a repeated delivery writes none.

    `channels`: what `contact_channels_of` says of them.
    """
    with transaction.atomic(savepoint=False):
        for report in reports:
            profile = citizen_profile(report.citizen_id) if report.citizen_id else None
            if profile is None or not profile.is_silent:
                reached = addresses_of(profile, channels.get(report.pk))
                to = [
                    (channel, address, counted_as(report, profile, channel, address))
                    for channel, address in reached.items()
                ]
                _write_all(kind, case=case, report=report, to=to, number=number, answer=answer, data=data)


def _write_all(
    kind: str,
    *,
    case: Case,
    report: Report,
    to: list[tuple[str, str, str]],
    number: int,
    answer: str,
    data: dict[str, Any],
) -> None:
    for channel, address, counted in to:
        now = clock.now()
        subject, body = message_for(report, kind, case=case, channel=channel, answer=answer, data=data)
        if counted and kind == "received" and channel == Channel.SMS and is_heard_by_sms():
            body = f"{body}\n{words_in_force('not_you', language_of(report))[1]}"
        message = Message(
            case=case,
            number=number,
            report=report,
            kind=kind,
            channel=channel,
            address=address,
            subject=subject,
            body=body,
            counted_as=counted,
            created_at=now,
            next_try_at=now,
            buttons=verdict_buttons(report.code, language_of(report))
            if channel == Channel.CHAT and kind in ("done", "declined")
            else [],
        )
        # If the event is delivered twice, its message exists already and no other is written.
        insert(message, unless_known=True)
