"""A file in place of a provider: one JSON line per message, on disk before it is confirmed, never twice."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from peygir.core import clock
from peygir.core.disk import sync_folder
from peygir.gateways.results import GatewayFailed

WAIT_SECONDS: Final = 5.0
"""How long to wait for another process that is writing."""


class OutboxFile:
    """JSON lines at `path`, safe to share between threads and processes.

    The ids already written are remembered per process and caught up from the file under its lock, so that a message
    costs only the reading of what others wrote since, not of the whole file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._known: set[str] = set()
        self._read_to = 0
        self._inode = 0

    def write(self, message_id: str, fields: Mapping[str, str]) -> bool:
        """Append one message and sync it to disk; False when its id is there already. Raises GatewayFailed."""
        if not self._guard.acquire(timeout=WAIT_SECONDS):
            raise GatewayFailed("the outbox file is busy", is_permanent=False)
        try:
            return self._write(message_id, fields)
        except OSError as trouble:
            reason = f"the outbox file cannot be written: {trouble.strerror}"
            raise GatewayFailed(reason, is_permanent=False) from trouble
        finally:
            self._guard.release()

    def _write(self, message_id: str, fields: Mapping[str, str]) -> bool:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # The file contains phone numbers and one-time codes: for the owner alone.
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            with _locked(descriptor):
                end = self._catch_up(descriptor)
                if message_id in self._known:
                    return False
                json_line = json.dumps({"message_id": message_id, **fields}, ensure_ascii=False) + "\n"
                _write_all(descriptor, json_line.encode())
                os.fsync(descriptor)
                self._known.add(message_id)
                self._read_to = end + len(json_line.encode())
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(self.path.parent)
        return True

    def _catch_up(self, descriptor: int) -> int:
        """Read the ids that others wrote; cut off a line that a crash left half written. Returns the file's end."""
        state = os.fstat(descriptor)
        if state.st_ino != self._inode or state.st_size < self._read_to:  # the file was moved away or emptied
            self._known, self._read_to, self._inode = set(), 0, state.st_ino
        fresh = os.pread(descriptor, state.st_size - self._read_to, self._read_to)
        whole = fresh.rfind(b"\n") + 1
        if whole < len(fresh):
            # This message was never confirmed, so it will be sent again.
            os.ftruncate(descriptor, self._read_to + whole)
        for line in fresh[:whole].splitlines():
            try:
                self._known.add(str(json.loads(line)["message_id"]))
            except (ValueError, LookupError, TypeError):
                continue  # a line edited by hand is ignored
        self._read_to += whole
        return self._read_to


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold the file's lock, tried for until WAIT_SECONDS have passed."""
    give_up = clock.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if clock.monotonic() > give_up:
                raise GatewayFailed("the outbox file is busy", is_permanent=False) from None
            clock.pause(0.01)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
