"""Ed25519 signatures (RFC 8032) and signed notes (c2sp.org/signed-note), checked without any library."""

import base64
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
"""A point of the curve in extended coordinates."""
Key = tuple[str, bytes, int, bytes]
"""A key's name, its id (4 bytes), the type of its signatures, and its 32 bytes."""


class Fault(Exception):
    """Something that should not be so, in words."""


def sha256(*parts: bytes) -> bytes:
    """Return SHA-256 over the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def point_of(raw: bytes) -> Point:
    """Read a point of the curve from its 32 bytes. Raises Fault."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if len(raw) != 32 or y >= P or (x * x - square) % P or (not x and sign):
        raise Fault("a key or a signature is no point of the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def added(p: Point, q: Point) -> Point:
    """Add two points (RFC 8032, section 5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiplied(number: int, point: Point) -> Point:
    """Multiply a point by a number."""
    result: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = added(result, point)
        point, number = added(point, point), number >> 1
    return result


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature (64 bytes) over a message is by a public key (32 bytes)."""
    number = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or number >= L:
        return False
    try:
        key, start = point_of(public), point_of(signature[:32])
    except Fault:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiplied(number, BASE), added(start, multiplied(challenge, key))
    is_x, is_y = left[0] * right[2] - right[0] * left[2], left[1] * right[2] - right[1] * left[2]
    return is_x % P == 0 and is_y % P == 0


def unbase64(text: str) -> bytes:
    """Decode base64 in its one right form. Raises Fault."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Fault(f"this is no base64: {text[:60]}") from error
    if base64.b64encode(raw).decode() != text:
        raise Fault(f"this is no base64: {text[:60]}")
    return raw


def key_of(text: str) -> Key:
    """Read a key as it is written: name, id in hex, and base64, joined by "+". Raises Fault."""
    name, _, rest = text.strip().partition("+")
    written, _, encoded = rest.partition("+")
    raw = unbase64(encoded)
    if len(raw) != 33 or raw[0] not in (1, 4) or sha256(name.encode(), b"\n", raw)[:4].hex() != written:
        raise Fault(f"this is no key: {text[:80]}")
    return name, bytes.fromhex(written), raw[0], raw[1:]


def opened(note: str, keys: list[Key]) -> tuple[str, list[Key]]:
    """Split a signed note; returns its text and those of the keys that signed it. Raises Fault."""
    text, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise Fault("this is no signed note")
    text, signers = text + "\n", []
    for signature_line in below[:-1].split("\n"):
        dash, _, rest = signature_line.partition(" ")
        name, _, encoded = rest.partition(" ")
        raw = unbase64(encoded)
        if dash != "—" or len(raw) < 5:
            raise Fault(f"this is no signature: {signature_line[:80]}")
        for key in keys:
            if key[:2] == (name, raw[:4]):
                message, signature = text.encode(), raw[4:]
                if key[2] == 4:
                    # A witness signs when it saw the checkpoint, too.
                    message, signature = cosigned(text, int.from_bytes(raw[4:12], "big")), raw[12:]
                if not is_signed(key[3], message, signature):
                    raise Fault(f"the signature of {name} is not by its key")
                signers.append(key)
    return text, signers


def cosigned(text: str, at: int) -> bytes:
    """Return what a witness signs of a checkpoint's text at a moment (c2sp.org/tlog-cosignature)."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def checkpoint_of(note: str, logs: list[Key], witnesses: list[Key]) -> tuple[int, bytes]:
    """Read a checkpoint that a key of the log and all these witnesses signed; its size and root. Raises Fault."""
    text, signers = opened(note, [*logs, *witnesses])
    lines = text.split("\n")
    if len(lines) < 4 or not (lines[1].isascii() and lines[1].isdigit()) or str(int(lines[1])) != lines[1]:
        raise Fault("this is no checkpoint")
    root = unbase64(lines[2])
    if lines[0] != logs[0][0] or len(root) != 32:
        raise Fault(f"this is no checkpoint of {logs[0][0]}")
    if not any(key in signers for key in logs):
        raise Fault(f"the checkpoint of size {lines[1]} is not signed by {logs[0][0]}")
    for key in witnesses:
        if key not in signers:
            raise Fault(f"the checkpoint of size {lines[1]} is not signed by {key[0]}")
    return int(lines[1]), root
