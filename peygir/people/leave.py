"""Who is away on a day, and who is their deputy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, Q, QuerySet

from peygir.people.absence_rules import Away, taker
from peygir.people.models import Absence, Staff
from peygir.people.role_cache import roles_alerted_at
from peygir.people.roles import AlertLevel

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence with its people, and whether it is in force, to come or over on the requested day."""

    absence: Absence
    state: str  # "now", "coming", "over"

    @property
    def is_open(self) -> bool:
        """Whether it can still be cancelled."""
        return self.state != "over"


def in_force(on: date) -> QuerySet[Absence]:
    """The absences in force on a day."""
    return Absence.objects.filter(called_off_at=None, from_on__lte=on, to_on__gte=on)


def not_over(on: date) -> QuerySet[Absence]:
    """The absences in force on a day or later."""
    return Absence.objects.filter(called_off_at=None, to_on__gte=on)


def as_away(row: Absence) -> Away:
    """The row as a plain value for the rules."""
    return Away(row.staff_id, row.deputy_id, row.from_on, row.to_on)


def away_in_unit(unit_id: int, *, on: date) -> dict[int, int | None]:
    """Who of a unit is away on a day, with their deputies; one statement."""
    rows = in_force(on).filter(staff__unit_id=unit_id, staff__is_active=True)
    return dict(rows.values_list("staff_id", "deputy_id"))


def away_among(staff_ids: Iterable[int], *, on: date) -> dict[int, Absence]:
    """Those of the people who are away on a day; one statement."""
    rows = in_force(on).filter(staff_id__in=list(staff_ids)).select_related("deputy")
    return {row.staff_id: row for row in rows}


def absent_days(staff_ids: Iterable[int], *, first: date, last: date) -> frozenset[tuple[int, date]]:
    """(who, day) for every day between two, both included, on which one of these people is away; one statement."""
    rows = Absence.objects.filter(staff_id__in=list(staff_ids), called_off_at=None, from_on__lte=last, to_on__gte=first)
    return frozenset(
        (row.staff_id, row.from_on + timedelta(days=number))
        for row in rows
        for number in range((row.to_on - row.from_on).days + 1)
        if first <= row.from_on + timedelta(days=number) <= last
    )


def taker_of(staff_id: int, *, on: date) -> int | None:
    """Who takes work assigned to a person on a day; None if nobody in the unit can. One statement if they are present.

    While they are away it is their deputy, or a manager of their unit who is present.
    """
    absence = in_force(on).select_related("staff").filter(staff_id=staff_id).first()
    if absence is None:
        return staff_id
    unit_id, deputy_id = absence.staff.unit_id, absence.deputy_id
    if unit_id is None:
        return None
    away = away_in_unit(unit_id, on=on)
    people = list(Staff.objects.filter(unit_id=unit_id, is_active=True).order_by("pk").values_list("pk", "role"))
    present = frozenset(pk for pk, _ in people) - away.keys()
    leading = roles_alerted_at(AlertLevel.MANAGER)
    managers = tuple(pk for pk, role in people if role in leading)
    return taker(staff_id, {staff_id: deputy_id, **away}, present=present, managers=managers)


def desks_of(staff_id: int, *, on: date) -> tuple[int, ...]:
    """Whose cases a person sees on a day: their own, and those of people whose deputy they are; one statement."""
    others = in_force(on).filter(deputy_id=staff_id).order_by("staff_id").values_list("staff_id", flat=True)
    return (staff_id, *others)


def stands_in_for_a(roles: Iterable[str], *, staff_id: int, on: date) -> Exists:
    """A query condition: whether a person is the deputy, on a day, of somebody with one of these roles."""
    return Exists(in_force(on).filter(deputy_id=staff_id, staff__role__in=sorted(roles)))


def absences_of(*, on: date, unit_id: int | None = None, staff_id: int | None = None) -> list[AbsenceLine]:
    """The absences of a unit's people, of one person, or both: in force, to come, then the last past ones."""
    whose = Q(staff_id=staff_id) if staff_id is not None else Q(pk__in=[])
    if unit_id is not None:
        whose |= Q(staff__unit_id=unit_id)
    rows = Absence.objects.filter(whose).select_related("staff", "deputy").order_by("-to_on", "-pk")[:MOST]
    lines = [AbsenceLine(row, _state(row, on)) for row in rows]
    order = {"now": 0, "coming": 1, "over": 2}
    return sorted(lines, key=lambda line: order[line.state])


def _state(row: Absence, on: date) -> str:
    if row.called_off_at is not None or row.to_on < on:
        return "over"
    return "coming" if on < row.from_on else "now"
