"""How an event becomes bytes, and what is wrong with a chain of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from peygir.core.chain import GENESIS, canonical, next_head


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One stored event, as values."""

    file: str
    file_id: int
    number: int
    kind: str
    at: datetime
    by: str
    body: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold: the file, the number of the line, and why."""

    file: str
    file_id: int
    number: int
    why: str


def stamp(at: datetime) -> str:
    """A moment as it stands in a body: UTC, ISO 8601, microseconds always written."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def body_of(*, file: str, file_id: int, number: int, kind: str, at: datetime, by: str, data: dict[str, Any]) -> str:
    """The canonical JSON that the hash covers."""
    return canonical(
        {"at": stamp(at), "by": by, "data": data, "file": file, "file_id": file_id, "kind": kind, "number": number}
    )


def data_of(body: str) -> dict[str, Any]:
    """The `data` of a stored body."""
    return cast(dict[str, Any], json.loads(body)["data"])


def breaks(lines: Sequence[StoredEvent], *, file: str, file_id: int, count: int, head: bytes) -> list[Break]:
    """What is wrong with one file: `lines` in order of number, against the count and head that the file's row keeps.

    Finds a changed line (its hash or columns no longer fit its body), a missing, doubled or reordered one (the
    numbers or the chain do not run on), and a cut-off end (count or head differ).
    """
    breaks_so_far: list[Break] = []

    def broken(number: int, why: str) -> None:
        breaks_so_far.append(Break(file, file_id, number, why))

    previous = GENESIS
    for expected, event in enumerate(lines, start=1):
        if event.number != expected:
            broken(expected, f"line {expected} is missing; line {event.number} stands in its place")
            break
        if next_head(previous, event.body) != event.hash:
            broken(event.number, "the text was changed, or the line before it was replaced")
        try:
            stored = json.loads(event.body)
        except ValueError:
            broken(event.number, "the text is not readable")
        else:
            columns = {
                "file": event.file,
                "file_id": event.file_id,
                "number": event.number,
                "kind": event.kind,
                "at": stamp(event.at),
                "by": event.by,
            }
            for name, value in columns.items():
                if stored.get(name) != value:
                    broken(event.number, f"the column “{name}” says {value!r}, the text {stored.get(name)!r}")
        previous = event.hash
    else:
        if len(lines) != count:
            broken(len(lines) + 1, f"the file counts {count} lines, {len(lines)} are there")
        elif previous != (head or GENESIS):
            broken(len(lines), "the last line is not the one that the file remembers")
    return breaks_so_far
