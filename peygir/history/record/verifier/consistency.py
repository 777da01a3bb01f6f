"""Consistency proofs (RFC 9162, section 2.1.4), made from the tiles of a record and then checked."""

from peygir.history.record.verifier.files import WIDTH, read_parts, root_of
from peygir.history.record.verifier.signatures import Fault, sha256


def hash_at(where: str, size: int, first: int, height: int) -> bytes:
    """Return the hash of the perfect subtree that begins at a leaf and has 2 to the power of a height leaves.

    `size` is that of the newest tree, whose tiles are read. Raises Fault.
    """
    level, inside = divmod(height, 8)
    number, at = divmod(first >> (8 * level), WIDTH)
    width = min(WIDTH, (size >> (8 * level)) - number * WIDTH)
    return root_of(read_parts(where, str(level), number, width)[at : at + (1 << inside)])


def range_at(where: str, size: int, start: int, end: int) -> bytes:
    """Return the hash over the leaves from `start` to before `end`. Raises Fault."""
    hashes, at = [], start
    while at < end:
        height = (end - at).bit_length() - 1
        if at:
            height = min(height, (at & -at).bit_length() - 1)
        hashes.append(hash_at(where, size, at, height))
        at += 1 << height
    result = hashes.pop()
    while hashes:
        result = sha256(b"\1", hashes.pop(), result)
    return result


def growth_proof(where: str, size: int, later: int, newest: int) -> list[bytes]:
    """Return the proof that the tree of `later` leaves begins with that of `size`, from the tiles. Raises Fault."""
    if size in (0, later):
        return []
    ranges, start, end, is_whole = [], 0, later, True
    while size != end:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, is_whole = middle, False
    if not is_whole:
        ranges.append((start, end))
    return [range_at(where, newest, first, last) for first, last in reversed(ranges)]


def is_grown(size: int, later: int, root: bytes, later_root: bytes, proof: list[bytes]) -> bool:
    """Whether a proof shows that the tree with the later root begins with that of the earlier one."""
    if size == later:
        return not proof and root == later_root
    if not 0 < size < later:
        return size == 0 < later and not proof
    parts = list(proof) if size & (size - 1) else [root, *proof]
    if not parts:
        return False
    at, last = size - 1, later - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = parts[0]
    for part in parts[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            first, second = sha256(b"\1", part, first), sha256(b"\1", part, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = sha256(b"\1", second, part)
        at, last = at >> 1, last >> 1
    return not last and first == root and second == later_root


def check_growth(where: str, seen: "tuple[int, bytes]", now: "tuple[int, bytes]", newest: int) -> None:
    """Check that a record of the size and root `now` begins with what was `seen`. Raises Fault."""
    (size, root), (later, later_root) = seen, now
    if size > later:
        raise Fault(f"cut off: {size} entries were seen, the record has {later}")
    proof = [] if size == later else growth_proof(where, size, later, newest)
    if not is_grown(size, later, root, later_root, proof):
        raise Fault(f"two histories: the record of {later} entries does not begin with the one of {size} that was seen")
