"""Django's storage of a folder, by which a file appears complete and on disk, or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from peygir.core.disk import sync_folder
from peygir.media import leaving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files.base import File


class FolderStorage(FileSystemStorage):
    """The folder `settings.UPLOADS`, readable by its owner alone; a name stands for one content, none is replaced."""

    @property
    def base_location(self) -> str:
        """The folder; read each time, since a test has one of its own."""
        return str(settings.UPLOADS)

    @property
    def location(self) -> str:
        """The absolute path of the folder."""
        return str(Path(settings.UPLOADS).absolute())

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: it is made from the content."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        if not path.exists():
            _write_whole(path, content)
        return name

    def delete(self, name: str) -> None:
        """Delete a file; a missing one is no error. During a backup it is set aside instead."""
        path, root = Path(self.path(name)), Path(self.location)
        with leaving.may_delete(root) as may_delete:
            if may_delete:
                path.unlink(missing_ok=True)
            else:
                leaving.set_aside(root, path)
        if path.parent.is_dir():
            sync_folder(path.parent)

    @contextmanager
    def local_copy(self, name: str) -> Iterator[Path]:
        """Yield the path of the file itself, never to be written to. Raises FileNotFoundError."""
        path = Path(self.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def names_before(self, moment: datetime, *, suffix: str) -> list[str]:
        """Names with this suffix written before a moment; what a crash left half written is removed on the way."""
        root, names = Path(self.location), []
        leaving.clear(root)
        for folder, below, entries in os.walk(root):
            below[:] = [name for name in below if name != leaving.ASIDE]
            for entry in entries:
                path = Path(folder, entry)
                is_part = entry.endswith(".part")
                if not (is_part or entry.endswith(suffix)) or _changed_at(path) >= moment.timestamp():
                    continue
                if is_part:
                    path.unlink(missing_ok=True)
                else:
                    names.append(path.relative_to(root).as_posix())
        return sorted(names)


def _changed_at(path: Path) -> float:
    """When a file was last written; infinitely late for a file deleted since it was listed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _write_whole(path: Path, content: File[Any]) -> None:
    """Write to a temporary file, sync, then rename: a crash leaves the old state or the new, never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The two folders of the hash may be new, so their entries must be synced as well.
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        sync_folder(folder)
