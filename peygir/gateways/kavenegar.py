"""Kavenegar's REST API (kavenegar.com/rest.html): SMS out and in, delivery states, and the balance.

Our message id is sent as `localid`, by which Kavenegar can be asked whether it has the message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal

from peygir.core.phones import PhoneIsNotValid, national_form, normalise_phone
from peygir.gateways.asking import ask
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

# The number or the text is at fault, so the same message fails again.
_LASTING: Final = frozenset({411, 413, 422})
_UNKNOWN: Final = 100  # "no such message", among the states
_FATES: Final[dict[int, Literal["delivered", "failed", "blocked"]]] = {
    10: "delivered",
    6: "failed",
    11: "failed",
    13: "failed",
    14: "blocked",
}


class Kavenegar:
    """`https://KEY@api.kavenegar.com/v1?from=LINE`."""

    name = "kavenegar"
    is_sure = False

    def __init__(self, at: ProviderUrl) -> None:
        self._base, self._line = f"{at.base}/{at.key}", at.options.get("from", "")
        self._has_looked_back = False

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Raises GatewayFailed, GatewayUnsure."""
        entries = self._ask(
            "sms/send",
            {
                "receptor": national_form(to),
                "message": text,
                "sender": self._line or None,
                "localid": number_in(message_id),
            },
        )
        return _receipt(entries)

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Find the message by our id, None if there is none. Raises GatewayFailed if the query fails."""
        entries = self._ask("sms/statuslocalmessageid", {"localid": number_in(message_id)})
        known = [row for row in entries if isinstance(row, dict) and row.get("status") != _UNKNOWN]
        return _receipt(known) if known else None

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """The delivery states known by now."""
        rows = self._ask("sms/status", {"messageid": ",".join(provider_ids)})
        return [DeliveryReport(str(row["messageid"]), fate) for row in rows if (fate := _FATES.get(row.get("status")))]

    def balance(self) -> Balance:
        """The remaining credit."""
        return Balance(int(self._ask("account/info", {})["remaincredit"]), "rials")

    def inbox(self) -> list[InboundMessage]:
        """Unread inbound messages; the first call returns read ones too, because a crash may have lost them."""
        if not self._line:
            return []
        rows = list(self._ask("sms/receive", {"linenumber": self._line, "isread": 0}) or ())
        if not self._has_looked_back:
            rows = list(self._ask("sms/receive", {"linenumber": self._line, "isread": 1}) or ()) + rows
            self._has_looked_back = True
        return [
            InboundMessage(
                str(row["messageid"]),
                phone_in(str(row["sender"])),
                str(row["message"]),
                at=datetime.fromtimestamp(int(row["date"]), UTC),
            )
            for row in rows
        ]

    def called(self, given: Mapping[str, str]) -> InboundMessage | DeliveryReport | None:
        """Parse Kavenegar's callback: an inbound message, or a delivery report."""
        if "from" in given and "message" in given:
            return InboundMessage(given.get("messageid", ""), phone_in(given["from"]), given["message"])
        fate = _FATES.get(int(given["status"])) if given.get("status", "").isdecimal() else None
        return DeliveryReport(given.get("messageid", ""), fate) if fate else None

    def _ask(self, method: str, form: Mapping[str, object]) -> Any:
        answer = ask(f"{self._base}/{method}.json", form=form).json()
        try:
            status, entries = int(answer["return"]["status"]), answer.get("entries")
        except (LookupError, TypeError, ValueError) as strange:
            raise GatewayUnsure("Kavenegar's answer has no status") from strange
        if status != 200:
            raise GatewayFailed(f"Kavenegar answered {status}", is_permanent=status in _LASTING)
        return entries


def _receipt(entries: Any) -> ProviderReceipt:
    try:
        row = entries[0]
        name, cost, status = str(row["messageid"]), row.get("cost"), row.get("status")
    except (LookupError, TypeError) as strange:
        raise GatewayUnsure("Kavenegar's answer names no message") from strange
    if _FATES.get(status) == "blocked":
        raise ReaderWantsNone("Kavenegar says that the reader wants no messages")
    return ProviderReceipt(name, None if cost is None else int(cost))


def phone_in(text: str) -> str:
    """A sender's number in E.164 if it is one; short codes and names stay as they are."""
    try:
        return normalise_phone(text)
    except PhoneIsNotValid:
        return text.strip()[:40]
