"""What every sending gateway answers: a receipt, or a failure that says whether trying again can help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


@dataclass(frozen=True)
class Receipt:
    """The other side has taken the message; `provider_id` is its name for it, to ask after it later."""

    provider_id: str


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


def checked_message_id(message_id: str) -> str:
    """The id of our message, fit for a mail header. Raises ValueError for anything but 1–100 of A–Z a–z 0–9 . _ -"""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id has 1 to 100 letters, digits, dots, dashes or underscores")
    return message_id
