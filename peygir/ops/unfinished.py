"""Marks a home in which a recovery or a restore began and did not end, so that nothing serves what is half there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _

MARK: Final = "unfinished-recovery"


class HomeIsUnfinished(Conflict):
    """A recovery or a restore into the home was cut off."""

    message = _(
        "A recovery or restore into {home} began and did not end: the newest changes or the photos may be missing "
        "there. Begin again in a new, empty home (and, with DATABASE_URL, an empty database), and delete this one."
    )


@contextmanager
def unfinished(home: Path) -> Iterator[None]:
    """Mark a home until the block has succeeded; after a failure or a kill the mark stays."""
    mark = home / MARK
    descriptor = os.open(mark, os.O_CREAT | os.O_WRONLY, 0o644)
    os.fsync(descriptor)
    os.close(descriptor)
    sync_folder(home)
    yield
    clear(home)


def clear(home: Path) -> None:
    """Delete the mark: the home is whole, or nothing has changed in it."""
    (home / MARK).unlink()
    sync_folder(home)


def refuse_unfinished(home: Path) -> None:
    """Raise HomeIsUnfinished for a marked home."""
    if (home / MARK).exists():
        raise HomeIsUnfinished(home=home)
