"""Workload: a unit's cases by person and topic, and its weekly arrivals and completions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from typing import Any, Final

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from peygir.cases.models import Case
from peygir.cases.narrowing import Span, finishing_moves
from peygir.cases.seeing import visible
from peygir.cases.states import WORKABLE, CaseState
from peygir.people.rules import Actor

HOURS: Final = 24
_SATURDAY: Final = 6  # as ISO counts weekdays, from Monday on


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of workable cases: all, late, due on two days, returned and reopened."""

    to_do: int = 0
    late: int = 0
    tomorrow: int = 0
    next_day: int = 0
    returned: int = 0
    reopened: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))


@dataclass(frozen=True, slots=True)
class TopicTally:
    """The tally of one person's cases of one topic in one unit."""

    unit_id: int | None
    assignee_id: int | None
    topic_id: int | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class UnitWeek:
    """One week of a unit: the cases it received, and those that its people finished."""

    span: Span
    received: int
    finished: int


def load_of(
    actor: Actor, city_id: int, unit_ids: Iterable[int], *, now: datetime, tomorrow: Span, next_day: Span
) -> list[TopicTally]:
    """The workload of these units, as far as the actor may see it; one statement, by the index of inboxes."""
    rows = (
        _of_units(actor, city_id, unit_ids)
        .filter(state__in=sorted(WORKABLE))
        .values_list("unit_id", "assignee_id", "topic_id")
        .annotate(
            to_do=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            tomorrow=Count("pk", filter=Q(due_at__gte=tomorrow[0], due_at__lt=tomorrow[1])),
            next_day=Count("pk", filter=Q(due_at__gte=next_day[0], due_at__lt=next_day[1])),
            returned=Count("pk", filter=Q(return_count__gt=0)),
            reopened=Count("pk", filter=Q(state=CaseState.REOPENED)),
        )
        .order_by()
    )
    return [TopicTally(row[0], row[1], row[2], Tally(*row[3:])) for row in rows]


def tallies(parts: Iterable[TopicTally], key: Callable[[TopicTally], int | None]) -> dict[int | None, Tally]:
    """The parts summed by a key, the most late first, then the most to do."""
    tally_by_person: dict[int | None, Tally] = {}
    for part in parts:
        tally_by_person[key(part)] = tally_by_person.get(key(part), Tally()) + part.tally
    return dict(sorted(tally_by_person.items(), key=lambda item: (-item[1].late, -item[1].to_do, item[0] or 0)))


def weeks_of(
    actor: Actor, city_id: int, unit_ids: Iterable[int], spans: Sequence[Span], *, by: tuple[str, ...]
) -> list[UnitWeek]:
    """Cases that came to these units and those that their people (`by`) finished in each span, oldest first; two
    statements.
    """
    first, last = spans[0][0], spans[-1][1]
    seen = _of_units(actor, city_id, unit_ids)
    came: dict[str, Any] = {
        f"week_{number}": Count("pk", filter=Q(opened_at__gte=span[0], opened_at__lt=span[1]))
        for number, span in enumerate(spans)
    }
    went: dict[str, Any] = {
        f"week_{number}": Count("file_id", distinct=True, filter=Q(at__gte=span[0], at__lt=span[1]))
        for number, span in enumerate(spans)
    }
    received = seen.filter(opened_at__gte=first, opened_at__lt=last).aggregate(**came)
    # Over the few events of these people, not over their cases: each week would look its events up again.
    moves = finishing_moves((first, last), by=by).filter(file_id__in=seen.values("pk"))
    finished = moves.aggregate(**went) if by else {}
    return [
        UnitWeek(span, received[f"week_{number}"], finished.get(f"week_{number}", 0))
        for number, span in enumerate(spans)
    ]


def arrivals_of(
    actor: Actor, city_id: int, unit_ids: Iterable[int], span: Span, *, zone: tzinfo
) -> tuple[tuple[int, ...], ...]:
    """Cases of these units opened by weekday (rows, from Saturday) and hour (columns) in the city's time; one
    statement.
    """
    rows = (
        _of_units(actor, city_id, unit_ids)
        .filter(opened_at__gte=span[0], opened_at__lt=span[1])
        .annotate(weekday=ExtractIsoWeekDay("opened_at", tzinfo=zone), hour=ExtractHour("opened_at", tzinfo=zone))
        .values_list("weekday", "hour")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = {((weekday - _SATURDAY) % 7, hour): count for weekday, hour, count in rows}
    return tuple(tuple(found.get((day, hour), 0) for hour in range(HOURS)) for day in range(7))


def _of_units(actor: Actor, city_id: int, unit_ids: Iterable[int]) -> Any:
    return Case.objects.filter(visible(actor), city_id=city_id, unit_id__in=sorted(unit_ids))
