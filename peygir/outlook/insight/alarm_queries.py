"""Questions about alarms: the list of a person, one with its cases, and how good past alarms were."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Final

from django.db.models import Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.city import queries as city
from peygir.outlook.insight.alarm_facts import AlarmFacts, AlarmRecord, AlarmWeekFacts
from peygir.outlook.insight.alarm_rules import sees_all_alarms, units_of_alarms
from peygir.outlook.insight.models import Alarm, AlarmCase, AlarmVerdict, AlarmWeek
from peygir.people.rules import Actor

MOST_ALARMS: Final = 100
RECORDED: Final = 500
"""So many of the last alarms tell how good they were."""


def alarms_for(city_id: int, by: Actor, *, is_open: bool = True, most: int = MOST_ALARMS) -> list[AlarmFacts]:
    """The alarms that somebody sees, the latest first: those without a verdict, or with one. One statement.

    Who leads a unit sees its own, a deputy those of what stands under it, the centre, the inspectorate and the mayor's
    desk all.
    """
    rows = _seen_by(by, city_id).filter(verdict__isnull=is_open)
    return [_facts(row) for row in rows.order_by("-raised_at", "p_value", "pk")[:most]]


def alarm_of(alarm_id: int, city_id: int, by: Actor) -> AlarmFacts | None:
    """An alarm that somebody sees; None for any other. One statement."""
    row = _seen_by(by, city_id).filter(pk=alarm_id).first()
    return _facts(row) if row is not None else None


def alarms_by_id(ids: Iterable[int]) -> dict[int, AlarmFacts]:
    """These alarms by their ids, whoever asks: for notices, which are each person's own. One statement."""
    rows = Alarm.objects.filter(pk__in=list(ids)).select_related("verdict")
    return {row.pk: _facts(row) for row in rows}


def cases_of_alarm(alarm_id: int, by: Actor) -> tuple[list[str], int]:
    """The codes of those cases of an alarm that somebody may see, the latest first, and how many it has in all."""
    ids = list(AlarmCase.objects.filter(alarm_id=alarm_id).values_list("case_id", flat=True))
    rows = Case.objects.filter(visible(by), pk__in=ids).order_by("-opened_at", "-pk")
    return list(rows.values_list("code", flat=True)), len(ids)


def places_of_alarm(alarm_id: int, by: Actor) -> list[tuple[float, float]]:
    """The places (latitude, longitude in degrees) of those of its cases that somebody may see; one statement."""
    ids = AlarmCase.objects.filter(alarm_id=alarm_id).values("case_id")
    rows = Case.objects.filter(visible(by), pk__in=ids, lat__isnull=False)
    return [(lat, lon) for lat, lon in rows.values_list("lat", "lon") if lat is not None and lon is not None]


def alarm_record(city_id: int) -> AlarmRecord:
    """How good the last RECORDED alarms of a city were; three statements."""
    alarms = Alarm.objects.filter(city_id=city_id).order_by("-raised_at", "-pk")
    rows = list(alarms.values_list("raised_at", "first_on", "verdict__answer", "verdict__known_on")[:RECORDED])
    answers = Counter(answer or "open" for _raised_at, _first_on, answer, _known_on in rows)
    to_alarm: list[int] = []
    ahead: list[int] = []
    for raised_at, first_on, answer, known_on in rows:
        if answer == "real":
            raised_on = city.day_of(city_id, raised_at)
            to_alarm.append((raised_on - first_on).days)
            if known_on is not None:
                ahead.append((known_on - raised_on).days)
    examined = AlarmWeek.objects.filter(city_id=city_id).order_by("-first_on").values_list("first_on", flat=True)
    return AlarmRecord(
        answers=dict(answers),
        days_to_alarm=float(median(to_alarm)) if to_alarm else None,
        first_to_tell=len(to_alarm) - len(ahead),
        days_ahead=float(median(ahead)) if ahead else None,
        examined_on=examined.first(),
    )


def open_alarms(city_id: int, by: Actor) -> int:
    """How many alarms that somebody sees wait for a verdict; one statement."""
    return _seen_by(by, city_id).filter(verdict__isnull=True).count()


def _seen_by(by: Actor, city_id: int) -> QuerySet[Alarm]:
    rows = Alarm.objects.filter(city_id=city_id).select_related("verdict")
    return rows if sees_all_alarms(by) else rows.filter(Q(unit_id__in=units_of_alarms(by)))


def _facts(row: Alarm) -> AlarmFacts:
    verdict: AlarmVerdict | None = getattr(row, "verdict", None)
    return AlarmFacts(
        id=row.pk,
        method=row.method,
        topic_code=row.topic_code,
        group_code=row.group_code,
        district_code=row.district_code,
        neighbourhood_codes=tuple(row.neighbourhood_codes),
        raised_at=row.raised_at,
        first_on=row.first_on,
        last_on=row.last_on,
        observed=row.observed,
        expected=row.expected,
        q_value=row.q_value,
        baseline=row.baseline,
        opinions=tuple(row.opinions),
        series=[AlarmWeekFacts(date.fromisoformat(day), count, expected) for day, count, expected in row.series],
        unit_id=row.unit_id,
        is_urgent=row.is_urgent,
        state=row.state,
        answer=verdict.answer if verdict is not None else "open",
        known_on=verdict.known_on if verdict is not None else None,
        answered_by_id=verdict.by_id if verdict is not None else None,
        answered_at=verdict.at if verdict is not None else None,
    )
