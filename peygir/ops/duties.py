"""Does named duties, each for itself: one that fails is logged and rests, and the others go on."""

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import InterfaceError, OperationalError

from peygir.history.actions import beat
from peygir.journey.vitals import FAILING
from peygir.ops.logs import logger

REST: Final = timedelta(minutes=1)
"""How long a duty that failed is left alone, if nothing else is said."""
LONGEST_NAME: Final = 40

log = logger(__name__)


class Duties:
    """Duties of one process by name, and which of them rest after a failure."""

    def __init__(self) -> None:
        self._rest_until: dict[str, datetime] = {}

    def is_resting(self, name: str, now: datetime) -> bool:
        """Whether a duty failed lately and is left alone."""
        return name in self._rest_until and now < self._rest_until[name]

    def do(self, name: str, act: Callable[[], object], now: datetime, *, rest: timedelta = REST) -> int | None:
        """Do a duty; returns how much it says it did (0 if it says nothing), None if it failed or rests.

        A failure is logged with its place in the code and seen on the health page for a quarter of an hour. Raises
        what ended the connection to the database, so that the process starts again.
        """
        if self.is_resting(name, now):
            return None
        try:
            done = act()
        except (OperationalError, InterfaceError):
            raise
        except Exception as failure:  # a duty's own fault must not keep the city from all others
            log.error("duty_failed", duty=name, words=repr(failure), at=_places(failure))
            self._rest_until[name] = now + rest
            beat(f"{FAILING}{name[:LONGEST_NAME]}", now)
            return None
        self._rest_until.pop(name, None)
        return done if isinstance(done, int) else 0


def _places(failure: Exception) -> str:
    """The calls that led to a failure, the outermost first, without values: those could be a citizen's."""
    frames = traceback.extract_tb(failure.__traceback__)[1:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
