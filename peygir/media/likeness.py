"""Recognises copies of a picture by a perceptual hash of 64 bits, whatever their size, compression and brightness.

The picture is shrunk to 32 × 32 grey pixels. The brightest four in ten become equal, because they are the ones that
more light turns white. Of the cosine transform (DCT-II, ITU-T T.81 A.3.3) the frequencies 1 … 8 in both directions are
kept, and each of the 64 bits says whether one is above their median.
Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), 3.2.1; the equal light
is ours (docs/adr/0050-copies-of-photos-are-found-by-bands.md).

A copy that was cut, turned or mirrored has another hash; and two photos of one place have. So a small distance says
"the same file", never "the same scene".
"""

import math
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from statistics import median
from typing import Final

SIDE: Final = 32
"""The pixels on each side from which a picture is hashed."""
NEAR: Final = 10
"""The bits in which the hash of a copy may differ."""
METHOD: Final = 2
"""How today's hashes are made; a row that was made otherwise is compared with none. 1 was a difference hash."""
BAND_BITS: Final = 16
BANDS: Final = 4
REACH: Final = (2, 2, 2, 1)
"""In how many bits a band may differ. Hashes within NEAR bits have a band within its reach, since those that differed
more everywhere would differ in at least 3 + 3 + 3 + 2 = 11 bits.
"""
_BITS: Final = 64
_FREQUENCIES: Final = 8
_BRIGHT: Final = 0.6
"""The share of pixels that keep their light."""
_LEAST_CONTRAST: Final = 0.2
"""The mean amplitude of the waves, in grey values, below which a wall, a sky or a dark picture says nothing."""


def picture_hash(grey: bytes) -> int | None:
    """The hash, 0 … 2^64 - 1, of SIDE × SIDE grey pixels in rows; None for a picture without enough contrast.

    Raises ValueError for another number of pixels.
    """
    if len(grey) != SIDE * SIDE:
        raise ValueError("a picture is hashed from 32 x 32 pixels")
    cosines, brightest = _cosines(), sorted(grey)[round(_BRIGHT * (SIDE * SIDE - 1))]
    rows = [[float(min(value, brightest)) for value in grey[at : at + SIDE]] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(float.__mul__, wave, row)) for wave in cosines] for row in rows]
    columns = list(zip(*across, strict=True))
    lowest = [sum(map(float.__mul__, wave, column)) for wave in cosines for column in columns]
    if sum(map(abs, lowest)) / _BITS < _LEAST_CONTRAST * (SIDE / 2) ** 2:
        return None
    middle, bits = median(lowest), 0
    for value in lowest:
        bits = bits << 1 | (value > middle)
    return bits


def distance(one_hash: int, other_hash: int) -> int:
    """In how many bits two hashes differ."""
    return (one_hash ^ other_hash).bit_count()


def bands(one_hash: int) -> tuple[int, int, int, int]:
    """The four quarters of a hash, by which a table of hashes is searched."""
    parts = [one_hash >> BAND_BITS * number & 0xFFFF for number in range(BANDS)]
    return parts[0], parts[1], parts[2], parts[3]


def bands_near(one_hash: int) -> list[list[int]]:
    """For each quarter its own value and those within its reach; a hash within NEAR bits has one of them."""
    return [[band ^ change for change in changes(reach)] for band, reach in zip(bands(one_hash), REACH, strict=True)]


@cache
def changes(most: int) -> tuple[int, ...]:
    """Every change of at most so many bits of a band, the smallest first."""
    flips: Iterable[tuple[int, ...]] = (
        places for count in range(most + 1) for places in combinations(range(BAND_BITS), count)
    )
    return tuple(sum(1 << place for place in places) for places in flips)


def signed(one_hash: int) -> int:
    """The same 64 bits as a column of the database holds them."""
    return one_hash - (1 << _BITS) if one_hash >> (_BITS - 1) else one_hash


@cache
def _cosines() -> tuple[tuple[float, ...], ...]:
    step = math.pi / (2 * SIDE)
    return tuple(
        tuple(math.cos(step * frequency * (2 * place + 1)) for place in range(SIDE))
        for frequency in range(1, _FREQUENCIES + 1)
    )
