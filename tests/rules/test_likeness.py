"""The difference hash of pictures: the same scene stays near, another is far, and bands find all that is near."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from peygir.media import likeness
from peygir.media.photo_decoding import decode
from tests.pictures import encoded

HASHES = st.integers(0, 2**64 - 1)


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of blurred shapes, another for each seed."""
    chance = random.Random(seed)
    small = Image.new("L", (12, 9))
    small.putdata([chance.randrange(256) for _ in range(12 * 9)])
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def look(picture: Image.Image, **options: int) -> int:
    return decode(encoded(picture, "JPEG", **options)).look


def test_a_ramp_is_read_row_by_row() -> None:
    falling = bytes(range(9, 0, -1)) * 8
    assert likeness.difference_hash(falling) == 2**64 - 1
    assert likeness.difference_hash(bytes(range(9)) * 8) == 0
    assert likeness.difference_hash(bytes(range(9, 0, -1)) + bytes(range(9)) * 7) == 0xFF << 56
    with pytest.raises(ValueError):
        likeness.difference_hash(bytes(71))


@pytest.mark.parametrize("seed", range(6))
def test_the_same_scene_stays_near(seed: int) -> None:
    first = look(scene(seed), quality=95)
    smaller = scene(seed).resize((320, 240), Image.Resampling.LANCZOS)
    assert likeness.distance(first, look(smaller, quality=60)) <= likeness.NEAR
    assert likeness.distance(first, look(scene(seed), quality=30)) <= likeness.NEAR


def test_other_scenes_are_far() -> None:
    looks = [look(scene(seed)) for seed in range(12)]
    assert all(likeness.distance(a, b) > 10 for i, a in enumerate(looks) for b in looks[:i])


@given(HASHES, st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_bands_find_all_that_is_near(picture_hash: int, flipped: set[int]) -> None:
    other = picture_hash ^ sum(1 << bit for bit in flipped)
    assert likeness.distance(picture_hash, other) == len(flipped)
    assert any(a == b for a, b in zip(likeness.bands(picture_hash), likeness.bands(other), strict=True))


@given(HASHES)
def test_a_column_holds_every_hash(one: int) -> None:
    assert -(2**63) <= likeness.signed(one) < 2**63
    assert likeness.signed(one) % 2**64 == one


def test_a_wall_says_nothing() -> None:
    assert not likeness.says_something(look(Image.new("RGB", (300, 200), "grey")))
    assert likeness.says_something(look(scene(1)))
