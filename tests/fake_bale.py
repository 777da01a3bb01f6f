"""A messenger with the Telegram Bot API, as Bale speaks it, on a real socket; and people who press its buttons."""

from typing import Any

from tests.fake_http import Provider

TOKEN = "137:secret"
CHAT = 5551234


class Bale(Provider):
    """Keeps what the bot wrote, and has people write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.refuses = 0

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if path.startswith(f"/file/bot{TOKEN}/"):
            return 200, self.files[path.rsplit("/", 1)[1]]
        if not path.startswith(f"/bot{TOKEN}/"):
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        method = path.rsplit("/", 1)[1]
        if method == "sendMessage":
            if self.refuses:
                return self.refuses, {"ok": False, "error_code": self.refuses, "description": "—"}
            self.sent.append(given)
            return 200, {"ok": True, "result": {"message_id": len(self.sent)}}
        if method == "getUpdates":
            return 200, {"ok": True, "result": [one for one in self.updates if one["update_id"] >= given["offset"]]}
        if method == "getFile":
            return 200, {"ok": True, "result": {"file_path": f"photos/{given['file_id']}"}}
        return 200, {"ok": True, "result": True}

    def hears(self, text: str = "", *, chat: int = CHAT, **more: Any) -> dict[str, Any]:
        """Somebody writes, or sends a place, a picture, a contact."""
        message = {
            "message_id": len(self.updates) + 1,
            "date": 1_777_788_000,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Sara", "last_name": "M"},
            **({"text": text} if text else {}),
            **more,
        }
        return self._update(message=message)

    def pressed(self, carried: str, *, chat: int = CHAT) -> dict[str, Any]:
        """Somebody presses a button."""
        message = {"message_id": 1, "date": 1_777_788_000, "chat": {"id": chat, "type": "private"}}
        return self._update(callback_query={"id": "q", "from": {"id": chat}, "data": carried, "message": message})

    def last(self) -> str:
        """The last words of the bot."""
        return str(self.sent[-1]["text"])

    def _update(self, **what: Any) -> dict[str, Any]:
        update = {"update_id": 900 + len(self.updates), **what}
        self.updates.append(update)
        return update
