"""Decodes one photo and removes its metadata: the child process of `photos.read_photo`.

Run as `python -m peygir.media.photo_decoding MEGABYTES SECONDS [ZONE]` with the file on standard input; answers one
line of JSON, the JPEG and its thumbnail, or ends with an exit code of its own.
"""

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageCms
from PIL.Image import Transpose

from peygir.core.child import TOO_MUCH, stay_within
from peygir.core.refusals import Invalid
from peygir.media.exif import directories, point_of, tags_kind, taken_at_of
from peygir.media.heic import is_heic, open_heic
from peygir.media.likeness import SIDE, picture_hash
from peygir.media.photos import (
    EXIT_TOO_BIG,
    EXIT_UNREADABLE,
    LONG_SIDE,
    THUMB_SIDE,
    PhotoIsTooBig,
    ProcessedPhoto,
    a_photo_or_a_sentence,
    open_head,
)

_QUALITY: Final = 85
_MOST_PROFILE_BYTES: Final = 1024 * 1024
_UPRIGHT: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def main() -> int:
    """Decode the file on standard input; the exit code says what was wrong with it."""
    rest = stay_within(sys.argv[1:])
    try:
        photo = decode(sys.stdin.buffer.read(), ZoneInfo(rest[0]) if rest else None)
    except PhotoIsTooBig:
        return EXIT_TOO_BIG
    except Invalid as refusal:
        return TOO_MUCH if isinstance(refusal.__cause__, MemoryError) else EXIT_UNREADABLE
    facts = asdict(photo)
    jpeg, thumb, taken_at = facts.pop("jpeg_bytes"), facts.pop("thumb_bytes"), facts.pop("taken_at")
    facts |= {"jpeg": len(jpeg), "taken_at": taken_at.isoformat() if taken_at else None}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + jpeg + thumb)
    sys.stdout.buffer.flush()
    return 0


def decode(data: bytes, zone: tzinfo | None = None) -> ProcessedPhoto:
    """Return the photo as it is stored. Raises PhotoIsNotReadable, PhotoIsAnimated, PhotoIsTooBig."""
    with a_photo_or_a_sentence():
        if is_heic(data):
            image, is_upright = open_heic(data), True
        else:
            image, is_upright = open_head(data), False
        with image:
            base, shot, gps = directories(image.getexif)
            picture = _plain(image, 1 if is_upright else _orientation(base))
        point = point_of(gps)
        return ProcessedPhoto(
            jpeg_bytes=encoded(picture),
            thumb_bytes=encoded(shrunk(picture, THUMB_SIDE)),
            width=picture.width,
            height=picture.height,
            lat=point[0] if point else None,
            lon=point[1] if point else None,
            taken_at=taken_at_of(shot, gps, zone),
            look=look_of(picture),
            tags=tags_kind(base, shot),
        )


def _orientation(base: Mapping[int, Any]) -> int:
    """How the camera was held (1 = upright)."""
    try:
        return int(base.get(ExifTags.Base.Orientation, 1))
    except (TypeError, ValueError):
        return 1


def _plain(image: Image.Image, orientation: int) -> Image.Image:
    """An upright RGB picture of at most LONG_SIDE without metadata."""
    if image.format in {"JPEG", "MPO"}:
        image.draft(None, (LONG_SIDE, LONG_SIDE))  # decodes at a half or a quarter where that is enough
    image.load()
    profile = image.info.get("icc_profile")
    picture = _in_plain_colours(image)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
    else:
        paper = Image.new("RGB", picture.size)
        paper.paste(picture)
    if orientation in _UPRIGHT:
        paper = paper.transpose(_UPRIGHT[orientation])
    return _in_srgb(paper, profile)


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """The picture as RGB, or RGBA if it has transparency, whatever its colour mode."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode == "RGB" else image.convert("RGB")  # a large picture is not copied without need


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """The picture in sRGB, as browsers show it without the camera's profile, which is dropped."""
    if not isinstance(profile, bytes) or len(profile) > _MOST_PROFILE_BYTES:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    if converted is None:
        return picture
    clean = Image.new("RGB", converted.size)
    clean.paste(converted)
    return clean


def look_of(picture: Image.Image) -> int | None:
    """The hash of a picture by `likeness`; None if it has too little contrast."""
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return picture_hash(small.tobytes())


def shrunk(picture: Image.Image, side: int) -> Image.Image:
    """A copy whose long side is at most `side`; a small picture is not enlarged."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def encoded(picture: Image.Image) -> bytes:
    """The picture as a JPEG without metadata."""
    out = io.BytesIO()
    # Pillow would copy a comment, profile or XMP of the picture.
    picture.info.clear()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
