"""The drawn photos of the sample: small, unlike each other, and the same street before and after."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from lab.sample.scenes import SCENES, Scene
from peygir.media.photo_decoding import decode


def _difference(one: bytes, other: bytes) -> float:
    """The mean difference of two pictures, 0 to 255."""
    first, second = (Image.open(io.BytesIO(data)).convert("L").resize((64, 48)) for data in (one, other))
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0])


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_shows_one_street_with_and_without_its_fault(name: str) -> None:
    before, after = (Scene(name, "case 1").photo(is_after=is_after) for is_after in (False, True))
    other = Scene(name, "case 2").photo(is_after=False)
    assert len(before) < 60_000
    assert decode(before).width == decode(after).width > 400
    assert _difference(before, after) > 2
    assert before != other
    assert decode(before).look != decode(other).look
