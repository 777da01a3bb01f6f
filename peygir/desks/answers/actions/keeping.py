"""Administers the outbox: sending hours, tariffs, blocked addresses, dead messages; and replies in conversations."""

from collections.abc import Mapping, Sequence
from datetime import time

from django.db import transaction

from peygir.core import clock
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy
from peygir.core.words import plain
from peygir.desks.answers.actions.outbox import revive_message
from peygir.desks.answers.conversation_texts import buttons_for
from peygir.desks.answers.filling import words_in_force
from peygir.desks.answers.models import BlockedAddress, Message, MessageFile, ReplyChannel, SendingHours, Tariff
from peygir.desks.answers.sending_rules import (
    DEFAULT_HOURS,
    EVERY_KIND,
    AddressIsNotRight,
    check_price,
    may_keep_messages,
)
from peygir.desks.answers.texts import VARIABLES, KindIsUnknown
from peygir.gateways.mail import MailFile
from peygir.gateways.smtp import ADDRESS
from peygir.people.actions import NotYourWork
from peygir.people.channels import Channel
from peygir.people.rules import Actor


class MessageIsNotDead(Conflict):
    """The message was sent again already, or went out meanwhile."""

    message = gettext_lazy("This message is no longer among the dead letters; someone may have sent it again.")


def resend(message_id: int, *, by: Actor) -> None:
    """Send a dead message again at a person's request. Raises NotYourWork, MessageIsNotDead."""
    _check(by)
    if not Message.objects.filter(pk=message_id, state="dead").exists():
        raise MessageIsNotDead()
    revive_message(message_id)


def block(address: str, *, why: str, by: Actor) -> None:
    """Send nothing to a phone or mail address any more. Raises NotYourWork, AddressIsNotRight."""
    _check(by)
    channel, known = _address(address)
    block_own(channel, known, why=why, by=by)


def unblock(block_id: int, *, by: Actor) -> None:
    """Send messages there again; an address that is not blocked any more stays so. Raises NotYourWork."""
    _check(by)
    BlockedAddress.objects.filter(pk=block_id, ended_at=None).update(ended_at=clock.now())


def block_own(channel: str, address: str, *, by: Actor, why: str = "asked") -> bool:
    """Block an address at its holder's request; a repeated request changes nothing. Returns whether it is new."""
    _, is_new = BlockedAddress.objects.get_or_create(
        channel=channel, address=address, ended_at=None, defaults={"why": why, "at": clock.now(), "by": str(by)}
    )
    return is_new


def unblock_own(channel: str, address: str) -> None:
    """Unblock an address at its holder's request, whatever the reason of the block was."""
    BlockedAddress.objects.filter(channel=channel, address=address, ended_at=None).update(ended_at=clock.now())


def save_hours(kind: str, *, opens: time, closes: time, by: Actor) -> None:
    """Set the hours in which messages of a kind are sent from now on; `opens` equal to `closes`: at any hour.

    Raises NotYourWork, KindIsUnknown.
    """
    _check(by)
    if kind != EVERY_KIND and kind not in VARIABLES:
        raise KindIsUnknown(kind=plain(kind)[:20])
    now = clock.now()
    with transaction.atomic():
        rows = SendingHours.objects.select_for_update().filter(kind=kind, valid_to=None)
        if [(row.opens, row.closes) for row in rows] == [(opens, closes)]:
            return
        rows.update(valid_to=now)
        SendingHours.objects.create(kind=kind, opens=opens, closes=closes, by=str(by), valid_from=now)


def save_tariff(provider: str, *, rials: int, by: Actor) -> None:
    """Set what one message part costs with a provider from now on. Raises NotYourWork, PriceIsNotRight."""
    _check(by)
    check_price(rials)
    now = clock.now()
    with transaction.atomic():
        rows = Tariff.objects.select_for_update().filter(provider=provider, valid_to=None)
        if [row.rials for row in rows] == [rials]:
            return
        rows.update(valid_to=now)
        Tariff.objects.create(provider=plain(provider)[:20], rials=rials, by=str(by), valid_from=now)


def load_default_hours() -> int:
    """Store the default sending hours where the city has none yet; returns how many were new."""
    if SendingHours.objects.exists():
        return 0
    rows = [
        SendingHours(kind=kind, opens=opens, closes=closes, by="system", valid_from=clock.now())
        for kind, (opens, closes) in DEFAULT_HOURS.items()
    ]
    return len(SendingHours.objects.bulk_create(rows))


def say(
    kind: str,
    *,
    channel: str,
    address: str,
    language: str,
    values: Mapping[str, str],
    answers: str = "",
    subject: str = "",
    files: Sequence[MailFile] = (),
) -> int:
    """Put one message into the outbox, with its kind's buttons where they can be shown; an email may carry files.

    Returns the message's id. Call it in the transaction of what it tells.
    """
    headline, body = words_in_force(kind, language)
    now = clock.now()
    message = Message.objects.create(
        kind=kind,
        channel=channel,
        address=address,
        subject=(subject or headline)[:120],
        answers=answers,
        body=body.format(**values),
        buttons=buttons_for(kind, language) if channel == Channel.CHAT else [],
        created_at=now,
        next_try_at=now,
    )
    for file in files:
        MessageFile.objects.create(message=message, name=file.name, kind=file.kind, content=file.content)
    return int(message.pk)


def keep_contact_channel(report_id: int, *, channel: str, address: str) -> None:
    """Let the reporter of one report be reached by this chat or mail address; a repeated call changes nothing."""
    ReplyChannel.objects.get_or_create(report_id=report_id, defaults={"channel": channel, "address": address})


def _check(by: Actor) -> None:
    if not may_keep_messages(by):
        raise NotYourWork()


def _address(text: str) -> tuple[str, str]:
    """(channel, address) of a typed address."""
    text = plain(text)
    if ADDRESS.fullmatch(text):
        return Channel.MAIL, text.lower()
    try:
        return Channel.SMS, normalise_phone(text)
    except PhoneIsNotValid as wrong:
        raise AddressIsNotRight() from wrong
