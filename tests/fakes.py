"""What stands in for the outside world: the providers' letter box, as the file adapters of the gateways fill it."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as a provider would have got it."""

    message_id: str
    to: str
    text: str
    subject: str = ""


class FakeMailbox:
    """Everything that went out to citizens from a home folder; `tests/desks/test_sms.py` verifies the adapters."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "outbox"

    def short(self, to: str = "") -> list[Sent]:
        """The short messages to a phone (or to all), in order."""
        return self._read("sms.jsonl", to)

    def letters(self, to: str = "") -> list[Sent]:
        """The letters to an address (or to all), in order."""
        return self._read("mail.jsonl", to)

    def _read(self, name: str, to: str) -> list[Sent]:
        path = self._folder / name
        lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        sent = [Sent(row["message_id"], row["to"], row["text"], row.get("subject", "")) for row in lines]
        return [one for one in sent if one.to == to or not to]
