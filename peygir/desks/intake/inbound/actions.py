"""Stores inbound messages before anything answers them, and keeps the state of conversations."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.intake.models import Conversation, Inbound, MessengerOffset
from peygir.desks.intake.rules import MAX_NAME
from peygir.gateways.inbound_email import InboundEmail
from peygir.gateways.results import InboundMessage
from peygir.media import files
from peygir.people.actions import NotYourWork
from peygir.people.channels import Channel
from peygir.people.rules import Actor, may_manage_people

MAX_TRIES: Final = 6
MOST_KEPT: Final = 8
"""The most photos, documents and recordings of one conversation."""


class NotWaiting(Conflict):
    """The message was processed already, or another process has it now."""

    message = _("This message is no longer in the list.")


def take_in(provider: str, channel: str, heard: Sequence[InboundMessage], *, position: int | None = None) -> int:
    """Store messages, each once however often it is delivered, and the polling position; returns how many were new."""
    now = clock.now()
    rows = [
        Inbound(
            provider=provider,
            provider_id=message.provider_id[:200],
            channel=channel,
            sender=plain(message.sender)[:254],
            at=message.at or now,
            next_try_at=now,
            said={
                "text": plain(message.text)[:8000],
                "button": plain(message.button)[:64],
                "lat": message.lat,
                "lon": message.lon,
                "phone": message.phone,
                "name": plain(message.name)[:MAX_NAME],
                "photos": list(message.photos),
                "kept": [],
            },
        )
        for message in heard
    ]
    with transaction.atomic():
        before = Inbound.objects.filter(provider=provider, provider_id__in=[row.provider_id for row in rows]).count()
        Inbound.objects.bulk_create(rows, ignore_conflicts=True)
        if position is not None:
            MessengerOffset.objects.update_or_create(provider=provider, defaults={"position": position})
    return len(rows) - before


_SET_ASIDE: Final = {
    "perhaps": "its subject is that of an automatic reply",
    "unread": "it could not be read",
}


def take_email(email: InboundEmail) -> bool:
    """Store an email with its files; False if it is stored already.

    An email that is certainly automatic is stored without its text and never answered; one that looks automatic by its
    subject alone, or could not be read, waits unanswered in the list of messages for staff.
    """
    if Inbound.objects.filter(provider="mail", provider_id=email.message_id).exists():
        return False
    now, is_machine = clock.now(), email.machine == "surely"
    kept = [] if is_machine else [files.save(file, "raw", is_own=True) for file in email.files]
    email_data = {
        "text": plain(email.text)[:8000],
        "subject": plain(email.subject),
        "name": plain(email.name)[:MAX_NAME],
        "photos": [],
        "kept": kept,
        "replies_to": list(email.replies_to),
    }
    if email.original:
        email_data |= {"original": email.original, "charset": email.charset}
    row = Inbound(
        provider="mail",
        provider_id=email.message_id,
        channel=Channel.MAIL,
        sender=email.sender[:254],
        at=now,
        said=email_data,
        state="waiting",
        next_try_at=now,
    )
    if is_machine:
        row.said, row.state, row.became, row.next_try_at = {}, "heard", "machine", None
    elif email.machine:
        row.state, row.error, row.next_try_at = "failed", _SET_ASIDE[email.machine], None
    Inbound.objects.bulk_create([row], ignore_conflicts=True)
    return True


def claim(inbound_id: int) -> Inbound | None:
    """The message, locked for this transaction; None when it is done or another process has it now."""
    rows = Inbound.objects.select_for_update(skip_locked=True).filter(pk=inbound_id, state="waiting")
    return rows.first()


def keep_pictures(inbound_id: int, names: Sequence[str]) -> None:
    """Record the uploads' names of a message's fetched pictures."""
    row = Inbound.objects.get(pk=inbound_id)
    row.said = {**row.said, "photos": [], "kept": list(names)}
    row.save(update_fields=["said"])


def settle(inbound: Inbound, became: str) -> None:
    """Mark a message as answered and erase its content, which the report, verdict or conversation now holds.

    Text that could not be decoded well is kept as it came, for the staff who cannot make the report out.
    """
    said = {name: inbound.said[name] for name in ("original", "charset") if inbound.said.get("original")}
    inbound.state, inbound.became, inbound.said, inbound.error = "heard", became[:12], said, ""
    inbound.next_try_at = None
    inbound.save(update_fields=["state", "became", "said", "error", "next_try_at"])


def put_off(inbound_id: int, error: str) -> None:
    """Retry a failed message after 1, 2, 4, … minutes; after the last try a person finds it in the list."""
    with transaction.atomic():
        row = claim(inbound_id)
        if row is None:
            return
        row.tries, row.error = row.tries + 1, error[:200]
        row.next_try_at = clock.now() + timedelta(minutes=2 ** (row.tries - 1))
        if row.tries >= MAX_TRIES:
            row.state, row.next_try_at = "failed", None
        row.save(update_fields=["tries", "error", "next_try_at", "state"])


def hear_again(inbound_id: int, *, by: Actor) -> None:
    """Let a failed message be processed again. Raises NotYourWork, NotWaiting."""
    if not may_manage_people(by):
        raise NotYourWork()
    rows = Inbound.objects.filter(pk=inbound_id, state="failed")
    if not rows.update(state="waiting", tries=0, next_try_at=clock.now()):
        raise NotWaiting()


def talk_with(channel: str, address: str, *, language: str) -> Conversation:
    """The conversation with an address, created if new, locked for this transaction."""
    new = {"language": language, "asked_at": clock.now()}
    Conversation.objects.get_or_create(channel=channel, address=address, defaults=new)
    return Conversation.objects.select_for_update().get(channel=channel, address=address)


def talk_by_id(talk_id: int) -> Conversation | None:
    """A conversation with an open question, locked for this transaction; None when it has none any more."""
    return Conversation.objects.select_for_update(skip_locked=True).filter(pk=talk_id).exclude(asked="").first()


def ask_next(talk: Conversation, asked: str, said: Mapping[str, Any]) -> None:
    """Store the question that was asked and what was said so far."""
    talk.asked, talk.said, talk.asked_at = asked, dict(said), clock.now()
    talk.save(update_fields=["asked", "said", "asked_at"])


def end_talk(talk: Conversation) -> None:
    """Close the conversation: what was said has become a report or was withdrawn."""
    names = list(talk.said.get("kept", ()))
    transaction.on_commit(lambda: _delete(names))
    talk.asked, talk.said, talk.asked_at = "", {}, clock.now()
    talk.save(update_fields=["asked", "said", "asked_at"])


def _delete(names: Sequence[str]) -> None:
    for name in names:
        files.delete(name)


def know(talk: Conversation, *, language: str = "", phone: str = "") -> None:
    """Store the conversation's language, and the phone that a messenger vouches for."""
    talk.language, talk.phone = language or talk.language, phone or talk.phone
    talk.save(update_fields=["language", "phone"])
