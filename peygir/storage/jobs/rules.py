"""What a waiting job is, and how long it waits after it failed."""

from dataclasses import dataclass
from typing import Final

WAKE_TASK: Final = "wake"
EVENTS_QUEUE: Final = "events"  # actions inside the database, worked in rounds
OUTSIDE_QUEUE: Final = "outside"  # actions that touch files or other servers, worked by procrastinate
LAST_ATTEMPT: Final = 14
LAST_DEATH: Final = 3
"""How often a job may end with the death of its worker before it is set aside as failed."""
DEATH: Final = -1000
"""What each such end adds to a job's priority: the others go first, and the priority tells how often it was."""


@dataclass(frozen=True, slots=True)
class Job:
    """One (event, action) pair that waits."""

    id: int
    file_id: int
    number: int
    action: str
    attempts: int


def deaths_in(priority: int) -> int:
    """How often a job with this priority has ended with the death of its worker."""
    return priority // DEATH if priority < 0 else 0


def seconds_until_retry(attempts: int) -> int:
    """2, 4, 8, … seconds, at most an hour."""
    return int(min(2 ** (attempts + 1), 3600))
