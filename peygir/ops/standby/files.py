"""The home's files (uploads, keys, the public record) on their way to the standby, over the link.

The standby asks for a list, compares it with its own files, and fetches what it lacks. A list since a moment has only
the folders that changed after it; a whole one also tells what to delete, since erased uploads must not stay there.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.backups.writing import NOT_KEPT, files_of
from peygir.ops.recovery.mirror import NOT_MIRRORED
from peygir.ops.standby.pair import FILES, connected

BLOCK: Final = 256 * 1024
AT_ONCE: Final = 200
MARGIN: Final = 10.0
"""A folder may have changed so many seconds before its list was asked for, and once more in the same second."""
UPLOADS: Final = "uploads/"
LONGEST_LINE: Final = 64 * 1024
PATIENCE: Final = 120.0
FEW: Final = 20
"""More uploads than these are not deleted at once because the primary has none of them."""


class AnswerIsBroken(Conflict):
    """The other machine's list names a path outside the home, or ends in the middle."""

    message = _("The list of files from the other machine is broken: {words}")


class UploadsAreGone(Conflict):
    """The primary has none of the uploads that are here."""

    message = _(
        "The other machine has none of the {count} uploads that are here, so nothing is deleted here: is the disk with "
        "the uploads mounted there?"
    )


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the home as a list has it: path below the home, bytes, and when it was written (nanoseconds)."""

    path: str
    size: int
    written: int


def listed(home: Path, since: float) -> Iterator[ListedFile]:
    """Yield the files of the folders that changed after a moment (seconds); files outside the uploads always."""

    def is_old(folder: Path) -> bool:
        is_upload = f"{folder.relative_to(home).as_posix()}/".startswith(UPLOADS)
        return is_upload and folder.exists() and folder.stat().st_mtime < since - MARGIN

    for path, file in files_of(home, is_seen=is_old):
        with suppress(FileNotFoundError):
            if path.partition("/")[0] not in NOT_MIRRORED:
                seen = file.stat()
                yield ListedFile(path, seen.st_size, seen.st_mtime_ns)


def _list(home: Path, since: float) -> list[ListedFile]:
    return list(listed(home, since))


async def serve(home: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests for lists and for files, one JSON line each, until the other side ends."""
    while line := await reader.readline():
        request = json.loads(line)
        if "since" in request:
            now = clock.now().timestamp()
            for file in await asyncio.to_thread(_list, home, float(request["since"])):
                writer.write(json.dumps([file.path, file.size, file.written]).encode() + b"\n")
                await writer.drain()
            writer.write(json.dumps({"now": now}).encode() + b"\n")
        for path in request.get("get", []):
            await _send(home, str(path), writer)
        await writer.drain()


async def _send(home: Path, path: str, writer: asyncio.StreamWriter) -> None:
    """Send size and time as a line and then the bytes; null for a file that is gone or outside the home."""
    whole = (home / path).resolve()
    try:
        if not whole.is_relative_to(home.resolve()) or not _may_be_sent(path.partition("/")[0]):
            raise FileNotFoundError
        with whole.open("rb") as file:
            seen = os.fstat(file.fileno())
            writer.write(json.dumps([seen.st_size, seen.st_mtime_ns]).encode() + b"\n")
            left = seen.st_size
            while left:
                data = await asyncio.to_thread(file.read, min(BLOCK, left))
                if not data:
                    raise EOFError(path)  # it was cut off meanwhile: the connection ends, and the file is asked again
                writer.write(data)
                await writer.drain()
                left -= len(data)
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        writer.write(b"null\n")


def _may_be_sent(name: str) -> bool:
    """Whether an entry of the home belongs to the city's data: never the database's own folder."""
    return name not in NOT_MIRRORED and not any(Path(name).match(pattern) for pattern in NOT_KEPT)


class FilePull:
    """The standby's side: what was last asked for, so that the next list is short.

    Uploads that the primary has not are deleted after a whole list, or moved into the folder `aside`, if one is given.
    """

    def __init__(self, place: Path, home: Path, *, aside: Path | None = None) -> None:
        self._place, self._home, self._since = place, home, 0.0
        self._aside, self.set_aside = aside, 0

    def pull(self, *, is_whole: bool = False) -> int:
        """Fetch what is new or changed; returns how many files. After a whole list, uploads that are gone are deleted.

        Raises AnswerIsBroken, UploadsAreGone, NoPair, OSError.
        """
        since = 0.0 if is_whole else self._since
        with connected(self._place, FILES, seconds=PATIENCE) as secure, secure.makefile("rb") as answer:
            secure.sendall(json.dumps({"since": since}).encode() + b"\n")
            files, now = _read_list(answer)
            missing = [file.path for file in files if not self._has(file)]
            for start in range(0, len(missing), AT_ONCE):
                names = missing[start : start + AT_ONCE]
                secure.sendall(json.dumps({"get": names}).encode() + b"\n")
                for name in names:
                    self._take(name, answer)
        if since == 0.0:
            self._delete_all_but({file.path for file in files})
        self._since = now
        return len(missing)

    def _has(self, file: ListedFile) -> bool:
        try:
            seen = self._path(file.path).stat()
        except FileNotFoundError:
            return False
        return (seen.st_size, seen.st_mtime_ns) == (file.size, file.written)

    def _path(self, name: str) -> Path:
        path = (self._home / name).resolve()
        if not path.is_relative_to(self._home.resolve()):
            raise AnswerIsBroken(words=name)
        return path

    def _take(self, name: str, answer: IO[bytes]) -> None:
        size_and_time: Any = json.loads(answer.readline(LONGEST_LINE) or b"0")
        if size_and_time is None:
            return  # deleted meanwhile
        if not isinstance(size_and_time, list):
            raise AnswerIsBroken(words=name)
        size, written = size_and_time
        path = self._path(name)
        self._make_folders(path.parent)
        making = path.with_name(f".{path.name}.making")
        with making.open("wb") as target:
            os.fchmod(target.fileno(), 0o600)
            left = int(size)
            while left:
                data = answer.read(min(BLOCK, left))
                if not data:
                    raise AnswerIsBroken(words=name)
                target.write(data)
                left -= len(data)
            target.flush()
            os.fsync(target.fileno())
        os.utime(making, ns=(int(written), int(written)))
        making.replace(path)

    def _make_folders(self, folder: Path) -> None:
        new = []
        while not folder.exists():
            new.append(folder)
            folder = folder.parent
        for path in reversed(new):
            path.mkdir(mode=0o700)

    def _delete_all_but(self, names: set[str]) -> None:
        own = [(path, file) for path, file in files_of(self._home) if path.startswith(UPLOADS)]
        gone = [(path, file) for path, file in own if path not in names]
        if self._aside is None and len(gone) == len(own) > FEW:
            raise UploadsAreGone(count=len(own))
        for path, file in gone:
            if self._aside is None:
                file.unlink(missing_ok=True)
                continue
            target = self._aside / path.removeprefix(UPLOADS)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(file, target)
            self.set_aside += 1


def _read_list(answer: IO[bytes]) -> tuple[Sequence[ListedFile], float]:
    files = list[ListedFile]()
    while line := answer.readline(LONGEST_LINE):
        row = json.loads(line)
        if isinstance(row, dict):
            return files, float(row["now"])
        files.append(ListedFile(str(row[0]), int(row[1]), int(row[2])))
    raise AnswerIsBroken(words=f"{len(files)}")
