"""The only source of the current time, so that a replay can simulate another year."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present moment, aware, in UTC; a simulated one inside `simulated`."""
    return _source() if _source is not None else datetime.now(UTC)


def monotonic() -> float:
    """Monotonic seconds, for time limits and cache ages, never for a date."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Sleep for real, also under a simulated clock."""
    time.sleep(seconds)


@contextmanager
def simulated(source: Callable[[], datetime]) -> Iterator[None]:
    """Make `now` return the time of `source` in this process (a replay, a test); nests, and always restores."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
