"""The place of a point, a label or a code, and the map of the city."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from peygir.city.city_cache import CityView, Land, in_force_on
from peygir.city.facts import DistrictFacts, LandFacts, NeighbourhoodFacts, Place
from peygir.city.queries.ground import view_of
from peygir.city.queries.topics import plain_names
from peygir.core.persian import normalise


def has_polygons(city_id: int) -> bool:
    """Whether points can be placed; a city with names only has no polygons."""
    return bool(view_of(city_id).drawn)


def place_of(city_id: int, lat: float, lon: float, *, on: date) -> Place | None:
    """The district and neighbourhood of a point on a day; None outside the city."""
    view = view_of(city_id)
    land = view.map_on(on)
    if (small := land.neighbourhoods.find(lon, lat)) is not None:
        return _placed(view, small)
    # Land of a district outside every neighbourhood.
    large = land.districts.find(lon, lat)
    return Place(large.id, large.code, None, "") if large is not None else None


def places_of(city_id: int, points: npt.NDArray[np.float64], *, on: date) -> list[Place | None]:
    """`place_of` for an (n, 2) array of latitudes and longitudes at once; some 2 µs a point."""
    view = view_of(city_id)
    land = view.map_on(on)
    lon_lat = np.asarray(points, dtype=np.float64).reshape(-1, 2)[:, ::-1]
    made = {row.id: _placed(view, row) for row in view.neighbourhoods.values()}
    small = land.neighbourhoods.find_many(lon_lat)
    places = [made[row.id] if row is not None else None for row in small]
    missing = [position for position, place in enumerate(places) if place is None]
    if missing:
        for position, row in zip(missing, land.districts.find_many(lon_lat[missing]), strict=True):
            places[position] = Place(row.id, row.code, None, "") if row is not None else None
    return places


def _placed(view: CityView, row: NeighbourhoodFacts) -> Place:
    return Place(row.district_id, view.districts[row.district_id].code, row.id, row.code)


def place_by_label(city_id: int, label: str, *, on: date) -> Place | None:
    """The place of a label: a neighbourhood's code or name, else a district's."""
    view = view_of(city_id)
    if (small := _named(in_force_on(view.neighbourhoods.values(), on), label)) is not None:
        return _placed(view, small)
    if (large := _named(in_force_on(view.districts.values(), on), label)) is not None:
        return Place(large.id, large.code, None, "")
    return None


def _named(rows: Sequence[Land], label: str) -> Land | None:
    """The row with this code, or else with this name in either language."""
    if (coded := next((row for row in rows if row.code == label), None)) is not None:
        return coded
    if not (wanted := normalise(label)):
        return None  # some rows lack a name in one of the languages
    return next((row for row in rows if wanted in (normalise(row.name_fa), normalise(row.name_en))), None)


def place_of_neighbourhood(city_id: int, neighbourhood_id: int) -> Place | None:
    """The place of a neighbourhood's version."""
    view = view_of(city_id)
    row = view.neighbourhoods.get(neighbourhood_id)
    return _placed(view, row) if row is not None else None


def neighbourhood_names(city_id: int, *, on: date) -> list[tuple[int, str]]:
    """(id, name) of the neighbourhoods in force, as `topic_names`."""
    rows = in_force_on(view_of(city_id).neighbourhoods.values(), on)
    return plain_names((row.id, name) for row in rows for name in (row.name_fa, row.name_en))


def district(city_id: int, district_id: int) -> DistrictFacts | None:
    """A district's version by id."""
    return view_of(city_id).districts.get(district_id)


def neighbourhood(city_id: int, neighbourhood_id: int) -> NeighbourhoodFacts | None:
    """A neighbourhood's version by id."""
    return view_of(city_id).neighbourhoods.get(neighbourhood_id)


def district_code(city_id: int, district_id: int) -> str:
    """The code of a district's version; empty for an unknown one."""
    found = district(city_id, district_id)
    return found.code if found is not None else ""


def districts(city_id: int, *, on: date) -> list[DistrictFacts]:
    """The districts in force, by code."""
    return in_force_on(view_of(city_id).districts.values(), on)


def neighbourhoods(city_id: int, *, on: date) -> list[NeighbourhoodFacts]:
    """The neighbourhoods in force, by code."""
    return in_force_on(view_of(city_id).neighbourhoods.values(), on)


def polygons(city_id: int, *, on: date) -> dict[str, dict[str, Any]]:
    """GeoJSON FeatureCollections of the `districts` and `neighbourhoods` that are drawn and in force on a day."""
    view = view_of(city_id)
    return {
        "districts": _collection(view, view.districts.values(), on, is_district=True),
        "neighbourhoods": _collection(view, view.neighbourhoods.values(), on, is_district=False),
    }


def _collection(view: CityView, rows: Iterable[LandFacts], on: date, *, is_district: bool) -> dict[str, Any]:
    features = []
    for row in in_force_on(rows, on):
        geometry = view.drawn.get((is_district, row.id))
        if geometry is not None:
            properties: dict[str, Any] = {
                "id": row.id,
                "code": row.code,
                "name_fa": row.name_fa,
                "name_en": row.name_en,
                "is_approximate": row.is_approximate,
            }
            if isinstance(row, NeighbourhoodFacts):
                properties["district"] = view.districts[row.district_id].code
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}
