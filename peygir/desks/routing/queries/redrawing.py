"""Effects of a new district map on open cases: where they would lie, and who would own them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import shapely

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import OPEN
from peygir.city import queries as city
from peygir.city.area_changes import Transfer
from peygir.people.rules import Actor

EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Lying:
    """Open cases on land that changes its district: how many, how many would get another owner, some codes."""

    cases: int
    other_owner: int
    examples: list[str]


def lying_on(by: Actor, city_id: int, land: Sequence[Transfer], *, on: date) -> list[Lying]:
    """For each piece of land, the open cases on it that the actor may see; one statement."""
    if not land:
        return []
    shapes = [one.shape for one in land]
    west, south, east, north = shapely.total_bounds(shapes)
    rows = (
        Case.objects.filter(
            visible(by),
            city_id=city_id,
            state__in=sorted(OPEN),
            lat__gte=south,
            lat__lte=north,
            lon__gte=west,
            lon__lte=east,
        )
        .order_by("pk")
        .values_list("code", "topic_id", "lat", "lon", "district__code")
    )
    tree = shapely.STRtree(shapes)
    codes_by_place: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
    for code, topic_id, lat, lon, own in rows:
        for place in tree.query(shapely.Point(lon, lat), predicate="intersects"):
            # A case that an earlier change left in another district is not affected.
            if (own or "") == land[place].from_code:
                is_other = _owner(topic_id, land[place].from_code, on) != _owner(topic_id, land[place].to_code, on)
                codes_by_place[int(place)].append((code, is_other))
    return [
        Lying(len(rows), sum(is_other for _code, is_other in rows), [code for code, _is_other in rows[:EXAMPLES]])
        for rows in (codes_by_place[place] for place in range(len(land)))
    ]


def _owner(topic_id: int | None, district_code: str, on: date) -> tuple[int | None, int | None]:
    row = city.owner_of(topic_id, district_code, on=on) if topic_id is not None else None
    return (row.unit_id, row.agency_id) if row is not None else (None, None)
