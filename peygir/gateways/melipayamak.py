"""MeliPayamak's REST API (melipayamak.com/api): SMS out and in, delivery states and balance.

It takes no id of ours. If an answer is lost, the provider's list of sent messages is searched for the same
text to the same number; a message not found there is not resent automatically.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from peygir.core.phones import national_form
from peygir.core.words import plain
from peygir.gateways.asking import ask
from peygir.gateways.kavenegar import phone_in
from peygir.gateways.magfa import name_of
from peygir.gateways.provider_urls import ProviderUrl
from peygir.gateways.results import (
    Balance,
    CannotTell,
    DeliveryReport,
    GatewayFailed,
    GatewayUnsure,
    InboundMessage,
    ProviderReceipt,
    ReaderWantsNone,
)

_LASTING: Final = frozenset({7, 14, 16, 17, 18})  # filtered word, link, no number, no text, wrong number
_FORBIDDEN: Final = 35
_FATES: Final[dict[int, Literal["delivered", "failed", "blocked"]]] = {
    1: "delivered",
    2: "failed",
    3: "failed",
    16: "failed",
    300: "failed",
    500: "failed",
    35: "blocked",
}
_RECEIVED, _SENT, _MOST = 1, 2, 100


class MeliPayamak:
    """`https://USER:PASSWORD@rest.payamak-panel.com/api/SendSMS?from=LINE`."""

    name = "melipayamak"
    is_sure = False

    def __init__(self, at: ProviderUrl) -> None:
        self._base, self._line = at.base, at.options["from"]
        self._who = {"username": at.user, "password": at.password}

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Raises GatewayFailed, GatewayUnsure."""
        told = self._ask("SendSMS", {"to": national_form(to), "from": self._line, "text": text, "isFlash": "false"})
        return ProviderReceipt(str(told.get("Value", "")))

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Find the message among those last sent. Raises CannotTell if it is not there: the list may lag."""
        for row in self._list(_SENT):
            is_ours = plain(str(row.get("Body", ""))) == plain(text)
            if is_ours and phone_in(str(row.get("Receiver", ""))) == to:
                return ProviderReceipt(str(row["MsgID"]))
        raise CannotTell

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """The delivery states of messages, with one request for each."""
        delivery_reports = []
        for name in provider_ids:
            code = str(self._ask("GetDeliveries2", {"recID": name}).get("Value", ""))
            if fate := _FATES.get(int(code) if code.isdecimal() else -1):
                delivery_reports.append(DeliveryReport(name, fate))
        return delivery_reports

    def balance(self) -> Balance:
        """How many messages the credit is worth."""
        return Balance(int(float(self._ask("GetCredit", {})["Value"])), "messages")

    def inbox(self) -> list[InboundMessage]:
        """The newest inbound messages; each call repeats them, so their ids identify new ones."""
        return [
            InboundMessage(str(row["MsgID"]), phone_in(str(row["Sender"])), str(row.get("Body", "")))
            for row in self._list(_RECEIVED)
        ]

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """Parse MeliPayamak's callback: `from`, `to`, `text`, with an id if there is one."""
        if "from" not in given or "text" not in given:
            return None
        known = given.get("id") or name_of(given["from"], given.get("date", ""), given["text"])
        return InboundMessage(known, phone_in(given["from"]), given["text"])

    def _list(self, location: int) -> list[Any]:
        told = self._ask("GetMessages", {"location": location, "from": self._line, "index": 0, "count": _MOST})
        return list(told.get("Data") or ())

    def _ask(self, method: str, form: Mapping[str, object]) -> Any:
        answer = ask(f"{self._base}/{method}", form={**self._who, **form})
        if answer.status >= 400:
            raise GatewayFailed(f"MeliPayamak answered {answer.status}", is_permanent=False)
        response_data = answer.json()
        try:
            status = int(response_data.get("MyBase", response_data)["RetStatus"])
        except (LookupError, TypeError, ValueError, AttributeError) as strange:
            raise GatewayUnsure("MeliPayamak's answer has no status") from strange
        if status == _FORBIDDEN:
            raise ReaderWantsNone("MeliPayamak answered 35: the number is on a blacklist")
        if status != 1:
            raise GatewayFailed(f"MeliPayamak answered {status}", is_permanent=status in _LASTING)
        return response_data
