"""Codes from an authenticator app: time-based one-time passwords.

Source: RFC 6238 over RFC 4226, with the values that all apps know: SHA-1, six digits, steps of thirty seconds.
"""

import base64
import binascii
import hmac
import struct
from typing import Final
from urllib.parse import quote, urlencode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
# A phone's clock may be one step early or late.
DRIFT: Final = 1


def code_at(secret: str, step: int) -> str:
    """The code of a base32 secret at a step (seconds since 1970 / 30). Raises ValueError for a broken secret."""
    try:
        key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    except binascii.Error as error:
        raise ValueError("not a base32 secret") from error
    digest = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: str, code: str, *, seconds: float, after: int = 0) -> int | None:
    """The step (later than `after`) whose code this is, near `seconds` since 1970; None if there is none."""
    here = int(seconds // STEP_SECONDS)
    for step in range(here - DRIFT, here + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def secret_from(noise: bytes) -> str:
    """Random bytes (20 are usual) as the base32 text for authenticator apps."""
    return base64.b32encode(noise).decode().rstrip("=")


def enrolment_link(secret: str, *, username: str, issuer: str) -> str:
    """The `otpauth:` URL behind the QR code of an enrolment."""
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS})
    return f"otpauth://totp/{quote(issuer)}:{quote(username)}?{query}"
