"""One channel of the simulated exchange, and its headers in an event."""

from dataclasses import dataclass
from datetime import datetime

Fields = list[tuple[str, str]]


@dataclass
class ExchangeChannel:
    """One channel; `key` is its Linkedid."""

    name: str
    uniqueid: str
    key: str
    caller: str
    context: str
    exten: str
    began_at: datetime
    line: str = ""  # the number that was called, for an inbound call
    heard: str = ""  # the menus and keys, as the exported dialplan keeps them in a channel variable
    closed_at: datetime | None = None
    answered_at: datetime | None = None  # when the dialplan, or the first dialled phone, answered it
    application: str = ""
    data: str = ""
    bridge: str = ""

    def fields(self, prefix: str = "") -> Fields:
        """Return its headers in an event."""
        return [
            (f"{prefix}Channel", self.name),
            (f"{prefix}ChannelState", "6"),
            (f"{prefix}ChannelStateDesc", "Up"),
            (f"{prefix}CallerIDNum", self.caller),
            (f"{prefix}CallerIDName", "<unknown>"),
            (f"{prefix}Language", "fa"),
            (f"{prefix}Context", self.context),
            (f"{prefix}Exten", self.exten),
            (f"{prefix}Priority", "1"),
            (f"{prefix}Uniqueid", self.uniqueid),
            (f"{prefix}Linkedid", self.key),
        ]
