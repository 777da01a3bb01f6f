"""Asks the lake in a process of its own, so that a web process stays as small as it is.

One process answers for all threads of this one, a question at a time. It is started when it is needed, ends by itself
when nobody asks, and is killed where an answer takes too long.
"""

import atexit
import base64
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Final

from peygir.core import clock
from peygir.core.refusals import Refusal, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.asking import MOST_GROUPS, TooManyGroups
from peygir.outlook.insight.engines.embedded import PATIENCE, QuestionIsTooLarge
from peygir.outlook.insight.engines.spark import SparkIsMissing
from peygir.outlook.insight.lake.manifest import Manifest, NoLakeYet
from peygir.outlook.insight.questions import QuestionIsNotRight

QUEUE_SECONDS: Final = 10.0
"""So long a question waits for those before it."""
MOST_AT_ONCE: Final = 2
"""One is answered and one waits; a third is refused at once, so that pages of others keep threads."""
ANSWER_SECONDS: Final = PATIENCE + 5
"""So long an answer is waited for; the process gives a question up before that, unless it hangs."""
SPARK_SECONDS: Final = 90.0
"""The same of Spark, which is started with the first question."""
ENDING_SECONDS: Final = 2.0
"""So long the process may take to end by itself, and delete its scratch folder."""
CompiledQuestion = tuple[str, Collection[str]]
"""A statement in the SQL of PostgreSQL, and the names of the tables of the lake that it reads."""
Spark = tuple[str, str] | None
"""Where Spark runs, and the memory of its driver; None: DuckDB answers."""
_MODULE: Final = "peygir.outlook.insight.engines.answering"
_KEPT: Final = (
    "PATH",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "JAVA_HOME",
)
"""What the process gets of our environment: no secret is needed there."""
_REFUSALS: Final[Mapping[str, type[Refusal]]] = {
    one.__name__: one for one in (NoLakeYet, QuestionIsNotRight, QuestionIsTooLarge, SparkIsMissing, TooManyGroups)
}


class LakeIsBusy(Unavailable):
    """Others ask the lake, or its process could not answer."""

    message = _("The lake is answering others. Please try again in a moment.")
    retry_after = 10


class _Answerer:
    """The process, and the lock by which one thread at a time asks it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.places = BoundedSemaphore(MOST_AT_ONCE)
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reply to a request. Raises the refusal that came back, LakeIsBusy, QuestionIsTooLarge."""
        if not self.places.acquire(blocking=False):
            raise LakeIsBusy()
        try:
            if not self.lock.acquire(timeout=QUEUE_SECONDS):
                raise LakeIsBusy()
            try:
                reply = self._reply(request) or self._reply(request)  # it may just have ended for want of questions
            finally:
                self.lock.release()
        finally:
            self.places.release()
        if reply is None:
            raise LakeIsBusy()
        if "refusal" in reply:
            refused = _REFUSALS.get(reply["refusal"])
            if refused is TooManyGroups:
                raise TooManyGroups(most=MOST_GROUPS)
            raise refused(**reply["details"]) if refused is not None else LakeIsBusy()
        return reply

    def _reply(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the reply, or None where the process ended. Raises QuestionIsTooLarge after ANSWER_SECONDS."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            self.stop()
            return None
        received, until = b"", clock.monotonic() + (SPARK_SECONDS if request.get("spark") else ANSWER_SECONDS)
        while not received.endswith(b"\n"):
            left = until - clock.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                self.stop(is_hanging=True)
                raise QuestionIsTooLarge()
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                self.stop()
                return None
            received += part
        reply: dict[str, Any] = json.loads(received)
        return reply

    def _running(self) -> "subprocess.Popen[bytes]":
        """Return the process, which is started where there is none."""
        if self.process is None or self.process.poll() is not None:
            self.stop()
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        return self.process

    def stop(self, *, is_hanging: bool = False) -> None:
        """Let the process end, if there is one; it is killed where it does not, and at once where it hangs."""
        process, self.process = self.process, None
        if process is None:
            return
        try:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(timeout=0 if is_hanging else ENDING_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


_answerer: Final = _Answerer()
atexit.register(_answerer.stop)


def rows_apart(
    folder: Path, questions: Sequence[str], units: frozenset[str] | None, *, spark: Spark = None
) -> dict[str, Any]:
    """The rows of several questions to the lake in a folder, asked of one manifest.

    With `units` only rows of the units with these codes. Returns `answers` (for each question [keys, n, value] of each
    group), `as_of`, `last_event` and `root`. Raises QuestionIsNotRight, NoLakeYet, QuestionIsTooLarge, TooManyGroups,
    LakeIsBusy, SparkIsMissing.
    """
    request = {"kind": "answers", "folder": str(folder), "questions": list(questions), "units": _listed(units)}
    return _answerer.ask(request | {"spark": spark})


@contextmanager
def process_apart(folder: Path, manifest: Manifest) -> Iterator[Callable[[str], list[list[Any]]]]:
    """A process of its own for many questions to one state of a lake, so that this one stays as small as it is.

    What it gives answers a question with [keys, n, value] of each group. Raises QuestionIsNotRight, NoLakeYet,
    QuestionIsTooLarge, TooManyGroups, and LakeIsBusy where the lake was written anew meanwhile.
    """
    answerer = _Answerer()

    def rows(question: str) -> list[list[Any]]:
        request = {"kind": "answers", "folder": str(folder), "questions": [question], "units": None}
        reply = answerer.ask(request)
        if (reply["as_of"], reply["last_event"], reply["root"]) != (manifest.as_of, manifest.last_event, manifest.root):
            raise LakeIsBusy()
        found: list[list[Any]] = reply["answers"][0]
        return found

    try:
        yield rows
    finally:
        answerer.stop()


def cases_apart(
    folder: Path, question: str, units: frozenset[str] | None, *, most: int, spark: Spark = None
) -> list[int]:
    """The numbers of the cases that a question counts, the latest first, at most `most`. Raises as `rows_apart`."""
    request = {"kind": "cases", "folder": str(folder), "question": question, "units": _listed(units), "most": most}
    return [int(number) for number in _answerer.ask(request | {"spark": spark})["cases"]]


def statements_apart(
    questions: Sequence[str], units: frozenset[str] | None, *, cases: int | None = None
) -> list[CompiledQuestion]:
    """Questions as PostgreSQL is asked them; with `cases` for the numbers of so many cases that they count.

    Raises QuestionIsNotRight, LakeIsBusy.
    """
    request = {"kind": "statements", "questions": list(questions), "units": _listed(units), "most": cases}
    return [(statement, tables) for statement, tables in _answerer.ask(request)["statements"]]


def parquet_apart(columns: Sequence[str], rows: Sequence[Sequence[object]], about: Mapping[str, str]) -> bytes:
    """A table as a Parquet file with `about` as its metadata. Raises LakeIsBusy."""
    request = {"kind": "parquet", "columns": list(columns), "rows": [list(row) for row in rows], "about": dict(about)}
    return base64.b64decode(_answerer.ask(request)["file"])


def make_ready() -> None:
    """Start the process where there is none, without waiting for it: somebody is about to ask."""
    if _answerer.lock.acquire(blocking=False):
        try:
            _answerer._running()  # noqa: SLF001 - the module's own object
        finally:
            _answerer.lock.release()


def answering_process() -> int | None:
    """The process id of the process that answers, for measurements; None where there is none."""
    return _answerer.process.pid if _answerer.process is not None else None


def _listed(units: frozenset[str] | None) -> list[str] | None:
    return None if units is None else sorted(units)
