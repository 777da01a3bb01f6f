"""Pictures for tests of photos: drawn here, encoded as phones do, with what cameras write into them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

RED, BLUE = (200, 60, 30), (20, 90, 200)
# Made once by an HEVC encoder: 64 × 40, left half blue, right half red, turned a quarter by its container.
HEIC = (Path(__file__).parent / "desks" / "data" / "turned.heic").read_bytes()
SHIRAZ_GPS = {1: "N", 2: (29.0, 36.0, 30.0), 3: "E", 4: (52.0, 31.0, 48.0)}


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Left half blue, right half red."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, 0, width // 2, height))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif_with(
    orientation: int = 1, gps: dict[int, Any] | None = None, shot: dict[int, Any] | None = None
) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    exif.get_ifd(ExifTags.IFD.Exif).update(shot or {})
    return exif


def segments(jpeg: bytes) -> list[int]:
    """Markers of a JPEG before its picture data."""
    result, place = [], 2
    while jpeg[place + 1] != 0xDA:
        result.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return result


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def is_near(pixel: Any, colour: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that claims a size, whatever its data holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def linear_profile() -> bytes:
    """A smallest ICC v2 profile (ICC.1:2001-04) with the colours of sRGB and no tone curve."""

    def fixed(*numbers: float) -> bytes:
        return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))

    def xyz(*numbers: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(*numbers)

    tags = {
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        **{name: b"curv\0\0\0\0" + struct.pack(">I", 0) for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    table, body, place = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", place + len(body), len(value))
        body += value
    whole = place + len(body)
    head = struct.pack(">I4xI", whole, 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    return (head + fixed(0.9642, 1.0, 0.8249)).ljust(128, b"\0") + table + body
