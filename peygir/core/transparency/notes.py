"""Signed notes (c2sp.org/signed-note): a text, and under it signatures of Ed25519 keys that have names."""

import base64
import binascii
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNATURE: Final = 0x01
"""The type of a plain Ed25519 signature."""
COSIGNATURE: Final = 0x04
"""The type of a witness's timestamped signature (c2sp.org/tlog-cosignature)."""
MOST_BYTES: Final = 100_000
MOST_SIGNATURES: Final = 100
_SIGN: Final = "— "
_ID_SIZE: Final = 4
_KEY_SIZE: Final = 32
_TIME_SIZE: Final = 8


class NoteIsNotRight(ValueError):
    """A note, a key or a signature that has not the form of one."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key (32 bytes) with its name and the type of its signatures."""

    name: str
    public: bytes
    type: int = SIGNATURE

    def __post_init__(self) -> None:
        """Raise NoteIsNotRight where the name or the key could not stand in a note."""
        if not is_name(self.name) or len(self.public) != _KEY_SIZE or self.type not in (SIGNATURE, COSIGNATURE):
            raise NoteIsNotRight(self.name)

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:_ID_SIZE]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a key as it is written: name, id in hex and key in base64, joined by "+". Raises NoteIsNotRight."""
        name, _, rest = text.strip().partition("+")
        written_id, _, encoded = rest.partition("+")
        raw = unbase64(encoded)
        if not raw:
            raise NoteIsNotRight(text)
        key = cls(name, raw[1:], raw[0])
        if key.key_id.hex() != written_id:
            raise NoteIsNotRight(text)
        return key

    def __str__(self) -> str:
        raw = base64.b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{raw}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """A line under a note: the key's name and id (4 bytes), and the signature without its id."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_SIGN}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text that ends with a line break, and the signatures under it, which nobody has checked yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    def signed_by(self, keys: Collection[VerifierKey]) -> list[VerifierKey]:
        """Return the keys that signed it, in their order.

        Raises NoteIsNotRight where a signature names one of the keys and is not from it.
        """
        signers = []
        for key in keys:
            own = [line for line in self.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
            if not all(_is_signed(key, self.text, line.signature) for line in own):
                raise NoteIsNotRight(key.name)
            if own:
                signers.append(key)
        return signers

    def signed_at(self, key: VerifierKey) -> int | None:
        """The moment (seconds since 1970) of a witness's signature; None where there is none by this key."""
        for line in self.signatures:
            if (line.name, line.key_id) == (key.name, key.key_id) and key.type == COSIGNATURE:
                return int.from_bytes(line.signature[:_TIME_SIZE])
        return None


def is_name(text: str) -> bool:
    """Whether a text can be the name of a key: not empty, without spaces, "+" and control characters."""
    return bool(text) and not any(sign.isspace() or sign == "+" or ord(sign) < ord(" ") for sign in text)


def unbase64(text: str) -> bytes:
    """Decode base64 in its one right form. Raises NoteIsNotRight."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteIsNotRight(text) from error
    if base64.b64encode(raw).decode() != text:
        raise NoteIsNotRight(text)
    return raw


def read_note(text: str) -> SignedNote:
    """Read a signed note; nothing is verified by that. Raises NoteIsNotRight."""
    if len(text) > MOST_BYTES or any(ord(sign) < ord(" ") and sign != "\n" for sign in text):
        raise NoteIsNotRight
    body, separator, below = text.rpartition("\n\n")
    lines = below.split("\n")
    if not separator or not body or lines.pop() or not 0 < len(lines) <= MOST_SIGNATURES:
        raise NoteIsNotRight
    return SignedNote(body + "\n", tuple(map(_signature, lines)))


def sign_note(text: str, key: Ed25519PrivateKey, name: str) -> NoteSignature:
    """Sign a text (with its last line break) by a key. Raises NoteIsNotRight for a text that cannot be a note's."""
    _check_text(text)
    return NoteSignature(name, verifier_key(key, name).key_id, key.sign(text.encode()))


def cosign_note(text: str, key: Ed25519PrivateKey, name: str, at: int) -> NoteSignature:
    """Sign a checkpoint's text as a witness, at a moment (seconds since 1970). Raises NoteIsNotRight."""
    _check_text(text)
    if not 0 <= at < 1 << 63:
        raise NoteIsNotRight
    signature = at.to_bytes(_TIME_SIZE) + key.sign(_cosigned(text, at))
    return NoteSignature(name, verifier_key(key, name, COSIGNATURE).key_id, signature)


def verifier_key(key: Ed25519PrivateKey, name: str, type_: int = SIGNATURE) -> VerifierKey:
    """Return the public half of a key, with its name. Raises NoteIsNotRight."""
    return VerifierKey(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), type_)


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(sign) < ord(" ") and sign != "\n" for sign in text):
        raise NoteIsNotRight


def _signature(signature_line: str) -> NoteSignature:
    name, space, encoded = signature_line.removeprefix(_SIGN).partition(" ")
    raw = unbase64(encoded)
    if not signature_line.startswith(_SIGN) or not space or not is_name(name) or len(raw) <= _ID_SIZE:
        raise NoteIsNotRight(signature_line)
    return NoteSignature(name, raw[:_ID_SIZE], raw[_ID_SIZE:])


def _is_signed(key: VerifierKey, text: str, signature: bytes) -> bool:
    message = text.encode()
    if key.type == COSIGNATURE:
        moment, signature = int.from_bytes(signature[:_TIME_SIZE]), signature[_TIME_SIZE:]
        message = _cosigned(text, moment)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()
