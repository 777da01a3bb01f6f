"""Magfa's HTTP API, second version (messaging.magfa.com, "HTTP v2"): SMS out and in, states and balance, by JSON.

Our message id is sent as its `uid`; `mid/{uid}` says whether Magfa has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from peygir.gateways.asking import ask, basic
from peygir.gateways.kavenegar import phone_in
from peygir.gateways.provider_urls import ProviderUrl
from peygir.gateways.results import (
    Balance,
    DeliveryReport,
    GatewayFailed,
    GatewayUnsure,
    InboundMessage,
    ProviderReceipt,
    ReaderWantsNone,
    number_in,
)

_LASTING: Final = frozenset({1, 13})  # no such number, no text
_FORBIDDEN: Final = frozenset({27, 33})  # blacklisted by the operator or by law
_BROKE: Final = frozenset({15})  # "an internal fault while sending": it may have gone out
_FATES: Final[dict[int, Literal["delivered", "failed", "blocked"]]] = {1: "delivered", 2: "failed", 16: "failed"}
_MOST: Final = 100


class Magfa:
    """`https://USER%2FDOMAIN:PASSWORD@sms.magfa.com/api/http/sms/v2?from=LINE`."""

    name = "magfa"
    is_sure = False

    def __init__(self, at: ProviderUrl) -> None:
        self._base, self._line = at.base, at.options["from"]
        self._headers = {"Authorization": basic(at.user, at.password), "Accept": "application/json"}

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Raises GatewayFailed, GatewayUnsure."""
        answer = self._ask(
            "send",
            {
                "senders": [self._line],
                "recipients": [to.removeprefix("+")],
                "messages": [text],
                "uids": [number_in(message_id)],
            },
        )
        try:
            row = answer["messages"][0]
            _judge(int(row["status"]))
            cost = row.get("tariff")
            return ProviderReceipt(str(row["id"]), None if cost is None else round(cost), row.get("parts"))
        except (LookupError, TypeError, ValueError) as strange:
            raise GatewayUnsure("Magfa's answer names no message") from strange

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Find the message by our id, None if Magfa has none. Raises GatewayFailed if the query fails."""
        try:
            known = int(self._ask(f"mid/{number_in(message_id)}")["mid"])
        except (LookupError, TypeError, ValueError) as strange:
            raise GatewayUnsure("Magfa's answer names no message") from strange
        return ProviderReceipt(str(known)) if known > 0 else None

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """The delivery states known by now."""
        rows = self._ask(f"statuses/{','.join(provider_ids)}").get("dlrs") or ()
        return [DeliveryReport(str(row["mid"]), fate) for row in rows if (fate := _FATES.get(row.get("status")))]

    def balance(self) -> Balance:
        """The remaining credit."""
        return Balance(int(self._ask("balance")["balance"]), "rials")

    def inbox(self) -> list[InboundMessage]:
        """Inbound messages since the last call. They carry no ids, so sender, time and text together identify one."""
        rows = self._ask(f"messages/{_MOST}").get("messages") or ()
        return [
            InboundMessage(
                name_of(row["senderNumber"], row["date"], row["body"]), phone_in(row["senderNumber"]), row["body"]
            )
            for row in rows
        ]

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """Parse Magfa's callback: `from`, `to`, `message`, with an id if there is one."""
        if "from" not in given or "message" not in given:
            return None
        known = given.get("id") or name_of(given["from"], given.get("date", ""), given["message"])
        return InboundMessage(known, phone_in(given["from"]), given["message"])

    def _ask(self, path: str, data: object = None) -> Any:
        answer = ask(f"{self._base}/{path}", data=data, headers=self._headers)
        if answer.status >= 400:
            raise GatewayFailed(f"Magfa answered {answer.status}", is_permanent=False)
        response_data = answer.json()
        try:
            _judge(int(response_data["status"]))
        except (LookupError, TypeError, ValueError) as strange:
            raise GatewayUnsure("Magfa's answer has no status") from strange
        return response_data


def _judge(status: int) -> None:
    if status in _BROKE:
        raise GatewayUnsure(f"Magfa answered {status}")
    if status in _FORBIDDEN:
        raise ReaderWantsNone(f"Magfa answered {status}: the number is on a blacklist")
    if status != 0:
        raise GatewayFailed(f"Magfa answered {status}", is_permanent=status in _LASTING)


def name_of(*parts: object) -> str:
    """A derived id for a message that came without one."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
