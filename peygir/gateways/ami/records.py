"""Call detail records, from Cdr events or from the file of Asterisk's cdr_csv; one call may have six.

An answered queue call has a record for each phone that rang, and more after a transfer: they are one call by their
Linkedid. The file needs `loguniqueid`, `loguserfield` and `newcdrcolumns` in cdr.conf (docs/calls.md).

A record's answer is the moment in which its first channel was answered. If the dialplan answers (`Answer`, any
menu), that is before anybody picked up; in an outgoing call it is our own phone's answer. So the moment of an
answer is known only if a record shows that nothing had answered before, or if the queue's log contains it.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from peygir.gateways.ami.facts import NOT_REACHED
from peygir.gateways.ami.noted_keys import NotedKey, of_userfield
from peygir.gateways.ami.queue_log import QueueStay
from peygir.gateways.ami.reading import INBOUND, extension_of
from peygir.gateways.ami.wire import Packet

_COLUMNS: Final = 21  # with uniqueid, userfield, peeraccount, linkedid, sequence
_TIME: Final = "%Y-%m-%d %H:%M:%S"
_HIDDEN: Final = ("", "unknown", "anonymous", "s")
_SECOND: Final = timedelta(seconds=1)
_DISPOSITIONS: Final = {"NO ANSWER": "NOANSWER", "FAILED": "CHANUNAVAIL"}  # → a DialStatus; the others have its name


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One record of a call: times aware and in whole seconds, `answered_at` None if nothing had answered it.

    `disposition` is "ANSWERED", "NO ANSWER", "BUSY", "FAILED" or "CONGESTION": how dialling `other` ended.
    """

    key: str
    uniqueid: str
    caller: str
    line: str
    context: str
    channel: str
    other: str  # the channel that was called
    application: str
    data: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    disposition: str
    userfield: str = ""
    sequence: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether `other` answered."""
        return self.disposition == "ANSWERED" and self.answered_at is not None and bool(self.other)


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """A phone that answered: `at` is exact, or else the earliest possible moment; `until`: when it hung up."""

    uniqueid: str
    extension: str
    at: datetime
    until: datetime
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """All records of one call together.

    `outside`: the outside number that answered an outgoing call; `words`: why none did (`NOT_REACHED`),
    "" if none was dialled. `stays`: those in the queue's log, empty without one.
    """

    key: str
    caller: str
    line: str
    queue: str
    began_at: datetime
    ended_at: datetime
    answers: tuple[RecordedAnswer, ...]
    left_voice: bool
    is_inbound: bool  # its first channel is a trunk's
    outside: RecordedAnswer | None = None
    words: str = ""
    heard: tuple[NotedKey, ...] = ()
    stays: tuple[QueueStay, ...] = ()


def of_event(packet: Packet, zone: ZoneInfo) -> CallRecord | None:
    """The record in a Cdr event; Linkedid must be mapped in cdr_manager.conf, else UniqueID replaces it."""
    try:
        return CallRecord(
            packet.get("Linkedid") or packet.get("UniqueID"),
            packet.get("UniqueID"),
            packet.get("Open311Source"),
            packet.get("Destination"),
            packet.get("DestinationContext"),
            packet.get("Channel"),
            packet.get("DestinationChannel"),
            packet.get("LastApplication"),
            packet.get("LastData"),
            _needed(packet.get("StartTime"), zone),
            _time(packet.get("AnswerTime"), zone),
            _needed(packet.get("EndTime"), zone),
            packet.get("Disposition"),
            packet.get("UserField"),
            packet.get("Sequence"),
        )
    except ValueError:
        return None


def of_file(path: Path, *, zone: ZoneInfo, since: datetime, block: int = 4_000_000) -> Iterator[CallRecord]:
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


def wholes(
    records: Iterable[CallRecord],
    *,
    stays: Mapping[str, tuple[QueueStay, ...]] | None = None,
    contexts: Collection[str] = INBOUND,
) -> list[Whole]:
    """One value for each call, whatever the number and order of its records."""
    calls: dict[str, list[CallRecord]] = defaultdict(list)
    for record in records:
        calls[record.key].append(record)
    return [
        _whole(key, sorted(rows, key=lambda row: (row.began_at, row.sequence)), (stays or {}).get(key, ()), contexts)
        for key, rows in calls.items()
    ]


def _whole(key: str, rows: list[CallRecord], stays: tuple[QueueStay, ...], contexts: Collection[str]) -> Whole:
    first = next((row for row in rows if row.uniqueid == key), rows[0])
    queue = next((row.data.split(",")[0] for row in rows if row.application == "Queue"), "")
    noted = next((found for row in rows if (found := of_userfield(row.userfield)) is not None), None)
    answers, outside = _answers(key, rows, stays), _outside(rows)
    voice = any(row.application in ("VoiceMail", "Voicemail", "Record") for row in rows)
    return Whole(
        key,
        "" if first.caller.lower() in _HIDDEN else first.caller,
        noted[0] if noted is not None else _line(rows, contexts),
        queue,
        min(row.began_at for row in rows),
        max(row.ended_at for row in rows),
        answers,
        voice and not answers,
        not extension_of(first.channel),
        outside,
        "" if outside is not None else _why_not(rows),
        noted[1] if noted is not None else (),
        stays,
    )


def _line(rows: Iterable[CallRecord], contexts: Collection[str]) -> str:
    """The number that was called: a record's last extension, but only in a context by which calls enter."""
    return next((row.line for row in rows if row.context in contexts and row.line not in _HIDDEN), "")


