"""Erases messages from the files that stand for a provider; their ids stay, so that none is ever written again."""

import fcntl
import json
import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

FILES: Final = ("sms.jsonl", "mail.jsonl")


def erase_written(
    home: Path, *, to: Collection[str] = (), before: datetime | None = None, but: Collection[str] = ()
) -> int:
    """Erase what was written to these addresses, or before a moment, in the outbox files of a home; returns how many.

    What was written to the addresses in `but` stays.

    Each line is written over in place, with as many bytes as it had, under the lock of the file: whoever appends waits,
    and an interruption at any moment leaves every other line as it is.
    """
    return sum(_erase(home / "outbox" / name, frozenset(to), before, frozenset(but)) for name in FILES)


def _erase(path: Path, to: frozenset[str], before: datetime | None, but: frozenset[str]) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return 0
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        count, place = 0, 0
        for row in file.read().splitlines(keepends=True):
            if _is_due(row, to, before, but):
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


def _is_due(row: bytes, to: frozenset[str], before: datetime | None, but: frozenset[str]) -> bool:
    try:
        written = json.loads(row)
        if not written["to"] or not written["message_id"] or written["to"] in but:
            return False
        return written["to"] in to or (before is not None and datetime.fromisoformat(written["at"]) < before)
    except (ValueError, LookupError, TypeError):  # a line that somebody edited
        return False
