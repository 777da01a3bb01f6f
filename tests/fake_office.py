"""An office automation on a loopback port, as docs/letters.md describes it, and what it would send to our webhook."""

import json
from datetime import datetime
from typing import Any, Final

from django.test import Client

from peygir.core.signed_messages import signature
from tests.fake_http import Provider

KEY: Final = "office-key"
SECRET: Final = "whsec_" + "bGV0dGVycy1vZi10aGUtY2l0eS1vZi1nb2xnYXNodA=="
PATH: Final = "/api/v1/hooks/office"


class FakeOffice(Provider):
    """Keeps the letters that it was given by their Idempotency-Key; `status` is what it answers instead, if set."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: dict[str, dict[str, Any]] = {}
        self.status = 0

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": "key"}
        if self.status:
            return self.status, {"error": "as asked"}
        if path == "/v1/letters" and given:
            self.letters.setdefault(headers["Idempotency-Key"], given)
            return 201, {"id": f"doc-{headers['Idempotency-Key']}"}
        if path.startswith("/v1/letters/"):
            return 200, {"id": path.rsplit("/", 1)[-1], "state": "delivered"}
        return 404, {"error": "path"}

    def may_be_lost(self, path: str) -> bool:
        return path == "/v1/letters"


def post(
    kind: str,
    data: dict[str, Any],
    *,
    message_id: str,
    at: datetime,
    secret: str = SECRET,
    body: str | None = None,
) -> Any:
    """Send a signed message to our webhook; `body` replaces what is sent, not what is signed."""
    signed = json.dumps({"type": kind, "data": data}, ensure_ascii=False)
    stamp = int(at.timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, message_id=message_id, timestamp=stamp, body=signed),
    }
    return Client().post(PATH, body if body is not None else signed, content_type="application/json", headers=headers)
