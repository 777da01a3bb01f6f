"""Recognises pictures that look alike by a difference hash of 64 bits, whatever their size and compression.

Source: N. Krawetz, "Kind of Like That" (2013), https://www.hackerfactor.com/blog/?/archives/529-Kind-of-Like-That.html:
the picture is shrunk to 9 × 8 grey pixels, and each bit says whether a pixel is brighter than its right neighbour.
"""

from typing import Final

WIDTH: Final = 9
HEIGHT: Final = 8
NEAR: Final = 3
"""Bits in which two pictures of one scene may differ. Four bands find all of these: three bits change three bands."""
_BITS: Final = 64
_BAND_BITS: Final = 16
_LEAST_BITS: Final = 6  # a wall, a sky or a dark picture has almost no edges, and looks like any other


def difference_hash(grey: bytes) -> int:
    """The hash, 0 … 2^64 - 1, of WIDTH × HEIGHT grey pixels in rows. Raises ValueError for another number of them."""
    if len(grey) != WIDTH * HEIGHT:
        raise ValueError("a difference hash is made of 9 x 8 pixels")
    bits = 0
    for row in range(HEIGHT):
        for column in range(WIDTH - 1):
            at = row * WIDTH + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits


def distance(one_hash: int, other_hash: int) -> int:
    """In how many bits two hashes differ."""
    return (one_hash ^ other_hash).bit_count()


def bands(picture_hash: int) -> tuple[int, int, int, int]:
    """The four quarters of a hash. Two hashes within NEAR bits of one another have at least one in common."""
    parts = [picture_hash >> _BAND_BITS * number & 0xFFFF for number in range(4)]
    return parts[0], parts[1], parts[2], parts[3]


def says_something(picture_hash: int) -> bool:
    """Whether the picture has enough edges to be told from others."""
    count = picture_hash.bit_count()
    return _LEAST_BITS <= count <= _BITS - _LEAST_BITS


def signed(picture_hash: int) -> int:
    """The same 64 bits as a column of the database holds them."""
    return picture_hash - (1 << _BITS) if picture_hash >> (_BITS - 1) else picture_hash
