"""Call detail records, from Cdr events or from the file that Asterisk's cdr_csv writes; one call may have six.

A record of one answered queue call for each phone that rang, and more after a transfer: they are one call by their
Linkedid. The file needs `loguniqueid`, `loguserfield` and `newcdrcolumns` in cdr.conf (docs/calls.md).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from peygir.gateways.ami.reading import extension_of
from peygir.gateways.ami.wire import Packet

_COLUMNS: Final = 21  # with uniqueid, userfield, peeraccount, linkedid, sequence
_TIME: Final = "%Y-%m-%d %H:%M:%S"
_HIDDEN: Final = ("", "unknown", "anonymous", "s")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a call: times aware, `answered_at` None where this leg was not taken."""

    key: str
    uniqueid: str
    caller: str
    line: str
    channel: str
    other: str  # the channel that was called
    application: str
    data: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    is_answered: bool
    sequence: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """All records of one call together."""

    key: str
    caller: str
    line: str
    queue: str
    began_at: datetime
    ended_at: datetime
    answers: tuple[tuple[str, str, datetime], ...]  # (a name of the leg, extension, moment)
    left_voice: bool
    is_inbound: bool  # its first channel is a trunk's


def of_event(packet: Packet, zone: ZoneInfo) -> Record | None:
    """The record in a Cdr event; the Linkedid must be mapped in cdr_manager.conf, else the UniqueID stands for it."""
    try:
        return Record(
            packet.get("Linkedid") or packet.get("UniqueID"), packet.get("UniqueID"), packet.get("Source"),
            packet.get("Destination"), packet.get("Channel"), packet.get("DestinationChannel"),
            packet.get("LastApplication"), packet.get("LastData"), _needed(packet.get("StartTime"), zone),
            _time(packet.get("AnswerTime"), zone), _needed(packet.get("EndTime"), zone),
            packet.get("Disposition") == "ANSWERED", packet.get("Sequence"),
        )  # fmt: skip
    except ValueError:
        return None


def of_file(path: Path, *, zone: ZoneInfo, since: datetime, block: int = 4_000_000) -> Iterator[Record]:
    """The records of calls that ended after `since`, from the last bytes of the file (a day of a big centre fits)."""
    if not path.exists():
        return
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - block))
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    for row in csv.reader(lines[1:] if size > block else lines):
        record = _of_row(row, zone)
        if record is not None and record.ended_at >= since:
            yield record


def wholes(records: Iterable[Record]) -> list[Whole]:
    """One value for each call, whatever its number of records, and in whatever order they came."""
    calls: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        calls[record.key].append(record)
    return [_whole(key, sorted(rows, key=lambda row: (row.began_at, row.sequence))) for key, rows in calls.items()]


def _whole(key: str, rows: list[Record]) -> Whole:
    first = next((row for row in rows if row.uniqueid == key), rows[0])
    queue = next((row.data.split(",")[0] for row in rows if row.application == "Queue"), "")
    answers: dict[str, tuple[str, str, datetime]] = {}
    for row in rows:
        extension = extension_of(row.other)
        if row.is_answered and row.answered_at is not None and extension:
            answers.setdefault(row.other, (f"{key}/{row.other}", extension, row.answered_at))
    voice = any(row.application in ("VoiceMail", "Voicemail", "Record") for row in rows)
    in_order = tuple(sorted(answers.values(), key=lambda answer: answer[2]))
    return Whole(
        key, "" if first.caller.lower() in _HIDDEN else first.caller, first.line, queue,
        min(row.began_at for row in rows), max(row.ended_at for row in rows), in_order, voice and not answers,
        not extension_of(first.channel),
    )  # fmt: skip


def _of_row(row: list[str], zone: ZoneInfo) -> Record | None:
    if len(row) < _COLUMNS:
        return None
    try:
        return Record(
            row[19] or row[16], row[16], row[1], row[2], row[5], row[6], row[7], row[8], _needed(row[9], zone),
            _time(row[10], zone), _needed(row[11], zone), row[14] == "ANSWERED", row[20],
        )  # fmt: skip
    except ValueError:
        return None


def _needed(text: str, zone: ZoneInfo) -> datetime:
    found = _time(text, zone)
    if found is None:
        raise ValueError(text)
    return found


def _time(text: str, zone: ZoneInfo) -> datetime | None:
    return datetime.strptime(text.strip(), _TIME).replace(tzinfo=zone) if text.strip() else None


def since(heard_at: datetime | None, now: datetime) -> datetime:
    """From when records matter after a cut: a little before the line was last heard, a day at most."""
    oldest = now - timedelta(days=1)
    return oldest if heard_at is None else max(oldest, heard_at - timedelta(minutes=2))
