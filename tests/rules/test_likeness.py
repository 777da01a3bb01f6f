"""The hash of pictures: copies stay near, others are far, and a search by bands misses none that is near."""

import io
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lab.photo_set.camera import first_view, honest_view
from lab.photo_set.handling import COPIES, mirrored
from lab.photo_set.views import photo
from peygir.media import likeness
from peygir.media.photo_decoding import decode, look_of
from tests.pictures import encoded

HASHES = st.integers(0, 2**64 - 1)


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of blurred shapes, another for each seed."""
    chance = random.Random(seed)
    small = Image.new("L", (12, 9))
    small.putdata([chance.randrange(256) for _ in range(12 * 9)])
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def look(picture: Image.Image, **options: int) -> int:
    found = decode(encoded(picture, "JPEG", **options)).look
    assert found is not None
    return found


def test_other_numbers_of_pixels_are_refused() -> None:
    with pytest.raises(ValueError):
        likeness.picture_hash(bytes(1023))


@pytest.mark.parametrize("seed", range(6))
def test_copies_of_a_scene_stay_near(seed: int) -> None:
    first = look(scene(seed), quality=95)
    smaller = scene(seed).resize((320, 240), Image.Resampling.LANCZOS)
    assert likeness.distance(first, look(smaller, quality=60)) <= likeness.NEAR
    assert likeness.distance(first, look(scene(seed), quality=30)) <= likeness.NEAR
    for copied in COPIES.values():
        assert likeness.distance(first, look(copied(scene(seed)))) <= likeness.NEAR
    assert likeness.distance(first, look(mirrored(scene(seed)))) > likeness.NEAR


def test_other_scenes_are_far() -> None:
    looks = [look(scene(seed)) for seed in range(12)]
    assert all(likeness.distance(a, b) > likeness.NEAR for i, a in enumerate(looks) for b in looks[:i])


def test_another_view_of_a_place_is_far_and_the_drawing_is_always_the_same() -> None:
    rng = np.random.default_rng(5)
    first = photo(3, first_view(3))
    assert first.tobytes() == photo(3, first_view(3)).tobytes()
    first_look, other_look = look_of(first), look_of(photo(3, honest_view(3, rng)))
    assert first_look is not None
    assert other_look is not None
    assert likeness.distance(first_look, other_look) > likeness.NEAR


@given(HASHES, st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_the_bands_of_a_hash_find_all_that_is_near(one_hash: int, flipped: set[int]) -> None:
    other = one_hash ^ sum(1 << bit for bit in flipped)
    assert likeness.distance(one_hash, other) == len(flipped)
    near = likeness.bands_near(one_hash)
    assert any(band in values for band, values in zip(likeness.bands(other), near, strict=True))


def test_the_reach_of_the_bands_is_as_wide_as_it_must_be() -> None:
    assert sum(reach + 1 for reach in likeness.REACH) > likeness.NEAR
    assert [len(values) for values in likeness.bands_near(0)] == [137, 137, 137, 17]


@given(HASHES)
def test_a_column_holds_every_hash(one: int) -> None:
    assert -(2**63) <= likeness.signed(one) < 2**63
    assert likeness.signed(one) % 2**64 == one


def test_a_wall_says_nothing() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "grey").save(out, "JPEG")
    assert decode(out.getvalue()).look is None
