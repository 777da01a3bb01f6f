"""Runs the mirror of this machine's home in a thread of whichever of its processes is first."""

import fcntl
import os
import threading
from pathlib import Path
from typing import Final

from peygir.core.refusals import Refusal
from peygir.core.sandbox import is_sandbox
from peygir.ops.logs import logger

EVERY: Final = 3.0  # seconds between two looks at the bucket
_LOCK: Final = "doing/shared.lock"

log = logger(__name__)


def is_wanted(home: Path) -> bool:
    """Whether there may be other machines: a database server and a bucket, and no sandbox."""
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("PEYGIR_S3_BUCKET")) and not is_sandbox(home)


def start(home: Path, stopped: threading.Event) -> list[threading.Thread]:
    """Start the thread, if it is wanted; it waits while another process of this machine has the work."""
    if not is_wanted(home):
        return []
    thread = threading.Thread(target=keep_in_step, args=(home, stopped), name="share", daemon=True)
    thread.start()
    return [thread]


def share_once(home: Path) -> None:
    """Share the home now, if there may be other machines; a process of this machine that does so anyway goes first."""
    if is_wanted(home):
        from peygir.ops.paths import make_home

        stopped = threading.Event()
        stopped.set()
        keep_in_step(make_home(home), stopped)


def keep_in_step(home: Path, stopped: threading.Event) -> None:
    """Share the home until `stopped`; a store that does not answer is asked again."""
    from peygir.ops.sharing.bucket import SharedBucket
    from peygir.ops.sharing.mirror import HomeMirror

    descriptor = os.open(home / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    bucket = SharedBucket(os.environ)
    try:
        while not _is_ours(descriptor):
            if stopped.wait(EVERY):
                return
        mirror = HomeMirror(home, bucket)
        while True:
            is_last = stopped.is_set()
            try:
                mirror.turn()
            except (Refusal, OSError) as failure:
                log.warning("home_is_not_shared", words=str(failure) or type(failure).__name__)
            except Exception:  # the next turn may do better, and nobody is above this thread
                log.exception("home_is_not_shared")
            if is_last:
                return
            stopped.wait(EVERY)
    finally:
        os.close(descriptor)
        bucket.close()


def _is_ours(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
