"""Plays a past moment: one transaction for each, including the jobs that it creates.

So no worker ever sees a job of such a moment, and an interrupted run has only complete moments. The caller sets
`core.clock`: everything inside happens at that time.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from peygir.journey.dispatch import work_pending
from peygir.storage.unit_of_work import unit_of_work

Drain = Callable[[], int]
"""Runs the jobs that the moment has created so far, and those that they create; returns how many."""


@contextmanager
def old_moment() -> Iterator[Drain]:
    """One moment; its remaining jobs run at its end."""
    with unit_of_work() as now:
        yield lambda: work_pending(now)
        work_pending(now)


@contextmanager
def many_moments() -> Iterator[None]:
    """Around thousands of moments: rarer garbage collections, which exclude existing objects, save an eighth."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
