"""When a base backup is to be taken, and when this machine's clock may say which of them are too old."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from peygir.core.jalali import local
from peygir.ops.recovery.bases import BaseBackup

NIGHT: Final = 2
"""The hour, in the city's zone, from which a night's base backup is taken."""
FULL_EVERY: Final = timedelta(days=6, hours=12)
"""A full backup follows the last one after so long; the nights between have incremental ones."""
BASE_AGAIN: Final = timedelta(hours=20)
CLOCK_MAY_DIFFER: Final = timedelta(hours=1)
"""A base backup that ended later than this from now was made while the clock was wrong."""
LONGEST_GAP: Final = timedelta(days=3)
"""After a gap between two backups that is longer, the clock may be wrong, and nothing is deleted that night."""


def is_clock_trusted(known: Sequence[BaseBackup], now: datetime) -> bool:
    """Whether old backups may be deleted by this machine's clock: the last one was made a short while before."""
    return not known or -CLOCK_MAY_DIFFER <= now - known[-1].ended <= LONGEST_GAP


def is_base_due(known: Sequence[BaseBackup], now: datetime, zone: str, *, timeline: str = "") -> bool:
    """Whether a base backup is to be taken: the first of each timeline at once, then one each night.

    Backups of later than now, made while the clock was wrong, do not count.
    """
    fitting = [
        base
        for base in known
        if base.ended <= now + CLOCK_MAY_DIFFER and base.first_segment[:8] == (timeline or base.first_segment[:8])
    ]
    if not fitting:
        return True
    age = now - max(base.ended for base in fitting)
    return age > timedelta(hours=36) or (age > BASE_AGAIN and local(now, zone).hour >= NIGHT)
