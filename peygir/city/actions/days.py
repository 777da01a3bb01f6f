"""An administrator's decisions about office days and hours: holidays, half days, and hours from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.turning import DecidedSince, NothingDiffers, VersionTable, locked, refuse_the_past, turn
from peygir.city.days_rules import SAID, DayChangeRequest, day_after, day_data, day_from
from peygir.city.desk_rules import DESK
from peygir.city.models import CalendarDay, City, OfficeHours, Unit
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.city import CalendarDaysChanged, OfficeHoursChanged
from peygir.history.models import Event

MOST_DAYS: Final = 31
HOURS: Final = VersionTable(OfficeHours, ("unit_id",), ("opens", "closes", "week_off", "source"))


class DaysAreMissing(Invalid):
    """The decision names no day, or more than a month of days."""

    message = _("Choose at least one day, and at most {most} at a time.")


class HalfDayNeedsAnHour(Invalid):
    """The half day has no closing hour after the office opens."""

    message = _("Write the hour at which the office closes on a half day, after it opens ({opens}).")


class DayIsOfTheFiles(Conflict):
    """The day comes from the city's files; it can be changed, not removed."""

    message = _("This day is in the city's files; set it to open or closed instead of removing it.")


class OfficeHoursAreWrong(Invalid):
    """The office opens after it closes, or works on no day."""

    message = _("An office opens before it closes, and works on at least one day a week; write both hours.")


class UnitIsNotInForce(Missing):
    """No unit in force has this code."""

    published_as = "UnitIsUnknown"
    message = _("There is no such unit in force.")


def set_days(city_id: int, requested_days: Sequence[DayChangeRequest], *, moves: bool, by: str) -> int:
    """Make days shut, half days, open, or without an entry; with `moves` open promises that span them move too.

    Returns the event's number. Raises DayIsPast, DaysAreMissing, HalfDayNeedsAnHour, DayIsOfTheFiles,
    NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        if not 0 < len(requested_days) <= MOST_DAYS:
            raise DaysAreMissing(most=MOST_DAYS)
        refuse_the_past(min(change_request.day for change_request in requested_days), today)
        opens = queries.office_week(city_id, None, today).opens
        if any(
            change_request.kind == "half" and (change_request.closes_at is None or change_request.closes_at <= opens)
            for change_request in requested_days
        ):
            raise HalfDayNeedsAnHour(opens=f"{opens:%H:%M}")
        changes = [_set(city, change_request) for change_request in requested_days]
        changes = [change for change in changes if change[1] != change[2]]
        if not changes:
            raise NothingDiffers()
        _record(city, changes, moves=moves, by=by)
    queries.forget()
    return city.event_count


def take_back_days(city: City, event: Event, today: date, *, by: str) -> None:
    """Restore days as they were before a decision. Raises DayIsPast, DecidedSince."""
    changes = []
    for text, before, after in event.data["days"]:
        day = date.fromisoformat(text)
        refuse_the_past(day, today)
        row = CalendarDay.objects.filter(city=city, day=day).first()
        if _data(row) != after:
            raise DecidedSince()
        _write(city, day, row, before)
        changes.append([text, after, before])
    _record(city, changes, moves=bool(event.data.get("moves")), by=by, undoes=event.number)


def set_hours(
    city_id: int,
    *,
    unit: str = "",
    opens: time | None,
    closes: time | None,
    week_off: frozenset[int] | None,
    since: date,
    by: str,
) -> int:
    """Set a unit's (or, without a unit, the city's) hours and weekly days off from `since` on; None: as in the
    city's files. Open cases keep theirs. Returns the event's number.

    Raises DayIsPast, UnitIsNotInForce, OfficeHoursAreWrong, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        row = Unit.objects.filter(city=city, code=unit, valid_to=None).first() if unit else None
        if unit and row is None:
            raise UnitIsNotInForce()
        is_whole = (opens is None) == (closes is None) and (opens is None or closes is None or opens < closes)
        if not is_whole or (week_off is not None and not week_off < set(range(7))):
            raise OfficeHoursAreWrong()
        says = {"opens": opens, "closes": closes, "week_off": sorted(week_off) if week_off is not None else None}
        is_nothing = all(value is None for value in says.values())
        unit_id: Any = row.pk if row is not None else None
        there = OfficeHours.objects.filter(city=city, unit_id=unit_id)
        turned = turn(HOURS, city, there, {(unit_id,): None if is_nothing else {**says, "source": DESK}}, since)
        if not turned:
            raise NothingDiffers()
        record(city, OfficeHoursChanged(from_=since.isoformat(), hours=turned), by=by, at=clock.now())
    queries.forget()
    return city.event_count


def _set(city: City, change_request: DayChangeRequest) -> list[Any]:
    row = CalendarDay.objects.filter(city=city, day=change_request.day).first()
    before = _data(row)
    if change_request.kind == "plain" and row is not None and not row.is_decided:
        raise DayIsOfTheFiles()
    after = day_after(change_request)
    if row is not None and after is not None and not _differs(before, after):
        after = before
    _write(city, change_request.day, row, after)
    return [change_request.day.isoformat(), before, after]


def _differs(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    return before is None or any(before[name] != after[name] for name in SAID if name not in ("source", "is_decided"))


def _data(row: CalendarDay | None) -> dict[str, Any] | None:
    return None if row is None else day_data({name: getattr(row, name) for name in SAID})


def _write(city: City, day: date, row: CalendarDay | None, says: Mapping[str, Any] | None) -> None:
    if says is None:
        if row is not None:
            row.delete()
        return
    row = row or CalendarDay(city=city, day=day)
    for name, value in day_from(says).items():
        setattr(row, name, value)
    row.save()


def _record(city: City, changes: list[list[Any]], *, moves: bool, by: str, undoes: int = ABSENT) -> None:
    first = min(change[0] for change in changes)
    event = CalendarDaysChanged(from_=first, days=changes, moves_promises=moves, undoes=undoes)
    record(city, event, by=by, at=clock.now())
