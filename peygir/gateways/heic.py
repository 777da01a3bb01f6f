"""Decodes an iPhone's photo (HEIC) in a process of its own, since damaged files are known to crash the decoder.

The child is this same file run by its path: it gets the file on standard input and answers one line of JSON and the
pixels. It has a limit of time and of memory, and it opens nothing else. A file that fells it fells no one else.
"""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

SECONDS: Final = 60
_MEMORY: Final = 2 * 1024**3
_TOO_BIG, _UNREADABLE = 3, 4
# Brands of still HEVC pictures (ISO/IEC 23008-12, 10.2): coded by HEVC, and the general one that phones write.
_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
# The property box of a picture's or a tile's size (ISO/IEC 23008-12, 6.5.3): version and flags, width, height.
_SIZE_BOX: Final = re.compile(rb"ispe\x00\x00\x00\x00(.{4})(.{4})", re.DOTALL)


class HeicIsTooBig(Exception):
    """The picture has more pixels than are allowed."""


@dataclass(frozen=True)
class Heic:
    """A decoded picture, upright, RGB, shrunk to the asked long side; `exif` and `profile` as in the file."""

    picture: Image.Image
    exif: bytes
    profile: bytes


def is_heic(data: bytes) -> bool:
    """True when the file says that it is a HEIC picture; looks at its first box only."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def check_heic(data: bytes, most_pixels: int) -> None:
    """Look for the sizes that the file states, without decoding. Raises HeicIsTooBig, ValueError without any."""
    sizes = [int.from_bytes(width) * int.from_bytes(height) for width, height in _SIZE_BOX.findall(data)]
    if not sizes or max(sizes) == 0:
        raise ValueError("the file states no size")
    if max(sizes) > most_pixels:
        raise HeicIsTooBig


def decode_heic(data: bytes, *, most_pixels: int, long_side: int) -> Heic:
    """Decode in a child of our own. Raises HeicIsTooBig, and ValueError for all that is no whole picture."""
    check_heic(data, most_pixels)
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(most_pixels), str(long_side)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as slow:
        raise ValueError("the file takes too long to decode") from slow
    if child.returncode == _TOO_BIG:
        raise HeicIsTooBig
    if child.returncode != 0:
        raise ValueError(f"the decoder ended with {child.returncode}")
    head, _, pixels = child.stdout.partition(b"\n")
    facts = json.loads(head)
    picture = Image.frombytes("RGB", (facts["width"], facts["height"]), pixels)
    return Heic(picture, bytes.fromhex(facts["exif"]), bytes.fromhex(facts["profile"]))


def _child(most_pixels: int, long_side: int) -> int:
    import pi_heif  # here alone, so that the decoder is never loaded into a process of ours

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pi_heif.register_heif_opener()
    try:
        image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"])
        if image.width * image.height > most_pixels:
            return _TOO_BIG
        image.load()
    except Exception:  # whatever a damaged file brings about
        return _UNREADABLE
    exif, profile = image.info.get("exif") or b"", image.info.get("icc_profile") or b""
    picture = image.convert("RGB")
    picture.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    facts = {"width": picture.width, "height": picture.height, "exif": exif.hex(), "profile": profile.hex()}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + picture.tobytes())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_child(int(sys.argv[1]), int(sys.argv[2])))
