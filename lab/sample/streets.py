"""Points on the streets of a loaded street map, with the words of their addresses."""

from collections import defaultdict
from random import Random
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.facts import AlleyName, StreetAt
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.models import AtlasPlace
from peygir.atlas.wording import street_words
from peygir.core.translation import Names

_TRIES: Final = 8
"""Points on streets that are drawn before one lies in the wanted neighbourhood; long streets leave theirs."""
_KINDS: Final = (PlaceKind.STREET, PlaceKind.ALLEY)


class Streets:
    """The streets and alleys of each neighbourhood; none without a loaded street map."""

    def __init__(self, rng: Random) -> None:
        self._chance = rng
        self._by_code: defaultdict[str, list[tuple[BaseGeometry, str]]] = defaultdict(list)
        rows = AtlasPlace.objects.filter(kind__in=_KINDS, line__isnull=False).exclude(neighbourhood_code="")
        for row in rows.select_related("parent").order_by("pk"):
            self._by_code[row.neighbourhood_code].append((shapely.geometry.shape(row.line), _words(row)))

    def pick(self, code: str, shape: BaseGeometry) -> tuple[float, float, str] | None:
        """Return longitude, latitude and address of a point on a street of a neighbourhood, which lies in `shape`."""
        streets = self._by_code.get(code)
        for _ in range(_TRIES if streets else 0):
            line, street = self._chance.choice(streets or [])
            point = shapely.line_interpolate_point(shapely.line_merge(line), self._chance.random(), normalized=True)
            if not point.is_empty and shapely.contains_xy(shape, point.x, point.y):
                return point.x, point.y, street
        return None


def _words(row: AtlasPlace) -> str:
    name = Names((("", row.name), *row.names.items()))
    if row.kind != PlaceKind.ALLEY:
        return street_words(StreetAt(name, (), 0.0), "fa")
    parent = Names((("", row.parent.name), *row.parent.names.items())) if row.parent is not None else None
    return street_words(StreetAt(parent, (AlleyName(name, row.number),), 0.0), "fa")
