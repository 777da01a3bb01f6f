"""The map of the areas on a day, and the proposed map of a drawing with its faults."""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np

from peygir.city.area_changes import AreaChange, Transfer, area_changes, transfers
from peygir.city.area_checks import check_drawn, check_map
from peygir.city.area_reading import read_areas
from peygir.city.city_cache import in_force_on
from peygir.city.desk_rules import DESK
from peygir.city.facts import LandFacts
from peygir.city.map_editing import DrawnAreas, LandMap, land_map, redrawn
from peygir.city.queries.ground import view_of
from peygir.city.rows import DistrictRow, FileFault, NeighbourhoodRow
from peygir.core.geometry import PolygonIndex, read_polygon


@dataclass(frozen=True, slots=True)
class MapProposal:
    """A new map, its changes, and every fault (with any fault it is refused as a whole).

    `seen` is the stamp of the map that it was computed from; it differs once that map changes.
    """

    before: LandMap
    after: LandMap
    changes: list[AreaChange]
    transfers: list[Transfer]
    faults: list[FileFault]
    seen: str


def standing_land(city_id: int, *, on: date) -> LandMap:
    """The areas in force on a day as rows, from memory."""
    view = view_of(city_id)
    districts, places = [], []
    for row in in_force_on(view.districts.values(), on):
        drawn = view.drawn.get((True, row.id))
        shape = read_polygon(drawn) if drawn is not None else None
        districts.append(
            DistrictRow(
                row.code,
                row.name_fa,
                row.name_en,
                view.units[row.unit_id].code,
                drawn,
                shape,
                is_approximate=row.is_approximate,
            )
        )
    for small in in_force_on(view.neighbourhoods.values(), on):
        drawn = view.drawn.get((False, small.id))
        shape = read_polygon(drawn) if drawn is not None else None
        places.append(
            NeighbourhoodRow(
                small.code,
                small.name_fa,
                view.districts[small.district_id].code,
                small.name_en,
                drawn,
                shape,
                is_approximate=small.is_approximate,
            )
        )
    return land_map(districts, places)


def decided_land(city_id: int) -> LandMap | None:
    """The open-ended map, if any of it was edited in the product; else None."""
    view = view_of(city_id)
    rows: list[LandFacts] = [*view.districts.values(), *view.neighbourhoods.values()]
    open_rows = [row for row in rows if row.valid_to is None]
    if not any(row.source == DESK for row in open_rows):
        return None
    return standing_land(city_id, on=max(row.valid_from for row in open_rows))


def land_stamp(city_id: int, *, on: date) -> str:
    """A short stamp of the map in force on a day."""
    view = view_of(city_id)
    ids = [
        *(f"d{row.id}" for row in in_force_on(view.districts.values(), on)),
        *(f"n{row.id}" for row in in_force_on(view.neighbourhoods.values(), on)),
    ]
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]


def later_map_day(city_id: int, *, on: date) -> date | None:
    """The day of the last planned change of the map after `on`; None if there is none."""
    view = view_of(city_id)
    rows: list[LandFacts] = [*view.districts.values(), *view.neighbourhoods.values()]
    days = [
        day
        for row in rows
        if row.valid_from != row.valid_to
        for day in (row.valid_from, row.valid_to)
        if day is not None and day > on
    ]
    return max(days, default=None)


def proposed(city_id: int, text: str, *, is_whole: bool, gives_way: bool, on: date) -> MapProposal:
    """Apply the areas in a GeoJSON text to the map in force on a day; faults are returned, not raised."""
    view, before = view_of(city_id), standing_land(city_id, on=on)
    districts, places, faults = read_areas(text, before)
    drawn = DrawnAreas(districts, places, is_whole=is_whole, gives_way=gives_way)
    seen = land_stamp(city_id, on=on)
    if not faults:
        units = {unit.code: unit.kind for unit in view.units.values() if unit.is_open}
        faults = check_drawn(drawn, before, units)
    if faults:
        return MapProposal(before, before, [], [], sorted(set(faults)), seen)
    after = redrawn(before, drawn)
    centre = (view.city.centre_lat, view.city.centre_lon)
    faults = sorted(set(check_map(after, centre if any(centre) else None)))
    return MapProposal(before, after, area_changes(before, after), transfers(before, after), faults, seen)


def districts_of(land: LandMap, lon_lat: list[tuple[float, float]]) -> list[str]:
    """The code of the district at each point (longitude, latitude); empty where there is none."""
    rows = sorted(land.districts.items())
    index = PolygonIndex([(code, row.shape) for code, row in rows if row.shape is not None])
    return [code or "" for code in index.find_many(np.array(lon_lat, dtype=np.float64).reshape(-1, 2))]
