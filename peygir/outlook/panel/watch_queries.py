"""What a member watches, with counts and lists of its public cases, and what is new since the member's last visit.

All is told by days: who asks again within a day learns nothing of the hour at which something was reported.
"""

from datetime import date
from typing import Final

from django.db.models import Count, Q

from peygir.cases.models import Case
from peygir.cases.public import shown
from peygir.cases.states import WORKABLE, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import start_of_day
from peygir.outlook.panel.facts import WatchedCase, WatchFacts
from peygir.outlook.panel.models import PanelMember, PanelWatch
from peygir.outlook.panel.states import WatchKind
from peygir.outlook.panel.term_queries import label_of
from peygir.outlook.planning.models import ProblemCase

AREA: Final = "area"
"""The kind of a neighbourhood, which is stored as a place."""
MOST_LISTED: Final = 200
LISTS: Final = ("open", "late", "new")
_THINGS: Final = ("unit", "topic", "district", "neighbourhood", "programme")
_OPEN: Final = Q(state__in=sorted(WORKABLE | {CaseState.REFERRED_OUT}))


def last_visit_of(member_id: int) -> date | None:
    """Return the day before today on which a member last opened the own desk; None for never."""
    return PanelMember.objects.filter(pk=member_id).values_list("visited_before_on", flat=True).first()


def watches_of(city_id: int, member_id: int) -> list[WatchFacts]:
    """Return what a member watches, the newest first, with its public cases; one statement or two for each."""
    rows = PanelWatch.objects.filter(member_id=member_id).select_related(*_THINGS, "programme__problem")
    since = last_visit_of(member_id)
    return [_watch(city_id, row, since) for row in rows.order_by("-at", "-pk")]


def watch_of(city_id: int, member_id: int, watch_id: int) -> WatchFacts | None:
    """Return one thing that a member watches; None for a number that is none of this member's."""
    return next((row for row in watches_of(city_id, member_id) if row.id == watch_id), None)


def watched_cases(city_id: int, member_id: int, watch_id: int, *, which: str) -> list[WatchedCase]:
    """Return the public cases of a watched thing, the newest day first: `which` is one of LISTS. At most 200."""
    row = PanelWatch.objects.filter(pk=watch_id, member_id=member_id).select_related("programme__problem").first()
    condition = _cases_of(row) if row is not None else None
    if condition is None:
        return []
    since = last_visit_of(member_id)
    wanted = {"open": _OPEN, "late": _late(city_id), "new": _new(city_id, since)}[which]
    rows = Case.objects.filter(condition, wanted, shown(city_id), city_id=city_id).order_by("-opened_at", "code")
    today = city.day_of(city_id, clock.now())
    columns = ("code", "state", "topic_id", "neighbourhood_id", "unit_id", "opened_at", "due_at")
    cases = []
    for code, state, topic_id, area_id, unit_id, opened_at, due_at in rows.values_list(*columns)[:MOST_LISTED]:
        topic, unit = city.topic(city_id, topic_id), city.unit(unit_id) if unit_id is not None else None
        area = city.neighbourhood(city_id, area_id) if area_id is not None else None
        opened_on = city.day_of(city_id, opened_at)
        is_open = state in WORKABLE - {CaseState.WAITING}
        cases.append(
            WatchedCase(
                code=code,
                state=state,
                topic=city.names_of(topic) if topic is not None else None,
                neighbourhood=city.names_of(area) if area is not None else None,
                unit=city.names_of(unit) if unit is not None else None,
                opened_on=opened_on,
                is_late=is_open and due_at is not None and city.day_of(city_id, due_at) < today,
                is_new=since is not None and opened_on >= since,
            )
        )
    return sorted(cases, key=lambda case: (-case.opened_on.toordinal(), case.code))


def _watch(city_id: int, row: PanelWatch, since: date | None) -> WatchFacts:
    area = row.neighbourhood or row.district
    condition = _cases_of(row)
    counts: dict[str, int | None] = dict.fromkeys(LISTS)
    if condition is not None:
        rows = Case.objects.filter(condition, shown(city_id), city_id=city_id)
        counts |= rows.aggregate(
            open=Count("pk", filter=_OPEN),
            late=Count("pk", filter=_late(city_id)),
            new=Count("pk", filter=_new(city_id, since)),
        )
    return WatchFacts(
        id=row.pk,
        kind=AREA if row.neighbourhood is not None else row.kind,
        thing_id=row.neighbourhood_id or row.unit_id or row.topic_id or row.district_id or row.programme_id or 0,
        code=area.code if area is not None else "",
        label=label_of(row),
        **counts,
    )


def _cases_of(row: PanelWatch) -> Q | None:
    """Which cases a watched thing is about; None for a programme whose problem, and so whose cases, are not public."""
    if row.kind == WatchKind.PROGRAMME:
        programme = row.programme
        if programme is None or not (programme.is_public and programme.problem.is_public):
            return None
        linked = ProblemCase.objects.filter(problem_id=programme.problem_id, left_at=None)
        return Q(pk__in=linked.values("case"))
    if row.neighbourhood_id is not None:
        return Q(neighbourhood_id=row.neighbourhood_id)
    things = {"unit_id": row.unit_id, "topic_id": row.topic_id, "district_id": row.district_id}
    return Q(**{column: value for column, value in things.items() if value is not None})


def _late(city_id: int) -> Q:
    """Whose promised day is over, and not paused."""
    today = city.day_of(city_id, clock.now())
    start = start_of_day(today, city.city_by_id(city_id).time_zone)
    return Q(state__in=sorted(WORKABLE - {CaseState.WAITING}), due_at__lt=start)


def _new(city_id: int, since: date | None) -> Q:
    """Those opened since a day, that day as well; none without a day."""
    if since is None:
        return Q(pk=None)
    return Q(opened_at__gte=start_of_day(since, city.city_by_id(city_id).time_zone))
