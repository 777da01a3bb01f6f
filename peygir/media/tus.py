"""The header fields of the tus protocol 1.0.0 for resumable uploads (https://tus.io/protocols/resumable-upload)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain

if TYPE_CHECKING:
    from hashlib import _Hash

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,termination,checksum"
ALGORITHMS: Final[dict[str, Callable[[], "_Hash"]]] = {
    "sha256": hashlib.sha256,
    # The protocol requires it; it detects errors of transport, and decides nothing.
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
}
MOST_METADATA: Final = 1000
MOST_NAME: Final = 200
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class UploadIsNotDescribed(Invalid):
    """A header field of an upload is missing or malformed."""

    message = _("The field “{field}” of this upload is missing or not right.")


@dataclass(frozen=True, slots=True)
class Description:
    """What `Upload-Metadata` says of a file: its name as the sender has it, and the SHA-256 (hex) of the whole."""

    file_name: str
    sha256: str
    metadata: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """The checksum of one part, by an algorithm of ALGORITHMS."""

    algorithm: str
    digest: bytes


def number_of(field: str, value: str) -> int:
    """A whole number of bytes. Raises UploadIsNotDescribed."""
    if not _NUMBER.fullmatch(value):
        raise UploadIsNotDescribed(field=field)
    return int(value)


def description_of(metadata: str) -> Description:
    """Read `Upload-Metadata`: pairs "key base64", separated by commas. Raises UploadIsNotDescribed."""
    if len(metadata) > MOST_METADATA:
        raise UploadIsNotDescribed(field="Upload-Metadata")
    values: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in metadata.split(","))):
        key, _space, encoded = pair.partition(" ")
        try:
            values[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError) as wrong:
            raise UploadIsNotDescribed(field="Upload-Metadata") from wrong
    sha256 = values.get("sha256", "").strip().lower()
    if not _SHA256.fullmatch(sha256):
        raise UploadIsNotDescribed(field="sha256")
    return Description(plain(values.get("filename", ""))[:MOST_NAME], sha256, metadata)


def checksum_of(value: str) -> Checksum | None:
    """Read `Upload-Checksum`: an algorithm and the base64 of a digest; None if absent. Raises UploadIsNotDescribed."""
    if not value:
        return None
    algorithm, _space, encoded = value.strip().partition(" ")
    make = ALGORITHMS.get(algorithm)
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if make is None or len(digest) != make().digest_size:
        raise UploadIsNotDescribed(field="Upload-Checksum")
    return Checksum(algorithm, digest)


def repr_digest(sha256: str) -> str:
    """The value of `Repr-Digest` (RFC 9530, 3) for a SHA-256 in hex."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
