"""Hands one message to a provider: at most once to each, asking before a second attempt.

The next provider is tried only when the one before has certainly not taken the message.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings

from peygir.core import clock
from peygir.core.persian import search_key
from peygir.desks.answers.links import following_link
from peygir.desks.answers.models import BlockedAddress, Following, Message
from peygir.gateways import chat, mail, sms
from peygir.gateways.results import CannotTell, GatewayFailed, GatewayUnsure, ProviderReceipt, ReaderWantsNone
from peygir.gateways.smtp import read_mail_url
from peygir.people.channels import Channel
from peygir.storage.asking import exists
from peygir.storage.rows import update_where

# Providers that later report a message's delivery.
REPORTING: Final = frozenset({"kavenegar", "magfa", "melipayamak", "smpp"})


class NobodyKnows(GatewayFailed):
    """The message may have been sent and no provider can tell: a person decides whether it is sent again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"it may have arrived: {reason}", is_permanent=True)


class SomebodyElseHasIt(GatewayFailed):
    """While this try waited, the message was tried again, withdrawn or merged: this try must not send it any more."""

    def __init__(self) -> None:
        super().__init__("another try has it, or it was taken back", is_permanent=False)


def hand_over(message: Message) -> ProviderReceipt:
    """Send one message that this try has claimed; `message.provider` and `is_unsure` then say how far it went.

    Raises GatewayFailed in one of its kinds, SomebodyElseHasIt among them.
    """
    # A one-time code is sent even to those who want no other messages.
    is_asked = message.kind == "one_time_code" or message.kind.startswith("talk_")
    if not is_asked and exists(BlockedAddress, channel=message.channel, address=message.address, ended_at=None):
        raise GatewayFailed("the address is on the blacklist", is_permanent=True)
    key = f"peygir-{message.pk}"
    if message.channel == Channel.SMS:
        return _by_ports(message, key)
    if message.is_unsure:
        raise NobodyKnows("the answer was lost")
    try:
        return _BY_CHANNEL[message.channel](message, key)
    except GatewayUnsure as unsure:
        message.is_unsure = True
        raise NobodyKnows(unsure.reason) from unsure


def _by_ports(message: Message, key: str) -> ProviderReceipt:
    sms.check_sms(message.address, message.body, key)
    if message.is_unsure and (known := _asked(message, key)) is not None:
        return known
    failed = GatewayFailed("SMS_ADAPTER names no provider", is_permanent=False)
    for name in sms.provider_names():
        try:
            provider = sms.provider(name)
            message.provider, message.is_unsure = name, not provider.is_sure
            if not provider.is_sure:
                # Recorded first, so that after a crash before the response the provider is asked.
                _mark(message)
            receipt = provider.send(message.address, message.body, key)
        except (GatewayUnsure, SomebodyElseHasIt) as failure:
            message.is_unsure = isinstance(failure, GatewayUnsure)
            raise
        except GatewayFailed as failure:
            message.is_unsure, failed = False, failure
            if failure.is_permanent:
                raise
        else:
            message.is_unsure = False
            return receipt
    raise failed


def _asked(message: Message, key: str) -> ProviderReceipt | None:
    """Ask the provider whether it has the message; None: certainly not. Raises GatewayUnsure (for now), NobodyKnows."""
    try:
        provider = sms.provider(message.provider)
        if provider.is_sure:
            receipt: ProviderReceipt | None = provider.send(message.address, message.body, key)
        else:
            receipt = provider.find(message.address, message.body, key, message.created_at)
    except CannotTell as never:
        raise NobodyKnows(f"{message.provider} cannot be asked") from never
    except ReaderWantsNone:
        raise
    except GatewayFailed as failure:
        raise GatewayUnsure(f"{message.provider} cannot be asked now: {failure.reason}") from failure
    message.is_unsure = False
    return receipt


def _by_chat(message: Message, key: str) -> ProviderReceipt:
    name, _, address = message.address.partition(":")
    messenger = chat.chat(name)
    message.provider, message.is_unsure = name, True
    _mark(message)
    try:
        receipt = messenger.send(address, message.body, key, message.buttons)
    except GatewayUnsure:
        raise
    except GatewayFailed:
        message.is_unsure = False
        raise
    message.is_unsure = False
    return receipt


def _mark(message: Message) -> None:
    """Record which provider may have it, if this try still has the message. Raises SomebodyElseHasIt."""
    if not update_where(message, ["provider", "is_unsure"], state="pending", tries=message.tries):
        raise SomebodyElseHasIt()


def _by_mail(message: Message, key: str) -> ProviderReceipt:
    language = message.report.language if message.report else _language_in(message.subject)
    message.provider = "mail"
    return mail.send_mail(
        message.address,
        message.subject,
        message.body,
        message_id=key,
        language=language,
        answers=message.answers,
        ways_out=_ways_out(message),
        files=_files(message),
    )


def _files(message: Message) -> list[mail.MailFile]:
    """The files of an email to staff; reporters get none."""
    rows = message.files.order_by("pk") if message.report_id is None else ()
    return [mail.MailFile(row.name, row.kind, bytes(row.content)) for row in rows]


# How a message goes out by each channel but SMS, which has several providers.
_BY_CHANNEL: Final[dict[str, Callable[[Message, str], ProviderReceipt]]] = {
    Channel.CHAT: _by_chat,
    Channel.MAIL: _by_mail,
}


def _ways_out(message: Message) -> list[str]:
    """Addresses at which the recipient of an email can unsubscribe; empty for most emails to staff."""
    if message.report_id is not None or message.kind == "several":
        by_mail = [f"mailto:{address}?subject=unsubscribe"] if (address := own_address()) else []
        return [*by_mail, f"{settings.PUBLIC_URL}/me/"]
    if message.kind in ("followed", "evening"):
        rows = Following.objects.filter(address=message.address, ended_at=None).order_by("-pk")[:1]
        return [following_link(row.pk) for row in rows]
    if message.kind == "weekly":
        return [f"{settings.PUBLIC_URL}/desk/subscriptions/"]
    return []


def own_address() -> str:
    """The mail address to which people may write; empty where no mailbox is read."""
    if not settings.IMAP_URL or not settings.EMAIL_URL:
        return ""
    try:
        return read_mail_url(settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL).sender
    except ValueError:
        return ""


def block_refusing(message: Message) -> None:
    """Block the address: the provider reports that its owner wants no messages."""
    BlockedAddress.objects.get_or_create(
        channel=message.channel,
        address=message.address,
        ended_at=None,
        defaults={"why": "provider", "at": clock.now(), "by": "system"},
    )


def _language_in(words: str) -> str:
    """The language of one of our texts: English is plain ASCII."""
    return "en" if words and words.isascii() and search_key(words) else "fa"
