"""Sets deleted uploads aside during a backup, since the backup's rows may reference them.

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
    """Yield whether no backup is running; none begins before the block ends."""
    if not uploads.is_dir():
        yield True
        return
    with _lock(uploads) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            # A deletion during the backup may have set a file aside after the backup cleared the folder.
            shutil.rmtree(uploads / ASIDE, ignore_errors=True)
            yield True


def set_aside(uploads: Path, path: Path) -> None:
    """Move a file aside for the backup; a missing one is no error."""
    kept = uploads / ASIDE / path.relative_to(uploads)
    while path.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):  # it is gone, or a finished backup removed the folder: checked again
            path.replace(kept)
    clear(uploads)  # the backup may have finished meanwhile


@contextmanager
def kept_for_backup(uploads: Path) -> Iterator[Path]:
    """During the block no upload is deleted; yields the folder of those that were set aside.

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
    """Delete the files set aside, unless a backup is running: leftovers of a killed one, and late ones."""
    if not (uploads / ASIDE).exists():
        return
    with _lock(uploads) as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(uploads / ASIDE, ignore_errors=True)


@contextmanager
def _lock(uploads: Path) -> Iterator[int]:
    descriptor = os.open(uploads / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if os.geteuid() == 0:  # root may run first: the service's processes need access too
            owner, lock = uploads.stat(), os.fstat(descriptor)
            if lock.st_uid == 0 and lock.st_nlink == 1:
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
        yield descriptor
    finally:
        os.close(descriptor)
