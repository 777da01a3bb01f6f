"""Bale's Safir API (docs.bale.ai/safir): a message to a phone number inside the messenger Bale.

Our message id is sent as `request_id`, under which Safir promises to send no message twice; so the same message
may be resent until an answer comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from peygir.gateways.asking import ask
from peygir.gateways.provider_urls import ProviderUrl
from peygir.gateways.results import (
    Balance,
    CannotTell,
    DeliveryReport,
    GatewayFailed,
    GatewayUnsure,
    InboundMessage,
    ProviderReceipt,
)

_OUR_FAULTS: Final = frozenset({401, 403, 404, 429})


class Safir:
    """`https://KEY@safir.bale.ai/api/v3?bot=NUMBER`."""

    name = "safir"
    is_sure = True

    def __init__(self, at: ProviderUrl) -> None:
        self._url, self._key, self._bot = f"{at.base}/send_message", at.key, int(at.options["bot"])

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Raises GatewayFailed (also for a number without Bale, so the next provider is tried), GatewayUnsure."""
        response = ask(
            self._url,
            data={
                "request_id": message_id,
                "bot_id": self._bot,
                "phone_number": to.removeprefix("+"),
                "message_data": {"message": {"text": text}},
            },
            headers={"api-access-key": self._key},
        )
        if response.status in _OUR_FAULTS:
            raise GatewayFailed(f"Safir answered {response.status}", is_permanent=False)
        answer: Any = response.json()
        if response.status >= 400 or not isinstance(answer, dict) or answer.get("error_data"):
            raise GatewayFailed(f"Safir refused the message ({response.status})", is_permanent=False)
        if not answer.get("message_id"):
            raise GatewayUnsure("Safir's answer names no message")
        return ProviderReceipt(str(answer["message_id"]))

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Raises CannotTell: Safir has no query; resending is safe instead."""
        raise CannotTell

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """Safir reports no delivery states."""
        return []

    def balance(self) -> Balance | None:
        """Safir reports no balance."""
        return None

    def inbox(self) -> list[InboundMessage]:
        """Safir receives no messages; citizens answer in the chat."""
        return []

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """Safir sends no callbacks."""
        return None
