"""Re-encodes an uploaded photo as a plain JPEG without metadata.

Where and when it was taken is read first (EXIF 2.32, CIPA DC-008), for the citizen to confirm; the re-encoded
picture carries no metadata at all. For any content the result is a photo or a refusal.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from PIL import Image

from peygir.core.child import ChildFailed, ChildLimits, run_child
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.media.heic import is_heic, pixels_stated

MOST_PHOTOS: Final = 8
"""The most photos of one report."""
MOST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONG_SIDE: Final = 2000
THUMB_SIDE: Final = 400
# A camera's progressive JPEG has about ten scans; thousands of empty ones would keep the decoder busy for hours.
_MOST_SCANS: Final = 100
_KINDS: Final = ("JPEG", "PNG", "WEBP")  # and HEIC
_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
EXIT_TOO_BIG, EXIT_UNREADABLE = 4, 5
_CHILD: Final = "peygir.media.photo_decoding"
# A photo of MOST_PIXELS is decoded with a copy or two of its pixels, four bytes each.
_LIMITS: Final = ChildLimits(megabytes=1536, seconds=60)


class PhotoIsNotReadable(Invalid):
    """The file is not a complete photo of a supported kind."""

    message = gettext_lazy("We could not open this file as a photo. Please send a JPEG, PNG, WebP or HEIC photo.")


class PhotoIsAnimated(PhotoIsNotReadable):
    """The file contains an animation."""

    message = gettext_lazy("This file is a moving picture. Please send a still photo.")


class PhotoIsTooBig(Invalid):
    """The file has more bytes or more pixels than allowed."""

    message = gettext_lazy("This photo is too big. Please send one of up to 12 MB and 50 megapixels.")


class PhotosAreTooMany(Invalid):
    """More photos than one report may have."""

    message = gettext_lazy("A report takes up to 8 photos.")


@dataclass(frozen=True)
class ProcessedPhoto:
    """A stored photo: two JPEGs without metadata, and the camera's tags.

    `width` and `height` are of `jpeg_bytes`, upright. `lat`, `lon` are WGS84 decimal degrees, both or neither.
    `taken_at` is in UTC, None if the camera gave no zone and none was passed. `look` is its hash by `likeness`, None
    for a picture without contrast. `tags`: "whole" if a camera wrote tags of the shot, "edited" if a program changed
    the picture since, "none" if there are no tags.
    """

    jpeg_bytes: bytes
    thumb_bytes: bytes
    width: int
    height: int
    lat: float | None
    lon: float | None
    taken_at: datetime | None
    look: int | None
    tags: str


Decoder: TypeAlias = Callable[[bytes, ZoneInfo | None], ProcessedPhoto]
_decoder: Decoder | None = None


def check_count(count: int) -> None:
    """Raises PhotosAreTooMany for more photos than one report takes."""
    if count > MOST_PHOTOS:
        raise PhotosAreTooMany()


def check_photo(data: bytes) -> None:
    """Check only the head of a file, fast enough for a web request; `read_photo` may still refuse the rest.

    Raises PhotoIsNotReadable, PhotoIsAnimated, PhotoIsTooBig.
    """
    with a_photo_or_a_sentence():
        if len(data) > MOST_BYTES:
            raise PhotoIsTooBig()
        if is_heic(data):
            if pixels_stated(data) > MOST_PIXELS:
                raise PhotoIsTooBig()
        else:
            open_head(data).close()


@contextmanager
def decoded_by(decoder: Decoder) -> Iterator[None]:
    """Within, let `read_photo` of this process decode by `decoder` instead of a child process; nests, and restores.

    For pictures that the program has drawn itself (the sample's): a child costs more than such a picture.
    """
    global _decoder
    before, _decoder = _decoder, decoder
    try:
        yield
    finally:
        _decoder = before


def read_photo(data: bytes, zone: ZoneInfo | None = None) -> ProcessedPhoto:
    """Read, turn upright, shrink to LONG_SIDE and re-encode, in a child process; it takes up to seconds.

    `zone` is assumed for a camera that gives none. Raises PhotoIsNotReadable, PhotoIsAnimated,
    PhotoIsTooBig, and ChildWasKilled if the machine had no room for it just now.
    """
    check_photo(data)
    if _decoder is not None:
        return _decoder(data, zone)
    try:
        answer = run_child(_CHILD, *([zone.key] if zone else []), data=data, limits=_LIMITS)
    except ChildFailed as failure:
        if failure.code == EXIT_TOO_BIG:
            raise PhotoIsTooBig() from failure
        raise PhotoIsNotReadable() from failure
    head, _, pictures = answer.partition(b"\n")
    facts = json.loads(head)
    size, taken_at = facts.pop("jpeg"), facts.pop("taken_at")
    return ProcessedPhoto(
        jpeg_bytes=pictures[:size],
        thumb_bytes=pictures[size:],
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
        **facts,
    )


@contextmanager
def a_photo_or_a_sentence() -> Iterator[None]:
    """Turn any exception of a decoder into a refusal; there is no list of what decoders may raise."""
    try:
        yield
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoIsTooBig() from bomb
    except Exception as hostile:
        raise PhotoIsNotReadable() from hostile


def open_head(data: bytes) -> Image.Image:
    """The picture, its head parsed and within the limits; its pixels not yet decoded."""
    # Opening a WebP allocates all its pixels, so its size is read before.
    if webp_pixels(data) > MOST_PIXELS:
        raise PhotoIsTooBig()
    image = Image.open(io.BytesIO(data), formats=_KINDS)
    if image.width * image.height > MOST_PIXELS:
        raise PhotoIsTooBig()
    # Two pictures in an MPO are a photo and its depth map; the first is the photo.
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise PhotoIsAnimated()
    if image.format in {"JPEG", "MPO"} and _scans(data) > _MOST_SCANS:
        raise PhotoIsNotReadable()
    return image


def webp_pixels(data: bytes) -> int:
    """The pixels that the head of a WebP states (RFC 9649, 2.5 to 2.7); 0 if it is no WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0
    kind = data[12:16]
    if kind == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(data[26:28], "little") & 0x3FFF) * (int.from_bytes(data[28:30], "little") & 0x3FFF)


def _scans(data: bytes) -> int:
    """Scans of the first picture in a JPEG stream, by its markers (ITU-T T.81, annex B), or one past the limit."""
    scans, place = 0, 2
    while scans <= _MOST_SCANS and (found := _MARKER.search(data, place)):
        marker, place = found[0][1], found.end()
        if marker == 0xD9:  # end of image
            break
        scans += marker == 0xDA  # start of scan
        # A marker's segment states its length; its content (a thumbnail, a profile) is not part of this picture.
        place += int.from_bytes(data[place : place + 2], "big")
    return scans
