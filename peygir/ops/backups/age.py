"""Encrypted files in the format of `age`, version 1 (age-encryption.org/v1), for X25519 keys.

A random file key is wrapped for each public key in the header; the payload is ChaCha20-Poly1305 in pieces of 64 KiB,
each numbered and the last one marked, so that a piece that is changed, moved or cut off does not open.
"""

import base64
import io
import os
import re
from collections.abc import Sequence
from typing import IO, Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.ops.backups.keys import public_key

VERSION = b"age-encryption.org/v1"
WRAPPING = VERSION + b"/X25519"
PIECE = 64 * 1024
TAG = 16
FILE_KEY_BYTES = NONCE_BYTES = 16
COLUMNS = 64
LONGEST_HEADER = 64 * 1024
WORD = re.compile(rb"[\x21-\x7e]+")


class FileIsDamaged(Invalid):
    """The file is not an age file, or it was truncated or changed."""

    message = _("This encrypted file is not sound: {reason}.")


class WrongKey(Invalid):
    """None of the private keys matches a recipient of the file."""

    message = _("This file was encrypted for another key; this one does not open it.")


Stanza = tuple[list[str], bytes]
"""The arguments of a header's entry, and its body."""


class Encrypting(io.RawIOBase):
    """A writable file that encrypts plain bytes to `target` for all `recipients` (public lines).

    `remarks` are further entries of the header, which anybody may read and nobody may change. Close it to finish.
    """

    def __init__(self, target: IO[bytes], recipients: Sequence[str], *, remarks: Sequence[Sequence[str]] = ()) -> None:
        self._target, self._held, self._number = target, bytearray(), 0
        file_key = os.urandom(FILE_KEY_BYTES)
        entries: list[Stanza] = [(list(words), b"") for words in remarks]
        entries += [_wrapped(file_key, public_key(line)) for line in recipients]
        header = VERSION + b"\n" + b"".join(_written(entry) for entry in entries) + b"---"
        target.write(header + b" " + _base64(_mac(file_key, header).finalize()) + b"\n")
        nonce = os.urandom(NONCE_BYTES)
        target.write(nonce)
        self._cipher = ChaCha20Poly1305(_derived(file_key, salt=nonce, info=b"payload"))

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Encrypt all complete pieces; the last one is written by `close`."""
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece; without it the file cannot be decrypted."""
        if not self.closed:
            self._put(bytes(self._held), is_last=True)
        super().close()

    def abandon(self) -> None:
        """Leave the file incomplete, after a failure."""
        super().close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, None))
        self._number += 1


class Decrypting(io.RawIOBase):
    """The plain bytes of an encrypted file; each piece is authenticated before it is returned.

    Raises WrongKey and FileIsDamaged, the latter also while reading.
    """

    def __init__(self, source: IO[bytes], keys: Sequence[X25519PrivateKey]) -> None:
        entries, header, mac = read_header(source)
        file_key = _unwrapped(entries, keys)
        try:
            _mac(file_key, header).verify(mac)
        except InvalidSignature as failure:
            raise _damaged(_("its header was changed")) from failure
        nonce = source.read(NONCE_BYTES)
        if len(nonce) != NONCE_BYTES:
            raise _damaged(_("it is cut off"))
        self._cipher = ChaCha20Poly1305(_derived(file_key, salt=nonce, info=b"payload"))
        self._source, self._number, self._held, self._is_over = source, 0, b"", False
        self._next = _read_whole(source, PIECE + TAG)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer, as io.RawIOBase requires."""
        if not self._held and not self._is_over:
            self._open_next()
        taken = self._held[: len(buffer)]
        buffer[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)

    def _open_next(self) -> None:
        piece = self._next
        self._next = _read_whole(self._source, PIECE + TAG) if len(piece) == PIECE + TAG else b""
        self._is_over = not self._next
        try:
            self._held = self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), piece, None)
        except (InvalidTag, ValueError) as failure:
            raise _damaged(_("a part of it is missing, changed or moved")) from (failure)
        if self._is_over and self._number and not self._held:
            raise _damaged(_("its end is not right"))
        self._number += 1


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins with these bytes is an age file."""
    return head.startswith(VERSION + b"\n")


