"""Stores files by the hash of their content in Django's default storage: a folder, or an S3-compatible bucket."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from peygir.media.folder_storage import FolderStorage

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
    salt = secrets.token_bytes(32) if is_own else b""
    return _save(hashlib.sha256(salt + data).hexdigest(), suffix, ContentFile(data))


def save_own(path: Path, suffix: str) -> str:
    """Store the file at `path` under a name that no other file shares, as `save` does; it is read in chunks."""
    with path.open("rb") as content:
        return _save(hashlib.sha256(secrets.token_bytes(32)).hexdigest(), suffix, File(content))


def open(name: str) -> BinaryIO:  # noqa: A001 - read as files.open
    """The stored file, for reading; close it. Raises FileIsMissing."""
    try:
        return cast("BinaryIO", _storage().open(_checked(name), "rb"))
    except FileNotFoundError as gone:
        raise FileIsMissing() from gone


def read(name: str) -> bytes:
    """The whole content of the stored file. Raises FileIsMissing."""
    with open(name) as file:
        return file.read()


@contextmanager
def local_copy(name: str) -> Iterator[Path]:
    """Yield a path with the content of the stored file, never to be written to. Raises FileIsMissing."""
    try:
        with _storage().local_copy(_checked(name)) as path:
            yield path
    except FileNotFoundError as gone:
        raise FileIsMissing() from gone


def delete(name: str) -> None:
    """Delete the stored file; a missing one is no error.

    Equal uploads share one file, so delete only a file that no row references any more, after that is committed. During
    a backup of the folder the file is set aside instead, since the backup's rows may be older and still reference it.
    """
    _storage().delete(_checked(name))


def raw_before(moment: datetime) -> list[str]:
    """The names of raw uploads written before a moment; partial files that a crash left are removed on the way."""
    return _storage().names_before(moment, suffix=".raw")


def _save(digest: str, suffix: str, content: File[bytes]) -> str:
    match = _SUFFIX.fullmatch(suffix)
    if match is None:
        raise ValueError("a suffix has 1 to 8 lower-case letters or digits")
    name, storage = f"{digest[:2]}/{digest[2:4]}/{digest}.{match[1]}", _storage()
    if not storage.exists(name):
        storage.save(name, content)
    return name


def _storage() -> FolderStorage:
    """The storage of the settings; that of a bucket has the same methods."""
    return cast("FolderStorage", storages["default"])


def _checked(name: str) -> str:
    # Names also come from URLs, so only our own pattern may reach the storage.
    if not _NAME.fullmatch(name):
        raise FileIsMissing()
    return name
