"""The kinds of files that are accepted, told by their content."""

from dataclasses import dataclass
from typing import Final

from peygir.core.bodies import MB
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary
from peygir.media.heic import is_heic

HEAD_BYTES: Final = 64
"""So many first bytes of a file decide its kind."""


class MediaKind(Vocabulary):
    """What a stored file is."""

    PHOTO = "photo", _("Photo")
    PDF = "pdf", _("PDF document")
    SOUND = "sound", _("Sound recording")


MOST_BYTES: Final = {MediaKind.PHOTO: 12 * MB, MediaKind.PDF: 20 * MB, MediaKind.SOUND: 25 * MB}
LARGEST: Final = max(MOST_BYTES.values())
"""The largest file that any kind may have."""
MOST_FILES: Final = 4
"""The most documents and recordings of one report."""


class FilesAreTooMany(Invalid):
    """More documents and recordings than one report may have."""

    message = _("A report takes up to {most} documents and recordings.")


def check_file_count(count: int) -> None:
    """Raises FilesAreTooMany for more documents and recordings than one report takes."""
    if count > MOST_FILES:
        raise FilesAreTooMany(most=MOST_FILES)


@dataclass(frozen=True, slots=True)
class Content:
    """A file's kind, and its media type (RFC 6838)."""

    kind: MediaKind
    media_type: str


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A stored file as a command may use it; `name` is its name in the storage, `file_name` the sender's."""

    id: int
    name: str
    kind: MediaKind
    size: int
    file_name: str


# The first bytes of each kind: PDF ISO 32000-1 7.5.2 (the older tolerance of bytes before it is not granted), MP3 with
# ID3v2 or MPEG audio layer III (ISO/IEC 11172-3 2.4.1.3), Ogg RFC 3533, FLAC RFC 9639, AMR RFC 4867 5.1.
_SIGNATURES: Final = (
    (b"%PDF-", Content(MediaKind.PDF, "application/pdf")),
    (b"ID3", Content(MediaKind.SOUND, "audio/mpeg")),
    (b"\xff\xfb", Content(MediaKind.SOUND, "audio/mpeg")),
    (b"\xff\xf3", Content(MediaKind.SOUND, "audio/mpeg")),
    (b"\xff\xf2", Content(MediaKind.SOUND, "audio/mpeg")),
    (b"OggS", Content(MediaKind.SOUND, "audio/ogg")),
    (b"fLaC", Content(MediaKind.SOUND, "audio/flac")),
    (b"#!AMR", Content(MediaKind.SOUND, "audio/amr")),
    (b"\xff\xd8\xff", Content(MediaKind.PHOTO, "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Content(MediaKind.PHOTO, "image/png")),
)
# Recorders of phones write general brands too (3GPP TS 26.244, ISO/IEC 14496-12 annex E); the examination tells of a
# video under one of them.
_BRANDS_OF_SOUND: Final = frozenset(
    {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6", b"3ga "}
)


def content_of(head: bytes) -> Content | None:
    """What a file is by its first HEAD_BYTES bytes, whatever its name says; None for a kind that is not accepted.

    JPEG: ITU-T T.81 annex B; PNG: ISO/IEC 15948 5.2; WebP: RFC 9649; HEIC: ISO/IEC 23008-12; M4A: ISO/IEC 14496-12 4.3.
    """
    for signature, content in _SIGNATURES:
        if head.startswith(signature):
            return content
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Content(MediaKind.PHOTO, "image/webp")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Content(MediaKind.SOUND, "audio/wav")
    if is_heic(head):
        return Content(MediaKind.PHOTO, "image/heic")
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS_OF_SOUND:
        return Content(MediaKind.SOUND, "audio/mp4")
    return None
