"""Sends SMS through the providers in the setting SMS_ADAPTER, the first one first.

`console` writes a message to the terminal, `file` appends it to `<home>/outbox/sms.jsonl`; `kavenegar`, `magfa`,
`melipayamak`, `smpp` and `safir` are providers, each with its URL in SMS_PORTS.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from django.conf import settings

from peygir.core import clock
from peygir.core.phones import mask_phone
from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.kavenegar import Kavenegar
from peygir.gateways.magfa import Magfa
from peygir.gateways.melipayamak import MeliPayamak
from peygir.gateways.outbox import OutboxFile
from peygir.gateways.provider_urls import ProviderUrl, read_provider_url
from peygir.gateways.results import (
    Balance,
    CannotTell,
    DeliveryReport,
    GatewayFailed,
    InboundMessage,
    ProviderReceipt,
    checked_message_id,
)
from peygir.gateways.safir import Safir
from peygir.gateways.smpp import Smpp

LONGEST_TEXT: Final = 1000
"""Fifteen parts of a Persian message; a longer text belongs in an email."""

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


class SmsProvider(Protocol):
    """A provider of short messages.

    `is_sure`: the same message sent twice under one id reaches its recipient once, whatever happens between.
    """

    name: str
    is_sure: bool

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """`to` in E.164. Raises GatewayFailed if it is not taken, GatewayUnsure if that is unknown."""
        ...

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Find a sent message; None: surely not taken. Raises CannotTell, or GatewayFailed if the query fails."""
        ...

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """The delivery states of messages, without those still under way. Raises GatewayFailed."""
        ...

    def balance(self) -> Balance | None:
        """The remaining credit, None if the provider cannot say. Raises GatewayFailed."""
        ...

    def inbox(self) -> Sequence[InboundMessage | DeliveryReport]:
        """Inbound messages and delivery reports. Raises GatewayFailed."""
        ...

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """Parse a provider's HTTP callback, None if it contains nothing of use."""
        ...


class _Own:
    """A provider without an external service: its queries return nothing."""

    is_sure = True

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Raises CannotTell: resending is harmless here."""
        raise CannotTell

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """There are no delivery reports."""
        return []

    def balance(self) -> Balance | None:
        """There is no balance."""
        return None

    def inbox(self) -> Sequence[InboundMessage | DeliveryReport]:
        """There are no inbound messages."""
        return []

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """There are no callbacks."""
        return None


class ConsoleSms(_Own):
    """Writes messages to the terminal, for developers; the number is masked, since terminals are logged."""

    name = "console"

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Write and flush one message."""
        stream = self._stream or sys.stdout
        stream.write(f"SMS {message_id} to {mask_phone(to)}: {text}\n")
        stream.flush()
        return ProviderReceipt(provider_id=f"console:{message_id}")


class FileSms(_Own):
    """Appends messages to a file of JSON lines; the same id is written once however often it is sent."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self._file = OutboxFile(path)

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Append one message, on disk when this returns."""
        self._file.write(message_id, {"to": to, "text": text, "at": clock.now().isoformat()})
        return ProviderReceipt(provider_id=f"file:{message_id}")


@lru_cache(maxsize=8)
def _file_adapter(path: Path) -> FileSms:
    """One per path and process, because it remembers the ids that it wrote."""
    return FileSms(path)


_PROVIDERS: Final[dict[str, tuple[Callable[[ProviderUrl], Any], dict[str, Any]]]] = {
    "kavenegar": (Kavenegar, {"knows": ("from",)}),
    "magfa": (Magfa, {"needs": ("from",)}),
    "melipayamak": (MeliPayamak, {"needs": ("from",)}),
    "safir": (Safir, {"needs": ("bot",)}),
    "smpp": (Smpp, {"needs": ("from",), "knows": ("type", "bind"), "schemes": ("smpp", "smpps")}),
}


@lru_cache(maxsize=16)
def _provider(name: str, url: str) -> SmsProvider:
    """One per URL and process, because some keep a connection open."""
    make, rules = _PROVIDERS[name]
    port: SmsProvider = make(read_provider_url(f"PEYGIR_SMS_{name.upper()}", url, **rules))
    return port


def provider_names() -> list[str]:
    """The names in SMS_ADAPTER, in order; in a training sandbox the file alone."""
    if settings.SANDBOX:
        return ["file"]
    return [name for part in settings.SMS_ADAPTER.split(",") if (name := part.strip())]


def provider(name: str) -> SmsProvider:
    """Return a provider by its name. Raises GatewayFailed (temporary: a person will correct the setting)."""
    if name == "console":
        return ConsoleSms()
    if name == "file":
        return _file_adapter(Path(settings.HOME) / "outbox" / "sms.jsonl")
    refuse_in_sandbox()
    if name not in _PROVIDERS:
        raise GatewayFailed(f"SMS_ADAPTER names no known adapter: {name!r}", is_permanent=False)
    try:
        return _provider(name, settings.SMS_PORTS.get(name, ""))
    except ValueError as wrong:
        raise GatewayFailed(str(wrong), is_permanent=False) from wrong


def check_sms(to: str, text: str, message_id: str) -> None:
    """Raises GatewayFailed for a message that no provider could send, ValueError for an invalid id."""
    checked_message_id(message_id)
    if not _E164.fullmatch(to):
        raise GatewayFailed("the phone number is not in E.164 form", is_permanent=True)
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise GatewayFailed("the text is empty or too long for a short message", is_permanent=True)


def send_sms(to: str, text: str, message_id: str) -> ProviderReceipt:
    """Send `text` to a phone (E.164) by the first provider, under our message id.

    Raises GatewayFailed, GatewayUnsure, ValueError for an invalid id.
    """
    check_sms(to, text, message_id)
    return provider(next(iter(provider_names()), "")).send(to, text, message_id)
