"""One look at the health of the whole system, kept for some seconds, for every page that tells of it."""

from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.journey import vitals
from peygir.journey.vitals import Vitals
from peygir.storage import replica
from peygir.web.kit import built
from peygir.web.kit.current_city import current_city
from peygir.web.kit.stream_health import stream_answers


@dataclass(frozen=True, slots=True)
class Look:
    """One health check: what was checked, what failed, and the metrics (None: no database)."""

    checks: tuple[str, ...]
    faults: frozenset[str]
    figures: Vitals | None


def _look() -> Look:
    names = ["database", *vitals.CHECKS, "assets"]
    faults = [] if built.entry("kit/main") is not None else ["assets"]
    figures = None
    try:
        city_facts = current_city()
        figures = vitals.take(city_facts, home=settings.HOME, now=clock.now())
        # Sample data need no backup.
        faults += vitals.faults(figures, backup_days=0 if city_facts.is_sample else settings.BACKUP_DAYS)
    except (DatabaseError, InterfaceError, Refusal):
        names, faults = ["database", "assets"], [*faults, "database"]
    if replica.is_configured():
        names.append("replica")
        faults += [] if "database" not in faults and replica.keeps_up() else ["replica"]
    answers = stream_answers()
    if answers is not None:  # None: this machine runs no live stream
        names.append("live")
        faults += [] if answers else ["live"]
    return Look(tuple(names), frozenset(faults), figures)


class _Kept:
    """The latest check of this process; while one thread checks, the others use the one before."""

    def __init__(self) -> None:
        self._lock, self._look, self._at = Lock(), None, 0.0  # type: tuple[Lock, Look | None, float]

    def look(self) -> Look:
        """Return a check no older than settings.HEALTH_SECONDS, or an older one while a new one runs.

        Otherwise a slow database would block every web thread that serves the health page.
        """
        before = self._look
        if not self._lock.acquire(blocking=before is None):
            assert before is not None  # otherwise the lock would have waited
            return before
        try:
            if self._look is None or clock.monotonic() - self._at > settings.HEALTH_SECONDS:
                self._look, self._at = _look(), clock.monotonic()
            return self._look
        finally:
            self._lock.release()


KEPT: Final = _Kept()
