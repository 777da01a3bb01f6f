"""Reads from the head of a photo where and when it was taken, without decoding its pixels."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from peygir.media.exif import directories, point_of, taken_at_of
from peygir.media.heic import is_heic
from peygir.media.photos import a_photo_or_a_sentence, open_head


@dataclass(frozen=True, slots=True)
class Shot:
    """Where (degrees, WGS84; both or neither) and when (UTC) a camera says that it took a photo; None: it does not."""

    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None


def shot_of(data: bytes, zone: tzinfo | None) -> Shot:
    """What the camera wrote of a shot; `zone` is assumed where it gives none. A HEIC photo is not opened here.

    Raises PhotoIsNotReadable, PhotoIsAnimated, PhotoIsTooBig.
    """
    if is_heic(data):
        return Shot()
    with a_photo_or_a_sentence(), open_head(data) as image:
        _base, shot, gps = directories(image.getexif)
    point = point_of(gps)
    lat, lon = point or (None, None)
    return Shot(lat, lon, taken_at_of(shot, gps, zone))
