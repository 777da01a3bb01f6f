"""Which country and time zone a map lies in, by the tags of the map itself and the table of the world's zones."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

HOME: Final = "IR"
HOME_ZONE: Final = "Asia/Tehran"
# Degrees of Iran's own box (west, south, east, north): its tags rarely name the country.
_HOME_BOX: Final = (44.0, 25.0, 63.4, 39.8)
_POSITION: Final = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?([+-])(\d{3})(\d{2})(?:\d{2})?", re.ASCII)


class CountryIsUnknown(Invalid):
    """There is no country of this code."""

    message = _("“{country}” is no country: give its two letters, such as IR.")


def country_of(counts: Mapping[str, int], lon: float, lat: float, given: str = "") -> str:
    """The country that is given, else the one the map's addresses name, else Iran or the nearest zone's.

    Raises CountryIsUnknown for one that is given and has no zone.
    """
    known = {country for country, _, _, _ in zones()}
    if given:
        if given.upper() not in known:
            raise CountryIsUnknown(country=given)
        return given.upper()
    said = [country for country in counts if country in known]
    if said:
        return max(said, key=lambda country: counts[country])
    west, south, east, north = _HOME_BOX
    if west <= lon <= east and south <= lat <= north:
        return HOME
    return min(zones(), key=lambda zone: _distance(zone, lon, lat))[0]


def time_zone_of(country: str, lon: float, lat: float) -> str:
    """The zone of the country whose city is nearest."""
    own = [zone for zone in zones() if zone[0] == country]
    return min(own, key=lambda zone: _distance(zone, lon, lat))[3] if own else HOME_ZONE


@cache
def zones() -> tuple[tuple[str, float, float, str], ...]:
    """(country, longitude, latitude, zone) of the tz database's table."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    rows = []
    for row in table.splitlines():
        cells = row.split("\t")
        match = _POSITION.fullmatch(cells[1]) if len(cells) > 2 and not row.startswith("#") else None
        if match is not None:
            lat = (int(match[2]) + int(match[3]) / 60) * (-1 if match[1] == "-" else 1)
            lon = (int(match[5]) + int(match[6]) / 60) * (-1 if match[4] == "-" else 1)
            rows.append((cells[0], lon, lat, cells[2]))
    return tuple(rows)


def _distance(zone: tuple[str, float, float, str], lon: float, lat: float) -> float:
    return abs(zone[1] - lon) + abs(zone[2] - lat)
