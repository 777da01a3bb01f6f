"""The content of a backup: a tar whose first member describes it and whose last member verifies all the others.

`header.json`, then pg_dump's custom format in parts `database.dump.000000`, … of at most 8 MiB, then `home/…` (uploads
and other files of the home), then `manifest.json` with each member's size and SHA-256. Everything is written and read
as a stream, so nothing is stored on the disk twice.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

FORMAT: Final = 2
HEADER: Final = "header.json"
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
FILES: Final = "home"
PART: Final = 8 * 1024 * 1024
CHUNK: Final = 1024 * 1024
LONGEST_TEXT: Final = 2 * 1024**3  # of a manifest; a million uploads are 150 MB


class NotABackup(Invalid):
    """The file is no backup, is damaged, or was made by a later version."""

    message = _("This file is not a sound backup of Peygir: {reason}.")


class MadeByAFormerVersion(Invalid):
    """A backup of format 1, which is not damaged but not supported any more."""

    message = _(
        "A former version of Peygir made this backup. `restore` it with that version, then start this "
        "one on the same home: the database is brought up to date by itself."
    )


@dataclass(frozen=True)
class Member:
    """One file in a backup: its bytes and their hash; only the first `kept` bytes are the file, zeros may follow."""

    name: str
    size: int
    sha256: str
    kept: int


@dataclass(frozen=True)
class Header:
    """The description of a backup: when it was made, by which version, for which keys, and rows by table."""

    made_at: str
    version: str
    keys: tuple[str, ...]
    rows: dict[str, int]


class Writer:
    """Writes the members of a new backup one after the other."""

    def __init__(self, target: IO[bytes], header: Header) -> None:
        self.members: list[Member] = []
        self._tar = tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self._text(HEADER, {"format": FORMAT, **asdict(header)})

    def add_dump(self, stream: IO[bytes]) -> Iterator[int]:
        """Read pg_dump's output to its end, part by part; yields the size of each part as it is written."""
        number = 0
        while part := stream.read(PART):
            self._bytes(f"{DUMP}.{number:06}", part)
            number += 1
            yield len(part)

    def add_file(self, name: str, content: IO[bytes], size: int) -> None:
        """Add the first `size` bytes of an open file, read once; if it became shorter meanwhile, what there is."""
        if size <= PART:
            self._bytes(f"{FILES}/{name}", content.read(size))
            return
        counted = _Counted(content, size)
        info = tarfile.TarInfo(f"{FILES}/{name}")
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, counted)
        self.members.append(Member(info.name, size, counted.digest.hexdigest(), counted.kept))

    def finish(self) -> None:
        """Write the manifest; without it the backup is refused."""
        self._text(MANIFEST, {"members": [asdict(member) for member in self.members]})
        self._tar.close()

    def _bytes(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self.members.append(Member(name, len(data), hashlib.sha256(data).hexdigest(), len(data)))

    def _text(self, name: str, about: dict[str, Any]) -> None:
        data = json.dumps(about, ensure_ascii=False).encode()
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))


class _Counted(io.RawIOBase):
    """The first `limit` bytes of a stream, padded with zeros; hashes all and counts the bytes `kept`."""

    def __init__(self, source: IO[bytes], limit: int) -> None:
        self._source, self._left, self.kept, self.digest = source, limit, 0, hashlib.sha256()

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        wanted_size = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted_size)
        self.kept += len(data)
        self._left -= wanted_size
        padded = data + bytes(wanted_size - len(data))
        self.digest.update(padded)
        return padded


def members_of(source: IO[bytes]) -> Iterator[tuple[str, int, "_Whole"]]:
    """(name, size in the tar, content) of each member in turn; read each before the next. Raises NotABackup."""
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info) if info.isreg() else None
                if content is None:
                    raise unsound(_("`{name}` is not a plain file", name=info.name))
                yield info.name, info.size, _Whole(content)
    except (tarfile.TarError, EOFError) as failure:
        raise _cut_off() from failure


class _Whole(io.RawIOBase):
    """A member's content; a missing part raises NotABackup."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises NotABackup."""
        try:
            return self._content.read(size)
        except (tarfile.TarError, EOFError) as failure:
            raise _cut_off() from failure


def _cut_off() -> NotABackup:
    return unsound(_("it is cut off or damaged"))


def read_header(name: str, content: _Whole) -> Header:
    """Read the header from the first member of a backup. Raises NotABackup, MadeByAFormerVersion."""
    if name == MANIFEST:  # in format 1 the manifest came first
        raise MadeByAFormerVersion()
    if name != HEADER:
        raise unsound(_("it has no header"))
    try:
        about = json.loads(content.read(CHUNK))
        number = int(about["format"])
        header = Header(
            str(about["made_at"]),
            str(about["version"]),
            tuple(map(str, about["keys"])),
            {str(table): int(count) for table, count in about["rows"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise unsound(_("its header cannot be read")) from failure
    if number > FORMAT:
        raise unsound(_("it was made by a later version"))
    return header


def read_manifest(content: _Whole) -> list[Member]:
    """Return the members in order, each with a permitted name. Raises NotABackup."""
    try:
        members = [Member(**member) for member in json.loads(content.read(LONGEST_TEXT))["members"]]
        are_typed = all(
            isinstance(member.name, str)
            and isinstance(member.size, int)
            and isinstance(member.sha256, str)
            and isinstance(member.kept, int)
            and 0 <= member.kept <= member.size
            for member in members
        )
    except (ValueError, KeyError, TypeError) as failure:
        raise unsound(_("its manifest cannot be read")) from failure
    if not are_typed:
        raise unsound(_("its manifest cannot be read"))
    parts = [member.name for member in members if is_dump(member.name)]
    if not parts or parts != [f"{DUMP}.{number:06}" for number in range(len(parts))]:
        raise unsound(_("the database is not in it as a whole"))
    for member in members:
        if not is_dump(member.name):
            path_in_home(member.name)
    return members


def is_dump(name: str) -> bool:
    """Whether a member is a part of the database's dump."""
    return name.startswith(f"{DUMP}.")


def path_in_home(name: str) -> PurePosixPath:
    """Return the path below the home of a member home/…. Raises NotABackup for a path outside it."""
    path = PurePosixPath(name)
    if len(path.parts) < 2 or path.parts[0] != FILES or ".." in path.parts or str(path) != name:
        raise unsound(_("the name `{name}` is not allowed", name=name))
    return path.relative_to(FILES)


def unsound(reason: Text) -> NotABackup:
    """Return the exception with its reason in both languages."""
    return NotABackup(reason=reason)
