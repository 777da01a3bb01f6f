"""Measures in a picture the regular pattern that the dots of a screen leave in a photo of it (moiré).

The dots and the pixels of the camera are two grids; where they meet they make waves that run through the whole picture
(I. Amidror, "The Theory of the Moiré Phenomenon", 2009, chapter 2). In the spectrum, averaged over many tiles, such a
wave is a narrow peak; a street has lines and windows, which are other waves in each tile. It is a hint, not a proof:
fabrics, grilles and tiled walls have patterns too, and a sharp photo of a fine screen may have none.
"""

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from peygir.media.photos import a_photo_or_a_sentence

TILE: Final = 256
"""The side of a tile, in pixels."""
_MOST_TILES: Final = 24
_SLOWEST: Final = 0.06
"""Waves with fewer periods for each pixel belong to the scene."""
_RING: Final = 4
_NEAR_BLOCK: Final = 2.0
_AXIS: Final = 3


def screen_pattern(jpeg_bytes: bytes) -> float:
    """How far the strongest wave stands out of those of about its length: the ratio of their strengths, in decibels.

    0 for a picture that is too small for four tiles. Raises PhotoIsNotReadable.
    """
    with a_photo_or_a_sentence(), Image.open(io.BytesIO(jpeg_bytes), formats=["JPEG"]) as image:
        grey = np.asarray(image.convert("L"), dtype=np.float32)
    tiles = _tiles(grey)
    if len(tiles) < 4:
        return 0.0
    window = np.hanning(TILE)[:, None] * np.hanning(TILE)[None, :]
    spectrum = np.zeros((TILE, TILE))
    for tile in tiles:
        spectrum += np.log(np.abs(np.fft.fft2((tile - tile.mean()) * window)) ** 2 + 1.0)
    return _strongest(spectrum / len(tiles) * (10 / np.log(10)))


def _tiles(grey: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    high, wide = grey.shape
    step = TILE // 2
    while ((high - TILE) // step + 1) * ((wide - TILE) // step + 1) > _MOST_TILES:
        step += 16
    corners = [(y, x) for y in range(0, high - TILE + 1, step) for x in range(0, wide - TILE + 1, step)]
    return [grey[y : y + TILE, x : x + TILE] for y, x in corners]


def _strongest(decibels: NDArray[np.float64]) -> float:
    """The largest height of a frequency above the median of its ring, apart from those that mean nothing."""
    steps = np.fft.fftfreq(TILE)
    across, down = np.meshgrid(steps, steps)
    radius = np.hypot(across, down)
    # The blocks of JPEG (ITU-T T.81: 8 x 8 pixels) have waves of their own; edges of pictures lie on the axes.
    block = _distance_to_eighths(across) * TILE <= _NEAR_BLOCK
    block &= _distance_to_eighths(down) * TILE <= _NEAR_BLOCK
    on_axis = (np.abs(across) * TILE < _AXIS) | (np.abs(down) * TILE < _AXIS)
    looked_at = (radius >= _SLOWEST) & (radius < 0.5) & ~block & ~on_axis & (down >= 0)
    rings = (radius * TILE / _RING).astype(int)
    highest = 0.0
    for ring in np.unique(rings[looked_at]):
        values = decibels[looked_at & (rings == ring)]
        highest = max(highest, float(values.max() - np.median(values)))
    return highest


def _distance_to_eighths(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.abs(steps * 8 - np.round(steps * 8)) / 8
