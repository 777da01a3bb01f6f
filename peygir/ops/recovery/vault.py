"""The second place that holds base backups, write-ahead log and files: a folder (another disk, a mount) or a bucket.

`PEYGIR_RECOVERY` names it: a folder's path, or `bucket:NAME` for a bucket at the store that the variables PEYGIR_S3_…
describe. Everything in it is encrypted; it holds no name of a person. Names have the form `wal/…`, `base/…`, `files/…`.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from peygir.core.disk import sync_folder
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

BUCKET: Final = "bucket:"
BLOCK: Final = 1024 * 1024
_MAKING: Final = ".making"


class VaultIsMissing(Invalid):
    """The setting names no folder that exists."""

    message = _("PEYGIR_RECOVERY names the folder {path}, which does not exist: make it, or mount the disk.")


class NoVault(Invalid):
    """A command needs the second place, and the setting is empty."""

    message = _(
        "No second place for base backups is set: put the path of a folder on another disk, or `bucket:NAME`, "
        "into PEYGIR_RECOVERY."
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored object: its name and its size in bytes."""

    name: str
    size: int


class Vault(Protocol):
    """What both kinds of places can do; each raises OSError or a Refusal when the place does not answer."""

    def put(self, name: str, content: Path) -> int:
        """Store the content of a local file under a name, replacing what has it; returns the bytes."""
        ...

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Write a stored object into an open file. Raises FileNotFoundError."""
        ...

    def kept(self, prefix: str) -> Iterator[Kept]:
        """Yield all objects whose names begin with a prefix that ends in `/`, sorted by name."""
        ...

    def delete(self, name: str) -> None:
        """Delete an object; a missing one is no error."""
        ...


class FolderVault:
    """A folder, for this account alone; objects appear complete or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: Path) -> int:
        """Copy, write it to the disk, then rename."""
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = path.with_name(f"{path.name}{_MAKING}")
        descriptor = os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as target, content.open("rb") as source:
            shutil.copyfileobj(source, target, BLOCK)
            target.flush()
            os.fsync(target.fileno())
        making.replace(path)
        sync_folder(path.parent)
        return path.stat().st_size

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Copy into `target`."""
        with (self._folder / name).open("rb") as source:
            shutil.copyfileobj(source, target, BLOCK)

    def kept(self, prefix: str) -> Iterator[Kept]:
        """Walk the folder of the prefix; files that are still written do not count."""
        for folder, below, names in os.walk(self._folder / prefix):
            below.sort()
            for name in sorted(names):
                if not name.endswith(_MAKING):
                    path = Path(folder, name)
                    yield Kept(path.relative_to(self._folder).as_posix(), path.stat().st_size)

    def delete(self, name: str) -> None:
        """Unlink the file."""
        (self._folder / name).unlink(missing_ok=True)


class BucketVault:
    """A bucket of an S3-compatible store; a store makes an object visible only when it is complete."""

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        from peygir.media.bucket_storage import BucketStorage
        from peygir.media.storage_settings import bucket_options

        self._storage = BucketStorage(**bucket_options(name, environment))

    def put(self, name: str, content: Path) -> int:
        """Upload, in parts if it is large."""
        from django.core.files import File

        with content.open("rb") as source:
            self._storage.save(name, File(source))
        return content.stat().st_size

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Download into `target`."""
        with self._storage.open(name) as source:
            shutil.copyfileobj(source, target, BLOCK)

    def kept(self, prefix: str) -> Iterator[Kept]:
        """List the objects page by page."""
        for name, size in self._storage.names_and_sizes(prefix):
            yield Kept(name, size)

    def delete(self, name: str) -> None:
        """Delete the object."""
        self._storage.delete(name)


def vault_at(setting: str, environment: Mapping[str, str]) -> Vault:
    """Return the place that a value of the setting names. Raises NoVault, VaultIsMissing."""
    setting = setting.strip()
    if not setting:
        raise NoVault()
    if setting.startswith(BUCKET):
        return BucketVault(setting.removeprefix(BUCKET), environment)
    folder = Path(setting).expanduser()
    if not folder.is_dir():
        raise VaultIsMissing(path=folder)
    return FolderVault(folder)
