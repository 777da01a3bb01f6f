"""A client of messengers with the Telegram Bot API at an address of their own: Bale (tapi.bale.ai) first.

`https://TOKEN@tapi.bale.ai` in the setting PEYGIR_CHAT_<NAME>. The API takes no id of ours: if the answer to a
message is lost, its fate is unknown, so it is not resent automatically.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.gateways.asking import ask
from peygir.gateways.provider_urls import ProviderUrl, read_provider_url
from peygir.gateways.results import (
    CannotTell,
    GatewayFailed,
    GatewayUnsure,
    InboundMessage,
    ProviderReceipt,
    ReaderWantsNone,
)

MOST_PHOTO_BYTES: Final = 20 * 1024 * 1024
ASK_PLACE, ASK_PHONE = "@place", "@phone"
"""Payloads of buttons that are no answer but make the messenger send the user's place or number."""
_MOST_UPDATES: Final = 50

Buttons = Sequence[Sequence[Sequence[str]]]
"""Rows of buttons, each (its text, its payload)."""


@dataclass(frozen=True)
class Chat:
    """One messenger; `name` is the setting's."""

    name: str
    at: ProviderUrl
    seconds: float = 10.0

    def send(self, to: str, text: str, message_id: str, buttons: Buttons = ()) -> ProviderReceipt:
        """Raises GatewayFailed, GatewayUnsure."""
        given: dict[str, Any] = {"chat_id": int(to) if to.lstrip("-").isdecimal() else to, "text": text}
        if buttons:
            given["reply_markup"] = _keyboard(buttons)
        told = self._call("sendMessage", given)
        try:
            return ProviderReceipt(str(told["message_id"]), cost=0)
        except (LookupError, TypeError) as strange:
            raise GatewayUnsure(f"the answer of {self.name} names no message") from strange

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Raises CannotTell: a bot cannot read its own messages."""
        raise CannotTell

    def updates(self, after: int, *, wait: int) -> tuple[list[InboundMessage], int]:
        """Return the messages after an update's number, waiting up to `wait` seconds for one, and the last number.

        Passing a number confirms to the messenger that all updates up to it are stored.
        """
        given = {"offset": after + 1, "limit": _MOST_UPDATES, "timeout": wait}
        rows = self._call("getUpdates", given, seconds=wait + self.seconds) or []
        heard = [spoken for row in rows if (spoken := read_update(row)) is not None]
        return heard, max((int(row["update_id"]) for row in rows), default=after)

    def photo(self, name: str) -> bytes:
        """Download a file by its name in the messenger. Raises GatewayFailed."""
        path = str((self._call("getFile", {"file_id": name}) or {}).get("file_path", ""))
        if not path or ".." in path or "://" in path:
            raise GatewayFailed(f"{self.name} gives no file", is_permanent=True)
        response = ask(f"{self.at.base}/file/bot{self.at.key}/{path}", seconds=self.seconds, most=MOST_PHOTO_BYTES)
        if response.status != 200:
            raise GatewayFailed(f"{self.name} answered {response.status} to a file", is_permanent=False)
        return response.body

    def answer_button(self, name: str) -> None:
        """Acknowledge a pressed button. Raises GatewayFailed; nothing depends on it."""
        self._call("answerCallbackQuery", {"callback_query_id": name})

    def set_hook(self, url: str) -> None:
        """Set a webhook for updates; an empty URL: back to polling. Raises GatewayFailed."""
        self._call("setWebhook", {"url": url})

    def _call(self, method: str, given: Mapping[str, Any], *, seconds: float | None = None) -> Any:
        wait = seconds or self.seconds
        answer = ask(f"{self.at.base}/bot{self.at.key}/{method}", data=dict(given), seconds=wait, whole=wait + 20)
        response_data = answer.json()
        if isinstance(response_data, dict) and response_data.get("ok") is True:
            return response_data.get("result")
        code = response_data.get("error_code", answer.status) if isinstance(response_data, dict) else answer.status
        if code == 403:
            raise ReaderWantsNone(f"{self.name} answered 403: the reader has closed the chat")
        raise GatewayFailed(f"{self.name} answered {code}", is_permanent=code == 400 and method == "sendMessage")


def chat_names() -> list[str]:
    """The names of the messengers in the settings; a training sandbox has none."""
    return [] if settings.SANDBOX else sorted(settings.CHAT_PORTS)


def chat(name: str) -> Chat:
    """Return a messenger by its name. Raises GatewayFailed (temporary: a person will correct the setting)."""
    try:
        return Chat(
            name, read_provider_url(f"PEYGIR_CHAT_{name.upper()}", settings.CHAT_PORTS.get(name, ""), knows=("hook",))
        )
    except ValueError as wrong:
        raise GatewayFailed(str(wrong), is_permanent=False) from wrong


def _keyboard(buttons: Buttons) -> dict[str, Any]:
    """An inline keyboard below the message; buttons that request a place or a number need a reply keyboard."""
    if any(carried.startswith("@") for row in buttons for _, carried in row):
        asks = {ASK_PLACE: "request_location", ASK_PHONE: "request_contact"}
        keys = [[{"text": words} | ({asks[to]: True} if to in asks else {}) for words, to in row] for row in buttons]
        return {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
    return {"inline_keyboard": [[{"text": words, "callback_data": to} for words, to in row] for row in buttons]}


def read_update(row: Any) -> InboundMessage | None:
    """Parse an update of a private chat; None for all others (groups, edits, channels)."""
    if not isinstance(row, dict) or not isinstance(row.get("update_id"), int):
        return None
    pressed = row.get("callback_query")
    message = row.get("message") or (pressed or {}).get("message")
    if not isinstance(message, dict) or (message.get("chat") or {}).get("type", "private") != "private":
        return None
    chat = str((message.get("chat") or {}).get("id", ""))
    if not chat or ((message.get("from") or {}).get("is_bot") and pressed is None):
        return None
    name = str(row["update_id"])
    if pressed is not None:
        return InboundMessage(name, chat, button=str(pressed.get("data", ""))[:64], at=_moment(message))
    place, contact = message.get("location") or {}, message.get("contact") or {}
    person = message.get("from") or {}
    is_own = contact.get("user_id") in (None, person.get("id")) and bool(contact)
    return InboundMessage(
        name,
        chat,
        text=str(message.get("text") or message.get("caption") or ""),
        at=_moment(message),
        lat=_degrees(place.get("latitude")),
        lon=_degrees(place.get("longitude")),
        phone=_phone(str(contact.get("phone_number", ""))) if is_own else "",
        photos=_photos(message),
        name=" ".join(str(person[part]) for part in ("first_name", "last_name") if person.get(part)),
    )


def _photos(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The largest size of a photo, or a picture, PDF or recording that was sent as a file."""
    sizes, recording = message.get("photo") or [], message.get("voice") or message.get("audio") or {}
    file = message.get("document") or recording
    if sizes:
        largest = max(sizes, key=lambda size: int(size.get("file_size") or size.get("width") or 0))
        return (str(largest["file_id"]),)
    is_wanted = bool(recording) or str(file.get("mime_type", "")).startswith(("image/", "audio/", "application/pdf"))
    return (str(file["file_id"]),) if file and is_wanted else ()


def _moment(message: Mapping[str, Any]) -> datetime | None:
    at = message.get("date")
    return datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _phone(text: str) -> str:
    try:
        return normalise_phone(text if text.startswith(("+", "0")) else f"+{text}")
    except PhoneIsNotValid:
        return ""
