"""A short message goes out through the adapter that the setting SMS_ADAPTER names.

`console` writes it to the terminal, `file` appends it to `<home>/outbox/sms.jsonl`. A city's provider becomes one
more class here with the same `send`.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, TextIO

from django.conf import settings

from peygir.core import clock
from peygir.core.phones import mask_phone
from peygir.gateways.deeds import GatewayFailed, Receipt, checked_message_id
from peygir.gateways.outbox import OutboxFile

LONGEST_TEXT: Final = 1000
"""Fifteen parts of a Persian message; whoever sends more means a letter."""

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


class SmsAdapter(Protocol):
    """Whoever carries short messages: returns when the message is taken, raises GatewayFailed when it is not."""

    def send(self, to: str, text: str, message_id: str) -> Receipt:
        """`to` in E.164. The same `message_id` sent again must not reach the citizen twice."""
        ...


class ConsoleSms:
    """Writes messages to the terminal, for developers; the number is masked, since terminals are logged."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, to: str, text: str, message_id: str) -> Receipt:
        """Write and flush one message."""
        stream = self._stream or sys.stdout
        stream.write(f"SMS {message_id} to {mask_phone(to)}: {text}\n")
        stream.flush()
        return Receipt(provider_id=f"console:{message_id}")


class FileSms:
    """Appends messages to a file of JSON lines; the same id is written once however often it is sent."""

    def __init__(self, path: Path) -> None:
        self._file = OutboxFile(path)

    def send(self, to: str, text: str, message_id: str) -> Receipt:
        """Append one message, on disk when this returns."""
        self._file.write(message_id, {"to": to, "text": text, "at": clock.now().isoformat()})
        return Receipt(provider_id=f"file:{message_id}")


@lru_cache(maxsize=8)
def _file_adapter(path: Path) -> FileSms:
    """One per path and process, since it remembers what it wrote."""
    return FileSms(path)


def adapter() -> SmsAdapter:
    """The adapter that the settings name. Raises GatewayFailed (worth another try: a person will mend the setting)."""
    name = settings.SMS_ADAPTER
    if name == "console":
        return ConsoleSms()
    if name == "file":
        return _file_adapter(Path(settings.HOME) / "outbox" / "sms.jsonl")
    raise GatewayFailed(f"SMS_ADAPTER names no known adapter: {name!r}", is_permanent=False)


def send_sms(to: str, text: str, message_id: str) -> Receipt:
    """Send `text` to a phone (E.164) under our message's id. Raises GatewayFailed, ValueError for a strange id."""
    checked_message_id(message_id)
    if not _E164.fullmatch(to):
        raise GatewayFailed("the phone number is not in E.164 form", is_permanent=True)
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise GatewayFailed("the text is empty or too long for a short message", is_permanent=True)
    return adapter().send(to, text, message_id)
