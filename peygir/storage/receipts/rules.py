"""The key and the digest of a command, from what was sent."""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

LONGEST_KEY: Final = 80

WAITING: Final = "waiting"
APPLIED: Final = "applied"
APPLIED_SOFT: Final = "applied_soft"
CONFLICT: Final = "conflict"
REFUSED: Final = "refused"
STATES: Final = (WAITING, APPLIED, APPLIED_SOFT, CONFLICT, REFUSED)
"""What became of a phone's command: not carried out yet, carried out (soft: after others had changed other things),
kept beside what others changed until a person decides, refused."""


def stored_key(key: str, scope: str = "") -> str:
    """Return a sender's key as it is stored: itself, or its SHA-256 if it is longer than LONGEST_KEY.

    With a `scope` (the address of a form) the same key is another one in another scope.
    """
    text = f"{scope}\n{key}" if scope else key
    return text if not scope and len(text) <= LONGEST_KEY else hashlib.sha256(text.encode()).hexdigest()


def digest_of(sent: Mapping[str, object]) -> bytes:
    """Return the SHA-256 of what was sent; the order of its names does not matter."""
    text = json.dumps(sent, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def lock_of(owner: str, key: str) -> int:
    """Return the number of the advisory lock (a signed 64-bit integer) under which a command is carried out."""
    return int.from_bytes(hashlib.sha256(f"{owner}\n{key}".encode()).digest()[:8], "big", signed=True)
