"""The folder of the base maps in the city's data: files named by their content, and one that is being made."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict, Unavailable
from peygir.core.translation import gettext_lazy as _

MAPS: Final = "maps"
MAKING: Final = "maps-making"
SUFFIX: Final = ".pmtiles"
_LOCK: Final = "lock"
_BLOCK: Final = 1024 * 1024


class MapIsBeingRead(Conflict):
    """Another process reads a map into the same data."""

    message = _("Another map is just being read. Try again when it is done.")


class MapCouldNotBeWritten(Unavailable):
    """The disk takes no more, or refuses."""

    message = _("The map could not be written ({why}). Nothing was changed; the former map stays.")


@contextmanager
def making(home: Path) -> Iterator[Path]:
    """A private empty folder that is gone afterwards, also what a killed process left.

    Raises MapIsBeingRead; MapCouldNotBeWritten where the disk refuses inside.
    """
    work = home / MAKING
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(work / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise MapIsBeingRead() from taken
        for left in work.iterdir():
            if left.name != _LOCK:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="map-", dir=work))
        try:
            yield folder
        except OSError as refused:
            raise MapCouldNotBeWritten(why=refused.strerror or type(refused).__name__) from refused
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def keep(made: Path, home: Path) -> str:
    """Move a finished file to its name, which is the SHA-256 of its content; returns that name."""
    digest = hashlib.sha256()
    with made.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
        os.fsync(file.fileno())
    name = f"{digest.hexdigest()}{SUFFIX}"
    folder = home / MAPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.chmod(0o600)
    made.replace(folder / name)
    sync_folder(folder)
    return name


def forget_all_but(names: Collection[str], home: Path) -> None:
    """Delete the files of maps that no row names any more."""
    for path in (home / MAPS).glob(f"*{SUFFIX}"):
        if path.name not in names:
            path.unlink(missing_ok=True)
