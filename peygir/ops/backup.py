"""The whole city in one file, and back: the database, the home's files, and a manifest that proves both.

The file is a tar. `manifest.json` comes first and names each member with its size and SHA-256; `database.dump` is
pg_dump's own custom format; `home/…` are the uploads and what else the home keeps, as it lies there.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

from peygir.core import clock
from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict, Invalid
from peygir.ops import dump

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "home"
CHUNK = 1024 * 1024
# The database goes in as a dump; locks, logs and built files are made again.
NOT_KEPT = ("database", "database-lies-in", "database.*", "peygir.lock", "static", "log", "restoring-*", "*.sock")
REPLACED = ("secret_key",)  # a fresh home may have made one; it has signed nothing yet


class NotABackup(Invalid):
    """The file is no backup, is damaged, or comes from a later version."""

    fa = "این پرونده پشتیبانِ سالم پیگیر نیست: {reason_fa}."
    en = "This file is not a sound backup of Peygir: {reason_en}."


class HomeIsNotEmpty(Conflict):
    """A restore never writes over anything."""

    fa = (
        "پایگاه داده یا خانهٔ {home} خالی نیست و بازیابی چیزی را نمی‌پوشاند؛ "
        "PEYGIR_HOME تازه‌ای بدهید (و در DATABASE_URL پایگاهی خالی)."
    )
    en = (
        "The database or the home {home} is not empty, and a restore writes over nothing: "
        "set a fresh PEYGIR_HOME (and an empty database in DATABASE_URL)."
    )


class FileIsThere(Conflict):
    """A backup never writes over an older one."""

    fa = "پروندهٔ {path} از پیش هست؛ نام دیگری بدهید."
    en = "The file {path} is there already: give another name."


class NoSuchFolder(Invalid):
    """The folder to write into does not exist."""

    fa = "پوشهٔ {path} نیست."
    en = "There is no folder {path}."


@dataclass(frozen=True)
class Member:
    """One file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Counted:
    """What a backup or restore carried: `files` beside the database, `size` bytes in all."""

    files: int
    size: int


def write_backup(target: Path, *, url: str, home: Path) -> Counted:
    """Write everything into `target`, which appears whole or not at all.

    Raises FileIsThere, NoSuchFolder, ProgramFailed.
    """
    if target.exists():
        raise FileIsThere(path=target)
    if not target.parent.is_dir():
        raise NoSuchFolder(path=target.parent)
    making = target.with_name(f".{target.name}.making-{os.getpid()}")
    with tempfile.TemporaryDirectory(prefix=".peygir-backup-", dir=target.parent) as folder:
        dumped = Path(folder) / DUMP
        # The dump comes first: a file uploaded later belongs to no row in it, never the other way round.
        dump.take(url, dumped)
        files = {DUMP: dumped, **dict(_files_of(home))}
        members = [_member(name, path) for name, path in files.items()]
        try:
            _write_tar(making, members, files)
            making.replace(target)
        finally:
            making.unlink(missing_ok=True)
    sync_folder(target.parent)
    return Counted(len(members) - 1, target.stat().st_size)


def restore_backup(source: Path, *, url: str, home: Path) -> Counted:
    """Bring everything back into an empty database and a fresh home, after the whole file has been checked.

    Raises NotABackup, HomeIsNotEmpty, ProgramFailed; the database is then as empty as before.
    """
    members = check_backup(source)
    if not dump.is_empty(url) or any(name for name, _ in _files_of(home) if name not in _replaced()):
        raise HomeIsNotEmpty(home=home)
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=home) as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked)
        dump.put_back(url, unpacked / DUMP)
        for member in members[1:]:
            path = home / PurePosixPath(member.name).relative_to(FILES)
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            (unpacked / member.name).replace(path)
    return Counted(len(members) - 1, source.stat().st_size)


