"""The results of every gateway: a receipt, a failure with whether a retry can help, or an inbound message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


@dataclass(frozen=True)
class ProviderReceipt:
    """The provider has taken the message; `provider_id` is its id, for later queries.

    `cost` in rials and `parts` as the provider counts them, None if it does not say.
    """

    provider_id: str
    cost: int | None = None
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The delivery state of a message; `blocked`: the recipient, or the law, wants no more messages from us.

    `message_id` is our own id of it if the provider returns that too.
    """

    provider_id: str
    state: Literal["delivered", "failed", "blocked"]
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """The remaining credit with a provider, in rials or in messages."""

    amount: int
    unit: Literal["rials", "messages"]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One inbound message; the same one received twice has the same `provider_id`.

    `sender` is a phone (E.164 if possible), a chat's id or a mail address; `button` is the payload of a pressed
    button; `photos` are names under which the provider returns the pictures and files; `phone` is one verified by the
    messenger, `name` the sender's name there.
    """

    provider_id: str
    sender: str
    text: str = ""
    at: datetime | None = None
    button: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    name: str = ""
    photos: tuple[str, ...] = ()


class GatewayFailed(Exception):
    """The message was not taken.

    `is_permanent`: the same message to the same address will fail again, so it goes to the dead letters. Every other
    failure (no network, a busy server, a wrong password of ours) is worth a retry. `reason` is for operators and
    never contains the address or the text.
    """

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        self.reason = reason
        self.is_permanent = is_permanent
        super().__init__(reason)


class GatewayUnsure(GatewayFailed):
    """The message was sent and no answer came: it may have arrived, so it must not simply be resent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_permanent=False)


class ReaderWantsNone(GatewayFailed):
    """The recipient has blocked such messages at the provider: nothing more is sent there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_permanent=True)


class CannotTell(Exception):
    """The provider cannot say whether it took a message."""


def checked_message_id(message_id: str) -> str:
    """Return our message id, valid in a mail header. Raises ValueError for anything but 1–100 of A–Z a–z 0–9 . _ -"""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id has 1 to 100 letters, digits, dots, dashes or underscores")
    return message_id


def number_in(message_id: str) -> int:
    """The number at the end of our message id, for providers that require digits: "peygir-17" gives 17.

    Raises ValueError if it ends in no number.
    """
    match = re.search(r"[0-9]{1,18}$", message_id)
    if match is None:
        raise ValueError("the message id ends in no number")
    return int(match[0])
