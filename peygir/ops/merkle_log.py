"""Writes a Merkle root over all histories to a file outside the database every night, and lets the public record grow.

Whoever could rewrite the whole database, triggers and heads included, would still have to rewrite this file; a city
that wants more prints the line or publishes it.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from peygir.history.queries import Root, last_event_settled, root_up_to
from peygir.history.record.auditing import record_faults
from peygir.history.record.folder import RecordDoesNotFit
from peygir.history.record.growing import RecordIsBeingWritten, extend_record, record_folder
from peygir.history.record.keys import RecordKeyIsGone, origin_of, record_keys
from peygir.history.root_book import book_of, read_book
from peygir.journey.witnesses import plan_asking_witnesses
from peygir.ops.logs import logger

NIGHT_HOUR = 3

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Differs:
    """An entry of the file that does not match the database any more."""

    written_at: str
    written: str
    now: str


def is_due(home: Path, now: datetime, zone: str) -> bool:
    """Whether tonight's root (after three in the morning, in the city's time) is still to be written."""
    local = now.astimezone(ZoneInfo(zone))
    lines = read_book(home)
    return local.hour >= NIGHT_HOUR and (not lines or str(lines[-1]["night"]) < local.date().isoformat())


def write_root(home: Path, now: datetime, zone: str) -> Root:
    """Append tonight's root; it is on disk when this returns."""
    root = root_up_to(last_event_settled())
    night = now.astimezone(ZoneInfo(zone)).date().isoformat()
    log_line = json.dumps({"night": night, "at": now.isoformat(), **asdict(root)})
    descriptor = os.open(book_of(home), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "a") as file:
        # A line cut off by a crash must not merge with the next one.
        file.write(f"\n{log_line}\n" if file.tell() else f"{log_line}\n")
        file.flush()
        os.fsync(file.fileno())
    return root


def check_book(home: Path, *, newest: int = 7) -> list[Differs]:
    """Recompute the newest written roots from the events they covered; returns the entries that differ."""
    differences: list[Differs] = []
    for log_row in read_book(home)[-newest:]:
        again = root_up_to(int(log_row["last_event"]))
        if again.root != log_row["root"]:
            differences.append(Differs(str(log_row["at"]), str(log_row["root"]), again.root))
    return differences


def extend_public_record(home: Path, now: datetime) -> None:
    """Append the events since the last night to the public record and sign its new size.

    What contradicts the record is logged as an error and changes nothing: a person has to look at it, and the rest of
    the night goes on.
    """
    try:
        done = extend_record(home, record_keys(home, origin_of(settings.PUBLIC_URL)), now)
    except RecordIsBeingWritten:
        return
    except RecordKeyIsGone:
        log.error("record_key_is_gone")
        return
    except RecordDoesNotFit as why:
        log.error("record_does_not_fit", words=str(why))
        return
    log.info("record_extended", new=done.new, size=done.checkpoint.size)
    if done.new:
        plan_asking_witnesses()


def public_record_faults(home: Path, progress: Callable[[int], None] = lambda done: None) -> list[str]:
    """Return what differs between the public record, the database and the record's checkpoint, in words.

    A home that has no record yet has nothing to compare. `progress` gets the number of entries compared so far.
    """
    folder = record_folder(home)
    if not folder.checkpoint():
        return []
    return record_faults(folder, record_keys(home, origin_of(settings.PUBLIC_URL)), progress)
