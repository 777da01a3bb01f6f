"""Verifies a whole backup, and restores it into an empty database and a fresh home."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy
from peygir.ops import dump
from peygir.ops.backups import age
from peygir.ops.backups.archive import (
    CHUNK,
    MANIFEST,
    Header,
    Member,
    is_dump,
    members_of,
    path_in_home,
    read_header,
    read_manifest,
    unsound,
)
from peygir.ops.backups.writing import REMARK, BackupTotals, Progress, files_of
from peygir.ops.unfinished import clear, unfinished

REPLACED: Final = ("secret_key",)  # a fresh home may have made one, which has signed nothing yet


class HomeIsNotEmpty(Conflict):
    """The home has files; a restore never overwrites any."""

    message = gettext_lazy(
        "The database or the home {home} is not empty, and a restore writes over nothing: set a fresh "
        "PEYGIR_HOME (and an empty database in DATABASE_URL)."
    )


class KeyIsNeeded(Invalid):
    """The backup is encrypted, and no private key was given."""

    message = gettext_lazy(
        "This backup is encrypted: give the file of the private key with --key (its public key: {keys})."
    )


@dataclass(frozen=True)
class Checked:
    """A backup that was read to its end: its header, and its members in order."""

    header: Header
    members: list[Member]
    is_encrypted: bool

    @property
    def files(self) -> list[Member]:
        """Return the members outside the database's dump."""
        return [member for member in self.members if not is_dump(member.name)]


def restore_backup(
    source: Path,
    *,
    url: str,
    home: Path,
    keys: Sequence[X25519PrivateKey] = (),
    progress: Progress = lambda done: None,
) -> BackupTotals:
    """Restore everything, after the whole file has been verified; the database by the role of `url`, in one
    transaction.

    Raises NotABackup, FileIsDamaged, WrongKey, KeyIsNeeded, HomeIsNotEmpty, ProgramFailed; the database is then still
    empty.
    """
    checked = check_backup(source, keys, progress=progress)
    if not dump.is_empty(url) or any(name not in REPLACED for name, _ in files_of(home)):
        raise HomeIsNotEmpty(home=home)
    with _opened(source, keys) as (plain, _):
        contents = dump.list_contents(_parts(plain))
    chosen = dump.what_to_restore(contents)
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=home) as folder:
        unpacked = Path(folder)
        _unpack(source, keys, unpacked, {member.name: member.kept for member in checked.files})
        with unfinished(home):
            try:
                with _opened(source, keys) as (plain, _):
                    dump.put_back(url, _parts(plain), chosen=chosen)
            except dump.ProgramFailed:
                clear(home)  # in one transaction: the database is still empty
                raise
            for member in checked.files:
                path = home / path_in_home(member.name)
                path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
                (unpacked / path_in_home(member.name)).replace(path)
    return BackupTotals(len(checked.files), source.stat().st_size)


def check_backup(
    source: Path, keys: Sequence[X25519PrivateKey] = (), *, progress: Progress = lambda done: None
) -> Checked:
    """Read the file from end to end and compare each member with the manifest.

    `progress` is called with the bytes of members read so far. Raises NotABackup, FileIsDamaged, WrongKey, KeyIsNeeded.
    """
    members_read: list[tuple[str, int, str]] = []
    expected: list[Member] | None = None
    header: Header | None = None
    done = 0
    with _opened(source, keys) as (plain, is_encrypted):
        for name, size, content in members_of(plain):
            if header is None:
                header = read_header(name, content)
            elif expected is not None:
                raise unsound(gettext_lazy("`{name}` is not in its manifest", name=name))
            elif name == MANIFEST:
                expected = read_manifest(content)
                _compare(members_read, expected)
            else:
                members_read.append((name, size, _digest(content)))
            done += size
            progress(done)
        _read_out(plain)
    if header is None or expected is None:
        raise unsound(gettext_lazy("it has no manifest, or is cut off"))
    return Checked(header, expected, is_encrypted)


def remark_of(source: Path) -> list[str] | None:
    """Return (moment, version, public keys…) of an encrypted backup, readable without a key; None for a plain file.

    They are not authenticated before decryption. Raises NotABackup, FileIsDamaged.
    """
    with _file(source) as file:
        if not _is_encrypted(file):
            return None
        entries, _, _ = age.read_header(file)
    return next((words[1:] for words, _ in entries if words[0] == REMARK), [])


def _compare(members_read: Sequence[tuple[str, int, str]], expected: Sequence[Member]) -> None:
    for (name, size, digest), member in zip(members_read, expected, strict=False):
        if name != member.name:
            raise unsound(gettext_lazy("`{name}` is not in its place", name=name))
        if (size, digest) != (member.size, member.sha256):
            raise unsound(gettext_lazy("`{name}` is damaged", name=name))
    if len(members_read) != len(expected):
        more = [name for name, _, _ in members_read[len(expected) :]] or [
            one.name for one in expected[len(members_read) :]
        ]
        raise unsound(gettext_lazy("`{more}` does not agree with its manifest", more=more[0]))


def _unpack(source: Path, keys: Sequence[X25519PrivateKey], folder: Path, sizes: Mapping[str, int]) -> None:
    """Write the verified files below a folder; the database's parts are left out."""
    with _opened(source, keys) as (plain, _):
        for name, _, content in members_of(plain):
            if name not in sizes:
                continue
            path = folder / path_in_home(name)
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            left = sizes[name]
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                while left and (data := content.read(min(CHUNK, left))):
                    file.write(data)
                    left -= len(data)
                file.flush()
                os.fsync(file.fileno())


def _parts(plain: IO[bytes]) -> Iterator[bytes]:
    """Yield pg_dump's output, piece by piece; it comes before all files."""
    for name, _, content in members_of(plain):
        if is_dump(name):
            while data := content.read(CHUNK):
                yield data


@contextmanager
def _opened(source: Path, keys: Sequence[X25519PrivateKey]) -> Iterator[tuple[IO[bytes], bool]]:
    """Yield the plain bytes of a backup, and whether they were encrypted. Raises NotABackup, KeyIsNeeded, WrongKey."""
    with _file(source) as file:
        if not _is_encrypted(file):
            yield file, False
            return
        if not keys:
            raise KeyIsNeeded(keys=", ".join((remark_of(source) or [])[2:]) or "?")
        yield io.BufferedReader(age.Decrypting(file, keys), CHUNK), True


@contextmanager
def _file(source: Path) -> Iterator[IO[bytes]]:
    try:
        file = source.open("rb", buffering=CHUNK)
    except OSError as failure:
        why = os.strerror(failure.errno or 0)
        raise unsound(gettext_lazy("it cannot be read ({why})", why=why)) from failure
    with file:
        yield file


def _is_encrypted(file: IO[bytes]) -> bool:
    head = file.read(len(age.VERSION) + 1)
    file.seek(0)
    return age.is_encrypted(head)


def _read_out(plain: IO[bytes]) -> None:
    """Read to the end, so that an encrypted file's last piece is verified too; only a tar's zeros may follow."""
    while data := plain.read(CHUNK):
        if data.strip(b"\0"):
            raise unsound(gettext_lazy("something follows its end"))


def _digest(content: io.RawIOBase) -> str:
    whole = hashlib.sha256()
    while data := content.read(CHUNK):
        whole.update(data)
    return whole.hexdigest()
