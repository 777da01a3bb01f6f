"""Photos: every kind a phone sends becomes a clean upright JPEG."""

import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from peygir.media.photos import LONG_SIDE, THUMB_SIDE, read_photo
from tests.pictures import (
    BLUE,
    HEIC,
    RED,
    SHIRAZ_GPS,
    encoded,
    exif_with,
    is_near,
    linear_profile,
    opened,
    picture,
    segments,
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_clean_jpeg(kind: str) -> None:
    photo = read_photo(encoded(picture(), kind))
    image = opened(photo.jpeg_bytes)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))
    assert (photo.width, photo.height) == (60, 40)
    assert is_near(image.getpixel((5, 20)), BLUE)
    assert is_near(image.getpixel((55, 20)), RED)
    assert (photo.lat, photo.lon, photo.taken_at) == (None, None, None)


def test_heic_from_an_iphone() -> None:
    photo = read_photo(HEIC)
    image = opened(photo.jpeg_bytes)
    assert image.size == (40, 64)
    assert is_near(image.getpixel((20, 5)), BLUE)
    assert is_near(image.getpixel((20, 58)), RED)
    assert photo.lat == pytest.approx(29.608333, abs=1e-6)
    assert photo.lon == pytest.approx(52.53, abs=1e-6)
    assert photo.taken_at == datetime(2026, 11, 24, 11, 54, tzinfo=UTC)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "LA", "I;16"])
def test_every_way_of_storing_colours(mode: str) -> None:
    if mode == "I;16":
        image = Image.frombytes("I;16", (60, 40), struct.pack("<60H", *[10 * 256] * 30, *[200 * 256] * 30) * 40)
    elif mode == "P":
        image = picture().quantize(4)
    elif mode == "LA":
        image = picture(mode="L").convert("LA")
    else:
        image = picture(mode=mode)
    photo = read_photo(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    grey: Any = opened(photo.jpeg_bytes).convert("L")
    left, right = grey.getpixel((5, 20)), grey.getpixel((55, 20))
    if mode == "I;16":
        assert abs(left - 10) < 4
        assert abs(right - 200) < 4
    elif mode != "1":
        assert abs(left - 82) < 16
        assert abs(right - 98) < 16


def test_see_through_parts_are_white() -> None:
    photo = read_photo(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert is_near(opened(photo.jpeg_bytes).getpixel((10, 10)), (255, 255, 255))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright(orientation: int) -> None:
    upright = picture(64, 32)
    upright.paste((255, 255, 255), (0, 16, 32, 32))  # one white quarter, so that every turn is seen
    turned = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    photo = read_photo(encoded(turned, quality=95, exif=exif_with(orientation)))
    image = opened(photo.jpeg_bytes)
    assert (photo.width, photo.height) == image.size == (64, 32)
    assert is_near(image.getpixel((8, 6)), BLUE, by=40)
    assert is_near(image.getpixel((8, 26)), (255, 255, 255), by=40)
    assert is_near(image.getpixel((56, 26)), RED, by=40)


def test_nothing_but_the_picture_is_left() -> None:
    secrets: dict[str, Any] = {
        "exif": exif_with(6, SHIRAZ_GPS),
        "comment": b"SecretComment",
        "xmp": b"<x:xmpmeta>SecretXmp</x:xmpmeta>",
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    data = encoded(picture(800, 600), **secrets)
    assert b"SecretCamera" in data
    assert b"SecretComment" in data
    assert b"SecretXmp" in data
    photo = read_photo(data)
    assert photo.lat is not None
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SecretAuthor")
    for jpeg in (photo.jpeg_bytes, photo.thumb_bytes, read_photo(encoded(picture(), "PNG", pnginfo=text)).jpeg_bytes):
        assert b"Secret" not in jpeg
        # APP0 (JFIF) alone of all application segments, and no comment.
        assert [marker for marker in segments(jpeg) if 0xE0 <= marker <= 0xEF or marker == 0xFE] == [0xE0]


def test_a_camera_s_own_colours_become_those_of_the_web() -> None:
    grey = Image.new("RGB", (20, 20), (128, 128, 128))
    shown: Any = opened(read_photo(encoded(grey, icc_profile=linear_profile())).jpeg_bytes)
    assert is_near(shown.getpixel((10, 10)), (188, 188, 188), by=3)  # IEC 61966-2-1: 128/255 of light
    broken: Any = opened(read_photo(encoded(grey, icc_profile=b"no profile")).jpeg_bytes)
    assert is_near(broken.getpixel((10, 10)), (128, 128, 128), by=3)


def test_sizes() -> None:
    photo = read_photo(encoded(picture(3000, 1500)))
    assert opened(photo.jpeg_bytes).size == (LONG_SIDE, LONG_SIDE // 2)
    assert opened(photo.thumb_bytes).size == (THUMB_SIDE, THUMB_SIDE // 2)
    tall = read_photo(encoded(picture(10, 9000), "PNG"))
    assert tall.height == LONG_SIDE
    assert tall.width >= 1
    assert read_photo(encoded(picture(1, 1))).width == 1


def test_place_and_time_are_read_from_a_jpeg() -> None:
    data = encoded(picture(), exif=exif_with(1, SHIRAZ_GPS, {0x9003: "2026:11:24 15:24:00", 0x9011: "+03:30"}))
    photo = read_photo(data)
    assert (photo.lat, photo.lon) == pytest.approx((29.608333, 52.53), abs=1e-6)
    assert photo.taken_at == datetime(2026, 11, 24, 11, 54, tzinfo=UTC)
