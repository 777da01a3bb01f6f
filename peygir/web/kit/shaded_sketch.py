"""A small drawing of the districts, each filled by a level from 0 (unknown) to 5; numbers stand in the table beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.city import queries as city
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.sketch import land_of

LEVELS: Final = 5


@dataclass(frozen=True, slots=True)
class ShadedSketch:
    """The values of the template: sizes in the drawing's units, and for each border its SVG path and level."""

    width: int
    height: int
    areas: tuple[tuple[str, int], ...]


def shaded_sketch(levels: Mapping[str, int]) -> ShadedSketch | None:
    """Return the districts filled by the level of their code, 0 for others; None for a city without borders."""
    city_id = current_city().id
    land = land_of(city_id, today(), city.stamp_of(city_id))
    if land is None:
        return None
    areas = tuple((shape, levels.get(code, 0)) for code, shape in zip(land.codes, land.shapes, strict=True))
    return ShadedSketch(land.width, land.height, areas)


def level_of(share: float | None) -> int:
    """Return the level of a share from 0 to 1: 1 below a fifth, 5 from four fifths on; 0 for None."""
    return 0 if share is None else min(LEVELS, int(share * LEVELS) + 1)
