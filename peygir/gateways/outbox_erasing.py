"""Erases messages from the files that stand for a provider; their ids stay, so that none is ever written again."""

import fcntl
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FILES: Final = ("sms.jsonl", "mail.jsonl")


def erase_written(
    home: Path,
    *,
    to: Collection[str] = (),
    ids: Collection[str] = (),
    before: datetime | None = None,
    but: Collection[str] = (),
) -> int:
    """Erase what was written to these addresses, under these ids of messages, or before a moment, in the outbox files
    of a home; returns how many.

    What was written to the addresses in `but` stays.

    Each line is written over in place, with as many bytes as it had, under the lock of the file: whoever appends waits,
    and an interruption at any moment leaves every other line as it is.
    """
    due = _WrittenDue(frozenset(to), frozenset(ids), before, frozenset(but))
    return sum(_erase(home / "outbox" / name, due) for name in FILES)


@dataclass(frozen=True, slots=True)
class _WrittenDue:
    """What is erased: to whom, under which ids, before when, and to whom nothing is."""

    to: frozenset[str]
    ids: frozenset[str]
    before: datetime | None
    but: frozenset[str]

    def has(self, row: bytes) -> bool:
        """Whether a line is to be erased."""
        try:
            written = json.loads(row)
            if not written["to"] or not written["message_id"] or written["to"] in self.but:
                return False
            if written["to"] in self.to or written["message_id"] in self.ids:
                return True
            return self.before is not None and datetime.fromisoformat(written["at"]) < self.before
        except (ValueError, LookupError, TypeError):  # a line that somebody edited
            return False


def _erase(path: Path, due: _WrittenDue) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return 0
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        count, place = 0, 0
        for row in file.read().splitlines(keepends=True):
            if due.has(row):
                os.pwrite(file.fileno(), _emptied(row), place)
                count += 1
            place += len(row)
        if count:
            os.fsync(file.fileno())
    return count


def _emptied(row: bytes) -> bytes:
    """The line with nothing but its message's id, filled up with blanks; it was longer, since it had an address."""
    content = row.rstrip(b"\r\n")
    empty = {"message_id": json.loads(content)["message_id"], "to": ""}
    return json.dumps(empty, ensure_ascii=False).encode().ljust(len(content))
