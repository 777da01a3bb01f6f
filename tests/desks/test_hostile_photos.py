"""Photos that are too big, moving, broken or hostile become a sentence, never a crash."""

import resource
import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from peygir.core.refusals import Invalid
from peygir.media.photo_decoding import decode
from peygir.media.photos import (
    LONG_SIDE,
    MOST_BYTES,
    MOST_PHOTOS,
    PhotoIsAnimated,
    PhotoIsNotReadable,
    PhotoIsTooBig,
    PhotosAreTooMany,
    ProcessedPhoto,
    check_count,
    check_photo,
    read_photo,
    webp_pixels,
)
from tests.pictures import BLUE, HEIC, SHIRAZ_GPS, encoded, exif_with, is_near, opened, picture, png_of

# A camera's faults are told to the log; the photo is still taken.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


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


DAMAGE = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8)


def judge(read: Callable[[bytes], ProcessedPhoto], data: bytes, damage: list[tuple[int, int]], cut: int) -> None:
    """`read` gives a photo or a sentence for a file with some bytes changed and its end cut off."""
    hurt = bytearray(data)
    for place, value in damage:
        hurt[place % len(hurt)] = value
    try:
        photo = read(bytes(hurt[: max(cut, 1)]))
    except Invalid:
        return
    assert opened(photo.jpeg_bytes).size == (photo.width, photo.height)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SAMPLES[1:]), DAMAGE, st.integers(0, 5000))
def test_damaged_files_give_a_photo_or_a_sentence(data: bytes, damage: list[tuple[int, int]], cut: int) -> None:
    judge(decode, data, damage, cut)  # what the child does, without its start


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(SAMPLES), DAMAGE, st.integers(0, 5000))
def test_so_do_they_through_the_child(data: bytes, damage: list[tuple[int, int]], cut: int) -> None:
    judge(read_photo, data, damage, cut)


@pytest.mark.parametrize("kind", ["VP8X", "VP8L", "VP8 "])
def test_a_webp_that_states_a_great_size_is_not_opened(kind: str) -> None:
    """Opening one makes room for all its pixels: its head is read before."""
    width = height = 16_000
    head = {
        "VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
        "VP8L": b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little"),
        "VP8 ": b"\x00\x00\x00\x9d\x01\x2a" + width.to_bytes(2, "little") + height.to_bytes(2, "little"),
    }[kind]
    data = b"RIFF" + (1000).to_bytes(4, "little") + b"WEBP" + kind.encode() + len(head).to_bytes(4, "little") + head
    assert webp_pixels(data) == width * height
    with pytest.raises(PhotoIsTooBig):
        check_photo(data + bytes(100))


@pytest.mark.parametrize(("kind", "size"), [("WEBP", (61, 40)), ("WEBP", (1, 1)), ("PNG", (5, 5))])
def test_the_size_that_a_webp_states_is_its_own(kind: str, size: tuple[int, int]) -> None:
    for more in ({}, {"lossless": True}):
        data = encoded(picture(*size), kind, **more)
        assert webp_pixels(data) == (size[0] * size[1] if kind == "WEBP" else 0)


def test_a_photo_is_decoded_in_no_process_of_ours() -> None:
    """Fifty megapixels leave this process as small as it was: what they cost, the child paid."""
    data = encoded(picture(7000, 7000), "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert read_photo(data).width == LONG_SIDE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024  # kilobytes
