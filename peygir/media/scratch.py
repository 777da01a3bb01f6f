"""A private folder of the home for files that are being made; what a killed process leaves there goes at night."""

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

FOLDER: Final = "tmp"


def scratch() -> Path:
    """The folder, made if missing; it is in no backup."""
    folder = Path(settings.HOME, FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sweep_scratch(*, before: datetime) -> int:
    """Delete what was last changed before a moment; returns how many files and folders."""
    left = []
    for path in scratch().iterdir():
        with suppress(FileNotFoundError):  # its process has ended meanwhile
            if path.stat().st_mtime < before.timestamp():
                left.append(path)
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)
