"""Copies the city's files (uploads, keys, the public record) to the vault, each version once.

Uploads never change; a few files of the home do, so that an object's name ends with the moment of the version. Which
versions are there is known from the vault's own listing. A folder whose time did not change has no new file in it.
"""

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.backups.writing import files_of
from peygir.ops.recovery import packing
from peygir.ops.recovery.names import SUFFIX
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.vault import Vault

PREFIX: Final = "files/"
NOT_MIRRORED: Final = frozenset({"outbox"})
"""Messages written to files instead of being sent, for demos."""
WHOLE_EVERY: Final = 6 * 3600.0
SETTLED: Final = 10.0
"""A folder whose last change is so many seconds old was listed after it."""
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
OF_ONE_FILE: Final = frozenset({errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""Errors that may be of one file alone."""


class FilesNotShipped(Conflict):
    """Some files of the home could not be read, or not be stored under their names; all others were shipped."""

    message = _("{count} files of the home do not reach the second place, such as {path}: {words}")


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A version of a file: its path below the home, and when it was last written (UTC)."""

    path: str
    at: datetime

    @property
    def object(self) -> str:
        return f"{PREFIX}{self.path}@{self.at:{_STAMP}}{SUFFIX}"


@dataclass
class Mirror:
    """The mirror of one home in a vault."""

    place: RecoveryPlace
    vault: Vault
    keys: Sequence[str]
    _known: dict[str, datetime] | None = field(default=None, init=False)
    _folders: dict[str, int] = field(default_factory=dict, init=False)
    _whole_at: float = field(default=-WHOLE_EVERY, init=False)

    def ship(self) -> int:
        """Copy every file that has a version which the vault has not; returns how many.

        Each folder is listed again only if its time changed, and all of them with the vault every six hours, since
        writing into an existing file leaves its folder's time as it is, and an object may be gone. A file that cannot
        be read or stored stops no other. Raises FilesNotShipped for those, VaultIsAway, OSError.
        """
        with self.place.alone("files"):  # of several processes one at a time
            return self._ship_all()

    def _ship_all(self) -> int:
        if self._known is None or clock.monotonic() - self._whole_at >= WHOLE_EVERY:
            self._known = {version.path: version.at for version in versions_in(self.vault)}
            self._folders.clear()
            self._whole_at = clock.monotonic()
        count, failures = 0, list[tuple[str, OSError]]()
        try:
            for path, file in self._changed():
                try:
                    count += self._ship(path, file, self._known)
                except OSError as failure:
                    if failure.errno not in OF_ONE_FILE:
                        raise
                    failures.append((path, failure))
                    self._folders.pop(str(file.parent), None)  # it is listed again
        except BaseException:
            self._folders.clear()  # what was listed and not shipped must be listed again
            raise
        if failures:
            path, first = failures[0]
            raise FilesNotShipped(count=len(failures), path=path, words=first.strerror)
        return count

    def _ship(self, path: str, file: Path, known: dict[str, datetime]) -> bool:
        """Copy a file if the vault has another version of it, or none; whether it was copied."""
        packet = self.place.folder / "file.making"
        try:
            version = FileVersion(path, written_at(file))
            if known.get(path) == version.at:
                return False
            packing.pack(file, packet, self.keys)
        except FileNotFoundError:
            return False  # deleted meanwhile
        self.vault.put(version.object, packet)
        packet.unlink()
        known[path] = version.at
        return True

    def _changed(self) -> Iterator[tuple[str, Path]]:
        for path, file in files_of(self.place.home, is_seen=self._is_seen):
            if path.partition("/")[0] not in NOT_MIRRORED:
                yield path, file

    def _is_seen(self, folder: Path) -> bool:
        """Whether the folder's files were listed since it last changed.

        A folder that changed just now is not remembered: a file may have come into it after it was listed.
        """
        changed_at = folder.stat().st_mtime_ns
        is_seen = self._folders.get(str(folder)) == changed_at
        if clock.now().timestamp() - changed_at / 1e9 > SETTLED:
            self._folders[str(folder)] = changed_at
        return is_seen


def versions_in(vault: Vault) -> Iterator[FileVersion]:
    """Yield every version in the vault, those of one file oldest first."""
    for kept in vault.kept(PREFIX):
        path, found, stamp = kept.name.removeprefix(PREFIX).removesuffix(SUFFIX).rpartition("@")
        if found and kept.name.endswith(SUFFIX):
            try:
                yield FileVersion(path, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC))
            except ValueError:
                continue


def written_at(file: Path) -> datetime:
    """Return when a file was last written, as the name of its version has it."""
    return datetime.fromtimestamp(file.stat().st_mtime_ns // 1000 / 1e6, UTC)
