"""Effects of merging or splitting a unit: its open cases by part with examples, ownership entries, and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import OPEN
from peygir.city import queries as city
from peygir.desks.routing.models import Reorganisation
from peygir.desks.routing.reorganising_rules import UnitPart, part_for
from peygir.people.rules import Actor

EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Going:
    """What moves to one unit (None: what stays): number of open cases, some codes, number of ownership entries."""

    to_unit_id: int | None
    cases: int
    examples: list[str]
    places: int


def parts_of(plan: Reorganisation) -> list[UnitPart]:
    """A plan's parts as the rules read them."""
    return [UnitPart(one["to"], tuple(one["districts"]), tuple(one["groups"])) for one in plan.parts]


def fitting(parts: Sequence[UnitPart]) -> Q:
    """The cases that any part includes, as a filter equivalent to `part_for`."""
    condition = Q(pk__in=[])
    for part in parts:
        wish = Q(pk__isnull=False)
        if part.districts:
            wish &= Q(district__code__in=part.districts)
        if part.groups:
            wish &= Q(topic__group_code__in=part.groups)
        condition |= wish
    return condition


def case_fits(case: Case, parts: Sequence[UnitPart]) -> UnitPart | None:
    """The part that a case belongs to, None for one that stays."""
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    district = city.district_code(case.city_id, case.district_id) if case.district_id else ""
    return part_for(parts, district, topic.group_code if topic is not None else "")


def owned_places(city_id: int, unit_id: int, *, on: date) -> list[tuple[str, str, str]]:
    """(topic code, district code, group) of a unit's entries in the ownership table on a day."""
    rows = []
    for row in city.owners(city_id, on=on):
        topic = city.topic(city_id, row.topic_id)
        if row.unit_id == unit_id and topic is not None and topic.is_open:
            rows.append((topic.code, row.district_code, topic.group_code))
    return rows


def preview(by: Actor, city_id: int, unit_id: int, parts: Sequence[UnitPart], *, on: date) -> list[Going]:
    """What each part would take, in order, and last what stays; two statements for each."""
    places = [part_for(parts, district, group) for _topic, district, group in owned_places(city_id, unit_id, on=on)]
    seen = Case.objects.filter(visible(by), city_id=city_id, unit_id=unit_id, state__in=sorted(OPEN))
    rows, before = [], Q(pk__in=[])
    for part in parts:
        here = seen.filter(fitting([part])).exclude(before)
        rows.append(_going(part.to_unit_id, here, sum(1 for one in places if one is part)))
        before |= fitting([part])
    return [*rows, _going(None, seen.exclude(before), sum(1 for one in places if one is None))]


def _going(to_unit_id: int | None, rows: Any, places: int) -> Going:
    return Going(to_unit_id, rows.count(), list(rows.order_by("pk").values_list("code", flat=True)[:EXAMPLES]), places)


def reorganisations(city_id: int) -> list[Reorganisation]:
    """The reorganisations of a city, the newest first."""
    return list(Reorganisation.objects.filter(city_id=city_id).select_related("unit").order_by("-pk")[:50])


def next_reorganisation_at() -> datetime | None:
    """The beginning of the earliest day on which something is to move; past while it runs, None where nothing is
    planned.
    """
    row = Reorganisation.objects.filter(ended_at=None).order_by("from_on").first()
    if row is None:
        return None
    return datetime.combine(row.from_on, time(), ZoneInfo(city.city_by_id(row.city_id).time_zone)).astimezone(UTC)
