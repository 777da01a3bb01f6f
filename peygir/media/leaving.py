"""Uploads that are deleted while a backup is made: set aside until it is finished, since its rows may name them.

`.lock` in the folder of uploads is held alone by a backup and shared by each deletion, for as long as that takes.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

ASIDE: Final = ".leaving"
LOCK: Final = ".lock"


@contextmanager
def may_delete(uploads: Path) -> Iterator[bool]:
    """Whether no backup is being made; none begins before the block ends."""
    if not uploads.is_dir():
        yield True
        return
    with _lock(uploads) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            # A deletion that found the backup at work may have come aside after the backup had cleared up.
            shutil.rmtree(uploads / ASIDE, ignore_errors=True)
            yield True


def set_aside(uploads: Path, path: Path) -> None:
    """Take a file out of its place and keep it for the backup; one that is gone already is no fault."""
    kept = uploads / ASIDE / path.relative_to(uploads)
    while path.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):  # it has gone, or a backup that ended took the folder away: looked at again
            path.replace(kept)
    clear(uploads)  # the backup may have ended meanwhile


@contextmanager
def kept_for_backup(uploads: Path) -> Iterator[Path]:
    """While the block lasts no upload is deleted; yields the folder of those that were set aside.

    Of two backups at once the second waits.
    """
    uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = uploads / ASIDE
    try:
        with _lock(uploads) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(aside, ignore_errors=True)
            yield aside
    finally:
        clear(uploads)


def clear(uploads: Path) -> None:
    """Delete what was set aside, unless a backup is being made: what one that was killed left, or came too late for."""
    if not (uploads / ASIDE).exists():
        return
    with _lock(uploads) as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(uploads / ASIDE, ignore_errors=True)


@contextmanager
def _lock(uploads: Path) -> Iterator[int]:
    descriptor = os.open(uploads / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if os.geteuid() == 0:  # a command of root may be the first: the processes of the city must get in too
            owner, lock = uploads.stat(), os.fstat(descriptor)
            if lock.st_uid == 0 and lock.st_nlink == 1:
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
        yield descriptor
    finally:
        os.close(descriptor)
