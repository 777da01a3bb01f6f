"""Reads the roster (operators, shifts, a week of duties, presence per half-hour), the service goal, and rainy days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from peygir.centre.workforce.goal_rules import Goal
from peygir.centre.workforce.models import CallGoal, Duty, RainDay, RosterWeek, Shift
from peygir.centre.workforce.roster_rules import ShiftHours, days_of_week, short_rests, there
from peygir.city import queries as city
from peygir.people.models import Staff
from peygir.people.permissions import Permission
from peygir.people.queries import absent_days, staff_of_unit
from peygir.people.role_cache import roles_that_may

GOAL_COLUMNS: Final = tuple(Goal.__slots__)


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """One shift as pages show it."""

    id: int
    name_fa: str
    name_en: str
    span: ShiftHours
    from_on: date
    to_on: date | None

    def holds(self, on: date) -> bool:
        """Whether the shift may get new duties on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A week of the roster: who, which days, who is away, and who rests too little."""

    first_on: date
    version: int
    people: tuple[Staff, ...]
    duties: dict[tuple[int, date], int]
    away: frozenset[tuple[int, date]]
    tired: frozenset[tuple[int, date]]

    @property
    def days(self) -> tuple[date, ...]:
        """Saturday to Friday."""
        return days_of_week(self.first_on)


def crew(city_id: int) -> list[Staff]:
    """The operators of the centre whose accounts are open."""
    roles = roles_that_may(Permission.WORK_AT_CENTRE) - roles_that_may(Permission.LEAD_CENTRE)
    return [person for person in staff_of_unit(city.centre_of(city_id).id) if person.role in roles]


def away_on(city_id: int, first: date, last: date) -> frozenset[tuple[int, date]]:
    """(who, day) of the operators' absences between two days, both included."""
    return absent_days((one.pk for one in crew(city_id)), first=first, last=last)


def shifts(city_id: int, *, on: date | None = None) -> list[ShiftFacts]:
    """All shifts, or those that may get duties on a day or later; by their beginning."""
    rows = Shift.objects.filter(city_id=city_id).order_by("begins", "ends", "pk")
    if on is not None:
        rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    return [
        ShiftFacts(row.pk, row.name_fa, row.name_en, ShiftHours(row.begins, row.ends), row.from_on, row.to_on)
        for row in rows
    ]


def week(city_id: int, first_on: date) -> RosterTable:
    """The week's roster; people who have left since are included if they have duties in it."""
    row = RosterWeek.objects.filter(city_id=city_id, first_on=first_on).first()
    duties_around = _duties(city_id, first_on - timedelta(days=1), first_on + timedelta(days=6))
    duties = {(one.staff_id, one.on): one.shift_id for one in duties_around if one.on >= first_on}
    people = crew(city_id)
    known = {one.pk for one in people}
    gone = Staff.objects.filter(pk__in={staff_id for staff_id, _ in duties} - known).order_by("name_fa")
    return RosterTable(
        first_on,
        row.event_count if row else 0,
        (*people, *gone),
        duties,
        away_on(city_id, first_on, first_on + timedelta(days=6)),
        frozenset(_tired(duties_around)),
    )


def own_duties(city_id: int, staff_id: int, *, first: date, last: date) -> dict[date, ShiftFacts]:
    """One person's duties between two days, both included."""
    known = {one.id: one for one in shifts(city_id)}
    return {one.on: known[one.shift_id] for one in _duties(city_id, first, last) if one.staff_id == staff_id}


def present(city_id: int, days: Iterable[date]) -> dict[date, list[int]]:
    """How many operators are on duty in each half-hour of these days, without those who are away."""
    sorted_days = sorted(days)
    first, last = sorted_days[0] - timedelta(days=1), sorted_days[-1]
    away, spans = away_on(city_id, first, last), {one.id: one.span for one in shifts(city_id)}
    by_day: dict[date, list[ShiftHours]] = {}
    for one in _duties(city_id, first, last):
        if (one.staff_id, one.on) not in away:
            by_day.setdefault(one.on, []).append(spans[one.shift_id])
    return {on: there(by_day.get(on, ()), by_day.get(on - timedelta(days=1), ())) for on in sorted_days}


def goal_at(city_id: int, at: datetime) -> Goal:
    """Return the goal in force; the default until the centre has set its own."""
    row = CallGoal.objects.filter(city_id=city_id, from_at__lte=at).order_by("-from_at").values(*GOAL_COLUMNS).first()
    return Goal(**row) if row else Goal()


def is_rainy(city_id: int, on: date) -> bool:
    """Whether the centre has marked a day as rainy."""
    return RainDay.objects.filter(city_id=city_id, on=on, is_rainy=True).exists()


def _duties(city_id: int, first: date, last: date) -> list[Duty]:
    return list(Duty.objects.filter(week__city_id=city_id, on__gte=first, on__lte=last).order_by("on", "staff_id"))


def _tired(duties: Iterable[Duty]) -> Iterable[tuple[int, date]]:
    spans = {row.pk: ShiftHours(row.begins, row.ends) for row in Shift.objects.all()}
    by_person: dict[int, list[tuple[date, ShiftHours]]] = {}
    for one in duties:
        by_person.setdefault(one.staff_id, []).append((one.on, spans[one.shift_id]))
    return ((staff_id, on) for staff_id, own in by_person.items() for on in short_rests(own))
