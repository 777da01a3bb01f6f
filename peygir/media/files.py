"""Stores uploaded files under the home folder by the hash of their content, atomically."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from peygir.core.disk import sync_folder
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.media import leaving

_NAME: Final = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}\.[a-z0-9]{1,8}")
_SUFFIX: Final = re.compile(r"\.?([a-z0-9]{1,8})")


class FileIsMissing(Missing):
    """There is no stored file of this name."""

    message = _("This file was not found; it may have been deleted.")


def save(data: bytes, suffix: str, *, is_own: bool = False) -> str:
    """Store `data` and return its name, "ab/cd/abcd….jpg" (SHA-256); on disk when this returns.

    The same bytes with the same suffix have the same name and are stored once. With `is_own` the file has a name
    that no other upload shares: for a file that its owner will delete while another may be saving the same bytes.
    `suffix` is 1–8 of a–z and 0–9, with or without its dot. Raises ValueError for another, OSError when the disk
    is full.
    """
    match = _SUFFIX.fullmatch(suffix)
    if match is None:
        raise ValueError("a suffix has 1 to 8 lower-case letters or digits")
    salt = secrets.token_bytes(32) if is_own else b""
    digest = hashlib.sha256(salt + data).hexdigest()
    name = f"{digest[:2]}/{digest[2:4]}/{digest}.{match[1]}"
    path = _root() / name
    if not path.exists():
        _write_whole(path, data)
    return name


def open(name: str) -> BinaryIO:  # noqa: A001 - read as files.open
    """The stored file, for reading; close it. Raises FileIsMissing."""
    try:
        return _path(name).open("rb")
    except FileNotFoundError as gone:
        raise FileIsMissing() from gone


def read(name: str) -> bytes:
    """The whole content of the stored file. Raises FileIsMissing."""
    with open(name) as file:
        return file.read()


def place_of(name: str) -> Path:
    """The path of the stored file, never to be written to. Raises FileIsMissing."""
    path = _path(name)
    if not path.is_file():
        raise FileIsMissing()
    return path


def delete(name: str) -> None:
    """Delete the stored file; a missing one is no error.

    Equal uploads share one file, so delete only a file that no row references any more, after that is committed. During
    a backup the file is set aside instead, since the backup's rows may be older and still reference it.
    """
    path = _path(name)
    with leaving.may_delete(_root()) as may_delete:
        if may_delete:
            path.unlink(missing_ok=True)
        else:
            leaving.set_aside(_root(), path)
    if path.parent.is_dir():
        sync_folder(path.parent)


def raw_before(moment: datetime) -> list[str]:
    """The names of raw uploads written before a moment; partial files that a crash left are removed on the way."""
    names = []
    leaving.clear(_root())
    for folder, below, files in os.walk(_root()):
        below[:] = [name for name in below if name != leaving.ASIDE]
        for file in files:
            path = Path(folder, file)
            is_raw, is_part = file.endswith(".raw"), file.endswith(".part")
            if not (is_raw or is_part) or _changed_at(path) >= moment.timestamp():
                continue
            if is_part:
                path.unlink(missing_ok=True)
            else:
                names.append(path.relative_to(_root()).as_posix())
    return sorted(names)


def _changed_at(path: Path) -> float:
    """When a file was last written; infinitely late for a file deleted since it was listed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _root() -> Path:
    return Path(settings.UPLOADS)


def _path(name: str) -> Path:
    # Names also come from URLs, so only our own pattern may reach the disk.
    if not _NAME.fullmatch(name):
        raise FileIsMissing()
    return _root() / name


def _write_whole(path: Path, data: bytes) -> None:
    """Write to a temporary file, sync, then rename: a crash leaves the old state or the new, never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The two folders of the hash may be new, so their entries must be synced as well.
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        sync_folder(folder)
