"""A photo comes in as a phone sent it and goes on as a plain JPEG that tells nothing but what it shows.

Where and when it was taken is read first (EXIF 2.32, CIPA DC-008), for the citizen to confirm; the re-encoded
picture carries no metadata at all. Whatever a file holds, the answer is a photo or a sentence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms
from PIL.Image import Transpose

from peygir.core.refusals import Invalid
from peygir.gateways.exif import point_of, taken_at_of
from peygir.gateways.heic import HeicIsTooBig, check_heic, decode_heic, is_heic

MOST_PHOTOS: Final = 8
"""In one report."""
MOST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONG_SIDE: Final = 2000
THUMB_SIDE: Final = 400
_QUALITY: Final = 85
# A camera's progressive JPEG has about ten scans; thousands of empty ones would keep the decoder busy for hours.
_MOST_SCANS: Final = 100
_MOST_PROFILE_BYTES: Final = 1024 * 1024
_KINDS: Final = ("JPEG", "PNG", "WEBP")  # and HEIC, which is decoded elsewhere
_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_UPRIGHT: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class PhotoIsNotReadable(Invalid):
    """The file is not a whole photo of a kind that we take."""

    fa = "این فایل را نتوانستیم به عنوان عکس باز کنیم. یک عکس JPEG، PNG، WebP یا HEIC بفرستید."
    en = "We could not open this file as a photo. Please send a JPEG, PNG, WebP or HEIC photo."


class PhotoIsAnimated(PhotoIsNotReadable):
    """The file holds a moving picture."""

    fa = "این فایل تصویر متحرک است. یک عکس ثابت بفرستید."
    en = "This file is a moving picture. Please send a still photo."


class PhotoIsTooBig(Invalid):
    """The file has more bytes or more pixels than we take."""

    fa = "این عکس بزرگ است. عکسی تا ۱۲ مگابایت و ۵۰ مگاپیکسل بفرستید."
    en = "This photo is too big. Please send one of up to 12 MB and 50 megapixels."


class PhotosAreTooMany(Invalid):
    """More photos than one report takes."""

    fa = "برای هر گزارش تا ۸ عکس می‌توانید بفرستید."
    en = "A report takes up to 8 photos."


@dataclass(frozen=True)
class Photo:
    """What is kept of a photo: two JPEGs without metadata, and what the camera said.

    `width` and `height` are of `jpeg_bytes`, upright. `lat`, `lon` are WGS84 decimal degrees, both or neither.
    `taken_at` is in UTC, None when the camera did not say in which zone and none was given.
    """

    jpeg_bytes: bytes
    thumb_bytes: bytes
    width: int
    height: int
    lat: float | None
    lon: float | None
    taken_at: datetime | None


def check_count(count: int) -> None:
    """Raises PhotosAreTooMany for more photos than one report takes."""
    if count > MOST_PHOTOS:
        raise PhotosAreTooMany()


def check_photo(data: bytes) -> None:
    """Look at the head of a file only, quick enough for a web request; `read_photo` may still refuse the rest.

    Raises PhotoIsNotReadable, PhotoIsAnimated, PhotoIsTooBig.
    """
    with _or_a_sentence():
        if len(data) > MOST_BYTES:
            raise PhotoIsTooBig()
        if is_heic(data):
            check_heic(data, MOST_PIXELS)
        else:
            _open(data).close()


def read_photo(data: bytes, zone: tzinfo | None = None) -> Photo:
    """Read, turn upright, shrink to LONG_SIDE and re-encode; takes up to seconds, so it is for a job.

    `zone` is where a camera that does not say so is taken to be. Raises PhotoIsNotReadable, PhotoIsAnimated,
    PhotoIsTooBig.
    """
    check_photo(data)
    with _or_a_sentence():
        if is_heic(data):
            heic = decode_heic(data, most_pixels=MOST_PIXELS, long_side=LONG_SIDE)
            shot, gps, _ = _directories(lambda: _loaded(heic.exif))  # the decoder has turned it already
            picture = _in_srgb(heic.picture, heic.profile)
        else:
            with _open(data) as image:
                shot, gps, orientation = _directories(image.getexif)
                picture = _plain(image, orientation)
        point = point_of(gps)
        return Photo(
            jpeg_bytes=_encode(picture),
            thumb_bytes=_encode(_shrunk(picture, THUMB_SIDE)),
            width=picture.width,
            height=picture.height,
            lat=point[0] if point else None,
            lon=point[1] if point else None,
            taken_at=taken_at_of(shot, gps, zone),
        )


@contextmanager
def _or_a_sentence() -> Iterator[None]:
    """Whatever a decoder meets in a stranger's file becomes a sentence; there is no list of what it may raise."""
    try:
        yield
    except Invalid:
        raise
    except (HeicIsTooBig, Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoIsTooBig() from bomb
    except Exception as hostile:
        raise PhotoIsNotReadable() from hostile


def _open(data: bytes) -> Image.Image:
    """The picture, its head read and found within the limits; its pixels not yet decoded."""
    image = Image.open(io.BytesIO(data), formats=_KINDS)
    if image.width * image.height > MOST_PIXELS:
        raise PhotoIsTooBig()
    # Two pictures in an MPO are a photo and its depth map; the first is the photo.
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise PhotoIsAnimated()
    if image.format in {"JPEG", "MPO"} and _scans(data) > _MOST_SCANS:
        raise PhotoIsNotReadable()
    return image


def _scans(data: bytes) -> int:
    """Scans of the first picture in a JPEG stream, by its markers (ITU-T T.81, annex B), or one past the limit."""
    scans, place = 0, 2
    while scans <= _MOST_SCANS and (found := _MARKER.search(data, place)):
        marker, place = found[0][1], found.end()
        if marker == 0xD9:  # end of image
            break
        scans += marker == 0xDA  # start of scan
        # A marker's segment says its length; what is in it (a thumbnail, a profile) is not of this picture.
        place += int.from_bytes(data[place : place + 2], "big")
    return scans


def _directories(read: Callable[[], Image.Exif]) -> tuple[dict[int, Any], dict[int, Any], int]:
    """Directories of the shot and of its place, and the orientation (1 = upright); a broken EXIF block is no EXIF."""
    try:
        exif = read()
        shot, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        return dict(shot), dict(gps), int(exif.get(ExifTags.Base.Orientation, 1))
    except Exception:
        return {}, {}, 1


def _loaded(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load(block)
    return exif


def _plain(image: Image.Image, orientation: int) -> Image.Image:
    """An upright RGB picture of at most LONG_SIDE with nothing attached."""
    if image.format in {"JPEG", "MPO"}:
        image.draft(None, (LONG_SIDE, LONG_SIDE))  # decodes at a half or a quarter where that is enough
    image.load()
    profile = image.info.get("icc_profile")
    picture = _shrunk(_in_plain_colours(image), LONG_SIDE)
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
    """RGB, or RGBA where parts are see-through, whatever the file's own way of storing colours."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Colours as browsers show them without the camera's profile, which is about to be dropped."""
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


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    """A copy whose long side is at most `side`; a small picture is not blown up."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _encode(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    # Pillow would copy a comment, a profile or XMP that hangs on the picture.
    picture.info.clear()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
