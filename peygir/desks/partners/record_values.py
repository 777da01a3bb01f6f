"""Reads cells of old records: what says nothing, numbers that a spreadsheet has changed, phones, and points."""

import math
import re
from contextlib import suppress
from functools import lru_cache
from typing import Final

from peygir.core.persian import ascii_digits, search_key
from peygir.core.phones import PhoneIsNotValid, gets_sms, normalise_phone
from peygir.core.words import plain

_AROUND: Final = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad "
)
_FORMULA: Final = re.compile(r"'(?=[=+\-@\t])")  # how a spreadsheet, and our own file, keeps a cell from being one
_NOTHING: Final = frozenset({"null", "none", "nan", "na", "ندارد", "نداره"})
_LONGEST_NOTHING: Final = 8
_WHOLE: Final = re.compile(r"(\d+)\.0+")
_POWER: Final = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
_PHONES: Final = (re.compile(r"\+?\d[\d\s().\-]{5,}\d"), re.compile(r"\+?\d{10,14}"))
_DEGREES: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*°\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*[\"″]\s*)?([nsew])?"
)
NEAR: Final = 1.5
"""Degrees around a city's centre: a point beyond them was written in another order, or in another system."""

# UTM on WGS84 (EPSG:326xx): the inverse by the series of Krüger to the third order, as in Karney 2011.
_SCALE: Final = 0.9996
_AXIS: Final = 6_378_137.0
_THIRD: Final = 1 / 298.257223563 / (2 - 1 / 298.257223563)
_RADIUS: Final = _AXIS / (1 + _THIRD) * (1 + _THIRD**2 / 4 + _THIRD**4 / 64)
_BETAS: Final = (
    _THIRD / 2 - 2 * _THIRD**2 / 3 + 37 * _THIRD**3 / 96,
    _THIRD**2 / 48 + _THIRD**3 / 15,
    17 * _THIRD**3 / 480,
)
_DELTAS: Final = (
    2 * _THIRD - 2 * _THIRD**2 / 3 - 2 * _THIRD**3,
    7 * _THIRD**2 / 3 - 8 * _THIRD**3 / 5,
    56 * _THIRD**3 / 15,
)
_EASTING: Final = 500_000.0


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A word as `search_key` folds it; tables have the same few words in each row."""
    return search_key(text)


def cell_text(text: str) -> str:
    """What a cell says, without control characters; "" for a dash, “NULL”, «ندارد» and the like."""
    written = plain(text).strip(_AROUND)
    if written[:1] == "'":
        written = _FORMULA.sub("", written, count=1)
    if len(written) > _LONGEST_NOTHING or written.isdecimal():
        return written
    key = folded(written)
    return "" if not key or key in _NOTHING else written


def read_number(text: str) -> str:
    """A number in the earlier system: ASCII digits, no blanks or marks around, a whole number without decimals."""
    number = " ".join(ascii_digits(text).translate(dict.fromkeys(map(ord, _AROUND[:-1]))).split())
    whole = _WHOLE.fullmatch(number)
    return whole[1] if whole is not None else number


def read_phone(text: str, region: str) -> str:
    """The number of a cell, of several the first mobile; "" for a cell without a number. Raises PhoneIsNotValid."""
    digits = read_number(text)
    if not re.search(r"[1-9]", digits):
        return ""
    if _POWER.fullmatch(digits):
        raise PhoneIsNotValid()
    try:
        return normalise_phone(digits, region)
    except PhoneIsNotValid:
        several = _several(digits, region)
        if not several:
            raise
        return next(filter(gets_sms, several), several[0])


def _several(text: str, region: str) -> list[str]:
    """The numbers that can be called among those of a cell, in its order."""
    numbers = []
    for part in re.split(r"[,،;؛/\\|\n]|\sو\s|\s-\s", text):
        for written in (match[0] for form in _PHONES for match in form.finditer(part)):
            with suppress(PhoneIsNotValid):
                numbers.append(normalise_phone(written, region))
    return numbers


def read_degree(text: str) -> float | None:
    """A coordinate: decimals in any digits, or degrees, minutes and seconds; None for an empty cell.

    Raises ValueError.
    """
    written = ascii_digits(text).replace("٫", ".").strip().lower()
    if not written:
        return None
    match = _DEGREES.fullmatch(written)
    if match is not None:
        degrees, minutes, seconds = (float(part or 0) for part in match.groups()[:3])
        value = degrees + minutes / 60 + seconds / 3600
        return -value if match[4] in ("s", "w") else value
    if re.fullmatch(r"-?\d{1,3},\d+", written):
        written = written.replace(",", ".")
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def placed(lat: float, lon: float, centre: tuple[float, float]) -> tuple[float, float] | None:
    """The point that two coordinates mean: as they stand, the other way round, or in UTM of the city's zone.

    `centre`: latitude and longitude of the city. None for what is no point on Earth.
    """
    for first, second in ((lat, lon), (lon, lat)):
        if _is_near((first, second), centre):
            return first, second
    zone = int((centre[1] + 180) // 6) + 1
    for east, north in ((lon, lat), (lat, lon)):
        if 100_000 <= east <= 900_000 and 0 < abs(north) <= 10_000_000:
            point = _of_utm(east, north if centre[0] >= 0 else north - 10_000_000, zone)
            if _is_near(point, centre):
                return point
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _is_near(point: tuple[float, float], centre: tuple[float, float]) -> bool:
    return abs(point[0] - centre[0]) <= NEAR and abs(point[1] - centre[1]) <= NEAR


def _of_utm(east: float, north: float, zone: int) -> tuple[float, float]:
    """Latitude and longitude of a point in a zone of UTM."""
    xi, eta = north / (_SCALE * _RADIUS), (east - _EASTING) / (_SCALE * _RADIUS)
    xi_, eta_ = xi, eta
    for place, beta in enumerate(_BETAS, start=1):
        xi_ -= beta * math.sin(2 * place * xi) * math.cosh(2 * place * eta)
        eta_ -= beta * math.cos(2 * place * xi) * math.sinh(2 * place * eta)
    chi = math.asin(math.sin(xi_) / math.cosh(eta_))
    lat = chi + sum(delta * math.sin(2 * place * chi) for place, delta in enumerate(_DELTAS, start=1))
    lon = math.radians(zone * 6 - 183) + math.atan2(math.sinh(eta_), math.cos(xi_))
    return round(math.degrees(lat), 7), round(math.degrees(lon), 7)
