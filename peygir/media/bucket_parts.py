"""The unfinished uploads in the bucket: one object for each part, so that any machine may take the next one.

A part is there as a whole or not at all. The lock of an upload is one of the database's, which ends with the session.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection

from peygir.media.part_refusals import ChecksumIsWrong, UploadIsBusy, UploadIsTooLong
from peygir.media.scratch import scratch
from peygir.media.tus import ALGORITHMS, Checksum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peygir.media.bucket_storage import BucketStorage

_CHUNK: Final = 64 * 1024


class BucketPart:
    """An unfinished upload in the bucket, locked for this request alone; see `parts.PartFile`."""

    def __init__(self, folder: str, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack

    @property
    def size(self) -> int:
        """Bytes in the bucket, which may be more than were acknowledged."""
        return _size(self._folder)

    def write(self, offset: int, body: BinaryIO, *, most: int, checksum: Checksum | None) -> int:
        """Store `body` as the part at `offset` and return its length; on a failure nothing of it is there.

        `most`: bytes that the part may have. Raises ChecksumIsWrong, UploadIsTooLong, StorageIsAway.
        """
        digest, written = (ALGORITHMS[checksum.algorithm]() if checksum else None), 0
        with tempfile.TemporaryFile(dir=scratch()) as copy:
            while chunk := body.read(_CHUNK):
                written += len(chunk)
                if written > most:
                    raise UploadIsTooLong()
                copy.write(chunk)
                if digest is not None:
                    digest.update(chunk)
            if checksum is not None and digest is not None and digest.digest() != checksum.digest:
                raise ChecksumIsWrong()
            for name, _size_of_it in _storage().sizes_below(self._folder):
                if _offset(name) >= offset:  # sent before, and never acknowledged
                    _storage().delete(name)
            copy.seek(0)
            if written:
                _storage().save(f"{self._folder}/{offset:015d}", File(copy))
        return written

    def sha256(self) -> str:
        """The digest of the whole file, in hex."""
        with self.path.open("rb") as whole:
            return hashlib.file_digest(whole, "sha256").hexdigest()

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as whole:
            return whole.read(size)

    @cached_property
    def path(self) -> Path:
        """The whole file on this machine's disk; gone with the lock."""
        copy = self._stack.enter_context(tempfile.NamedTemporaryFile(dir=scratch()))  # noqa: SIM115 - the stack closes
        for name, _size_of_it in sorted(_storage().sizes_below(self._folder)):
            with _storage().open(name) as part:
                shutil.copyfileobj(part, copy)
        copy.flush()
        return Path(copy.name)


@contextmanager
def locked_in_bucket(folder: str, upload_id: UUID) -> Iterator[BucketPart]:
    """Give an upload to this request alone, whichever machine has it. Raises UploadIsBusy."""
    key = int.from_bytes(upload_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise UploadIsBusy()
    try:
        with ExitStack() as stack:
            yield BucketPart(folder, stack)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def size_in_bucket(folder: str) -> int:
    """The bytes of an upload in the bucket; 0 if it has none."""
    return _size(folder)


def drop_in_bucket(folder: str) -> None:
    """Delete the parts of an upload."""
    for name, _size_of_it in _storage().sizes_below(folder):
        _storage().delete(name)


def folders_in_bucket(folder: str) -> list[str]:
    """The names of the folders below a folder."""
    names = (name.removeprefix(f"{folder}/") for name, _size_of_it in _storage().sizes_below(folder))
    return sorted({name.partition("/")[0] for name in names})


def _size(folder: str) -> int:
    """The parts follow each other without a gap: each begins where one was acknowledged."""
    return sum(size for _name, size in _storage().sizes_below(folder))


def _offset(name: str) -> int:
    number = name.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0


def _storage() -> BucketStorage:
    return cast("BucketStorage", storages["default"])
