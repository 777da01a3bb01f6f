"""Tiles of a log (c2sp.org/tlog-tiles): the hashes of a tree in files of 256, and its entries in bundles of 256."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from peygir.core.transparency.notes import NoteIsNotRight
from peygir.core.transparency.tree import HASH_SIZE, HashOf, perfect_root

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
ENTRIES: Final = -1
"""The level under which bundles of entries are kept."""
LONGEST_ENTRY: Final = (1 << 16) - 1
_STEP: Final = 1000


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Which tile: its level (ENTRIES: a bundle), its number in the level, and how much of it is filled (1 to 256)."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path of the file, as in `tile/0/x001/x234/067.p/8`."""
        parts, rest = [f"{self.number % _STEP:03}"], self.number // _STEP
        while rest:
            parts.append(f"x{rest % _STEP:03}")
            rest //= _STEP
        level = "entries" if self.level == ENTRIES else str(self.level)
        end = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(reversed(parts))}{end}"


Reading = Callable[[TilePlace], bytes]
"""Gives the bytes of a tile."""


def places_of(size: int) -> Iterator[TilePlace]:
    """Yield every tile of hashes of a tree, lowest level first; those not full are the last of their level."""
    level, width = 0, size
    while width:
        for number in range(width // WIDTH):
            yield TilePlace(level, number)
        if width % WIDTH:
            yield TilePlace(level, width // WIDTH, width % WIDTH)
        level, width = level + 1, width // WIDTH


def last_places(size: int) -> list[TilePlace]:
    """Return the tiles that are not full in a tree: at most one for each level."""
    places, level, width = [], 0, size
    while width:
        if width % WIDTH:
            places.append(TilePlace(level, width // WIDTH, width % WIDTH))
        level, width = level + 1, width // WIDTH
    return places


def hashes_in(raw: bytes) -> list[bytes]:
    """Return the hashes of a tile. Raises NoteIsNotRight for a length that no tile has."""
    if not raw or len(raw) % HASH_SIZE or len(raw) > WIDTH * HASH_SIZE:
        raise NoteIsNotRight
    return [raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE)]


def grown(size: int, last: Mapping[int, bytes], leaves: Sequence[bytes]) -> Iterator[tuple[TilePlace, bytes]]:
    """Yield the tiles that a tree of `size` leaves gets by more hashes of leaves, each with its bytes.

    `last` holds, by level, the bytes of the tiles that were not full (`last_places`). A tile that stays as it was is
    not yielded.
    """
    level, width, new = 0, size, list(leaves)
    while new:
        kept = hashes_in(last[level]) if width % WIDTH else []
        number, hashes = width // WIDTH, [*kept, *new]
        above = []
        for at in range(0, len(hashes), WIDTH):
            part = hashes[at : at + WIDTH]
            yield TilePlace(level, number + at // WIDTH, len(part)), b"".join(part)
            if len(part) == WIDTH:
                above.append(perfect_root(part))
        level, width, new = level + 1, width // WIDTH, above


def hash_reader(size: int, read: Reading) -> HashOf:
    """Return what gives the hashes of perfect subtrees of a tree, from its tiles; each tile is read once."""
    tiles: dict[tuple[int, int], list[bytes]] = {}

    def tile(level: int, number: int) -> list[bytes]:
        if (level, number) not in tiles:
            width = min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH)
            hashes = hashes_in(read(TilePlace(level, number, width)))
            if len(hashes) < width:
                raise NoteIsNotRight
            tiles[level, number] = hashes
        return tiles[level, number]

    def hash_of(first: int, height: int) -> bytes:
        # A subtree of 256 leaves or more is a hash of a tile further up.
        level, inside = divmod(height, HEIGHT)
        number, at = divmod(first >> (HEIGHT * level), WIDTH)
        return perfect_root(tile(level, number)[at : at + (1 << inside)])

    return hash_of


def bundle_of(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle of entries. Raises NoteIsNotRight for an entry that is too long."""
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise NoteIsNotRight
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def entries_in(raw: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises NoteIsNotRight where it is cut off."""
    ends, at = [0], 0
    while at < len(raw):
        at += 2 + int.from_bytes(raw[at : at + 2])
        ends.append(at)
    if at > len(raw):
        raise NoteIsNotRight
    return [raw[start + 2 : end] for start, end in pairwise(ends)]
