"""Where and when a photo was taken, by its EXIF tags, checked for plausibility.

Tags and their meaning: EXIF 2.32 (CIPA DC-008-2019), GPS attributes in 4.6.6, dates in 4.6.5.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Final

_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_GPS_TIME, _MAP_DATUM, _GPS_DATE = 7, 18, 29
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_MAKE, _MODEL, _PROCESSING, _SOFTWARE, _CHANGED = 0x010F, 0x0110, 0x000B, 0x0131, 0x0132
_EDITORS: Final = re.compile(
    "photoshop|lightroom|gimp|snapseed|picsart|canva|paint|facetune|pixelmator|affinity|vsco|meitu|remini|polarr|"
    "imagemagick|photopea|inshot|airbrush|beauty ?plus",
    re.IGNORECASE,
)
_LATER: Final = timedelta(minutes=2)
WHOLE: Final = "whole"
EDITED: Final = "edited"
NONE: Final = "none"
_WGS84: Final = frozenset({"", "WGS84"})
_EARLIEST_YEAR: Final = 1990  # before that no camera wrote these tags; a dead battery writes 1970 or 1980


def directories(read: Callable[[], Any]) -> tuple[dict[int, Any], dict[int, Any], dict[int, Any]]:
    """The first, the EXIF and the GPS directory of a picture, by Pillow's `getexif`; a broken block counts as none."""
    try:
        exif = read()
        return dict(exif), dict(exif.get_ifd(_EXIF_DIRECTORY)), dict(exif.get_ifd(_GPS_DIRECTORY))
    except (
        Exception
    ):  # whatever Pillow raises on a block that a stranger wrote; the picture itself is examined elsewhere
        return {}, {}, {}


def point_of(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """(latitude, longitude) in WGS84 decimal degrees from a GPS directory, or None.

    None also for impossible values: out of range, another datum, and the exact 0°, 0° of a receiver without a fix.
    """
    if _text(gps.get(_MAP_DATUM)).upper().replace("-", "").replace(" ", "") not in _WGS84:
        return None
    latitude = _degrees(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)), "N", "S", 90.0)
    longitude = _degrees(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)), "E", "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return latitude, longitude


def taken_at_of(shot: Mapping[int, Any], gps: Mapping[int, Any], zone: tzinfo | None) -> datetime | None:
    """The moment of the shot in UTC, or None.

    The camera's local time counts with its own offset, else the GPS time (UTC), else the local time in `zone`.
    """
    wall = _moment(_text(shot.get(_TAKEN)))
    offset = _offset(_text(shot.get(_TAKEN_OFFSET)))
    if wall is not None and offset is not None:
        return _believable(wall.replace(tzinfo=offset))
    satellite = _satellite_time(gps)
    if satellite is not None:
        return _believable(satellite)
    if wall is not None and zone is not None:
        return _believable(wall.replace(tzinfo=zone))
    return None


def tags_kind(base: Mapping[int, Any], shot: Mapping[int, Any]) -> str:
    """WHOLE if a camera wrote tags of itself or of the shot, EDITED if a program changed the file since, else NONE.

    A program names itself, or the file was changed more than two minutes after the shot (EXIF 2.32, 4.6.4 and 4.6.5).
    """
    if _EDITORS.search(_text(base.get(_SOFTWARE))) or _text(base.get(_PROCESSING)):
        return EDITED
    taken, changed = _moment(_text(shot.get(_TAKEN))), _moment(_text(base.get(_CHANGED)))
    if taken is not None and changed is not None and changed - taken > _LATER:
        return EDITED
    return WHOLE if taken is not None or _text(base.get(_MAKE)) or _text(base.get(_MODEL)) else NONE


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\x00 ") if isinstance(value, str) else ""


def _numbers(value: object) -> list[float] | None:
    """Three finite numbers above or at zero, or None; a fraction over zero is not finite."""
    if not isinstance(value, tuple | list) or len(value) != 3:
        return None
    try:
        numbers = [float(part) for part in value]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return numbers if all(math.isfinite(number) and number >= 0 for number in numbers) else None


def _degrees(value: object, ref: str, plus: str, minus: str, limit: float) -> float | None:
    parts = _numbers(value)
    ref = ref.upper()
    if parts is None or ref not in {plus, minus} or parts[1] >= 60 or parts[2] >= 60:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if degrees > limit:
        return None
    return -degrees if ref == minus else degrees


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone is another tag
    except ValueError:
        return None


def _offset(text: str) -> timezone | None:
    """The time zone of an offset such as "+03:30"."""
    try:
        return timezone(datetime.strptime(text, "%z").utcoffset() or timedelta(0))
    except ValueError:
        return None


def _satellite_time(gps: Mapping[int, Any]) -> datetime | None:
    clock = _numbers(gps.get(_GPS_TIME))
    try:
        day = datetime.strptime(_text(gps.get(_GPS_DATE)), "%Y:%m:%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    if clock is None or clock[0] >= 24 or clock[1] >= 60 or clock[2] >= 61:
        return None
    return day + timedelta(hours=clock[0], minutes=clock[1], seconds=int(clock[2]))


def _believable(moment: datetime) -> datetime | None:
    return moment.astimezone(UTC) if moment.year >= _EARLIEST_YEAR else None
