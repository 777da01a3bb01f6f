"""One simulated time for several processes: eight bytes that the driver sets, and two helpers that use it.

The worker and the clock run here as processes that may be killed at any moment. The driver requests work with a byte,
the helper runs its rounds until nothing is left and answers with one: so time stands still while there is work.
"""

import gc
import logging
import mmap
import os
import select
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Final

from lab.bench.process import command
from peygir.core import clock
from peygir.ops import logs

TIME: Final = "PEYGIR_YEAR_TIME"
"""The environment variable with the file of the simulated time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(microseconds=1)
_WORD: Final = 8
READY, ASKED, DONE, STUMBLED = b"r", b"a", b"d", b"s"
LONGEST_WORK: Final = 300.0
STARTS: Final = 5
"""How often in a row a helper may end by itself before the year is aborted."""


class HelperIsLost(Exception):
    """A helper that was not killed keeps dying, or does not finish; its log says why."""


class SharedTime:
    """A moment in a file that several processes map into their memory."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_WORD))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _WORD)

    def now(self) -> datetime:
        """Return the simulated moment."""
        return _EPOCH + timedelta(microseconds=int.from_bytes(self._map[:_WORD], "little"))

    def move(self, at: datetime) -> None:
        """Set the moment, for all processes that share it."""
        self._map[:_WORD] = ((at - _EPOCH) // _STEP).to_bytes(_WORD, "little")


class Helper:
    """The worker or the clock as a process of its own; restarted when it ends."""

    def __init__(self, step: str, log: Path) -> None:
        self.step, self._log = step, log
        self.stumbles = self.lost = 0
        self._asked = self._answered = self._deaths = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, unless it lives, and wait until it is ready; unanswered requests are sent again."""
        if self._process is not None and self._process.poll() is None:
            return
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command(self.step), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
            )
        self._process, self._answered = process, 0
        if _out(process).read(1) != READY:
            raise HelperIsLost(f"{self.step} does not start; see {self._log}")
        if self._asked:
            self._asked = 0
            self.ask()

    def ask(self) -> None:
        """Request its work; returns at once."""
        self._asked += 1
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(ASKED)
        except BrokenPipeError:
            self._lose()

    def wait(self) -> None:
        """Wait until it has answered all requests. Raises HelperIsLost."""
        while self._answered < self._asked:
            assert self._process is not None
            out = _out(self._process)
            if not select.select([out], [], [], LONGEST_WORK)[0]:
                raise HelperIsLost(f"{self.step} does not come to an end; see {self._log}")
            output = out.read(4096) or b""
            self._answered += output.count(DONE)
            self.stumbles += output.count(STUMBLED)
            if not output:
                self._lose()
        self._asked = self._answered = self._deaths = 0

    def kill(self) -> bool:
        """kill -9 the process; whether it was working."""
        assert self._process is not None
        was_at_work = self._asked > self._answered and not select.select([_out(self._process)], [], [], 0)[0]
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        _close(self._process)
        return was_at_work

    def stop(self) -> None:
        """Stop it for good."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            _close(self._process)

    def _lose(self) -> None:
        assert self._process is not None
        self._process.wait()
        _close(self._process)
        self.lost, self._deaths = self.lost + 1, self._deaths + 1
        if self._deaths > STARTS:
            raise HelperIsLost(f"{self.step} dies again and again; see {self._log}")
        self.start()


def _out(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert process.stdout is not None
    return process.stdout


def _close(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


# ── inside a helper ─────────────────────────────────────────────────────────────────────────────────────────────────


def work() -> None:
    """Run the step of the worker: rounds of jobs, one by one where a round fails."""
    from django.db import connection

    from peygir.journey.dispatch import ROUND, work_round
    from peygir.ops import rounds

    def once(out: int) -> bool:
        try:
            return work_round() >= ROUND  # a smaller round has emptied the queue
        except Exception:
            # Whatever an action raised: the real round finds the job, postpones it and records the failure.
            if not connection.is_usable():
                raise
            os.write(out, STUMBLED)
            return rounds.event_round() > 0

    _serve("year-work", once)


def tick() -> None:
    """Run the step of the clock."""
    from peygir.desks.promises.actions.falling_due import BATCH
    from peygir.journey.clock import tick

    # A tick that did far less than a batch has processed all that was due.
    _serve("year-tick", lambda _: tick(clock.now()) >= BATCH // 4)


def few_collections() -> None:
    """Make garbage collections rarer, and exclude existing objects from them."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _serve(name: str, once: Callable[[int], bool]) -> None:
    """Answer the requests on standard input until it ends; each when `once` has nothing more to do."""
    logs.configure(name, level=logging.WARNING)
    out = os.dup(1)
    os.dup2(2, 1)  # output of a library must not count as an answer
    few_collections()
    with clock.simulated(SharedTime(Path(os.environ[TIME])).now):
        os.write(out, READY)
        while request_bytes := os.read(0, 4096):
            while once(out):
                pass
            os.write(out, DONE * len(request_bytes))
