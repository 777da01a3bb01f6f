"""Finds everything that is wrong with a new map of the areas, before a single row is written.

Pure: rows in, faults out; the same checks as for a city's files, and those for values that an edit may not change.
"""

from collections.abc import Mapping

from peygir.city.checks import check_districts
from peygir.city.common_checks import doubles
from peygir.city.land_checks import check_land
from peygir.city.map_editing import DrawnAreas, LandMap
from peygir.city.rows import DISTRICTS, NEIGHBOURHOODS, CityRows, DistrictRow, FileFault, UnitRow
from peygir.core.translation import gettext_lazy as _


def check_drawn(drawn: DrawnAreas, before: LandMap, units: Mapping[str, str]) -> list[FileFault]:
    """Duplicate codes, new districts without a unit, and a district that would get another unit.

    `units` are the codes of the units in force, with their kinds.
    """
    rows = CityRows(
        code="",
        units=tuple(UnitRow(code, kind, code, code) for code, kind in units.items()),
        agencies=None,
        topics=None,
        districts=tuple(drawn.districts),
        neighbourhoods=(),
    )
    faults = [*check_districts(rows), *doubles(NEIGHBOURHOODS, drawn.neighbourhoods)]
    for row in drawn.districts:
        stands = before.districts.get(row.code)
        if stands is not None and row.unit and row.unit != stands.unit:
            faults.append(_other_unit(row, stands.unit))
    return faults


def _other_unit(row: DistrictRow, unit: str) -> FileFault:
    return FileFault(
        DISTRICTS,
        row.row,
        _("district “{code}” belongs to unit “{unit}”, which is not changed here", code=row.code, unit=unit),
    )


def check_map(after: LandMap, centre: tuple[float, float] | None) -> list[FileFault]:
    """Overlaps, gaps, strays and missing polygons of the whole new map; neighbourhoods without a district."""
    districts, places = list(after.districts.values()), list(after.neighbourhoods.values())
    if not districts:
        return [FileFault(DISTRICTS, 0, _("no district is left"))]
    faults = check_land(districts, places, centre)
    for place in places:
        if place.district not in after.districts:
            code = place.district
            reason = _("the district “{code}” is unknown", code=code)
            faults.append(FileFault(NEIGHBOURHOODS, place.row, _("“{code}”: {text}", code=place.code, text=reason)))
    return faults
