"""The second place that holds base backups, write-ahead log and files: a folder (another disk, a mount) or a bucket.

`PEYGIR_RECOVERY` names it: a folder's path, or `bucket:NAME` for a bucket at the store that the variables PEYGIR_S3_…
describe. Everything in it is encrypted; it holds no name of a person. Names have the form `wal/…`, `base/…`, `files/…`.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict, Invalid, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.storage.recovery_vitals import ShippingFault

BUCKET: Final = "bucket:"
BLOCK: Final = 1024 * 1024
MARK: Final = ".peygir-second-place"
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


class VaultIsAway(Unavailable):
    """A bucket takes or gives nothing; the details have the kind of the fault."""

    message = _("The second place cannot be used: {reason}")

    @property
    def kind(self) -> ShippingFault:
        """Why."""
        return ShippingFault.of(self.details["kind"])


class PlaceIsForeign(Conflict):
    """Another database or another machine uses the second place; the subclasses say which."""


def kind_of(failure: BaseException) -> ShippingFault:
    """Return why something did not reach the second place."""
    if isinstance(failure, VaultIsAway):
        return failure.kind
    if isinstance(failure, PlaceIsForeign):
        return ShippingFault.FOREIGN
    if isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return ShippingFault.FULL
    if isinstance(failure, (VaultIsMissing, FileNotFoundError)):
        return ShippingFault.BUCKET
    return ShippingFault.AWAY if isinstance(failure, OSError) else ShippingFault.OTHER


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
        self._device = folder.stat().st_dev

    @property
    def mark(self) -> Path:
        """A file that is there once the folder was used: a disk that is not mounted shows an empty folder instead."""
        return self._folder / MARK

    def put(self, name: str, content: Path) -> int:
        """Copy, write it to the disk, then rename. Raises VaultIsMissing when another disk is there now, or none."""
        if not self._folder.is_dir() or self._folder.stat().st_dev != self._device:
            raise VaultIsMissing(path=self._folder)
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = path.with_name(f"{path.name}{_MAKING}")
        try:
            descriptor = os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as target, content.open("rb") as source:
                shutil.copyfileobj(source, target, BLOCK)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            making.unlink(missing_ok=True)  # on a full disk it would take the room of what still fits
            raise
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

        with content.open("rb") as source, _answering():
            self._storage.save(name, File(source))
        return content.stat().st_size

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Download into `target`."""
        with _answering(), self._storage.open(name) as source:
            shutil.copyfileobj(source, target, BLOCK)

    def kept(self, prefix: str) -> Iterator[Kept]:
        """List the objects page by page."""
        with _answering():
            listed = self._storage.names_and_sizes(prefix)
        for name, size in listed:
            yield Kept(name, size)

    def delete(self, name: str) -> None:
        """Delete the object."""
        with _answering():
            self._storage.delete(name)


@contextmanager
def _answering() -> Iterator[None]:
    """Say of a bucket that fails why it does. Raises VaultIsAway."""
    from peygir.media.bucket_storage import StorageIsAway

    try:
        yield
    except StorageIsAway as failure:
        kind = _kind_of_answer(failure.__cause__)
        raise VaultIsAway(kind=kind.value, reason=kind.label) from failure


def _kind_of_answer(failure: BaseException | None) -> ShippingFault:
    """Return what an answer of the store means, by the error codes that S3 names."""
    response = getattr(failure, "response", None) or {}
    error = response.get("Error", {})
    code = str(error.get("Code", ""))
    if _OF_SKEW in str(error.get("Message", "")):  # some servers have the code of a wrong key for it
        return ShippingFault.CLOCK
    return _BY_CODE.get(code, ShippingFault.AWAY)


_OF_SKEW: Final = "difference between the request time"
_BY_CODE: Final = {
    **dict.fromkeys(("RequestTimeTooSkewed", "RequestExpired"), ShippingFault.CLOCK),
    **dict.fromkeys(
        ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "403", "ExpiredToken", "InvalidToken"),
        ShippingFault.CREDENTIALS,
    ),
    **dict.fromkeys(("NoSuchBucket", "404"), ShippingFault.BUCKET),
    **dict.fromkeys(("SlowDown", "ServiceUnavailable", "InternalError", "500", "503"), ShippingFault.BUSY),
    **dict.fromkeys(("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"), ShippingFault.FULL),
}


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