def read_header(source: IO[bytes]) -> tuple[list[Stanza], bytes, bytes]:
    """Return (entries, the bytes that the MAC covers, the MAC), without any key. Raises FileIsDamaged."""
    lines: list[bytes] = []
    size = 0
    while not (lines and lines[-1].startswith(b"---")):
        header_line = source.readline(LONGEST_HEADER)
        size += len(header_line)
        if not header_line.endswith(b"\n") or size > LONGEST_HEADER:
            raise _damaged(_("its header cannot be read"))
        lines.append(header_line[:-1])
    if lines[0] != VERSION or not lines[-1].startswith(b"--- "):
        raise _damaged(_("its header cannot be read"))
    return _entries(lines[1:-1]), b"\n".join([*lines[:-1], b"---"]), _from_base64(lines[-1][4:])


def _entries(lines: list[bytes]) -> list[Stanza]:
    stanzas: list[Stanza] = []
    place = 0
    while place < len(lines):
        start, *arguments = lines[place].split(b" ")
        if start != b"->" or not arguments or not all(WORD.fullmatch(word) for word in arguments):
            raise _damaged(_("its header cannot be read"))
        body, is_open = b"", True
        while is_open:
            place += 1
            if place >= len(lines) or len(lines[place]) > COLUMNS:
                raise _damaged(_("its header cannot be read"))
            body, is_open = body + lines[place], len(lines[place]) == COLUMNS
        stanzas.append(([word.decode() for word in arguments], _from_base64(body)))
        place += 1
    return stanzas


def _wrapped(file_key: bytes, recipient: X25519PublicKey) -> Stanza:
    passing = X25519PrivateKey.generate()
    share = passing.public_key().public_bytes_raw()
    wrap = _derived(passing.exchange(recipient), salt=share + recipient.public_bytes_raw(), info=WRAPPING)
    return ["X25519", _base64(share).decode()], ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)


def _unwrapped(entries: Sequence[Stanza], keys: Sequence[X25519PrivateKey]) -> bytes:
    for arguments, body in entries:
        if arguments[0] != "X25519":
            continue
        share = _from_base64(arguments[1].encode()) if len(arguments) == 2 else b""
        if len(share) != 32 or len(body) != FILE_KEY_BYTES + TAG:
            raise _damaged(_("its header cannot be read"))
        for key in keys:
            try:
                secret = key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError as failure:  # a low-order point, which gives the same secret for every key
                raise _damaged(_("its header cannot be read")) from failure
            salt = share + key.public_key().public_bytes_raw()
            try:
                return ChaCha20Poly1305(_derived(secret, salt=salt, info=WRAPPING)).decrypt(bytes(12), body, None)
            except InvalidTag:
                continue
    raise WrongKey()


def _written(entry: Stanza) -> bytes:
    arguments, body = entry
    text = _base64(body)
    rows = [text[start : start + COLUMNS] for start in range(0, len(text) + 1, COLUMNS)]
    return b"-> " + " ".join(arguments).encode() + b"\n" + b"\n".join(rows) + b"\n"


def _mac(file_key: bytes, header: bytes) -> HMAC:
    mac = HMAC(_derived(file_key, salt=b"", info=b"header"), SHA256())
    mac.update(header)
    return mac


def _derived(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=info).derive(secret)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _read_whole(source: IO[bytes], size: int) -> bytes:
    held = b""
    while len(held) < size and (more := source.read(size - len(held))):
        held += more
    return held


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as failure:
        raise _damaged(_("its header cannot be read")) from failure
    if _base64(data) != text:
        raise _damaged(_("its header cannot be read"))
    return data


def _damaged(reason: Text) -> FileIsDamaged:
    return FileIsDamaged(reason=reason)
