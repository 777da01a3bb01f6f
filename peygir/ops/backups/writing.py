"""Writes a city into one file while it is in use: every file that a row of the dump names is in it."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from peygir.core import clock
from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.release import release
from peygir.core.translation import gettext_lazy
from peygir.media import leaving, parts
from peygir.ops import belongings, dump
from peygir.ops.backups import age
from peygir.ops.backups.archive import Header, Writer

# The database is included as a dump; locks, logs and built files can be recreated.
NOT_KEPT: Final = (
    "database",
    "database-lies-in",
    "database.*",
    "peygir.lock",
    "static",
    "log",
    "restoring-*",
    "*.sock",
    "doing",
    "maps-making",
    "tmp",
    "last-backup.json",
    "unfinished-recovery",
    "bench",
    "lake",
)
# Unfinished uploads begin again after a restore.
NOT_KEPT_BELOW: Final = (leaving.LOCK, leaving.ASIDE, parts.FOLDER)
NOTE: Final = "last-backup.json"
"""Beside the data, for the health page: when the last backup finished."""
COUNTED: Final = ("cases_case", "cases_report", "history_event", "people_citizen", "people_staff")
REMARK: Final = "peygir.backup/2"


class FileIsThere(Conflict):
    """The target exists; a backup never overwrites an older one."""

    message = gettext_lazy("The file {path} is there already: give another name.")


class NoCityHere(Missing):
    """The database has none of the city's tables: the command was started for another home than the city's."""

    message = gettext_lazy(
        "There is no city in {home}, so that there is nothing to back up: set PEYGIR_HOME (or DATABASE_URL) as it is "
        "where the city is served."
    )


class NoSuchFolder(Invalid):
    """The folder to write into does not exist."""

    message = gettext_lazy("There is no folder {path}.")


@dataclass(frozen=True)
class BackupTotals:
    """The content of a backup or restore: `files` beside the database, `size` bytes in all."""

    files: int
    size: int


Progress = Callable[[int], None]
"""Called with the number of bytes read so far."""


def write_backup(
    target: Path, *, url: str, home: Path, keys: Sequence[str], progress: Progress = lambda done: None
) -> BackupTotals:
    """Write everything into `target`, which appears complete or not at all; encrypted for the public lines `keys`.

    Without keys it is not encrypted. Raises FileIsThere, NoSuchFolder, NoCityHere, ProgramFailed, KeyIsNotRight,
    OSError.
    """
    if target.exists():
        raise FileIsThere(path=target)
    if not target.parent.is_dir():
        raise NoSuchFolder(path=target.parent)
    making = target.with_name(f".{target.name}.making-{os.getpid()}")
    descriptor = os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)  # it holds personal data
    try:
        with os.fdopen(descriptor, "wb", buffering=1024 * 1024) as file:
            count = _write_all(file, url=url, home=home, keys=keys, progress=progress)
            file.flush()
            os.fsync(file.fileno())
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    sync_folder(target.parent)
    size = target.stat().st_size
    _note(home, {"made_at": clock.now().isoformat(), "files": count, "size": size, "is_encrypted": bool(keys)})
    return BackupTotals(count, size)


def size_of(url: str, home: Path) -> int:
    """Return about how many bytes `progress` will count up to."""
    return dump.size_of(url) + sum(_size(path) for _, path in files_of(home))


def files_of(home: Path, *, is_seen: Callable[[Path], bool] = lambda folder: False) -> Iterator[tuple[str, Path]]:
    """Yield (path below the home, path) of every file to back up that still exists.

    `is_seen` may say of a folder that its files are known; folders in it are walked all the same.
    """
    for entry in _entries(home):
        if any(entry.match(pattern) for pattern in NOT_KEPT):
            continue
        if entry.is_file() and not entry.is_symlink():
            yield entry.name, entry
        for folder, below, names in os.walk(entry, onerror=_refuse_closed):
            below[:] = sorted(name for name in below if name not in NOT_KEPT_BELOW)
            for name in [] if is_seen(Path(folder)) else sorted(names):
                path = Path(folder, name)
                # Files that are still being written do not count yet.
                if name not in NOT_KEPT_BELOW and not name.endswith((".part", ".making")) and not path.is_symlink():
                    yield path.relative_to(home).as_posix(), path


def _refuse_closed(failure: OSError) -> None:
    """Skip no folder that may not be read in silence; one that is gone, or is a file, is no fault."""
    if not isinstance(failure, (FileNotFoundError, NotADirectoryError)):
        raise failure


def _entries(home: Path) -> list[Path]:
    """Return what lies in a home; of root's home, which the city's account may only pass through, what it may read."""
    if not home.exists():
        return []
    try:
        return sorted(home.iterdir())
    except PermissionError:
        known = (home / name for name in sorted({*belongings.FOLDERS, *belongings.FILES}))
        return [entry for entry in known if os.path.lexists(entry) and os.access(entry, os.R_OK)]


def _write_all(file: IO[bytes], *, url: str, home: Path, keys: Sequence[str], progress: Progress) -> int:
    # During this block no upload is deleted. Files stored after the dump belong to no row in it.
    with leaving.kept_for_backup(home / "uploads") as aside, dump.snapshot(url, COUNTED) as taken:
        if not taken.rows:
            raise NoCityHere(home=home)
        header = Header(clock.now().isoformat(timespec="seconds"), release(), tuple(keys), taken.rows)
        with _encrypted(file, header) as plain:
            writer = Writer(plain, header)
            done = 0
            with dump.take(url, snapshot=taken.name) as stream:
                for size in writer.add_dump(stream):
                    done += size
                    progress(done)
            done = _write_files(writer, home, aside, progress, done=dump.size_of(url))
            writer.finish()
            progress(done)
    return len([member for member in writer.members if member.name.startswith("home/")])


def _write_files(writer: Writer, home: Path, aside: Path, progress: Progress, *, done: int) -> int:
    written: set[str] = set()
    # Two passes: files may be moved aside before or after they are listed.
    for source, root in ((home, home), (aside, home / "uploads")):
        below = root.relative_to(home)
        listed = files_of(source) if source == home else _files_below(source)
        for name, path in listed:
            name = (below / name).as_posix()
            if name in written or not _add(writer, name, path):
                continue
            written.add(name)
            done += _size(path)
            progress(done)
    return done


def _add(writer: Writer, name: str, path: Path) -> bool:
    """Add a file; whether it still existed."""
    try:
        # The uploads belong to the account and a backup may run as root, so links are not followed.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as content:
            writer.add_file(name, content, os.fstat(content.fileno()).st_size)
    except FileNotFoundError:
        return False
    return True


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            yield path.relative_to(folder).as_posix(), path


@contextmanager
def _encrypted(file: IO[bytes], header: Header) -> Iterator[IO[bytes]]:
    if not header.keys:
        yield file
        return
    remark = [REMARK, header.made_at, header.version, *header.keys]
    plain = age.Encrypting(file, header.keys, remarks=[remark])
    try:
        yield plain  # type: ignore[misc] # a raw stream is all that tarfile asks for
    except BaseException:
        plain.abandon()
        raise
    plain.close()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _note(home: Path, about: dict[str, object]) -> None:
    making = home / f".{NOTE}.making"
    making.write_text(json.dumps(about), encoding="utf-8")
    making.chmod(0o640)
    if os.geteuid() == 0:
        owner = (home / "uploads").stat()
        os.chown(making, owner.st_uid, owner.st_gid)
    making.replace(home / NOTE)
