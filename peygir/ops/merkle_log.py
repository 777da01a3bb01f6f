"""Writes a Merkle root over all histories to a file outside the database every night, and checks the written ones.

Whoever could rewrite the whole database, triggers and heads included, would still have to rewrite this file; a city
that wants more prints the line or publishes it.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from peygir.history.queries import Root, last_event_settled, root_up_to
from peygir.history.root_book import book_of, read_book

NIGHT_HOUR = 3


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
