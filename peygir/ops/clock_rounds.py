"""What the clock process does at each tick: the night's duties once, then what falls due; each duty for itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.journey import night
from peygir.journey.clock import DUTIES
from peygir.ops import merkle_log
from peygir.ops.duties import Duties

RAW_LIVES: Final = timedelta(days=2)
"""How long loose files and codes are left at night."""
NIGHT_REST: Final = timedelta(minutes=10)
"""After what time a nightly duty that failed is tried again."""


class ClockRounds:
    """The duties of the clock; a nightly one that fails is tried again until the next night begins."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._duties = Duties()
        self._tonight: list[tuple[str, Callable[[], object]]] = []

    def __call__(self, now: datetime) -> int:
        """Process what is due now; returns how much. Raises what ended the connection to the database."""
        zone = settings.TIME_ZONE
        if merkle_log.is_due(self._home, now, zone):
            written = self._duties.do("write_root", lambda: merkle_log.write_root(self._home, now, zone), now)
            if written is not None:
                self._tonight = self._nightly(now)
        self._tonight = [
            (name, act) for name, act in self._tonight if self._duties.do(name, act, now, rest=NIGHT_REST) is None
        ]
        return sum(self._duties.do(duty.__name__, partial(duty, now), now) or 0 for duty in DUTIES)

    def _nightly(self, now: datetime) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("extend_public_record", lambda: merkle_log.extend_public_record(self._home, now)),
            *night.duties(now),
            *night.deletions(now, before=now - RAW_LIVES),
        ]
