"""The files of a record as anybody gets them (c2sp.org/tlog-tiles), and the trees that they make up."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

from peygir.history.record.verifier.signatures import Fault, sha256

WIDTH = 256
MOST_BYTES = 10_000_000
SECONDS = 30


def path_of(level: str, number: int, width: int) -> str:
    """Return the path of a tile, or of a bundle of entries."""
    parts, rest = [f"{number % 1000:03}"], number // 1000
    while rest:
        parts.insert(0, f"x{rest % 1000:03}")
        rest //= 1000
    return f"tile/{level}/{'/'.join(parts)}" + ("" if width == WIDTH else f".p/{width}")


def read_file(where: str, path: str) -> bytes:
    """Return the bytes of a file of the record, which lies at an address or in a folder. Raises Fault."""
    try:
        if not where.startswith(("http://", "https://")):
            return (Path(where) / path).read_bytes()
        with urllib.request.urlopen(f"{where.rstrip('/')}/{path}", timeout=SECONDS) as answer:  # noqa: S310
            raw: bytes = answer.read(MOST_BYTES)
            return raw
    except OSError as error:
        raise Fault(f"missing: {path} ({error})") from error


def read_parts(where: str, level: str, number: int, width: int) -> list[bytes]:
    """Return the hashes of a tile, or the entries of a bundle; one that has grown since serves too. Raises Fault."""
    try:
        raw = read_file(where, path_of(level, number, width))
    except Fault:
        if width == WIDTH:
            raise
        raw = read_file(where, path_of(level, number, WIDTH))
    parts: list[bytes] = []
    at = 0
    while at < len(raw) and len(parts) < width:
        size = 32
        if level == "entries":
            size, at = int.from_bytes(raw[at : at + 2], "big"), at + 2
        parts.append(raw[at : at + size])
        at += size
    if len(parts) < width or any(len(part) != 32 for part in parts):
        raise Fault(f"changed: {path_of(level, number, width)} is cut off")
    return parts


def widths_of(count: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers and widths of the tiles that hold so many parts."""
    for number in range(-(-count // WIDTH)):
        yield number, min(WIDTH, count - number * WIDTH)


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root over the hashes of leaves (RFC 6962, section 2.1)."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, top = 0, leaf
        while peaks and peaks[-1][0] == height:
            height, top = height + 1, sha256(b"\1", peaks.pop()[1], top)
        peaks.append((height, top))
    if not peaks:
        return sha256()
    result = peaks.pop()[1]
    while peaks:
        result = sha256(b"\1", peaks.pop()[1], result)
    return result


def root_of_proof(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162, section 2.1.3.2). Raises Fault."""
    at, last = index, size - 1
    if not 0 <= at <= last:
        raise Fault("the place of the proof is not in its tree")
    for part in proof:
        if not last:
            raise Fault("the proof is too long")
        if at & 1 or at == last:
            leaf = sha256(b"\1", part, leaf)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            leaf = sha256(b"\1", leaf, part)
        at, last = at >> 1, last >> 1
    if last:
        raise Fault("the proof is too short")
    return leaf
