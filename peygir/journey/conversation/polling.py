"""Polls providers, messengers and the mailbox: stores what came, and returns when to poll again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings

from peygir.core import clock
from peygir.core.child import ChildWasKilled
from peygir.desks.answers import actions as answers
from peygir.desks.answers.actions.handing import own_address
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.queries import position_of, silent_talks
from peygir.gateways import chat, imap, sms
from peygir.gateways.inbound_email import open_email
from peygir.gateways.results import DeliveryReport, GatewayFailed, InboundMessage
from peygir.journey.conversation.inbound import forget_nothing, hear_waiting
from peygir.people.channels import Channel

Look = Callable[[], float]
"""Polls once; returns seconds until the next poll. Raises GatewayFailed when the other side does not answer."""

LONG_POLL: Final = 20
SMS_EVERY: Final = {"smpp": 1.0}
USUAL: Final = 20.0
FATE_EVERY: Final = 60.0
MAIL_EVERY: Final = 30.0
IDLE: Final = 1.0
PATIENCE: Final = timedelta(hours=2)
"""How long a question may stay unanswered before what was said becomes a report as it is."""


def sources() -> dict[str, Look]:
    """All sources to poll under the settings, by name; a messenger with a webhook is not polled."""
    looks_by_source: dict[str, Look] = {"talks": poll_conversations}
    for name in sms.provider_names():
        if name in settings.SMS_PORTS:
            looks_by_source[f"sms:{name}"] = lambda name=name: poll_provider(name)  # type: ignore[misc]
    for name in chat.chat_names():
        if not has_hook(name):
            looks_by_source[f"chat:{name}"] = lambda name=name: listen_to_chat(name)  # type: ignore[misc]
    if settings.IMAP_URL:
        looks_by_source["mail"] = read_mail
    if any(name in settings.SMS_PORTS for name in sms.provider_names()):
        looks_by_source["fate"] = ask_fate
    return looks_by_source


def has_hook(name: str) -> bool:
    """Whether a messenger sends its updates to our webhook: its option `hook=1`."""
    return chat.chat(name).at.options.get("hook") == "1"


def poll_conversations() -> float:
    """Process stored messages that wait; end conversations that have gone silent."""
    done = hear_waiting()
    for talk_id in silent_talks(clock.now() - PATIENCE, 20):
        forget_nothing(talk_id)
    return 0.0 if done else IDLE


def poll_provider(name: str) -> float:
    """Fetch an SMS provider's messages and delivery reports."""
    provider = sms.provider(name)
    keep_heard(name, list(provider.inbox()))
    if settle := getattr(provider, "settle", None):
        settle()  # acknowledge only after they are stored
    return SMS_EVERY.get(name, USUAL)


def listen_to_chat(name: str, *, wait: int = LONG_POLL) -> float:
    """Long-poll a messenger for updates after the last stored one."""
    messenger, position = chat.chat(name), position_of(name)
    heard, last = messenger.updates(position, wait=wait)
    inbound.take_in(name, Channel.APP, heard, position=last if last > position else None)
    return 0.0


def read_mail() -> float:
    """Store unread emails and mark each as read. Raises GatewayFailed where this machine has no space for them."""
    try:
        with imap.opened(settings.IMAP_URL) as mailbox:
            for uid, raw in mailbox.unread():
                inbound.take_email(open_email(raw, ours=own_address()))
                mailbox.mark_read(uid)
    except ChildWasKilled as failure:
        raise GatewayFailed("no room to read a letter just now", is_permanent=False) from failure
    return MAIL_EVERY


def ask_fate() -> float:
    """Ask providers for the delivery status of their messages, and for their balance."""
    answers.ask_deliveries(clock.now())
    answers.ask_balances(clock.now())
    return FATE_EVERY


def keep_heard(provider: str, heard: list[InboundMessage | DeliveryReport]) -> int:
    """Store a provider's messages and delivery reports; returns how many were new."""
    spoken = [one for one in heard if isinstance(one, InboundMessage)]
    news = answers.keep_deliveries(provider, [one for one in heard if isinstance(one, DeliveryReport)])
    return news + (inbound.take_in(provider, Channel.SMS, spoken) if spoken else 0)


def keep_update(name: str, update: object) -> bool:
    """Store an update that a messenger sent to our webhook; returns whether it was a message."""
    spoken = chat.read_update(update)
    if spoken is not None:
        inbound.take_in(name, Channel.APP, [spoken])
    return spoken is not None
