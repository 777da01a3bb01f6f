"""What a witness does: checks that a record only grew since the head it signed last, and signs the new head."""

import argparse
import base64
import hashlib
import json
import os
import sys
import time
from pathlib import Path

from peygir.history.record.verifier.consistency import check_growth
from peygir.history.record.verifier.earlier import Beginning, beginning_of, keys_of
from peygir.history.record.verifier.files import read_file
from peygir.history.record.verifier.signatures import (
    BASE,
    Fault,
    Key,
    L,
    P,
    Point,
    checkpoint_of,
    cosigned,
    key_of,
    multiplied,
    opened,
    sha256,
)

SLOW = (
    "! no module cryptography: signing with plain Python; somebody who measures time on this machine may learn the key"
)


def packed(point: Point) -> bytes:
    """Return the 32 bytes of a point of the curve."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def plain_signature(seed: bytes, message: bytes) -> "tuple[bytes, bytes]":
    """Return the public key and the Ed25519 signature of a seed (RFC 8032, section 5.1.6), without any library."""
    digest = hashlib.sha512(seed).digest()
    secret = (int.from_bytes(digest[:32], "little") & ((1 << 254) - 8)) | 1 << 254
    public = packed(multiplied(secret, BASE))
    once = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % L
    start = packed(multiplied(once, BASE))
    challenge = int.from_bytes(hashlib.sha512(start + public + message).digest(), "little") % L
    return public, start + ((once + challenge * secret) % L).to_bytes(32, "little")


def signature_of(seed: bytes, message: bytes) -> "tuple[bytes, bytes]":
    """Return the public key and the signature of a seed, by the module cryptography where it is installed."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        sys.stderr.write(SLOW + "\n")
        return plain_signature(seed, message)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw(), key.sign(message)


def named_key(name: str, public: bytes) -> str:
    """Return the key of a witness as it is registered with the city."""
    raw = bytes([4]) + public
    key_id = sha256(name.encode(), b"\n", raw)[:4].hex()
    return f"{name}+{key_id}+{base64.b64encode(raw).decode()}"


def write_secretly(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    partial = path.with_name(path.name + ".making")
    descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    partial.replace(path)


def new_key(arguments: "list[str]") -> int:
    """Make a witness's key, and print what is registered with the city; returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify_record.py new-key", description=new_key.__doc__)
    parser.add_argument("name", help="the name of the witness, as in panel.example (no spaces, no plus)")
    parser.add_argument("file", type=Path, help="where the key is kept; whoever has this file can sign in your name")
    args = parser.parse_args(arguments)
    if args.file.exists() or not args.name or any(sign.isspace() or sign == "+" for sign in args.name):
        sys.stdout.write("✗ the file is there already, or the name has a space or a plus\n")
        return 1
    seed = os.urandom(32)
    write_secretly(args.file, json.dumps({"name": args.name, "seed": seed.hex()}) + "\n")
    sys.stdout.write(named_key(args.name, signature_of(seed, b"")[0]) + "\n")
    return 0


def cosign(arguments: "list[str]") -> int:
    """Check the newest head against the one signed last, sign it, and print the signature; returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify_record.py cosign", description=cosign.__doc__)
    parser.add_argument("record", help="the address of the record, or a folder with a copy of it")
    parser.add_argument("--key", required=True, help="the public key of the record")
    parser.add_argument("--with", dest="own", type=Path, required=True, metavar="FILE", help="what new-key wrote")
    parser.add_argument("--state", type=Path, required=True, metavar="FILE", help="keeps the head that was signed last")
    parser.add_argument("--new-log", action="store_true", help="the city began a new log, and you know why")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the signed head here, too")
    args = parser.parse_args(arguments)
    try:
        own = json.loads(args.own.read_text(encoding="utf-8"))
        note = checked_head(args.record, key_of(args.key), args.state, may_follow=args.new_log)
    except (Fault, OSError, ValueError, KeyError) as fault:
        sys.stdout.write(f"✗ {fault}\nNothing was signed. Keep your last head: {args.state}\n")
        return 1
    text, at = note.rpartition("\n\n")[0] + "\n", int(time.time())  # noqa: TID251 - stands alone
    public, signature = signature_of(bytes.fromhex(own["seed"]), cosigned(text, at))
    key = key_of(named_key(own["name"], public))
    raw = base64.b64encode(key[1] + at.to_bytes(8, "big") + signature).decode()
    signed = f"{note}— {own['name']} {raw}\n"
    # What was signed is kept before the signature leaves: a second head of this size is never signed.
    write_secretly(args.state, note)
    if args.out:
        args.out.write_text(signed, encoding="utf-8")
    sys.stdout.write(signed)
    return 0


def checked_head(where: str, key: Key, state: Path, *, may_follow: bool) -> str:
    """Return the newest head, signed by the log alone, once it is sure that it begins with the last. Raises Fault."""
    last = state.read_text(encoding="utf-8") if state.exists() else ""
    begun = beginning_of(where)
    if begun and begun.key[0] != key[0]:
        key = followed(where, begun, key)
    keys = keys_of(where, key)
    note = own_part(read_file(where, "checkpoint").decode(), keys)
    size, root = checkpoint_of(note, keys[-1:], [])
    if not last:
        return note
    if last.split("\n", 1)[0] == key[0]:
        check_growth(where, checkpoint_of(last, keys, []), (size, root), size)
        return note
    if begun is None or not may_follow:
        raise Fault("this is another log than the one that you signed last; if the city began a new one: --new-log")
    before = f"{where.rstrip('/')}/{begun.files}"
    old_keys = keys_of(before, begun.old_key)
    check_growth(before, checkpoint_of(last, old_keys, []), (begun.size, begun.root), begun.size)
    return note


def followed(where: str, begun: Beginning, key: Key) -> Key:
    """Return the key of the log that continues the one of a key, if that key said so. Raises Fault."""
    if key not in opened(begun.note, keys_of(f"{where.rstrip('/')}/{begun.files}", key))[1]:
        raise Fault(f"the log of this key ended, and the key did not sign what follows: ask others for {begun.key[0]}")
    return begun.key


def own_part(note: str, keys: "list[Key]") -> str:
    """Return a head with the signatures of the log alone. Raises Fault."""
    text, _ = opened(note, keys)
    names = {key[0] for key in keys}
    lines = [line for line in note[len(text) + 1 :].split("\n") if line.split(" ")[1:2] and line.split(" ")[1] in names]
    return text + "\n" + "".join(f"{line}\n" for line in lines)
