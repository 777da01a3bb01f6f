"""Signs an email with its city's key (DKIM, RFC 6376; Ed25519 by RFC 8463), so that mailboxes trust its sender.

Header and body are canonicalised as "relaxed". The public key is in the DNS under
`<selector>._domainkey.<domain>`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

SIGNED: Final = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "In-Reply-To",
)
"""The headers that are signed if present; From is listed twice, so that no second one can be added."""

Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Seal:
    """The signing key with its selector and domain."""

    domain: str
    selector: str
    key: Key = field(repr=False)


def read_seal(path: str, *, selector: str, domain: str) -> Seal:
    """Read the key in a PEM file. Raises ValueError if it cannot be read or is no RSA or Ed25519 key."""
    try:
        key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as trouble:
        raise ValueError("the DKIM key cannot be read") from trouble
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise ValueError("the DKIM key must be an RSA or an Ed25519 key")
    return Seal(domain, selector, key)


def signed(letter: bytes, seal: Seal, *, at: int) -> bytes:
    """The email (lines end in CRLF) with its signature on top; `at` in seconds of Unix time."""
    head, _, body = letter.partition(b"\r\n\r\n")
    fields = _fields(head)
    names = [name for name in SIGNED if any(known.lower() == name.lower() for known, _ in fields)]
    signed_names = [*names, "From"]  # an absent second From is signed, so that none can be added
    method = "rsa-sha256" if isinstance(seal.key, rsa.RSAPrivateKey) else "ed25519-sha256"
    digest = b64encode(sha256(relaxed_body(body)).digest()).decode()
    stamp = (
        f"v=1; a={method}; c=relaxed/relaxed; d={seal.domain}; s={seal.selector}; t={at};"
        f" h={':'.join(signed_names)}; bh={digest}; b="
    )
    return _signature_line(stamp, _sign(seal.key, _to_sign(fields, signed_names, stamp))) + letter


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4: no blanks at ends of lines, runs of blanks as one, no empty lines at the end."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    text = b"\r\n".join(lines).rstrip(b"\r\n")
    return text + b"\r\n" if text else b""


def relaxed_header(name: str, value: str) -> str:
    """RFC 6376, 3.4.2: the name in lower case, the value on one line with single blanks."""
    text = re.sub(r"[ \t\r\n]+", " ", value).strip()
    return f"{name.strip().lower()}:{text}"


def _fields(head: bytes) -> list[tuple[str, str]]:
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", head)
    pairs = (line.decode("utf-8", "surrogateescape").partition(":") for line in unfolded.split(b"\r\n"))
    return [(name, value) for name, mark, value in pairs if mark]


def _to_sign(fields: list[tuple[str, str]], signed_names: list[str], stamp: str) -> bytes:
    """The signed headers, the last of a name first, then the signature's own header without its value."""
    left, lines = list(fields), []
    for name in signed_names:
        for place in range(len(left) - 1, -1, -1):
            if left[place][0].lower() == name.lower():
                lines.append(relaxed_header(*left.pop(place)))
                break
    lines.append(relaxed_header("DKIM-Signature", stamp))
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def _sign(key: Key, data: bytes) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return b64encode(key.sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()
    return b64encode(key.sign(sha256(data).digest())).decode()  # RFC 8463: the digest itself is signed


def _signature_line(stamp: str, signature: str) -> bytes:
    """Folded, so that no line is too long for a mail server."""
    folded = stamp.replace("; ", ";\r\n ")
    parts = [signature[start : start + 70] for start in range(0, len(signature), 70)]
    return (f"DKIM-Signature: {folded}" + "\r\n ".join(parts) + "\r\n").encode()
