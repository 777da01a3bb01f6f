"""What happens to photos on their way: compressed, shrunk, brightened, cut, mirrored, or taken again from a screen."""

import io
import math
from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from lab.photo_set.views import as_jpeg

_FINE: Final = 3  # samples on each side of a camera's pixel


def recompressed(picture: Image.Image, quality: int = 40) -> Image.Image:
    """Return a picture as it is after being saved as a JPEG of this quality."""
    return Image.open(io.BytesIO(as_jpeg(picture, quality))).convert("RGB")


def halved(picture: Image.Image) -> Image.Image:
    """Return a picture with half the width and the height."""
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def brightened(picture: Image.Image, by: float = 1.3) -> Image.Image:
    """Return a picture with so many times the light; what was bright becomes white."""
    return picture.point([min(255, round(value % 256 * by)) for value in range(768)])


def cut(picture: Image.Image, percent: float) -> Image.Image:
    """Return a picture without a border: so many per cent of its width and height are cut off, half on each side."""
    x, y = round(picture.width * percent / 200), round(picture.height * percent / 200)
    return picture.crop((x, y, picture.width - x, picture.height - y))


def mirrored(picture: Image.Image) -> Image.Image:
    """Return a picture with left and right exchanged."""
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


COPIES: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "jpeg_40": recompressed,
    "half": halved,
    "light_130": brightened,
}
"""The copies that must be found."""
HARDER: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "light_130_jpeg_40": lambda picture: recompressed(brightened(picture)),
    "cut_2": lambda picture: cut(picture, 2),
    "cut_5": lambda picture: cut(picture, 5),
    "cut_10": lambda picture: cut(picture, 10),
    "cut_20": lambda picture: cut(picture, 20),
    "mirrored": mirrored,
}
"""The copies that a perceptual hash is not made for; how many of them it finds is measured and told."""


def of_a_screen(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return a photo of a screen that shows a picture.

    Each dot of the screen has a red, a green and a blue stripe with dark gaps; the camera stands a little askew, sees
    0.8 to 2.4 of its own pixels for each dot, and its lens blurs by about half a pixel. What it took is then shrunk to
    the size of the picture, as a phone's page does.
    """
    scale, turn = float(rng.uniform(0.8, 2.4)), math.radians(float(rng.uniform(-5, 5)))
    shrink = max(1.0, scale / float(rng.uniform(0.8, 1.3)))
    wide, high = round(picture.width * shrink), round(picture.height * shrink)
    source = np.asarray(picture, dtype=np.float32)
    out = np.zeros((high, wide, 3), dtype=np.float32)
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    for down in range(_FINE):
        for right in range(_FINE):
            x, y = columns + (right + 0.5) / _FINE - wide / 2, rows + (down + 0.5) / _FINE - high / 2
            across = (math.cos(turn) * x - math.sin(turn) * y) / scale + source.shape[1] / 2
            along = (math.sin(turn) * x + math.cos(turn) * y) / scale + source.shape[0] / 2
            dots = source[
                np.clip(along.astype(np.int32), 0, source.shape[0] - 1),
                np.clip(across.astype(np.int32), 0, source.shape[1] - 1),
            ]
            out += dots * _stripes(across % 1, along % 1)
    taken = out / _FINE**2 * 3.2
    taken = taken * float(rng.uniform(0.8, 1.1)) + rng.normal(0, 2.0, taken.shape).astype(np.float32)
    photo = Image.fromarray(np.clip(taken, 0, 255).astype(np.uint8))
    photo = photo.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.4, 0.7))))
    return photo.resize(picture.size, Image.Resampling.LANCZOS)


def _stripes(across: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Return how much of each colour a point of a dot gives: 1 within its stripe, 0 in a gap."""
    lit = (along > 0.07) & (along < 0.93)
    return np.stack(
        [lit & (across > begin) & (across < begin + 0.27) for begin in (0.03, 0.365, 0.70)], axis=-1
    ).astype(np.float32)
