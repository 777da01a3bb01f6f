"""An iPhone's photo (HEIC): its stated size, and its pixels.

Damaged files are known to crash the decoder, so only the child of `photos.read_photo` opens one; all other code reads
the sizes that the file states.
"""

import io
import re
from typing import Final

from PIL import Image

# Brands of still HEVC pictures (ISO/IEC 23008-12, 10.2): coded by HEVC, and the general one that phones write.
_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
# The property box of a picture's or a tile's size (ISO/IEC 23008-12, 6.5.3): version and flags, width, height.
_SIZE_BOX: Final = re.compile(rb"ispe\x00\x00\x00\x00(.{4})(.{4})", re.DOTALL)


def is_heic(data: bytes) -> bool:
    """True when the file says that it is a HEIC picture; looks at its first box only."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def pixels_stated(data: bytes) -> int:
    """The pixels of the largest picture that the file states, without decoding. Raises ValueError without any."""
    sizes = [int.from_bytes(width) * int.from_bytes(height) for width, height in _SIZE_BOX.findall(data)]
    if not sizes or max(sizes) == 0:
        raise ValueError("the file states no size")
    return max(sizes)


def open_heic(data: bytes) -> Image.Image:
    """The picture, turned upright by the decoder, its pixels not yet decoded; for a child process only."""
    import pi_heif  # imported only here, so that no other process loads the decoder

    pi_heif.register_heif_opener()
    return Image.open(io.BytesIO(data), formats=["HEIF"])
