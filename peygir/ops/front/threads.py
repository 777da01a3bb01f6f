"""A fixed number of threads that do work for the event loop, each keeping its connection to the database."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

from peygir.ops.logs import logger

MOST_WAITING: Final = 256

Outcome = TypeVar("Outcome")
log = logger(__name__)


class ThreadsAreBusy(Exception):
    """More work waits than will be done in any useful time."""


class Job(Generic[Outcome]):
    """One piece of work and the future that the event loop waits on."""

    def __init__(self, work: "Callable[[Job[Outcome]], None]") -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[Outcome] = self.loop.create_future()

    def tell(self, outcome: Outcome) -> None:
        """Hand the outcome to the event loop; the work may go on afterwards. Called in the thread."""
        self._on_loop(self._set_outcome, outcome)

    def run(self) -> None:
        """Do the work. Called in the thread."""
        try:
            self.work(self)
        except BaseException as failure:  # the event loop must hear of it, whatever it is
            self._on_loop(self._set_failure, failure)

    def _on_loop(self, deed: Callable[[Any], None], value: Any) -> None:
        try:
            self.loop.call_soon_threadsafe(deed, value)
        except RuntimeError:  # the loop has ended: nobody waits any more
            log.warning("answer_came_too_late")

    def _set_outcome(self, outcome: Outcome) -> None:
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    def _set_failure(self, failure: BaseException) -> None:
        if self.outcome.done():
            log.error("work_failed_after_its_outcome", exc_info=failure)
        else:
            self.outcome.set_exception(failure)


class Threads:
    """Runs jobs in the order in which they came."""

    def __init__(self, count: int, *, most_waiting: int = MOST_WAITING) -> None:
        self._jobs: SimpleQueue[Job[Any]] = SimpleQueue()
        self._most_waiting = most_waiting
        for number in range(count):
            threading.Thread(target=self._work, name=f"web-{number}", daemon=True).start()

    async def run(self, work: Callable[[Job[Outcome]], None]) -> Outcome:
        """Have a thread do `work`, which tells its outcome to the job it is given. Raises ThreadsAreBusy."""
        if self._jobs.qsize() >= self._most_waiting:
            raise ThreadsAreBusy
        job = Job(work)
        self._jobs.put(job)
        return await job.outcome

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            if not job.outcome.cancelled():
                job.run()
            del job  # nothing of a request stays until the next one
