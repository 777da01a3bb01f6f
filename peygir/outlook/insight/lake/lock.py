"""The lock of a lake's folder: one process writes it at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _


class TheLakeIsBeingWritten(Conflict):
    """Another process writes the lake just now."""

    message = _("The lake is being written just now. Try again in a few minutes.")


@contextmanager
def lake_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a lake's folder, which ends with the process. Raises TheLakeIsBeingWritten."""
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TheLakeIsBeingWritten() from None
        yield
    finally:
        os.close(descriptor)
