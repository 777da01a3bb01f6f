"""Runs a module of ours on a stranger's file in a process of its own, within limits of memory and time.

Decoders of pictures and tables are large programs in C and Rust, and files exist that make them crash, loop or ask for
all memory. In a child process such a file fells nobody else. The child gets the file on its standard input and answers
on its standard output; it is started isolated (`-I`), without our environment, and opens nothing else.
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
from typing import Final

MEGABYTE: Final = 1024 * 1024
_OOM_SCORE: Final = Path("/proc/self/oom_score_adj")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: megabytes of address space, seconds of processor time and (twice as many) of waiting."""

    megabytes: int
    seconds: int


class ChildFailed(Exception):
    """The child ended without an answer: the file is broken, or too much for the limits. `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the child ended with {code}")
        self.code = code

    @property
    def is_over_limit(self) -> bool:
        """Whether it ran out of time or memory, as far as the way it ended tells."""
        return self.code in (TOO_MUCH, -signal.SIGXCPU, -signal.SIGABRT, _TOO_SLOW)


class ChildWasKilled(Exception):
    """The child ended for no fault of the file: it did not start, or the machine ended it. It may be tried again."""


TOO_MUCH: Final = 3
"""The exit code of a child whose memory was not enough."""
_TOO_SLOW: Final = 1000  # no process ends with it
# How Python ends when a module is not there or raises, and its start when a library is not found: our modules end
# otherwise.
_NO_START: Final = (1, 2, 126, 127)
# The child finds what its parent finds, be it by PYTHONPATH, which an isolated Python does not look at.
_BOOT: Final = (
    "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); del sys.argv[:2]; "
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


def run_child(module: str, *arguments: str, data: bytes, limits: Limits) -> bytes:
    """What `python -m module` answers to `data` on its standard output. Raises ChildFailed, ChildWasKilled."""
    try:
        done = subprocess.run(
            _command(module, limits, arguments), input=data, capture_output=True, timeout=2 * limits.seconds,
            env=_environment(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise ChildFailed(_TOO_SLOW) from slow
    _judge(done.returncode)
    return done.stdout


def stream_child(module: str, *arguments: str, limits: Limits) -> Generator[bytes, None, None]:
    """The lines that `python -m module` writes, as they come. Raises ChildFailed, ChildWasKilled after the last."""
    is_late = threading.Event()
    with subprocess.Popen(
        _command(module, limits, arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=_environment(),
    ) as child:  # fmt: skip

        def end() -> None:
            is_late.set()
            child.kill()

        timer = threading.Timer(2 * limits.seconds, end)
        timer.start()
        try:
            assert child.stdout is not None
            yield from child.stdout
        except GeneratorExit:  # whoever reads has seen enough
            child.kill()
            raise
        finally:
            timer.cancel()
    _judge(_TOO_SLOW if is_late.is_set() else child.returncode)


def _command(module: str, limits: Limits, arguments: tuple[str, ...]) -> list[str]:
    where = json.dumps(sys.path)
    return [sys.executable, "-I", "-c", _BOOT, where, module, str(limits.megabytes), str(limits.seconds), *arguments]


def _environment() -> dict[str, str]:
    """Nothing of ours but where the system's loader finds the library of Python, for a Python that was copied."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def _judge(code: int) -> None:
    if code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, *_NO_START):
        raise ChildWasKilled(code)
    if code != 0:
        raise ChildFailed(code)


def stay_within(arguments: list[str]) -> list[str]:
    """Called by the child first: takes the limits from its arguments and keeps to them; returns the rest."""
    megabytes, seconds = int(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the machine runs out of memory, this process goes first.
    with contextlib.suppress(OSError):
        _OOM_SCORE.write_text("1000")
    return arguments[2:]
