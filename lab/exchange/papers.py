"""What the simulated exchange writes: call detail records, as events and in a file, and the queue log.

As in Asterisk a record's answer time is that of its *first* channel: with a menu that is before the queue, and a record
of a phone that only rang has it too.
"""

from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from lab.exchange.channel import ExchangeChannel
from peygir.core import clock

_TIME: Final = "%Y-%m-%d %H:%M:%S"


class Emit(Protocol):
    """Sends an event to the listeners."""

    def __call__(self, event: str, *fields: tuple[str, str]) -> None: ...


class Papers:
    """The exchange's records (`Master.csv` of cdr_csv) and its `queue_log` beside them; without a file only events."""

    def __init__(self, records: Path | None, zone: ZoneInfo, emit: Emit) -> None:
        self.records, self._zone, self._emit = records, zone, emit
        self.queue_log = records.with_name("queue_log") if records is not None else None
        self._sequence = 0

    def write_record(
        self,
        channel: ExchangeChannel,
        other: str,
        *,
        disposition: str,
        application: str,
        data: str,
        began_at: datetime | None = None,
        ended_at: datetime | None = None,
    ) -> None:
        """Write one record of dialling `other` ("" for none); times default to the channel's own, and now."""
        start, answer, end = began_at or channel.began_at, channel.answered_at, ended_at or clock.now()
        self._sequence += 1
        row = {
            "AccountCode": "",
            "Open311Source": channel.caller,
            "Destination": channel.exten,
            "DestinationContext": channel.context,
            "CallerID": channel.caller,
            "Channel": channel.name,
            "DestinationChannel": other,
            "LastApplication": application,
            "LastData": data,
            "StartTime": self._wall(start),
            "AnswerTime": self._wall(answer) if answer is not None else "",
            "EndTime": self._wall(end),
            "Duration": _seconds(start, end),
            "BillableSeconds": _seconds(answer, end),
            "Disposition": disposition,
            "AMAFlags": "DOCUMENTATION",
            "UniqueID": channel.uniqueid,
            "UserField": _userfield(channel),
            "PeerAccount": "",
            "Linkedid": channel.key,
            "Sequence": str(self._sequence),
        }
        self._emit("Cdr", *row.items())
        if self.records is not None:
            with self.records.open("a") as file:
                file.write(",".join(f'"{value}"' for value in row.values()) + "\n")

    def queue(self, channel: ExchangeChannel, queue: str, agent: str, event: str, *data: str) -> None:
        """Write one line of the queue log."""
        if self.queue_log is not None:
            words = [str(int(clock.now().timestamp())), channel.uniqueid, queue, agent or "NONE", event, *data]
            with self.queue_log.open("a") as file:
                file.write("|".join(words) + "\n")

    def _wall(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime(_TIME)


def _seconds(start: datetime | None, end: datetime) -> str:
    return str(max(0, round((end - start).total_seconds()))) if start is not None else "0"


def _userfield(channel: ExchangeChannel) -> str:
    return f"peygir|{channel.line}|{channel.heard}" if channel.heard else ""
