"""The files of the public record: tiles and bundles that are written once, how it grew, and the newest checkpoint."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.core.transparency.tiles import ENTRIES, TilePlace
from peygir.core.transparency.tree import HASH_SIZE

_GROWTH: Final = "growth.jsonl"
_CHECKPOINT: Final = "checkpoint"
_HEADS: Final = "head"
LOGS: Final = "log"
"""The folder of the earlier logs, each numbered."""
PENDING: Final = "log/pending"
"""Is there while a new log takes the place of this one."""
OF_ONE_LOG: Final = (_CHECKPOINT, _HEADS, _GROWTH, "tile", "key", "keys", "beginning", "contradiction")
"""The files and folders of a log, which go to the earlier logs with it."""
_SIZE_OF_ENTRY: Final = HASH_SIZE + 2


class RecordDoesNotFit(Exception):
    """What is to be written contradicts what is already in the record."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How large the record was once it held every event up to one: leaves, the event's id, and when (ISO 8601)."""

    size: int
    last_event: int
    at: str


NOTHING: Final = Growth(0, 0, "")


@dataclass(frozen=True, slots=True)
class RecordFolder:
    """The record of a city in one folder, laid out as c2sp.org/tlog-tiles has it, for any web server to give out."""

    root: Path

    def read(self, place: TilePlace) -> bytes:
        """Return the bytes of a tile or bundle; of one that has grown since, the first part. Raises OSError."""
        path = self.root / place.path
        if path.is_file():
            return path.read_bytes()
        whole = (self.root / TilePlace(place.level, place.number).path).read_bytes()
        return whole[: place.width * (_SIZE_OF_ENTRY if place.level == ENTRIES else HASH_SIZE)]

    def write(self, tiles: Sequence[tuple[TilePlace, bytes]]) -> None:
        """Write tiles; they are on disk when this returns.

        One that is already there, from a run that was killed, must be the same. Raises RecordDoesNotFit.
        """
        folders: set[Path] = set()
        for place, raw in tiles:
            path = self.root / place.path
            if path.is_file():
                if path.read_bytes() != raw:
                    raise RecordDoesNotFit(place.path)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, raw)
            folders.update(parent for parent in path.parents if parent.is_relative_to(self.root))
        for folder in folders:
            sync_folder(folder)

    def growth(self) -> list[Growth]:
        """Return how it grew, oldest first; a last line cut off by a crash is left out."""
        path, lines = self.root / _GROWTH, []
        if path.exists():
            for text in path.read_text().splitlines():
                try:
                    lines.append(Growth(**json.loads(text)))
                except (ValueError, TypeError):
                    continue
        return lines

    def note_growth(self, growth: Growth) -> None:
        """Append how large it is now; it is on disk when this returns."""
        descriptor = os.open(self.root / _GROWTH, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a") as file:
            # A line cut off by a crash must not merge with the next one.
            file.write(("\n" if file.tell() else "") + json.dumps(asdict(growth)) + "\n")
            file.flush()
            os.fsync(descriptor)

    def checkpoint(self) -> str:
        """Return the newest signed checkpoint; "" where there is none."""
        path = self.root / _CHECKPOINT
        return path.read_text() if path.exists() else ""

    def write_checkpoint(self, text: str) -> None:
        """Replace the checkpoint; it is on disk when this returns."""
        _replace(self.root / _CHECKPOINT, text.encode())
        sync_folder(self.root)

    def head(self, size: int) -> str:
        """Return the signed head of a size, with the signatures of witnesses; "" where there is none."""
        text = self.text(f"{_HEADS}/{size}")
        newest = self.checkpoint() if not text else ""
        return newest if newest and newest.split("\n")[1] == str(size) else text

    def head_sizes(self) -> list[int]:
        """Return the sizes of all heads that were signed, the newest first."""
        folder, newest = self.root / _HEADS, self.checkpoint()
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        names |= {newest.split("\n")[1]} if newest else set()
        return sorted((int(name) for name in names if name.isascii() and name.isdigit()), reverse=True)

    def write_head(self, size: int, text: str) -> None:
        """Write or replace a signed head, and the checkpoint too where it is the newest; on disk when this returns."""
        self.write_text(f"{_HEADS}/{size}", text)
        newest = self.checkpoint()
        if not newest or int(newest.split("\n")[1]) <= size:
            self.write_checkpoint(text)

    def text(self, name: str) -> str:
        """Return another file of the record as text; "" where it is not there."""
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def write_text(self, name: str, text: str) -> None:
        """Write another file of the record; it is on disk when this returns."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        _replace(path, text.encode())
        sync_folder(path.parent)
        sync_folder(self.root)

    def earlier_logs(self) -> list[int]:
        """Return the numbers of the logs that this one continues, oldest first."""
        folder = self.root / LOGS
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted(int(name) for name in names if name.isascii() and name.isdigit())

    def earlier(self, number: int) -> "RecordFolder":
        """Return the folder of an earlier log."""
        return RecordFolder(self.root / LOGS / str(number))


def _replace(path: Path, raw: bytes) -> None:
    partial = path.with_name(f"{path.name}.making")
    with partial.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
