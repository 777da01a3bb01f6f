"""A fixed number of threads that work for the event loop, each keeping its connection to the database.

Callers are served round-robin: one with hundreds of requests waits behind all those with few. What phones send in the
background is patient: it is done after all other jobs that wait, and in some of the threads only.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

from peygir.ops.logs import logger

MOST_WAITING: Final = 256

Outcome = TypeVar("Outcome")
log = logger(__name__)


class ThreadsAreBusy(Exception):
    """More jobs wait than can be done in any useful time."""


class ThreadJob(Generic[Outcome]):
    """One job and the future on which the event loop waits."""

    def __init__(self, work: "Callable[[ThreadJob[Outcome]], None]") -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[Outcome] = self.loop.create_future()

    def tell(self, outcome: Outcome) -> None:
        """Pass the result to the event loop; the job may continue afterwards. Called in the thread."""
        self._on_loop(self._set_outcome, outcome)

    def refuse(self, failure: Exception) -> None:
        """End the job undone. Called on the event loop."""
        if not self.outcome.done():
            self.outcome.set_exception(failure)

    def run(self) -> None:
        """Run the job. Called in the thread."""
        try:
            self.work(self)
        except BaseException as failure:  # the event loop must receive it, whatever it is
            self._on_loop(self._set_failure, failure)

    def _on_loop(self, callback: Callable[[Any], None], value: Any) -> None:
        try:
            self.loop.call_soon_threadsafe(callback, value)
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


class Turns:
    """The waiting jobs by caller; callers take turns, each with its oldest job.

    Jobs are added on the event loop and taken in the threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[ThreadJob[Any]]] = {}  # the caller whose turn is next comes first
        self._count = 0

    def add(self, caller: str, job: ThreadJob[Any]) -> None:
        """Queue a job. Raises ThreadsAreBusy.

        When the queue is full, the newest job of the caller with the most jobs fails with ThreadsAreBusy.
        """
        with self._lock:
            if self._count >= self._most:
                self._give_way(caller)
            self._waiting.setdefault(caller, deque()).append(job)
            self._count += 1

    def __bool__(self) -> bool:
        """Whether a job waits."""
        return bool(self._count)

    def take(self) -> ThreadJob[Any] | None:
        """Return the next job; None if none waits."""
        with self._lock:
            caller = next(iter(self._waiting), None)
            if caller is None:
                return None
            jobs = self._waiting.pop(caller)
            job = jobs.popleft()
            if jobs:
                self._waiting[caller] = jobs
            self._count -= 1
            return job

    def _give_way(self, caller: str) -> None:
        greatest = max(self._waiting, key=lambda name: len(self._waiting[name]))
        if len(self._waiting[greatest]) <= len(self._waiting.get(caller, ())) + 1:
            raise ThreadsAreBusy
        self._waiting[greatest].pop().refuse(ThreadsAreBusy())
        self._count -= 1


class Threads:
    """Runs jobs, those of one caller in order of arrival; patient ones in `patient` of the `count` threads at most."""

    def __init__(self, count: int, *, patient: int, most_waiting: int = MOST_WAITING) -> None:
        self._announced: SimpleQueue[None] = SimpleQueue()  # one entry for each job that was added
        self._prompt, self._patient = Turns(most_waiting), Turns(most_waiting)
        self._lanes = threading.Semaphore(patient)
        for number in range(count):
            threading.Thread(target=self._work, name=f"web-{number}", daemon=True).start()

    async def run(
        self, caller: str, work: Callable[[ThreadJob[Outcome]], None], *, is_patient: bool = False
    ) -> Outcome:
        """Run `work` in a thread; it passes its result to the job it is given. Raises ThreadsAreBusy."""
        job = ThreadJob(work)
        (self._patient if is_patient else self._prompt).add(caller, job)
        self._announced.put(None)
        return await job.outcome

    def _work(self) -> None:
        while True:
            self._announced.get()
            job = self._prompt.take()
            if job is not None:
                _run(job)
            elif self._lanes.acquire(blocking=False):
                self._work_patiently()
            del job  # keep nothing of a request until the next one

    def _work_patiently(self) -> None:
        job = self._patient.take()
        if job is not None:
            _run(job)
        self._lanes.release()
        if self._patient:
            # A thread that found all lanes taken has dropped the announcement of a job that waits.
            self._announced.put(None)


def _run(job: ThreadJob[Any]) -> None:
    if not job.outcome.cancelled():
        job.run()
