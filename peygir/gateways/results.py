"""What every gateway answers: a receipt, a failure that says whether trying again can help, or words that came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


@dataclass(frozen=True)
class ProviderReceipt:
    """The other side has taken the message; `provider_id` is its name for it, to ask after it later.

    `cost` in rials and `parts` as the provider counts them, None where it does not say.
    """

    provider_id: str
    cost: int | None = None
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of a message that was taken; `blocked`: its reader, or the law, wants nothing more from us.

    `message_id` is our own name for it where the provider says that too.
    """

    provider_id: str
    state: Literal["delivered", "failed", "blocked"]
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left with a provider, in rials or in messages."""

    amount: int
    unit: Literal["rials", "messages"]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message that somebody sent us; the same one told twice has the same `provider_id`.

    `sender` is a phone (E.164 where it can be), a chat's id or a mail address; `button` is what a pressed button
    carries; `photos` are names under which the port gives the pictures; `phone` is one that the messenger vouches for,
    `name` what the sender is called there.
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

    `is_permanent`: the same message to the same address will fail again, so it goes to the dead letters. Everything
    else (no network, a busy server, a wrong password of ours) is worth another try. `reason` is for operators and
    never holds the address or the text.
    """

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        self.reason = reason
        self.is_permanent = is_permanent
        super().__init__(reason)


class GatewayUnsure(GatewayFailed):
    """The message was handed over and no answer came: it may have been taken, so nobody may just send it again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_permanent=False)


class ReaderWantsNone(GatewayFailed):
    """The provider knows that this reader has forbidden such messages: nothing more is sent there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_permanent=True)


class CannotTell(Exception):
    """The port has no way to say whether it took a message."""


def checked_message_id(message_id: str) -> str:
    """The id of our message, fit for a mail header. Raises ValueError for anything but 1–100 of A–Z a–z 0–9 . _ -"""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id has 1 to 100 letters, digits, dots, dashes or underscores")
    return message_id


def number_in(message_id: str) -> int:
    """The number at the end of our message's id, for providers that want ids in digits: "peygir-17" gives 17.

    Raises ValueError when it ends in none.
    """
    match = re.search(r"[0-9]{1,18}$", message_id)
    if match is None:
        raise ValueError("the message id ends in no number")
    return int(match[0])
