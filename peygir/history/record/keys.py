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

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.transparency.notes import VerifierKey, verifier_key

FILE: Final = "record_key"
SETTING: Final = "PEYGIR_RECORD_KEY"
"""The content of the file, for machines that share one record; no file is read or written then."""
_KEY_SIZE: Final = 32


class RecordKeyIsGone(Conflict):
    """The file of the record's key is not there, while there is a record that it signed."""

    message = _(
        "The key of the public record is missing. Take the file record_key out of a backup; if there is none, two "
        "people declare the key lost, and ./run record begins a new log."
    )


class RecordKeyIsSet(Conflict):
    """The key comes from the environment, so a command cannot replace it."""

    message = _(
        "The key of the public record comes from PEYGIR_RECORD_KEY. Write its content into the file record_key of one "
        "machine, unset it there, change the key, and set the new content on all machines."
    )


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

    A key that exists keeps its name, also when the city moves to another address. A record without its key does not
    get another one by itself. Those of PEYGIR_RECORD_KEY go first. Raises RecordKeyIsGone.
    """
    if text := os.environ.get(SETTING):
        return _of(text)
    path = home / FILE
    if path.exists():
        return _read(path)
    if (home / "record" / "checkpoint").exists():
        raise RecordKeyIsGone()
    home.mkdir(parents=True, exist_ok=True)
    made = new_keys(origin)
    partial = _written(home, made)
    try:
        # A link fails where another process was quicker: its key is the key.
        os.link(partial, path)
    except FileExistsError:
        made = _read(path)
    finally:
        partial.unlink()
    return made


def new_keys(origin: str, *, blinding: bytes = b"") -> RecordKeys:
    """Return fresh keys of a log of this name, with the blinding of another or a fresh one."""
    return RecordKeys(origin, secrets.token_bytes(_KEY_SIZE), blinding or secrets.token_bytes(_KEY_SIZE))


def kept_keys(home: Path, *, name: str = FILE) -> RecordKeys:
    """Return the keys of the environment, else of a file of a home. Raises RecordKeyIsGone where it is not there."""
    if name == FILE and (text := os.environ.get(SETTING)):
        return _of(text)
    if not (home / name).exists():
        raise RecordKeyIsGone()
    return _read(home / name)


def refuse_if_set() -> None:
    """Raise RecordKeyIsSet where the environment holds the key."""
    if os.environ.get(SETTING):
        raise RecordKeyIsSet()


def replace_keys(home: Path, keys: RecordKeys, *, name: str = FILE) -> None:
    """Put other keys in the place of those of a home; the former seed is gone for good. They are on disk then."""
    _written(home, keys).replace(home / name)
    sync_folder(home)


def _written(home: Path, keys: RecordKeys) -> Path:
    text = json.dumps({"origin": keys.origin, "seed": keys.seed.hex(), "blinding": keys.blinding.hex()})
    partial = home / f"{FILE}.{os.getpid()}.making"
    descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    return partial


def _read(path: Path) -> RecordKeys:
    return _of(path.read_text())


def _of(text: str) -> RecordKeys:
    kept = json.loads(text)
    return RecordKeys(kept["origin"], bytes.fromhex(kept["seed"]), bytes.fromhex(kept["blinding"]))


def origin_of(address: str) -> str:
    """Return the name of the log of a city whose pages have this public address: without scheme, as C2SP has it."""
    return f"{urlsplit(address).netloc or 'localhost'}/record"
