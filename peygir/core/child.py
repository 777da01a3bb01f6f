"""Runs one of our modules on an untrusted file in a child process, with limits of memory and time.

Decoders of pictures and tables are large programs in C and Rust, and files exist that make them crash, loop or use
all memory. A child process contains such a failure. The child gets the file on its standard input and answers
on its standard output; it is started isolated (`-I`), without our environment, inherits nothing else that is open
(PEP 446, and `close_fds` of `subprocess`), and can write to no file.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

MEGABYTE: Final = 1024 * 1024
_OOM_SCORE: Final = Path("/proc/self/oom_score_adj")


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """A child's limits: megabytes of address space, seconds of processor time and (twice as many) of waiting.

    `answer_megabytes`: the size of the whole answer or, if lines are streamed, of one line.
    """

    megabytes: int
    seconds: int
    answer_megabytes: int = 32


class ChildFailed(Exception):
    """The child ended without an answer: the file is broken, or exceeds the limits. `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the child ended with {code}")
        self.code = code

    @property
    def is_over_limit(self) -> bool:
        """Whether it exceeded time, memory or output, as far as its exit code shows."""
        return self.code in (TOO_MUCH, -signal.SIGXCPU, -signal.SIGABRT, _TOO_SLOW, WROTE_TOO_MUCH)


class ChildWasKilled(Exception):
    """The child failed through no fault of the file: it did not start, or was killed from outside. A retry may help."""


TOO_MUCH: Final = 3
"""The exit code of a child that ran out of memory."""
# Exit codes that no process uses.
_TOO_SLOW: Final = 1000
WROTE_TOO_MUCH: Final = 1001
"""The code of a child that was killed because its answer exceeded its limit."""
_CHUNK: Final = 64 * 1024
# Python's exit codes for a missing module, an exception, or a missing shared library; our modules use
# others.
_NO_START: Final = (1, 2, 126, 127)
# The parent's module path, including PYTHONPATH, which an isolated Python ignores.
_BOOT: Final = (
    "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); del sys.argv[:2]; "
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


def run_child(module: str, *arguments: str, data: bytes, limits: ChildLimits) -> bytes:
    """Return what `python -m module` writes to standard output for `data`. Raises ChildFailed, ChildWasKilled.

    The answer is held in memory, so it is read only up to its limit; the child's standard error
    is not read at all.
    """
    parts, left = [], limits.answer_megabytes * MEGABYTE
    with _running(_command(module, limits, arguments), limits, stdin=subprocess.PIPE) as run:
        assert run.child.stdin is not None
        assert run.child.stdout is not None
        # Written in a thread beside the reading: a child may answer before it has read everything.
        feeding = threading.Thread(target=_feed, args=(run.child.stdin, data))
        feeding.start()
        while part := run.child.stdout.read(_CHUNK):
            parts.append(part)
            left -= len(part)
            if left < 0:
                run.end(WROTE_TOO_MUCH)
                break
        run.child.wait()
        feeding.join()
    _judge(run.code)
    return b"".join(parts)


def stream_child(module: str, *arguments: str, limits: ChildLimits) -> Generator[bytes, None, None]:
    """Yield the lines that `python -m module` writes. Raises ChildFailed, ChildWasKilled after the last one."""
    longest = limits.answer_megabytes * MEGABYTE
    with _running(_command(module, limits, arguments), limits, stdin=subprocess.DEVNULL) as run:
        assert run.child.stdout is not None
        while output_line := run.child.stdout.readline(longest + 1):
            if len(output_line) > longest:
                run.end(WROTE_TOO_MUCH)
                break
            yield output_line
        run.child.wait()
    _judge(run.code)


@dataclass(slots=True)
class _Run:
    """A running child, and why we ended it, if we did."""

    child: "subprocess.Popen[bytes]"
    ended_with: int | None = None

    def end(self, code: int) -> None:
        self.ended_with = code
        self.child.kill()

    @property
    def code(self) -> int:
        """Our own code if we ended it, else its exit code."""
        return self.ended_with if self.ended_with is not None else self.child.returncode


@contextlib.contextmanager
def _running(command: list[str], limits: ChildLimits, *, stdin: int) -> Generator[_Run, None, None]:
    """Start a child that is killed when it takes too long, or when the block ends before it does."""
    with subprocess.Popen(
        command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as child:
        run = _Run(child)
        timer = threading.Timer(2 * limits.seconds, run.end, [_TOO_SLOW])
        timer.start()
        try:
            yield run
        finally:
            timer.cancel()
            child.kill()  # no effect if it has ended


def _feed(file: IO[bytes], data: bytes) -> None:
    # A child that ends before it has read everything breaks the pipe; its exit code has the reason.
    with contextlib.suppress(BrokenPipeError):
        try:
            file.write(data)
        finally:
            file.close()


def _command(module: str, limits: ChildLimits, arguments: tuple[str, ...]) -> list[str]:
    where = json.dumps(sys.path)
    return [sys.executable, "-I", "-c", _BOOT, where, module, str(limits.megabytes), str(limits.seconds), *arguments]


def _environment() -> dict[str, str]:
    """An empty environment, except the loader's path to Python's library, for a Python that was copied."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def _judge(code: int) -> None:
    if code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, *_NO_START):
        raise ChildWasKilled(code)
    if code != 0:
        raise ChildFailed(code)


def stay_within(arguments: list[str]) -> list[str]:
    """Called first by the child: applies the limits in its arguments to the process; returns the rest."""
    megabytes, seconds = int(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # If the machine runs out of memory, the kernel ends this process first.
    with contextlib.suppress(OSError):
        _OOM_SCORE.write_text("1000")
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # pipes are not files: the answer is not limited by it
    return arguments[2:]
