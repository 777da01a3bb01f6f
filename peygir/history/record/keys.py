"""The keys of the public record: one signs its checkpoints, one hides what its entries stand for."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from peygir.core.transparency.notes import VerifierKey, verifier_key

FILE: Final = "record_key"
_KEY_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """The name of the log, the seed (32 bytes) of the key that signs, and the key (32 bytes) that blinds entries."""

    origin: str
    seed: bytes
    blinding: bytes

    @property
    def private(self) -> Ed25519PrivateKey:
        """The key that signs checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> VerifierKey:
        """What everybody needs to check a checkpoint."""
        return verifier_key(self.private, self.origin)

    def blind_of(self, event_id: int) -> bytes:
        """Return the 32 bytes that hide the hash of an event with an id."""
        return hmac.digest(self.blinding, event_id.to_bytes(8), "sha256")


def entry_of(blind: bytes, event_hash: bytes) -> bytes:
    """Return the entry (32 bytes) of an event: nobody learns from it what happened, who has both parts can show it.

    Without the blind one could try the few values that a short event can have until its hash fits.
    """
    return hashlib.sha256(blind + event_hash).digest()


def record_keys(home: Path, origin: str) -> RecordKeys:
    """Return the keys of a home, made once with this name of the log and kept there, readable by its owner alone.

    A key that exists keeps its name, also when the city moves to another address.
    """
    path = home / FILE
    if path.exists():
        return _read(path)
    home.mkdir(parents=True, exist_ok=True)
    made = RecordKeys(origin, secrets.token_bytes(_KEY_SIZE), secrets.token_bytes(_KEY_SIZE))
    text = json.dumps({"origin": origin, "seed": made.seed.hex(), "blinding": made.blinding.hex()})
    partial = home / f"{FILE}.{os.getpid()}.making"
    descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    try:
        # A link fails where another process was quicker: its key is the key.
        os.link(partial, path)
    except FileExistsError:
        made = _read(path)
    finally:
        partial.unlink()
    return made


def _read(path: Path) -> RecordKeys:
    kept = json.loads(path.read_text())
    return RecordKeys(kept["origin"], bytes.fromhex(kept["seed"]), bytes.fromhex(kept["blinding"]))


def origin_of(address: str) -> str:
    """Return the name of the log of a city whose pages have this public address: without scheme, as C2SP has it."""
    return f"{urlsplit(address).netloc or 'localhost'}/record"
