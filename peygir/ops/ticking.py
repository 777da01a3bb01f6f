"""The clock of the system: every few seconds it processes what fell due."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from peygir.core import clock
from peygir.history.actions import beat
from peygir.journey.key_prints import key_print
from peygir.journey.vitals import CLOCK
from peygir.ops.logs import logger

LOCK = (0x7065677A, 1)  # one clock for the whole city, on whichever machine
EVERY = 2.0
BEAT_EVERY = 10.0

log = logger(__name__)


def run(tick: Callable[[datetime], int], *, stopped: threading.Event, every: float = EVERY) -> int:
    """Tick until `stopped`; returns exit code 1 when the database connection was lost, so that the process is
    restarted.

    Of several clocks one ticks, the others wait for its lock. A tick that processed something is followed by the next
    at once, so that a backlog does not wait.
    """
    beat_at = -BEAT_EVERY
    try:
        while not stopped.is_set():
            if not _is_ours():
                stopped.wait(every)
                continue
            began = clock.monotonic()
            if began - beat_at > BEAT_EVERY:
                beat(CLOCK, clock.now())
                beat(key_print(Path(settings.HOME)), clock.now())
                beat_at = began
            done = tick(clock.now())
            if done:
                log.info("ticked", done=done, seconds=round(clock.monotonic() - began, 3))
            else:
                stopped.wait(every)
    except (OperationalError, InterfaceError) as failure:
        log.warning("database_went_away", words=str(failure).strip())
        return 1
    return 0


def _is_ours() -> bool:
    """Whether this session holds the clock's lock, or has just got it; it ends with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        row = cursor.fetchone()
    return bool(row and row[0])
