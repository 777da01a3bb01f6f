"""Reads pictures that this system has encoded itself: small enough, and well-formed, to be decoded in this process."""

import io
from typing import Final

from PIL import Image

from peygir.media.likeness import SIDE, picture_hash
from peygir.media.photos import a_photo_or_a_sentence

GRID: Final = 24
"""The cells on each side by which two pictures are compared."""
_DARK: Final = 8
_BRIGHT: Final = 247
_FEWEST: Final = GRID * GRID // 8


def look_of_stored(jpeg_bytes: bytes) -> int | None:
    """The hash of a stored picture by `likeness`; None if it has too little contrast. Raises PhotoIsNotReadable."""
    return picture_hash(_grey(jpeg_bytes, SIDE).tobytes())


def difference_of(one_jpeg: bytes, other_jpeg: bytes) -> float:
    """The largest difference (grey values, 0 … 255) between equal cells of two pictures, of 24 × 24 cells each.

    Before, the other is brought to the light of the first: brightness and contrast are fitted by least squares over
    the cells that are neither black nor white in one of them. Copies differ little everywhere; the same street with
    a mended hole differs much in some cells. Raises PhotoIsNotReadable.
    """
    pairs = list(zip(_grey(one_jpeg, GRID).tobytes(), _grey(other_jpeg, GRID).tobytes(), strict=True))
    open_pairs = [pair for pair in pairs if all(_DARK <= value <= _BRIGHT for value in pair)]
    if len(open_pairs) < _FEWEST:
        open_pairs = pairs
    count = len(open_pairs)
    mean_one, mean_other = sum(one for one, _ in open_pairs) / count, sum(other for _, other in open_pairs) / count
    spread = sum((other - mean_other) ** 2 for _, other in open_pairs)
    shared = sum((one - mean_one) * (other - mean_other) for one, other in open_pairs)
    slope = shared / spread if spread else 1.0
    gaps = sorted(abs((one - mean_one) - slope * (other - mean_other)) for one, other in open_pairs)
    return gaps[-1]


def _grey(jpeg_bytes: bytes, side: int) -> Image.Image:
    shrinking = Image.Resampling.BOX if side == GRID else Image.Resampling.LANCZOS
    with a_photo_or_a_sentence(), Image.open(io.BytesIO(jpeg_bytes), formats=["JPEG"]) as image:
        image.draft("L", (side * 8, side * 8))  # decodes at an eighth, a quarter or a half: enough for so few cells
        return image.convert("L").resize((side, side), shrinking)
