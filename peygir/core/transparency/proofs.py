"""Inclusion and consistency proofs of a Merkle tree: made as in RFC 6962, checked as in RFC 9162, section 2.1."""

from collections.abc import Sequence

from peygir.core.transparency.tree import EMPTY_ROOT, HASH_SIZE, HashOf, node_hash, range_hash, split_of


def inclusion_proof(index: int, size: int, hash_of: HashOf) -> list[bytes]:
    """Return the proof that the leaf at `index` is in the tree of `size` leaves, from its sibling up.

    Raises IndexError where there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split_of(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return [range_hash(first, last, hash_of) for first, last in reversed(ranges)]


def consistency_proof(size: int, later_size: int, hash_of: HashOf) -> list[bytes]:
    """Return the proof that the tree of `later_size` leaves begins with the tree of `size` leaves.

    It is empty for equal sizes and for an empty first tree. Raises IndexError where `size` is larger.
    """
    if not 0 <= size <= later_size:
        raise IndexError(size)
    if size in (0, later_size):
        return []
    ranges, start, end, is_whole = [], 0, later_size, True
    while size != end:
        middle = start + split_of(end - start)
        if size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, is_whole = middle, False
    if not is_whole:
        ranges.append((start, end))
    return [range_hash(first, last, hash_of) for first, last in reversed(ranges)]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that the hash of a leaf stands at `index` in the tree of `size` leaves with this root."""
    if not 0 <= index < size or any(len(part) != HASH_SIZE for part in (leaf, root, *proof)):
        return False
    at, last, node = index, size - 1, leaf
    for part in proof:
        if not last:
            return False
        if at & 1 or at == last:
            node = node_hash(part, node)
            at, last = _above_ones(at, last)
        else:
            node = node_hash(node, part)
        at, last = at >> 1, last >> 1
    return not last and node == root


def is_consistent(size: int, later_size: int, root: bytes, later_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree with the later root begins with that of the earlier one.

    Every tree begins with the empty tree, of which nothing is proved.
    """
    if size == later_size:
        return not proof and root == later_root and (size > 0 or root == EMPTY_ROOT)
    if not 0 <= size < later_size or any(len(part) != HASH_SIZE for part in (root, later_root, *proof)):
        return False
    if size == 0:
        return not proof
    parts = list(proof) if size & (size - 1) else [root, *proof]
    if not parts:
        return False
    at, last = size - 1, later_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = parts[0]
    for part in parts[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            first, second = node_hash(part, first), node_hash(part, second)
            at, last = _above_ones(at, last)
        else:
            second = node_hash(second, part)
        at, last = at >> 1, last >> 1
    return not last and first == root and second == later_root


def _above_ones(at: int, last: int) -> tuple[int, int]:
    """Return the place up to the level at which the node is a right child, or the leftmost one."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
