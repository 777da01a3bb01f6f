"""Writes the roster: shifts, who works which shift on which day of a week, and a week copied from the one before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time, timedelta

from django.db import transaction

from peygir.centre.workforce.models import Duty, RosterWeek, Shift
from peygir.centre.workforce.queries import away_on, crew
from peygir.centre.workforce.roster_rules import days_of_week, first_of_week, is_on_the_half_hour
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.centre import RosterChanged, ShiftEnded, ShiftKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre

Cell = tuple[int, date]  # staff id, day


class RosterHasChanged(Conflict):
    """A colleague changed the same week meanwhile."""

    message = _("A colleague has changed this week meanwhile; what you wrote is still below. Check it and save again.")


class RosterIsWrong(Invalid):
    """The person is no operator, the day is outside the week, or the shift is not in force on that day."""

    message = _("This roster cannot be read: it names a shift or an operator that is not there on these days.")


class PersonIsAway(Invalid):
    """A person on leave cannot be on duty."""

    message = _(
        "{name} is away on a day for which you wrote a shift. Call the absence off first, or leave the cell empty."
    )


class NothingToCopy(Conflict):
    """The week before has no duties that this week lacks."""

    message = _("Last week has nothing that this week lacks.")


class ShiftIsWrong(Invalid):
    """A shift needs a name, and times on the half-hour."""

    message = _("A shift needs a name, and two different times, each on the hour or the half-hour, like 07:30.")


class NoSuchShift(Missing):
    """The shift does not exist."""

    message = _("There is no such shift.")


@transaction.atomic
def keep_shift(
    city_id: int, *, name_fa: str, begins: time, ends: time, from_on: date, by: Actor, name_en: str = ""
) -> int:
    """Create a shift in force from a day on; returns its id. Raises NotYourWork, ShiftIsWrong."""
    if not may_lead_centre(by):
        raise NotYourWork()
    name = plain(name_fa).strip()[:40]
    if not name or begins == ends or not (is_on_the_half_hour(begins) and is_on_the_half_hour(ends)):
        raise ShiftIsWrong()
    shift = Shift(
        city_id=city_id, name_fa=name, name_en=plain(name_en).strip()[:40], begins=begins, ends=ends, from_on=from_on
    )
    shift.save(force_insert=True)
    record(
        shift,
        ShiftKept(begins=f"{begins:%H:%M}", ends_at=f"{ends:%H:%M}", from_=from_on.isoformat()),
        by=str(by),
        at=clock.now(),
    )
    return shift.pk


@transaction.atomic
def end_shift(shift_id: int, *, last_on: date, by: Actor) -> None:
    """End a shift after a day: no new duties in it; existing ones stay. Raises NotYourWork, NoSuchShift."""
    if not may_lead_centre(by):
        raise NotYourWork()
    shift = Shift.objects.select_for_update(no_key=True).filter(pk=shift_id, to_on=None).first()
    if shift is None:
        raise NoSuchShift()
    shift.to_on = max(last_on, shift.from_on)
    record(shift, ShiftEnded(on=shift.to_on.isoformat()), by=str(by), at=clock.now(), write=["to_on"])


def keep_roster(city_id: int, first_on: date, duties: Mapping[Cell, int], *, version: int, by: Actor) -> int:
    """Replace a week's duties by `duties` ((staff, day) → shift); returns how many cells changed.

    `version` is the week's version as the page showed it. Raises NotYourWork, RosterHasChanged, RosterIsWrong,
    PersonIsAway.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    with _open_week(city_id, first_on) as week:
        if week.event_count != version:
            raise RosterHasChanged()
        return _write(week, dict(duties), by)


def copy_week(city_id: int, first_on: date, *, by: Actor) -> int:
    """Fill the empty cells from the week before, without people who are away or have left and shifts that have ended.

    Returns how many cells were filled. Raises NotYourWork, RosterIsWrong, NothingToCopy.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    with _open_week(city_id, first_on) as week:
        standing = _duties(week)
        days = days_of_week(first_on)
        away, people = away_on(city_id, days[0], days[-1]), {one.pk for one in crew(city_id)}
        shifts = Shift.objects.in_bulk()
        shift_by_cell = {}
        rows = Duty.objects.filter(week__city_id=city_id, week__first_on=first_on - timedelta(days=7))
        for staff_id, on, shift_id in rows.values_list("staff_id", "on", "shift_id"):
            cell = staff_id, on + timedelta(days=7)
            if cell in standing or cell in away or staff_id not in people or not _holds(shifts[shift_id], cell[1]):
                continue
            shift_by_cell[cell] = shift_id
        if not shift_by_cell:
            raise NothingToCopy()
        return _write(week, standing | shift_by_cell, by)


def _write(week: RosterWeek, new_shifts: dict[Cell, int], by: Actor) -> int:
    standing = _duties(week)
    new = {cell: shift for cell, shift in new_shifts.items() if standing.get(cell) != shift}
    freed = [cell for cell in standing if cell not in new_shifts]
    _check(week, new)
    if not new and not freed:
        return 0
    for staff_id, on in [*freed, *new]:
        Duty.objects.filter(week=week, staff_id=staff_id, on=on).delete()
    Duty.objects.bulk_create(
        Duty(week=week, staff_id=staff_id, on=on, shift_id=shift) for (staff_id, on), shift in new.items()
    )
    event = RosterChanged(
        assigned=[[staff_id, on.isoformat(), shift] for (staff_id, on), shift in sorted(new.items())],
        freed=[[staff_id, on.isoformat()] for staff_id, on in sorted(freed)],
    )
    record(week, event, by=str(by), at=clock.now())
    return len(new) + len(freed)


def _check(week: RosterWeek, new: Mapping[Cell, int]) -> None:
    days = days_of_week(week.first_on)
    people = {one.pk: one for one in crew(week.city_id)}
    shifts = Shift.objects.filter(city_id=week.city_id).in_bulk(list(set(new.values())))
    away = away_on(week.city_id, days[0], days[-1])
    for (staff_id, on), shift_id in sorted(new.items()):
        shift = shifts.get(shift_id)
        if staff_id not in people or on not in days or shift is None or not _holds(shift, on):
            raise RosterIsWrong()
        if (staff_id, on) in away:
            raise PersonIsAway(name=str(people[staff_id]))


def _holds(shift: Shift, on: date) -> bool:
    return shift.from_on <= on and (shift.to_on is None or on <= shift.to_on)


def _duties(week: RosterWeek) -> dict[Cell, int]:
    rows = Duty.objects.filter(week=week).values_list("staff_id", "on", "shift_id")
    return {(staff_id, on): shift_id for staff_id, on, shift_id in rows}


@contextmanager
def _open_week(city_id: int, first_on: date) -> Iterator[RosterWeek]:
    if first_of_week(first_on) != first_on:
        raise RosterIsWrong()
    with transaction.atomic():
        RosterWeek.objects.get_or_create(city_id=city_id, first_on=first_on)
        yield RosterWeek.objects.select_for_update(no_key=True).get(city_id=city_id, first_on=first_on)
