"""Records the job that a worker is running in a file, for the successor of a killed worker.

A round is one transaction, so after a kill nothing in the database says which job was running. The file is a few bytes
in the page cache: it outlives the process, though not the machine, whose end is no job's fault.
"""

import fcntl
import os
from pathlib import Path
from typing import Final

A_ROUND: Final = -1
"""The content of the file while a whole round is running, in which the single job is not known."""
_NOTHING: Final = 0
_WIDTH: Final = 20
_MOST_WORKERS: Final = 64


class RunningJobs:
    """One worker's file in a folder, locked for as long as the worker lives.

    `left` is what a killed holder of the file was running: a job's id, A_ROUND, or None.
    """

    def __init__(self, folder: Path) -> None:
        self._descriptor = _locked(folder)
        left = int(os.pread(self._descriptor, _WIDTH, 0) or _NOTHING)
        self.left = left if left != _NOTHING else None
        self.end()

    def begin(self, job_id: int) -> None:
        """Record the start of a job's id, or A_ROUND."""
        os.pwrite(self._descriptor, f"{job_id:>{_WIDTH}}".encode(), 0)

    def end(self) -> None:
        """Record that nothing is running any more, whether it succeeded or failed."""
        self.begin(_NOTHING)

    def close(self) -> None:
        """Release the file for the next worker."""
        os.close(self._descriptor)


def _locked(folder: Path) -> int:
    """Return the descriptor of the first file in the folder that no living worker holds, open and locked."""
    for number in range(1, _MOST_WORKERS + 1):
        descriptor = os.open(folder / f"worker-{number}.doing", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return descriptor
    raise RuntimeError(f"more than {_MOST_WORKERS} workers run in {folder}")
