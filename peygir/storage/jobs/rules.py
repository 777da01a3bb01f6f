"""What a job is, how often it is tried, and how long it waits after it failed."""

from dataclasses import dataclass
from typing import Final

EVENTS_QUEUE: Final = "events"  # actions inside the database, many in one transaction
OUTSIDE_QUEUE: Final = "outside"  # actions that touch files or other servers, one by one, in no transaction
QUEUES: Final = (EVENTS_QUEUE, OUTSIDE_QUEUE)
STATES: Final = ("waiting", "running", "failed")
LAST_ATTEMPT: Final = {EVENTS_QUEUE: 14, OUTSIDE_QUEUE: 15}
"""After how many failures a job stays in the table as failed: three hours after the first, or nine."""
_LONGEST_WAIT: Final = {EVENTS_QUEUE: 3600, OUTSIDE_QUEUE: 2**14}
LAST_DEATH: Final = 3
"""How often a job may end with the death of its worker before it is set aside as failed."""


@dataclass(frozen=True, slots=True)
class PendingJob:
    """One action to be run for one event; `id` is 0 for a job that has no row in the table."""

    id: int
    file_id: int
    number: int
    action: str
    attempts: int
    queue: str = EVENTS_QUEUE


def seconds_until_retry(attempts: int, queue: str = EVENTS_QUEUE) -> int:
    """2, 4, 8, … seconds after 0, 1, 2, … earlier failures; at most an hour, or 4.6 hours in the outside queue."""
    return int(min(2 ** (attempts + 1), _LONGEST_WAIT[queue]))
