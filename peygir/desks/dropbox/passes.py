"""Passes: what a page of the drop box carries to the next one, encrypted, for a while; there are no cookies there.

A pass is in no table and no file. Whoever reads it without the server's key learns nothing; whoever sends it within its
time acts as its bearer, so pages that hold one are not stored.
"""

import base64
import binascii
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from peygir.core import clock

WRITING_SECONDS: Final = 4 * 3600
READING_SECONDS: Final = 1800
LONGEST: Final = 400
_NONCE: Final = 12
_TIME: Final = 8


def make_pass(kind: str, content: bytes, seconds: int) -> str:
    """Return a pass of a kind that carries `content` for some seconds."""
    ends = int(clock.now().timestamp()) + seconds
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(str(settings.SECRET_KEY))).encrypt(nonce, ends.to_bytes(_TIME, "big") + content, kind.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def read_pass(kind: str, text: str) -> bytes | None:
    """Return what a pass of this kind carries; None if it is none, or its time is over."""
    try:
        raw = base64.urlsafe_b64decode(text[:LONGEST].encode())
    except (binascii.Error, ValueError):
        return None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            opened = AESGCM(_key(str(key))).decrypt(raw[:_NONCE], raw[_NONCE:], kind.encode())
        except (InvalidTag, ValueError):
            continue
        is_in_time = int.from_bytes(opened[:_TIME], "big") > clock.now().timestamp()
        return opened[_TIME:] if is_in_time else None
    return None


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"peygir drop box 1 pass").derive(secret.encode())
