"""Parses Asterisk's queue log (`queue_log`): when a caller joined, was connected and left, to the second.

Its lines are `epoch|call|queue|agent|event|data…`; `call` is the Uniqueid of the caller's channel, which is the key of
a call that came in. After Asterisk's documentation of queue logs. A call record knows none of it: its answer is the
moment in which the dialplan took the call, which with a menu is before the queue.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_LEFT: Final = ("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY", "SYSCOMPAT")


@dataclass(frozen=True, slots=True)
class QueueStay:
    """One stay of a caller in a queue; `connected_at` and `uniqueid` (of the phone's channel) if somebody answered.

    `left_at` is None while they wait, and for a stay whose end the log does not contain.
    """

    queue: str
    joined_at: datetime
    left_at: datetime | None = None
    connected_at: datetime | None = None
    uniqueid: str = ""


def stays_of_file(path: Path, *, block: int = 4_000_000) -> dict[str, tuple[QueueStay, ...]]:
    """Stays by the call's key, from the last bytes of the log (a day of a big centre fits); empty without a file."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - block))
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    return stays(lines[1:] if size > block else lines)


def stays(lines: Iterable[str]) -> dict[str, tuple[QueueStay, ...]]:
    """Stays by the call's key, each call's in order."""
    stays_by_call: dict[str, list[QueueStay]] = defaultdict(list)
    for at, key, queue, event, data in _events(lines):
        own = stays_by_call[key]
        last = own[-1] if own and own[-1].queue == queue and own[-1].left_at is None else None
        if event == "ENTERQUEUE":
            own.append(QueueStay(queue, at))
        elif event == "CONNECT":
            # If the line of joining is missing, the hold time gives its moment.
            begun = last or QueueStay(queue, _before(at, data[0] if data else ""))
            taken = replace(begun, left_at=at, connected_at=at, uniqueid=data[1] if len(data) > 1 else "")
            own[-1:] = [taken] if last is not None else [*own[-1:], taken]
        elif event in _LEFT and last is not None:
            own[-1] = replace(last, left_at=at)
    return {key: tuple(rows) for key, rows in stays_by_call.items() if rows}


def _events(lines: Iterable[str]) -> Iterator[tuple[datetime, str, str, str, list[str]]]:
    for line in lines:
        parts = line.strip().split("|")
        if len(parts) >= 5:
            try:
                at = datetime.fromtimestamp(float(parts[0]), tz=UTC)
            except (ValueError, OverflowError, OSError):
                continue
            yield at, parts[1], parts[2], parts[4], parts[5:]


def _before(at: datetime, seconds: str) -> datetime:
    return datetime.fromtimestamp(at.timestamp() - int(seconds), tz=UTC) if seconds.isdigit() else at
