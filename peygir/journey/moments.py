"""Plays what happened long ago: one transaction for each moment, with the jobs that it leaves behind done in it.

So no worker ever sees a job of such a moment, and a run that is cut has done whole moments only. The clock is the
caller's: everything inside happens at the time that `core.clock` says.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from peygir.history.actions import strike_jobs
from peygir.history.pipeline import without_waiting
from peygir.history.queries import waiting_jobs
from peygir.journey import wake


class OldMoments:
    """The moments of some cases, which are named to `ours` as they are opened."""

    def __init__(self) -> None:
        self.ours: set[int] = set()
        self._last_job = 0
        self._finished: list[int] = []

    @contextmanager
    def moment(self) -> Iterator[None]:
        """One transaction, with the jobs that were made and worked in it struck out at its end."""
        try:
            with transaction.atomic(), without_waiting():
                yield
                if self._finished:
                    strike_jobs(self._finished)
        finally:
            self._finished.clear()

    def drain(self) -> None:
        """Work the jobs of our cases in their order, and those that they leave behind, until none is left."""
        while jobs := waiting_jobs(after=self._last_job):
            for job in jobs:
                self._last_job = job.id
                if job.file_id in self.ours:
                    wake(job.file_id, job.number, job.action)
                    self._finished.append(job.id)
