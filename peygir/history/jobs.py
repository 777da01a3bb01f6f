"""Jobs that events leave behind, as the worker takes them: gone with the transaction that did them."""

from dataclasses import dataclass
from typing import Final

EVENTS_QUEUE: Final = "events"  # actions inside the database, worked in rounds
OUTSIDE_QUEUE: Final = "outside"  # actions that touch files or other servers, worked by procrastinate
LAST_ATTEMPT: Final = 14


@dataclass(frozen=True, slots=True)
class Job:
    """One (event, action) pair that waits."""

    id: int
    file_id: int
    number: int
    action: str
    attempts: int


def seconds_until_retry(attempts: int) -> int:
    """2, 4, 8, … seconds, at most an hour."""
    return int(min(2 ** (attempts + 1), 3600))
