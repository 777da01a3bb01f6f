"""The late cases that an actor may see: how many by unit and district, and the worst of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import WORKABLE, CaseState
from peygir.people.rules import Actor

# What waits for others, or for the budget, is no lateness of the work itself.
_AT_WORK: Final = sorted(WORKABLE - {CaseState.WAITING, CaseState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class StandingCount:
    """How many cases of one unit in one district are late now, and how many wait for the budget."""

    unit_id: int | None
    district_id: int | None
    late: int
    scheduled: int


@dataclass(frozen=True, slots=True)
class LateCases:
    """The worst late cases, and the places (latitude, longitude in degrees) of `count` of them that have one."""

    worst: list[Case]
    places: list[tuple[float, float]]
    count: int


def standing_counts(
    actor: Actor, city_id: int, *, now: datetime, district_id: int | None = None
) -> list[StandingCount]:
    """The counts of the actor's scope, or of one district in it; one statement over the open cases."""
    rows = _seen(actor, city_id, district_id).filter(state__in=sorted(WORKABLE))
    counted = rows.values_list("unit_id", "district_id").annotate(
        late=Count("pk", filter=Q(due_at__lt=now, state__in=_AT_WORK)),
        scheduled=Count("pk", filter=Q(state=CaseState.SCHEDULED)),
    )
    return [StandingCount(*row) for row in counted.order_by()]


def worst_late(
    actor: Actor, city_id: int, *, now: datetime, most: int, placed: int, district_id: int | None = None
) -> LateCases:
    """The late cases with the most reporters, of equal ones the longest late first; two statements.

    `most` of them as cases, `placed` (not fewer) as points of a map.
    """
    rows = _seen(actor, city_id, district_id).filter(state__in=_AT_WORK, due_at__lt=now)
    spots = list(rows.order_by("-report_count", "due_at", "pk").values_list("pk", "lat", "lon")[:placed])
    ids = [pk for pk, _lat, _lon in spots[:most]]
    by_id = {case.pk: case for case in Case.objects.filter(pk__in=ids).select_related("topic", "unit")} if ids else {}
    places = [(lat, lon) for _pk, lat, lon in spots if lat is not None and lon is not None]
    return LateCases([by_id[pk] for pk in ids if pk in by_id], places, len(spots))


def _seen(actor: Actor, city_id: int, district_id: int | None) -> Any:
    rows = Case.objects.filter(visible(actor), city_id=city_id, is_confidential=False)
    return rows if district_id is None else rows.filter(district_id=district_id)
