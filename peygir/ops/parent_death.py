"""Ties a child process to its parent, so that a killed supervisor leaves no processes behind."""

import ctypes
import os
import signal
import sys

PARENT = "PEYGIR_PARENT"
PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Get the signal `by` when the parent ends, however it ends; on Linux only.

    `parent` is the expected pid of the parent, by default the one in PEYGIR_PARENT; without one nothing is done.
    """
    expected = parent or int(os.environ.get(PARENT, "0"))
    if not expected or sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, by, 0, 0, 0)
    if os.getppid() != expected:  # it ended while this process was starting
        os.kill(os.getpid(), by)
