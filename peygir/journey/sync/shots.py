"""What a phone says of the pictures of a result: which is which, when and where the page took it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core.moments import read_moment
from peygir.journey.sync.bodies import CommandIsNotReadable
from peygir.journey.sync.rules import MOST_PHOTOS

BEFORE: Final = "before"
AFTER: Final = "after"
SIGNATURE: Final = "sign"
ROLES: Final = (BEFORE, AFTER, SIGNATURE)
_FIELDS: Final = frozenset({"sha256", "role", "taken_at", "lat", "lon"})
_FIELD: Final = "pictures"


@dataclass(frozen=True, slots=True)
class PageShot:
    """One entry of `pictures`: the SHA-256 (hex) of the picture, its role, and the page's time and place of it.

    `taken_at` is by the phone's clock; the place in degrees, WGS84.
    """

    sha256: str
    role: str
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def shots_in(body: Mapping[str, object]) -> list[PageShot]:
    """Return the entries of `pictures` of a result. Raises CommandIsNotReadable."""
    rows = body.get(_FIELD)
    if rows is None:
        return []
    if not isinstance(rows, list) or len(rows) > MOST_PHOTOS:
        raise CommandIsNotReadable(field=_FIELD)
    return [_shot(row) for row in rows]


def _shot(row: object) -> PageShot:
    if not isinstance(row, dict) or not row.keys() <= _FIELDS:
        raise CommandIsNotReadable(field=_FIELD)
    digest, role, at = row.get("sha256"), row.get("role"), row.get("taken_at")
    moment = read_moment(at) if isinstance(at, str) else None
    if not isinstance(digest, str) or role not in ROLES or (at is not None and moment is None):
        raise CommandIsNotReadable(field=_FIELD)
    lat, lon = _degrees(row.get("lat"), 90), _degrees(row.get("lon"), 180)
    if (lat is None) != (lon is None):
        raise CommandIsNotReadable(field=_FIELD)
    return PageShot(digest, str(role), moment, lat, lon)


def _degrees(value: object, most: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise CommandIsNotReadable(field=_FIELD)
    return float(value)
