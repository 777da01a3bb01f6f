"""Stores an alarm with its cases and its owner, follows it from week to week, and ends it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.history.actions import record
from peygir.history.kinds.insight import AlarmContinued, AlarmEnded, AlarmRaised
from peygir.outlook.insight.counting import cases_counted
from peygir.outlook.insight.findings import AlarmFinding, last_day_of
from peygir.outlook.insight.models import Alarm, AlarmCase
from peygir.outlook.insight.words import AlarmState
from peygir.people.rules import CLOCK

CountedCase = tuple[int, int | None, str]
"""The id of a case, its unit and its urgency."""


def raise_alarm(city_id: int, finding: AlarmFinding, week: date, *, now: datetime) -> Alarm:
    """Store a finding of a week as an alarm with its cases; its event lets people be told."""
    counted = cases_counted(city_id, finding, week)
    row = Alarm(
        city_id=city_id,
        method=finding.method.value,
        topic_code=finding.topic_code,
        group_code=finding.group_code,
        district_code=finding.district_code,
        raised_week=week,
        raised_at=now,
        first_on=finding.first_on(week),
        p_value=finding.p_value,
        q_value=finding.q_value,
        unit_id=_owner(city_id, finding, counted, last_day_of(week)),
        is_urgent=_is_urgent(counted),
        **_numbers(finding, week),
    )
    row.save(force_insert=True)
    _link(row, counted)
    subject: dict[str, Any] = {"topic": finding.topic_code} if finding.topic_code else {}
    subject |= {"district": finding.district_code} if finding.district_code else {}
    subject |= {"unit": row.unit_id} if row.unit_id is not None else {}
    event = AlarmRaised(
        method=row.method,
        group=row.group_code,
        areas=list(row.neighbourhood_codes),
        week=week.isoformat(),
        weeks=finding.weeks,
        observed=row.observed,
        expected=format(row.expected, "f"),
        price=f"{row.q_value:.6f}",
        urgent=row.is_urgent,
        **subject,
    )
    record(row, event, by=str(CLOCK), at=now)
    return row


def continue_alarm(row: Alarm, finding: AlarmFinding, week: date, *, now: datetime) -> None:
    """Bring an alarm up to a later week: its numbers, its series, and the cases that came; nobody is told again.

    The day on which the rise began stays; so do the probability and the price with which it was raised.
    """
    before = set(AlarmCase.objects.filter(alarm=row).values_list("case_id", flat=True))
    counted = [case for case in cases_counted(row.city_id, finding, week) if case[0] not in before]
    numbers = _numbers(finding, week)
    for name, value in numbers.items():
        setattr(row, name, value)
    _link(row, counted)
    event = AlarmContinued(
        week=week.isoformat(), observed=row.observed, expected=format(row.expected, "f"), cases=len(counted)
    )
    record(row, event, by=str(CLOCK), at=now, write=list(numbers))


def end_alarm(row: Alarm, week: date, *, now: datetime) -> None:
    """Say of an alarm that a week (its first day) was as expected again."""
    row.state = AlarmState.OVER.value
    record(row, AlarmEnded(week=week.isoformat()), by=str(CLOCK), at=now, write=["state"])


def _numbers(finding: AlarmFinding, week: date) -> dict[str, Any]:
    return {
        "neighbourhood_codes": list(finding.neighbourhood_codes),
        "last_on": last_day_of(week),
        "observed": finding.observed,
        "expected": Decimal(str(round(finding.expected, 4))),
        "baseline": finding.baseline.value,
        "opinions": [opinion.value for opinion in finding.opinions],
        "series": [list(one) for one in finding.series],
    }


def _link(row: Alarm, counted: Sequence[CountedCase]) -> None:
    AlarmCase.objects.bulk_create([AlarmCase(alarm=row, case_id=case_id) for case_id, _unit, _urgency in counted])


def _is_urgent(counted: Sequence[CountedCase]) -> bool:
    urgent = sum(urgency == Urgency.URGENT for _id, _unit, urgency in counted)
    return bool(counted) and 2 * urgent >= len(counted)


def _owner(city_id: int, finding: AlarmFinding, counted: Sequence[CountedCase], on: date) -> int | None:
    """Return who owns the topic in the district; of neighbourhoods, the unit that has most of the cases."""
    topic = city.topic_by_code(city_id, finding.topic_code) if finding.topic_code else None
    owner = city.owner_of(topic.id, finding.district_code, on=on) if topic is not None else None
    if owner is not None and owner.unit_id is not None:
        return owner.unit_id
    units = Counter(unit_id for _id, unit_id, _urgency in counted if unit_id is not None)
    return units.most_common(1)[0][0] if units else None