def check_backup(source: Path) -> list[Member]:
    """Read the file from end to end and compare each member with the manifest. Raises NotABackup."""
    try:
        with tarfile.open(source, "r:") as tar:
            members = _read_manifest(tar)
            expected = {member.name: member for member in members}
            for info in tar:
                if info.name == MANIFEST:
                    continue
                member = expected.pop(info.name, None)
                content = tar.extractfile(info) if info.isfile() else None
                if member is None or content is None:
                    raise _unsound(f"«{info.name}» در فهرست آن نیست", f"`{info.name}` is not in its manifest")
                if info.size != member.size or _digest(content) != member.sha256:
                    raise _unsound(f"«{info.name}» آسیب دیده است", f"`{info.name}` is damaged")
    except (tarfile.TarError, OSError, EOFError) as failure:
        raise _unsound(str(failure), str(failure)) from failure
    if expected:
        raise _unsound(f"«{min(expected)}» در آن نیست", f"`{min(expected)}` is missing")
    return members


def _write_tar(path: Path, members: list[Member], files: dict[str, Path]) -> None:
    about = {
        "format": FORMAT,
        "peygir": version("peygir"),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "members": [asdict(member) for member in members],
    }
    manifest = json.dumps(about, ensure_ascii=False, indent=1).encode()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)  # it holds people's data
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            first = tarfile.TarInfo(MANIFEST)
            first.size = len(manifest)
            tar.addfile(first, io.BytesIO(manifest))
            for member in members:
                info = tarfile.TarInfo(member.name)
                info.size, info.mode = member.size, 0o600
                with files[member.name].open("rb") as content:
                    tar.addfile(info, content)
        raw.flush()
        os.fsync(raw.fileno())


def _read_manifest(tar: tarfile.TarFile) -> list[Member]:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if content is None:
        raise _unsound("فهرست ندارد", "it has no manifest")
    try:
        about = json.loads(content.read())
        number, members = int(about["format"]), [Member(**member) for member in about["members"]]
    except (ValueError, KeyError, TypeError) as failure:
        raise _unsound("فهرست آن خوانا نیست", "its manifest cannot be read") from failure
    if number > FORMAT:
        raise _unsound("از نسخهٔ تازه‌تری است", "it was made by a later version")
    if not members or members[0].name != DUMP:
        raise _unsound("پایگاه داده در آن نیست", "the database is not in it")
    for member in members[1:]:
        parts = PurePosixPath(member.name).parts
        if len(parts) < 2 or parts[0] != FILES or ".." in parts:
            raise _unsound(f"نام «{member.name}» مجاز نیست", f"the name `{member.name}` is not allowed")
    return members


def _unpack(source: Path, folder: Path) -> None:
    """Write the checked members as plain files below a folder."""
    with tarfile.open(source, "r:") as tar:
        for info in tar:
            content = tar.extractfile(info)
            assert content is not None  # check_backup has seen that each is a file
            path = folder / info.name
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                shutil.copyfileobj(content, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())


def _files_of(home: Path) -> Iterator[tuple[str, Path]]:
    """(name in the backup, path) of every file that a home keeps."""
    for entry in sorted(home.iterdir()) if home.exists() else []:
        if any(entry.match(pattern) for pattern in NOT_KEPT):
            continue
        for path in [entry, *sorted(entry.rglob("*"))]:
            if path.is_file() and not path.is_symlink():
                yield f"{FILES}/{path.relative_to(home).as_posix()}", path


def _replaced() -> set[str]:
    return {f"{FILES}/{name}" for name in REPLACED}


def _member(name: str, path: Path) -> Member:
    with path.open("rb") as content:
        return Member(name, path.stat().st_size, _digest(content))


def _digest(content: IO[bytes]) -> str:
    whole = hashlib.sha256()
    while chunk := content.read(CHUNK):
        whole.update(chunk)
    return whole.hexdigest()


def _unsound(fa: str, en: str) -> NotABackup:
    return NotABackup(reason_fa=fa, reason_en=en)
