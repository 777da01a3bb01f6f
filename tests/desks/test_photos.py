"""Photos: every kind a phone sends becomes a clean upright JPEG, and a hostile file becomes a sentence."""

import io
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from peygir.core.refusals import Invalid
from peygir.gateways.exif import point_of, taken_at_of
from peygir.gateways.photos import (
    LONG_SIDE,
    MOST_BYTES,
    MOST_PHOTOS,
    THUMB_SIDE,
    PhotoIsAnimated,
    PhotoIsNotReadable,
    PhotoIsTooBig,
    PhotosAreTooMany,
    check_count,
    check_photo,
    read_photo,
)

# A camera's faults are told to the log; the photo is still taken.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

RED, BLUE = (200, 60, 30), (20, 90, 200)
# Made once by an HEVC encoder: 64 × 40, left half blue, right half red, turned a quarter by its container.
HEIC = (Path(__file__).parent / "data" / "turned.heic").read_bytes()
SHIRAZ_GPS = {1: "N", 2: (29.0, 36.0, 30.0), 3: "E", 4: (52.0, 31.0, 48.0)}


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Left half blue, right half red."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, 0, width // 2, height))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif_with(
    orientation: int = 1, gps: dict[int, Any] | None = None, shot: dict[int, Any] | None = None
) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    exif.get_ifd(ExifTags.IFD.Exif).update(shot or {})
    return exif


def segments(jpeg: bytes) -> list[int]:
    """Markers of a JPEG before its picture data."""
    found, place = [], 2
    while jpeg[place + 1] != 0xDA:
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def is_near(pixel: Any, colour: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


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


def linear_profile() -> bytes:
    """A smallest ICC v2 profile (ICC.1:2001-04) with the colours of sRGB and no tone curve."""

    def fixed(*numbers: float) -> bytes:
        return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))

    def xyz(*numbers: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(*numbers)

    tags = {
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        **{name: b"curv\0\0\0\0" + struct.pack(">I", 0) for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    table, body, place = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", place + len(body), len(value))
        body += value
    whole = place + len(body)
    head = struct.pack(">I4xI", whole, 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    return (head + fixed(0.9642, 1.0, 0.8249)).ljust(128, b"\0") + table + body


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


def test_too_many_bytes_or_pixels_or_photos() -> None:
    with pytest.raises(PhotoIsTooBig) as refusal:
        read_photo(b"\xff\xd8" + bytes(MOST_BYTES))
    assert "۱۲ مگابایت" in refusal.value.words("fa")
    for width, height in ((7100, 7100), (10_000, 10_000), (60_000, 60_000)):
        for look in (check_photo, read_photo):
            with pytest.raises(PhotoIsTooBig):
                look(png_of(width, height, b""))
    check_count(MOST_PHOTOS)
    with pytest.raises(PhotosAreTooMany):
        check_count(MOST_PHOTOS + 1)


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that claims a size, whatever its data holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_gets_its_own_sentence(kind: str) -> None:
    data = encoded(picture(), kind, save_all=True, append_images=[Image.new("RGB", (60, 40))], duration=100)
    for look in (check_photo, read_photo):
        with pytest.raises(PhotoIsAnimated) as refusal:
            look(data)
        assert "متحرک" in refusal.value.words("fa")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xd8\xff",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic" + bytes(200),
        encoded(picture(), "GIF"),
        encoded(picture(), "BMP"),
        encoded(picture(), "TIFF"),
        png_of(100, 100, b""),
        png_of(0, 10, b""),
        HEIC[:400],
        encoded(picture(400, 400))[:2000],
        encoded(picture(400, 400), "WEBP")[:60],
    ],
)
def test_what_is_no_photo_gets_a_sentence(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_photo(data)
    assert "عکس" in refusal.value.words("fa")


@pytest.mark.parametrize(("place", "value"), [(178, 197), (179, 201), (176, 201)])
def test_a_file_that_fells_the_decoder_fells_no_one_else(place: int, value: int) -> None:
    # One changed byte makes the decoder of pi-heif 1.4 read where it must not.
    hurt = bytearray(HEIC)
    hurt[place] = value
    with pytest.raises(PhotoIsNotReadable):
        read_photo(bytes(hurt))
    assert read_photo(HEIC).width == 40


def test_a_heic_that_states_a_great_size_is_not_decoded() -> None:
    place = HEIC.index(b"ispe") + 8
    huge = HEIC[:place] + struct.pack(">II", 10_000, 10_000) + HEIC[place + 8 :]
    for look in (check_photo, read_photo):
        with pytest.raises(PhotoIsTooBig):
            look(huge)
    check_photo(HEIC)


def test_endless_scans_are_not_decoded() -> None:
    good = encoded(picture(64, 64), progressive=True)
    assert read_photo(good).width == 64
    scan = good[good.rfind(b"\xff\xda") : -2]
    bomb = good[:-2] + scan * 500 + good[-2:]
    for look in (check_photo, read_photo):
        with pytest.raises(PhotoIsNotReadable):
            look(bomb)
    # What follows the end of the picture (a clip of a "motion photo") is not looked at.
    assert read_photo(good + scan * 500).width == 64


def test_a_second_picture_behind_the_first_is_left_alone() -> None:
    data = encoded(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert is_near(opened(read_photo(data).jpeg_bytes).getpixel((5, 20)), BLUE)


def test_a_broken_exif_block_is_no_exif() -> None:
    data = encoded(picture(), exif=b"Exif\x00\x00II*\x00" + b"\xff" * 40)
    assert read_photo(data).lat is None


SAMPLES = [
    HEIC,
    encoded(picture(), exif=exif_with(6, SHIRAZ_GPS)),
    encoded(picture(), "PNG"),
    encoded(picture(), "WEBP"),
]


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8),
    st.integers(0, 5000),
)
def test_damaged_files_give_a_photo_or_a_sentence(data: bytes, damage: list[tuple[int, int]], cut: int) -> None:
    hurt = bytearray(data)
    for place, value in damage:
        hurt[place % len(hurt)] = value
    try:
        photo = read_photo(bytes(hurt[: max(cut, 1)]))
    except Invalid:
        return
    assert opened(photo.jpeg_bytes).size == (photo.width, photo.height)


@pytest.mark.parametrize(
    ("gps", "point"),
    [
        (SHIRAZ_GPS, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 1: "S", 3: "W"}, (-29.608333, -52.53)),
        ({**SHIRAZ_GPS, 1: b"N\x00", 3: "e"}, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 18: "WGS-84"}, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 18: "TOKYO"}, None),
        ({**SHIRAZ_GPS, 1: ""}, None),
        ({**SHIRAZ_GPS, 1: "E"}, None),
        ({**SHIRAZ_GPS, 2: (91.0, 0.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (90.0, 0.0, 1.0)}, None),
        ({**SHIRAZ_GPS, 4: (180.0, 30.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 60.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 36.0, float("nan"))}, None),
        ({**SHIRAZ_GPS, 2: (29.0, -36.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 36.0)}, None),
        ({**SHIRAZ_GPS, 2: ("a", "b", "c")}, None),
        ({**SHIRAZ_GPS, 2: 29.6}, None),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (29.0, 0.0, 0.0)}, None),
        ({}, None),
    ],
)
def test_a_point_is_believed_only_when_it_can_be(gps: dict[int, Any], point: tuple[float, float] | None) -> None:
    found = point_of(gps)
    if point is None:
        assert found is None
    else:
        assert found == pytest.approx(point, abs=1e-6)


