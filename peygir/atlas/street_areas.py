"""Which neighbourhoods a street runs through, by its simplified line."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from peygir.atlas.models import AtlasPlace
from peygir.city import queries as city

_STEP: Final = 0.0005
"""Degrees from one point that is looked up to the next, some 50 m."""
_MOST_POINTS: Final = 200
_FEWEST_SHARE: Final = 0.03  # of a street's points; less only touches a border


def codes_along(city_id: int, street_ids: Collection[int], *, on: date) -> dict[int, tuple[str, ...]]:
    """The codes of the neighbourhoods that each street runs through on a day, the longest part first.

    A street without a line, or outside the neighbourhoods, is left out. One statement; some 2 µs for each point.
    """
    if not street_ids:
        return {}
    rows = AtlasPlace.objects.filter(pk__in=street_ids, line__isnull=False).values_list("pk", "line")
    points = {pk: _points(shapely.geometry.shape(line)) for pk, line in rows}
    if not points:
        return {}
    places = iter(city.places_of(city_id, np.concatenate(list(points.values())), on=on))
    codes_by_street = {}
    for pk, of_street in points.items():
        codes = [place.neighbourhood_code if place is not None else "" for place in islice(places, len(of_street))]
        counts = Counter(code for code in codes if code).most_common()
        if through := tuple(code for code, count in counts if count >= _FEWEST_SHARE * len(codes)):
            codes_by_street[pk] = through
    return codes_by_street


def _points(line: shapely.Geometry) -> npt.NDArray[np.float64]:
    """Latitudes and longitudes along a line, evenly apart."""
    corners: npt.NDArray[np.float64] = shapely.get_coordinates(shapely.segmentize(line, _STEP))[:, ::-1]
    return corners[:: -(-len(corners) // _MOST_POINTS)]
