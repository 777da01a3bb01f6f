"""Hashes of a Merkle tree as in RFC 6962, section 2.1: leaves, nodes, and the root over any number of leaves."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
HashOf = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree that begins at a leaf (an index) and has 2 to the power of a height leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash (32 bytes) of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash (32 bytes) of the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_of(size: int) -> int:
    """Return the largest power of two below a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the hashes of the nodes above an even number of hashes."""
    return [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a number of hashes that is a power of two."""
    level = list(hashes)
    while len(level) > 1:
        level = level_above(level)
    return level[0]


def perfect_parts(start: int, end: int) -> list[tuple[int, int]]:
    """Return the perfect subtrees that make up the leaves from `start` to before `end`, left to right.

    Each is its first leaf and its height. `start` must be where a subtree as large as the first part can begin, which
    holds for every range that a proof names.
    """
    parts, at = [], start
    while at < end:
        height = (end - at).bit_length() - 1
        if at:
            height = min(height, (at & -at).bit_length() - 1)
        parts.append((at, height))
        at += 1 << height
    return parts


def range_hash(start: int, end: int, hash_of: HashOf) -> bytes:
    """Return the hash of the leaves from `start` to before `end`, which is the root for 0 and the size."""
    if start == end:
        return EMPTY_ROOT
    hashes = [hash_of(first, height) for first, height in perfect_parts(start, end)]
    result = hashes.pop()
    while hashes:
        result = node_hash(hashes.pop(), result)
    return result


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of leaves (not over the entries); that of no leaf is SHA-256 of nothing."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, top = 0, leaf
        while peaks and peaks[-1][0] == height:
            top = node_hash(peaks.pop()[1], top)
            height += 1
        peaks.append((height, top))
    if not peaks:
        return EMPTY_ROOT
    result = peaks.pop()[1]
    while peaks:
        result = node_hash(peaks.pop()[1], result)
    return result
