"""Makes a new directory entry survive a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Sync a folder's directory entries to disk (fsync)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
