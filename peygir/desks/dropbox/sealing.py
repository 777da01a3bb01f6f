"""Encryption of what is in a drop box: one content key for each message, sealed to each receiver's public key.

Parts are AES-256-GCM; each has a key of its own, derived from the message's content key (HKDF, RFC 5869), so no nonce
is used twice. A content key is sealed to an X25519 public key (RFC 7748) by an ephemeral key pair. The browser does the
same in frontend/src/inspectorate/sealing.ts; tests/drop_box_vectors.json holds both to the same bytes.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY: Final = 32
SEAL: Final = 80
"""The size of a sealed content key: the ephemeral public key, the key, and the tag."""
_TAG: Final = 16
_HEAD: Final = 4
_SEALED_FOR: Final = b"peygir drop box 1 seal"
_PART: Final = b"peygir drop box 1 part "
# Every part and seal has a key of its own, which encrypts once.
_NONCE: Final = bytes(12)
TEXT_STEP: Final = 4 * 1024
FILE_STEP: Final = 64 * 1024


class CannotBeOpened(Exception):
    """The key does not fit, or what was sealed has been changed."""


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """The encrypted parts of a message, and its content key sealed to each public key."""

    parts: Sequence[bytes]
    seals: Mapping[bytes, bytes]


def seal_message(parts: Sequence[bytes], recipients: Sequence[bytes], context: str) -> SealedMessage:
    """Encrypt the parts (the first is text, the others are files) for public keys of 32 bytes.

    `context` names the place of the message; it must be the same when it is opened, so that nobody can move it.
    """
    content_key = secrets.token_bytes(KEY)
    sealed = [
        encrypt_part(content_key, number, part, context, step=FILE_STEP if number else TEXT_STEP)
        for number, part in enumerate(parts)
    ]
    return SealedMessage(sealed, {public: seal(public, content_key) for public in recipients})


def encrypt_part(content_key: bytes, number: int, part: bytes, context: str, *, step: int) -> bytes:
    """Encrypt one part; its length is hidden up to `step` bytes."""
    padded = len(part).to_bytes(_HEAD, "big") + part
    padded += bytes(-len(padded) % step)
    return AESGCM(_part_key(content_key, number)).encrypt(_NONCE, padded, _bound(context, number))


def open_part(content_key: bytes, number: int, sealed: bytes, context: str) -> bytes:
    """Decrypt one part. Raises CannotBeOpened."""
    try:
        padded = AESGCM(_part_key(content_key, number)).decrypt(_NONCE, sealed, _bound(context, number))
    except InvalidTag as error:
        raise CannotBeOpened from error
    return padded[_HEAD : _HEAD + int.from_bytes(padded[:_HEAD], "big")]


def seal(public: bytes, content: bytes) -> bytes:
    """Encrypt a few bytes to a public key of 32 bytes."""
    ephemeral = X25519PrivateKey.generate()
    ephemeral_public = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    return ephemeral_public + AESGCM(_seal_key(shared, ephemeral_public, public)).encrypt(_NONCE, content, None)


def unseal(private: X25519PrivateKey, sealed: bytes) -> bytes:
    """Decrypt what `seal` has sealed to the public key of `private`. Raises CannotBeOpened."""
    if len(sealed) < KEY + _TAG:
        raise CannotBeOpened
    ephemeral_public, rest = sealed[:KEY], sealed[KEY:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral_public))
        return AESGCM(_seal_key(shared, ephemeral_public, private.public_key().public_bytes_raw())).decrypt(
            _NONCE, rest, None
        )
    except (InvalidTag, ValueError) as error:
        raise CannotBeOpened from error


def fingerprint_of(public: bytes) -> str:
    """The name of a public key, in hexadecimal: SHA-256."""
    return hashlib.sha256(public).hexdigest()


def commitment(salt: bytes, parts: Sequence[bytes]) -> str:
    """A digest (hex) by which somebody with the salt and the parts can show what was written; it tells nothing else."""
    inner = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(salt + inner).hexdigest()


def text_part(text: str, files: Sequence[Mapping[str, Any]], **more: str) -> bytes:
    """The first part of a message: its text, and the names, kinds and sizes of its files."""
    return json.dumps({"v": 1, "text": text, "files": list(files), **more}, ensure_ascii=False).encode()


def read_text_part(part: bytes) -> tuple[str, list[dict[str, str]]]:
    """The text of a message and the names and kinds of its files. Raises CannotBeOpened for what is no such part."""
    try:
        found = json.loads(part)
        files = [{"name": str(file["name"]), "kind": str(file["kind"])} for file in found["files"]]
        return str(found["text"]), files
    except (ValueError, KeyError, TypeError) as error:
        raise CannotBeOpened from error


def _part_key(content_key: bytes, number: int) -> bytes:
    return _derived(content_key, salt=b"", info=_PART + str(number).encode())


def _seal_key(shared: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    return _derived(shared, salt=ephemeral + recipient, info=_SEALED_FOR)


def _bound(context: str, number: int) -> bytes:
    return f"{context}:{number}".encode()


def _derived(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt, info).derive(secret)
