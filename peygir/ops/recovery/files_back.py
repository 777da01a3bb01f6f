"""Brings the files of a home back from the vault, as they were at a moment; one that cannot be read stops no other."""

import os
import shutil
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.ops.backups.age import FileIsDamaged, WrongKey
from peygir.ops.recovery import mirror, packing
from peygir.ops.recovery.vault import Vault

RECORD, RECORD_KEY = "record/", "record_key"
UNREADABLE: Final = (FileIsDamaged, WrongKey, FileNotFoundError, EOFError, zlib.error)


def recover_files(
    home: Path, vault: Vault, *, moment: datetime | None, keys: Sequence[X25519PrivateKey]
) -> tuple[int, list[str]]:
    """Write the newest version of each file that is not newer than the moment into the home.

    Returns how many, and the paths of those that could not be read: damaged, of another key, or outside the home. The
    public record and its key come as they are now: heads that the city has signed cannot be taken back, and a record
    that began anew at the moment would be a second history (docs/record.md).

    Raises VaultIsAway, OSError.
    """
    newest: dict[str, mirror.FileVersion] = {}
    for version in mirror.versions_in(vault):
        if moment is None or version.at <= moment or is_public_record(version.path):
            newest[version.path] = version  # of one file they come oldest first
    missing = []
    for version in newest.values():
        path = (home / version.path).resolve()
        if not path.is_relative_to(home.resolve()):
            missing.append(version.path)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(path, version, vault, keys)
        except UNREADABLE:
            missing.append(version.path)
    return len(newest) - len(missing), missing


def is_public_record(path: str) -> bool:
    """Whether a file belongs to the public record, or is its key."""
    return path.startswith(RECORD) or path == RECORD_KEY


def _write(path: Path, version: mirror.FileVersion, vault: Vault, keys: Sequence[X25519PrivateKey]) -> None:
    making = path.with_name(f".{path.name}.making")
    try:
        with TemporaryFile(dir=path.parent) as packet, making.open("wb") as target:
            os.fchmod(target.fileno(), 0o600)
            vault.fetch(version.object, packet)
            packet.seek(0)
            with packing.unpacked(packet, keys) as plain:
                shutil.copyfileobj(plain, target, packing.BLOCK)
        stamp = version.at.timestamp()
        os.utime(making, (stamp, stamp))
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
