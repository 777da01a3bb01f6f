"""To whom the house listens: providers, messengers, the mailbox; a look keeps what came and says when to look again."""

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

Look = Callable[[], float]
"""Listens once; returns seconds until the next look. Raises GatewayFailed when the other side does not answer."""

LONG_POLL: Final = 20
SMS_EVERY: Final = {"smpp": 1.0}
USUAL: Final = 20.0
FATE_EVERY: Final = 60.0
MAIL_EVERY: Final = 30.0
IDLE: Final = 1.0
PATIENCE: Final = timedelta(hours=2)
"""How long a question of ours may stand before what was said becomes a report as it is."""


def sources() -> dict[str, Look]:
    """Everything that is listened to under the settings, by name; a messenger that calls us is not asked."""
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
    """Whether a messenger brings its updates to our address: the option `hook=1` of its own."""
    return chat.chat(name).at.options.get("hook") == "1"


def poll_conversations() -> float:
    """Hear what is kept and waits; end talks in which nobody answers any more."""
    done = hear_waiting()
    for talk_id in silent_talks(clock.now() - PATIENCE, 20):
        forget_nothing(talk_id)
    return 0.0 if done else IDLE


def poll_provider(name: str) -> float:
    """What a provider of short messages has for us."""
    port = sms.provider(name)
    keep_heard(name, list(port.inbox()))
    if settle := getattr(port, "settle", None):
        settle()  # only now that it is kept
    return SMS_EVERY.get(name, USUAL)


def listen_to_chat(name: str, *, wait: int = LONG_POLL) -> float:
    """What was said in a messenger since the last update that is kept; waits for it there."""
    messenger, position = chat.chat(name), position_of(name)
    heard, last = messenger.updates(position, wait=wait)
    inbound.take_in(name, "app", heard, position=last if last > position else None)
    return 0.0


def read_mail() -> float:
    """Unread letters: each is kept, then marked read. Raises GatewayFailed where this machine has no room to read."""
    try:
        with imap.opened(settings.IMAP_URL) as mailbox:
            for uid, raw in mailbox.unread():
                inbound.take_email(open_email(raw, ours=own_address()))
                mailbox.mark_read(uid)
    except ChildWasKilled as failure:
        raise GatewayFailed("no room to read a letter just now", is_permanent=False) from failure
    return MAIL_EVERY


def ask_fate() -> float:
    """What became of the messages that providers took, and what is left with them."""
    answers.ask_deliveries(clock.now())
    answers.ask_balances(clock.now())
    return FATE_EVERY


def keep_heard(port: str, heard: list[InboundMessage | DeliveryReport]) -> int:
    """Keep what a provider told, messages and reports of delivery; how much of it was news."""
    spoken = [one for one in heard if isinstance(one, InboundMessage)]
    news = answers.keep_deliveries(port, [one for one in heard if isinstance(one, DeliveryReport)])
    return news + (inbound.take_in(port, "sms", spoken) if spoken else 0)


def keep_update(name: str, update: object) -> bool:
    """Keep an update that a messenger brought to our address; whether it was somebody's word."""
    spoken = chat.read_update(update)
    if spoken is not None:
        inbound.take_in(name, "app", [spoken])
    return spoken is not None
