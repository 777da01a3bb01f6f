"""Paints covers over a stored picture: the child process of `covering.cover_picture`.

Run as `python -m peygir.media.photo_covering MEGABYTES SECONDS COVERS` with the JPEG on standard input and the covers
as JSON, [[left, top, width, height], …]; answers one line of JSON, the covered JPEG and its thumbnail.
"""

import io
import json
import sys
from typing import Final

from PIL import Image, ImageDraw

from peygir.core.child import stay_within
from peygir.media.cover_rules import Cover, pixels_of
from peygir.media.photo_decoding import encoded, shrunk
from peygir.media.photos import EXIT_UNREADABLE, THUMB_SIDE

_INK: Final = (24, 32, 40)  # opaque: what is below is not in the file any more


def main() -> int:
    """Cover the picture on standard input."""
    (covers_text,) = stay_within(sys.argv[1:])
    covers = [Cover(*values) for values in json.loads(covers_text)]
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG"]) as image:
            picture = image.convert("RGB")
    except Exception:
        return EXIT_UNREADABLE
    pen = ImageDraw.Draw(picture)
    for cover in covers:
        pen.rectangle(pixels_of(cover, *picture.size), fill=_INK)
    jpeg, thumb = encoded(picture), encoded(shrunk(picture, THUMB_SIDE))
    sys.stdout.buffer.write(json.dumps({"jpeg": len(jpeg)}).encode() + b"\n" + jpeg + thumb)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
