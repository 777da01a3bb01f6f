"""What the seven words of a drop box become: the name under which it is found, and the key that reads its answers.

The words are in no table, file or log. They are in memory while a request that brings them is answered.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.desks.dropbox.code_words import Code

# Argon2id (RFC 9106). With 80 random bits the words need no stretching against guesses; it is the price of a try.
MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 2
MOST_AT_ONCE: Final = 2
PATIENCE: Final = 5.0  # seconds
_LENGTH: Final = 32
_slots: Final = threading.BoundedSemaphore(MOST_AT_ONCE)


class DropBoxIsBusy(Unavailable):
    """More codes are being tried at this moment than this process computes at once."""

    message = _("Many people are at the drop box just now. Please try again in half a minute; nothing is lost.")


@dataclass(frozen=True, slots=True, repr=False)
class BoxKeys:
    """What is derived from the words: 32 secret bytes, from which all else follows."""

    master: bytes

    @property
    def lookup(self) -> bytes:
        """The name under which the box is stored; nobody finds the words or the key by it."""
        return self._derived(b"peygir drop box 1 lookup")

    @property
    def private(self) -> X25519PrivateKey:
        """The key that opens what the receivers answer."""
        return X25519PrivateKey.from_private_bytes(self._derived(b"peygir drop box 1 answers"))

    @property
    def public(self) -> bytes:
        """The key to which answers are sealed."""
        return self.private.public_key().public_bytes_raw()

    def _derived(self, info: bytes) -> bytes:
        return HKDF(SHA256(), _LENGTH, None, info).derive(self.master)


def derive(code: Code, city_code: str) -> BoxKeys:
    """Compute the keys of a code, which takes a tenth of a second and 64 MiB, the same for any words.

    Raises DropBoxIsBusy if this process has had no room for it for some seconds.
    """
    salt = hashlib.sha256(b"peygir drop box 1 words " + city_code.encode()).digest()
    with _slot():
        master = hash_secret_raw(
            " ".join(code).encode(),
            salt,
            time_cost=PASSES,
            memory_cost=MEMORY_KIB,
            parallelism=1,
            hash_len=_LENGTH,
            type=Type.ID,
        )
    return BoxKeys(master)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=PATIENCE):
        raise DropBoxIsBusy()
    try:
        yield
    finally:
        _slots.release()
