"""The keys of backups in `age`'s format: a public line for the settings, a private line to keep safe.

A key is 32 bytes of X25519 in Bech32 (BIP 173), with the prefix `age` or `AGE-SECRET-KEY-`.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

SETTING = "PEYGIR_BACKUP_KEY"
PUBLIC, PRIVATE = "age", "age-secret-key-"
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM_LENGTH = 6
KEY_BYTES = 32


class KeyIsNotRight(Invalid):
    """A key that cannot be read, or the wrong half of the pair."""

    message = _("The backup key ({source}) is not right: {reason}.")


class NoBackupKey(Invalid):
    """No public key is set for the backup."""

    message = _(
        "A backup holds people's data and is not written without a key. Make one with `./run backup "
        "--new-key` and put its line age1… into PEYGIR_BACKUP_KEY; or, where the file is encrypted "
        "elsewhere, give --plain."
    )


def new_key() -> tuple[str, str]:
    """Return a new pair: (private line, public line)."""
    private = X25519PrivateKey.generate()
    return bech32(PRIVATE, private.private_bytes_raw()).upper(), public_line(private.public_key())


def public_line(key: X25519PublicKey) -> str:
    """Return the line of a public key, age1…"""
    return bech32(PUBLIC, key.public_bytes_raw())


def public_keys(setting: str) -> list[str]:
    """Return the public lines of the setting: the lines themselves, or a file of them. Raises NoBackupKey,
    KeyIsNotRight.
    """
    setting = setting.strip()
    if not setting:
        raise NoBackupKey()
    is_text = setting.lower().startswith((f"{PUBLIC}1", PRIVATE))
    key_lines = setting.replace(",", " ").split() if is_text else _lines(Path(setting).expanduser())
    if not key_lines:
        raise _wrong(setting, _("there is no key in it"))
    for line in key_lines:
        public_key(line)
    return key_lines


def public_key(text_line: str) -> X25519PublicKey:
    """Return the key of a public line. Raises KeyIsNotRight."""
    if text_line.lower().startswith(PRIVATE):
        raise _wrong(SETTING, _("it is the private key, which must not lie on this machine: put the line age1…"))
    return X25519PublicKey.from_public_bytes(_decoded(text_line, PUBLIC))


def private_keys(path: Path) -> list[X25519PrivateKey]:
    """Read the private keys of a file as `--new-key` and `age-keygen` write it. Raises KeyIsNotRight."""
    key_lines = _lines(path)
    if not key_lines:
        raise _wrong(path, _("there is no key in it"))
    if any(line.lower().startswith(f"{PUBLIC}1") for line in key_lines):
        raise _wrong(path, _("it is the public key, which opens nothing"))
    return [X25519PrivateKey.from_private_bytes(_decoded(line, PRIVATE, source=path)) for line in key_lines]


def bech32(prefix: str, data: bytes) -> str:
    """Encode bytes in Bech32, in lower case."""
    values = _regrouped(data, 8, 5)
    checksum = _polymod([*_expanded(prefix), *values, *[0] * CHECKSUM_LENGTH]) ^ 1
    values += [(checksum >> 5 * (CHECKSUM_LENGTH - 1 - place)) & 31 for place in range(CHECKSUM_LENGTH)]
    return f"{prefix}1{''.join(ALPHABET[value] for value in values)}"


def _decoded(text_line: str, prefix: str, *, source: object = SETTING) -> bytes:
    text = text_line.lower()
    values = [ALPHABET.find(letter) for letter in text[len(prefix) + 1 :]]
    is_mixed = text_line not in (text, text_line.upper())
    is_sound = text.startswith(f"{prefix}1") and -1 not in values and len(values) > CHECKSUM_LENGTH and not is_mixed
    if not is_sound or _polymod([*_expanded(prefix), *values]) != 1:
        raise _wrong(source, _("a letter of it is missing or changed"))
    data = bytes(_regrouped(values[:-CHECKSUM_LENGTH], 5, 8, is_padded=False))
    if len(data) != KEY_BYTES:
        raise _wrong(source, _("its length is not right"))
    return data


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as failure:
        why = os.strerror(failure.errno or 0)
        raise _wrong(path, _("it cannot be read ({why})", why=why)) from failure
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _regrouped(data: Iterable[int], of: int, into: int, *, is_padded: bool = True) -> list[int]:
    held = bits = 0
    result = []
    for value in data:
        held, bits = (held << of) | value, bits + of
        while bits >= into:
            bits -= into
            result.append((held >> bits) & ((1 << into) - 1))
    if is_padded and bits:
        result.append((held << (into - bits)) & ((1 << into) - 1))
    return result


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Iterable[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            checksum ^= part if (top >> place) & 1 else 0
    return checksum


def _wrong(source: object, reason: Text) -> KeyIsNotRight:
    shown = str(source)
    return KeyIsNotRight(source=shown if len(shown) < 200 else f"{shown[:20]}…", reason=reason)
