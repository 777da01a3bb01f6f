"""Plays what happened long ago: one transaction for each moment, with the jobs that it leaves behind done in it.

So no worker ever sees a job of such a moment, and a run that is cut has done whole moments only. The clock is the
caller's: everything inside happens at the time that `core.clock` says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from peygir.journey.dispatch import work_pending
from peygir.storage.unit_of_work import unit_of_work

Drain = Callable[[], int]
"""Works off the jobs that the moment has so far, and those that they leave behind; how many."""


@contextmanager
def old_moment() -> Iterator[Drain]:
    """One moment, drained at its end at the latest."""
    with unit_of_work() as now:
        yield lambda: work_pending(now)
        work_pending(now)
