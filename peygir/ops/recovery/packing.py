"""Files of the vault: compressed, then encrypted to the city's public keys, and back."""

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.ops.backups.age import Decrypting, Encrypting, FileIsDamaged

LEVEL: Final = 1
"""The fastest: a night's segments are mostly zeros, and the rest of the time is the disk's."""
BLOCK: Final = 1024 * 1024


@contextmanager
def packed(target: Path, keys: Sequence[str]) -> Iterator[IO[bytes]]:
    """Yield a writable file whose bytes end compressed and encrypted in a new file, of this account alone.

    A failure in the block deletes the file. Raises KeyIsNotRight, OSError.
    """
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=BLOCK) as file:
            encrypting = Encrypting(file, keys)
            with gzip.GzipFile(filename="", mode="wb", fileobj=encrypting, compresslevel=LEVEL, mtime=0) as plain:
                yield plain  # type: ignore[misc] # a GzipFile is a binary file
            encrypting.close()
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def pack(source: Path, target: Path, keys: Sequence[str]) -> None:
    """Write a file's bytes, compressed and encrypted, into a new file."""
    with source.open("rb") as content, packed(target, keys) as plain:
        shutil.copyfileobj(content, plain, BLOCK)


@contextmanager
def unpacked(source: IO[bytes], keys: Sequence[X25519PrivateKey]) -> Iterator[IO[bytes]]:
    """Yield the plain bytes of an encrypted file as a readable file. Raises WrongKey, FileIsDamaged."""
    decrypting: Any = Decrypting(source, keys)
    with gzip.GzipFile(mode="rb", fileobj=decrypting) as plain:
        yield plain  # type: ignore[misc] # a GzipFile is a binary file


def holds(packet: IO[bytes], own: IO[bytes], keys: Sequence[X25519PrivateKey]) -> bool:
    """Whether an encrypted file holds the same bytes as a plain one. Raises WrongKey, FileIsDamaged."""
    try:
        with unpacked(packet, keys) as plain:
            while (data := own.read(BLOCK)) == plain.read(BLOCK):
                if not data:
                    return True
    except (EOFError, zlib.error) as failure:
        raise FileIsDamaged(reason=str(failure)) from failure
    return False


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
