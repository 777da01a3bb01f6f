"""Reading from a streaming replica: how far it is behind, and statements that go to it for the length of a block.

The clocks of the two servers are not compared. This process remembers at which moments the database's log ended where;
the replica is as far behind as the newest of these ends that it has replayed is old.
"""

import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

from peygir.core import clock
from peygir.storage.database_url import REPLICA

_LOOK_EVERY: Final = 1.0
_AWAY_FOR: Final = 5.0
"""After a failure the replica is left alone for so many seconds."""
_KEPT: Final = 900
_END: Final = "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint"
_REPLAYED: Final = "SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint END"


class LogEnds:
    """Moments (monotonic seconds) at which the database's log ended at a position, oldest first."""

    def __init__(self) -> None:
        self._ends: deque[tuple[float, int]] = deque(maxlen=_KEPT)

    def note(self, at: float, position: int) -> None:
        """Keep where the log ended."""
        self._ends.append((at, position))

    def lag(self, replayed: int, *, at: float) -> float:
        """Seconds by which a replica that has replayed up to a position is behind; infinite where that is unknown."""
        moments = [moment for moment, position in self._ends if position <= replayed]
        return at - moments[-1] if moments else math.inf


class ReplicaWatch:
    """How far the replica is behind, looked at once a second at most and by one thread at a time."""

    def __init__(self) -> None:
        self._lock, self._ends = Lock(), LogEnds()
        self._lag, self._looked_at, self._away_until = math.inf, -math.inf, -math.inf

    def lag(self) -> float:
        """Seconds; infinite where the replica does not answer, or is none any more."""
        now = clock.monotonic()
        if now < self._away_until:
            return math.inf
        if now - self._looked_at < _LOOK_EVERY or not self._lock.acquire(blocking=False):
            return self._lag
        try:
            self._lag = self._look(now)
            self._looked_at = now
        except (DatabaseError, InterfaceError):
            self.leave_alone()
        finally:
            self._lock.release()
        return self._lag

    def leave_alone(self) -> None:
        """Read nothing from it for some seconds."""
        self._lag, self._away_until = math.inf, clock.monotonic() + _AWAY_FOR
        connections[REPLICA].close()

    def _look(self, now: float) -> float:
        with connections["default"].cursor() as cursor:
            cursor.execute(_END)
            self._ends.note(now, int(cursor.fetchone()[0]))
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_REPLAYED)
            replayed = cursor.fetchone()[0]
        return math.inf if replayed is None else self._ends.lag(int(replayed), at=now)


WATCH: Final = ReplicaWatch()


def is_configured() -> bool:
    """Whether there is a replica to read from."""
    return REPLICA in settings.DATABASES


def keeps_up() -> bool:
    """Whether the replica may be read now."""
    return is_configured() and WATCH.lag() <= float(settings.REPLICA_LAG)


@contextmanager
def reading() -> Iterator[None]:
    """Send every statement of this thread to the replica, for the length of the block; begin it in no transaction.

    A statement that writes raises django.db.InternalError.
    """
    database = connections["default"]
    connections["default"] = connections[REPLICA]
    try:
        yield
    finally:
        connections["default"] = database
