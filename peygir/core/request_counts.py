"""How many responses a machine's web has sent, and how soon: counted by each worker in a file, read by any of them."""

import mmap
import os
import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BOUNDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram, in seconds; there is one bucket more for what takes longer."""
CLASSES: Final = ("1xx", "2xx", "3xx", "4xx", "5xx")
_BUCKETS: Final = len(CLASSES)
_SUM: Final = _BUCKETS + len(BOUNDS) + 1
_BYTES: Final = 8 * (_SUM + 1)
_NAME: Final = re.compile(r"requests-(\d+)-(\d+)")


@dataclass(frozen=True)
class RequestTotals:
    """Responses by the class of their status; how many took at most each of BOUNDS (then all), and their seconds."""

    responses: dict[str, int]
    within: list[int]
    seconds: float


class RequestCounts:
    """The counts of one worker, in memory that is a file; one thread writes. Without a folder they are nobody's."""

    def __init__(self, folder: Path | None = None, server: int = 0) -> None:
        self._map = _mapped(folder, server) if folder is not None else mmap.mmap(-1, _BYTES)
        self._numbers = memoryview(self._map).cast("Q")

    def count(self, status: int) -> None:
        """Count a response."""
        self._numbers[min(max(status // 100, 1), _BUCKETS) - 1] += 1

    def observe(self, seconds: float) -> None:
        """Count how long the application took."""
        self._numbers[_BUCKETS + bisect_left(BOUNDS, seconds)] += 1
        self._numbers[_SUM] += int(seconds * 1_000_000)


def _mapped(folder: Path, server: int) -> mmap.mmap:
    """Return the memory of this worker's file; of no file where none can be made, since pages matter more."""
    try:
        descriptor = os.open(folder / f"requests-{server}-{os.getpid()}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            os.ftruncate(descriptor, _BYTES)
            return mmap.mmap(descriptor, _BYTES)
        finally:
            os.close(descriptor)
    except OSError:
        return mmap.mmap(-1, _BYTES)


def totals(folder: Path) -> RequestTotals:
    """Return the sum over all workers of the servers that run, those included that have ended meanwhile."""
    sums = [0] * (_SUM + 1)
    for path, server in _files(folder):
        if _runs(server):
            try:
                raw = path.read_bytes()
            except OSError:
                continue
            if len(raw) == _BYTES:  # else it is being made
                sums = [total + number for total, number in zip(sums, memoryview(raw).cast("Q"), strict=True)]
    within, so_far = list[int](), 0
    for number in sums[_BUCKETS:_SUM]:
        so_far += number
        within.append(so_far)
    return RequestTotals(dict(zip(CLASSES, sums, strict=False)), within, sums[_SUM] / 1_000_000)


def forget_ended(folder: Path) -> None:
    """Delete the files of servers that have ended."""
    for path, server in _files(folder):
        if not _runs(server):
            path.unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[Path, int]]:
    return [(path, int(match[1])) for path in folder.glob("requests-*") if (match := _NAME.fullmatch(path.name))]


def _runs(server: int) -> bool:
    try:
        os.kill(server, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