def _answers(key: str, rows: Iterable[CallRecord], stays: tuple[QueueStay, ...]) -> tuple[RecordedAnswer, ...]:
    """The phones of ours that answered, in order; two channels of one phone at one moment are one."""
    rows = list(rows)
    answers_by_call: dict[str, RecordedAnswer] = {}
    for row in rows:
        extension = extension_of(row.other)
        is_ours = bool(extension) and not _is_call_out(row)
        if row.is_taken and row.answered_at is not None and is_ours and row.other not in answers_by_call:
            taken = _connected(row, stays)
            is_exact = taken is not None or _is_pick_up(row, rows)
            at = taken.connected_at if taken is not None and taken.connected_at is not None else row.answered_at
            name = taken.uniqueid if taken is not None and taken.uniqueid else f"{key}/{row.other}"
            answers_by_call[row.other] = RecordedAnswer(name, extension, at, max(row.ended_at, at), is_exact)
    return tuple(sorted(answers_by_call.values(), key=lambda answer: answer.at))


def _connected(row: CallRecord, stays: tuple[QueueStay, ...]) -> QueueStay | None:
    """The stay in the queue that this record's answer ended: connected while the record lasted."""
    for stay in stays:
        at = stay.connected_at
        if row.application == "Queue" and at is not None and row.began_at - _SECOND <= at <= row.ended_at + _SECOND:
            return stay
    return None


def _is_pick_up(row: CallRecord, rows: Iterable[CallRecord]) -> bool:
    """Whether the record's answer is the phone's: another phone that rang with it ended without any answer."""
    return any(
        other is not row and other.other and other.answered_at is None and other.began_at >= row.began_at - _SECOND
        for other in rows
    )


def _outside(rows: Iterable[CallRecord]) -> RecordedAnswer | None:
    """The outside number that our phone dialled and that answered, some time after our own phone did."""
    for row in rows:
        if row.is_taken and row.answered_at is not None and _is_call_out(row):
            return RecordedAnswer(row.other, "", row.answered_at, row.ended_at, is_exact=False)
    return None


def _why_not(rows: Iterable[CallRecord]) -> str:
    """Why the last outside number that our phone dialled did not answer, "" if none was dialled."""
    ends = [row.disposition for row in rows if _is_call_out(row) and not row.is_taken]
    status = _DISPOSITIONS.get(ends[-1], ends[-1]) if ends else ""
    return NOT_REACHED.get(status, status.lower())


def _is_call_out(row: CallRecord) -> bool:
    """Whether our own phone dialled an outside number; a trunk may have a number as its name."""
    is_outside = not extension_of(row.other) or len(row.line.lstrip("+")) >= 7
    return bool(row.other and extension_of(row.channel)) and is_outside


def _of_row(row: list[str], zone: ZoneInfo) -> CallRecord | None:
    if len(row) < _COLUMNS:
        return None
    try:
        return CallRecord(
            row[19] or row[16],
            row[16],
            row[1],
            row[2],
            row[3],
            row[5],
            row[6],
            row[7],
            row[8],
            _needed(row[9], zone),
            _time(row[10], zone),
            _needed(row[11], zone),
            row[14],
            row[17],
            row[20],
        )
    except ValueError:
        return None


def _needed(text: str, zone: ZoneInfo) -> datetime:
    moment = _time(text, zone)
    if moment is None:
        raise ValueError(text)
    return moment


def _time(text: str, zone: ZoneInfo) -> datetime | None:
    return datetime.strptime(text.strip(), _TIME).replace(tzinfo=zone) if text.strip() else None


def since(heard_at: datetime | None, now: datetime) -> datetime:
    """The start of the records to read after a cut: a little before the last event, a day ago at most."""
    oldest = now - timedelta(days=1)
    return oldest if heard_at is None else max(oldest, heard_at - timedelta(minutes=2))
