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
    found: list[Break] = []

    def broken(number: int, why: str) -> None:
        found.append(Break(file, file_id, number, why))

    previous = GENESIS
    for expected, line in enumerate(lines, start=1):
        if line.number != expected:
            broken(expected, f"line {expected} is missing; line {line.number} stands in its place")
            break
        if next_head(previous, line.body) != line.hash:
            broken(line.number, "the text was changed, or the line before it was replaced")
        try:
            stored = json.loads(line.body)
        except ValueError:
            broken(line.number, "the text is not readable")
        else:
            columns = {
                "file": line.file, "file_id": line.file_id, "number": line.number,
                "kind": line.kind, "at": stamp(line.at), "by": line.by,
            }  # fmt: skip
            for name, value in columns.items():
                if stored.get(name) != value:
                    broken(line.number, f"the column “{name}” says {value!r}, the text {stored.get(name)!r}")
        previous = line.hash
    else:
        if len(lines) != count:
            broken(len(lines) + 1, f"the file counts {count} lines, {len(lines)} are there")
        elif previous != (head or GENESIS):
            broken(len(lines), "the last line is not the one that the file remembers")
    return found
