"""Canonical bytes and hashes for the event chain, so that a changed, missing or reordered event is detected."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

GENESIS = b"\x00" * 32


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: equal contents give equal texts (RFC 8785 for values without floats)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def next_head(previous: bytes, body: str) -> bytes:
    """SHA-256 over the previous head (32 bytes) and the body's UTF-8 bytes; returns 32 bytes."""
    return hashlib.sha256(previous + body.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root of the Merkle tree over `leaves` as in RFC 6962 section 2.1 (leaf prefix 0x00, node prefix 0x01).

    The empty list hashes to SHA-256 of nothing. Returns 32 bytes.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # RFC 6962 splits at the largest power of two; pairing from the left and carrying an odd last node up
        # gives the same tree.
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + (level[-1:] if len(level) % 2 else [])
    return level[0]
