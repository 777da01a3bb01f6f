"""The unfinished uploads on disk: one file each, which grows part by part and is synced before it is acknowledged.

Where finished files lie in a bucket, the unfinished ones do too (`bucket_parts`).
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings

from peygir.core.disk import sync_folder
from peygir.media.bucket_parts import (
    BucketPart,
    drop_in_bucket,
    folders_in_bucket,
    locked_in_bucket,
    size_in_bucket,
)
from peygir.media.part_refusals import ChecksumIsWrong, UploadIsBusy, UploadIsTooLong
from peygir.media.tus import ALGORITHMS, Checksum

FOLDER: Final = ".parts"
"""Below the folder of uploads, or of the bucket."""
_CHUNK: Final = 64 * 1024
_NAME: Final = re.compile("[0-9a-f]{32}")


class PartFile:
    """The open file of an unfinished upload, locked for this request alone."""

    def __init__(self, file: BufferedRandom, path: Path) -> None:
        self._file = file
        self.path = path

    @property
    def size(self) -> int:
        """Bytes on disk, which may be more than were acknowledged."""
        return os.fstat(self._file.fileno()).st_size

    def write(self, offset: int, body: BinaryIO, *, most: int, checksum: Checksum | None) -> int:
        """Write `body` at `offset`, sync it, and return its length; on a failure everything from `offset` is removed.

        `most`: bytes that the part may have. Raises ChecksumIsWrong, UploadIsTooLong, OSError.
        """
        digest, written = (ALGORITHMS[checksum.algorithm]() if checksum else None), 0
        try:
            self._file.truncate(offset)
            self._file.seek(offset)
            while chunk := body.read(_CHUNK):
                written += len(chunk)
                if written > most:
                    raise UploadIsTooLong()
                self._file.write(chunk)
                if digest is not None:
                    digest.update(chunk)
            if checksum is not None and digest is not None and digest.digest() != checksum.digest:
                raise ChecksumIsWrong()
            self._file.flush()
            os.fsync(self._file.fileno())
        except BaseException:
            self._file.truncate(offset)
            raise
        return written

    def sha256(self) -> str:
        """The digest of the whole file, in hex."""
        self._file.seek(0)
        return hashlib.file_digest(self._file, "sha256").hexdigest()

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self._file.seek(0)
        return self._file.read(size)


@contextmanager
def locked(upload_id: UUID) -> Iterator[PartFile | BucketPart]:
    """Open an upload for this request alone, and make its file if it is new. Raises UploadIsBusy."""
    if _is_in_bucket():
        with locked_in_bucket(_folder(upload_id), upload_id) as part:
            yield part
        return
    path = _path(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise UploadIsBusy() from busy
        if is_new:
            sync_folder(path.parent)
        yield PartFile(file, path)


def size_of(upload_id: UUID) -> int:
    """The bytes of an upload that are kept; 0 if it has none."""
    if _is_in_bucket():
        return size_in_bucket(_folder(upload_id))
    try:
        return _path(upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def free_bytes() -> int:
    """The bytes that are free on the disk of the unfinished uploads."""
    root = Path(settings.UPLOADS)
    return shutil.disk_usage(next(path for path in (root, *root.absolute().parents) if path.exists())).free


def drop(upload_id: UUID) -> None:
    """Delete the bytes of an upload; that it has none is no error."""
    if _is_in_bucket():
        drop_in_bucket(_folder(upload_id))
        return
    _path(upload_id).unlink(missing_ok=True)


def kept() -> list[UUID]:
    """The uploads of which bytes are kept; what else lies in the folder is not ours."""
    folder = Path(settings.UPLOADS) / FOLDER
    if _is_in_bucket():
        names = folders_in_bucket(FOLDER)
    else:
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return [UUID(name) for name in names if _NAME.fullmatch(name)]


def _is_in_bucket() -> bool:
    return str(settings.STORAGES["default"]["BACKEND"]).endswith(".BucketStorage")


def _folder(upload_id: UUID) -> str:
    return f"{FOLDER}/{upload_id.hex}"


def _path(upload_id: UUID) -> Path:
    return Path(settings.UPLOADS) / FOLDER / upload_id.hex