TEHRAN = ZoneInfo("Asia/Tehran")
WALL = {0x9003: "2026:11:24 15:24:00"}
SATELLITE = {7: (11.0, 54.0, 7.0), 29: "2026:11:24"}


@pytest.mark.parametrize(
    ("shot", "gps", "zone", "taken"),
    [
        ({**WALL, 0x9011: "+03:30"}, SATELLITE, None, datetime(2026, 11, 24, 11, 54, tzinfo=UTC)),
        ({**WALL, 0x9011: "Z"}, {}, TEHRAN, datetime(2026, 11, 24, 15, 24, tzinfo=UTC)),
        (WALL, SATELLITE, TEHRAN, datetime(2026, 11, 24, 11, 54, 7, tzinfo=UTC)),
        (WALL, {}, TEHRAN, datetime(2026, 11, 24, 11, 54, tzinfo=UTC)),
        (WALL, {}, None, None),
        ({**WALL, 0x9011: "+99:99"}, {}, None, None),
        ({0x9003: "0000:00:00 00:00:00"}, {}, TEHRAN, None),
        ({0x9003: "1970:01:01 00:00:00"}, {}, TEHRAN, None),
        ({0x9003: 7}, {7: (25.0, 0.0, 0.0), 29: "2026:11:24"}, TEHRAN, None),
        ({}, {7: (1.0, 0.0, 0.0), 29: "yesterday"}, TEHRAN, None),
    ],
)
def test_the_moment_of_the_shot(
    shot: dict[int, Any], gps: dict[int, Any], zone: ZoneInfo | None, taken: datetime | None
) -> None:
    assert taken_at_of(shot, gps, zone) == taken


def test_place_and_time_are_read_from_a_jpeg() -> None:
    data = encoded(picture(), exif=exif_with(1, SHIRAZ_GPS, {**WALL, 0x9011: "+03:30"}))
    photo = read_photo(data)
    assert (photo.lat, photo.lon) == pytest.approx((29.608333, 52.53), abs=1e-6)
    assert photo.taken_at == datetime(2026, 11, 24, 11, 54, tzinfo=UTC)
