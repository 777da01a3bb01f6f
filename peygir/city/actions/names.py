"""Renames a unit from a day on: pages show the name in force, and earlier texts keep the old name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.days import UnitIsNotInForce
from peygir.city.actions.turning import DayIsPast, DecidedSince, NothingDiffers
from peygir.city.desk_rules import VersionDays, turn_from
from peygir.city.models import City, Unit, UnitName
from peygir.core import clock
from peygir.core.persian import normalise
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.city import UnitRenamed
from peygir.history.queries import timeline

LONGEST_NAME: Final = 200


class UnitHasNoName(Invalid):
    """The unit's Persian name is missing, or a name is too long."""

    message = _("Write the unit's Persian name, of at most 200 characters.")


class UnitNameIsTaken(Invalid):
    """Another unit has this name, so the two could not be told apart."""

    message = _("Another unit (“{code}”) has this name.")


def rename_unit(city_id: int, unit: str, *, name_fa: str, name_en: str = "", since: date, by: str) -> int:
    """Rename a unit from `since` on; returns the event's number.

    Raises UnitIsNotInForce, DayIsPast, UnitHasNoName, UnitNameIsTaken, NothingDiffers.
    """
    with transaction.atomic():
        city = City.objects.select_for_update(no_key=True).get(pk=city_id)
        renamed_unit = Unit.objects.filter(city=city, code=unit, valid_to=None).first()
        if renamed_unit is None:
            raise UnitIsNotInForce()
        refuse_bad_name(city_id, unit, name_fa, name_en, since)
        before, after = _turned(renamed_unit, name_fa, name_en, since)
        names = [before.name_fa if before is not None else renamed_unit.name_fa, name_fa]
        event = UnitRenamed(
            unit=renamed_unit.pk,
            from_=since.isoformat(),
            before=before.pk if before is not None else None,
            after=after.pk,
            names=names,
        )
        record(city, event, by=by, at=clock.now())
    queries.forget()
    return city.event_count


def refuse_bad_name(city_id: int, unit: str, name_fa: str, name_en: str, since: date) -> None:
    """Check a new name, for the preview and again for the change.

    Raises DayIsPast, UnitHasNoName, UnitNameIsTaken, NothingDiffers.
    """
    if since < queries.day_of(city_id, clock.now()):
        raise DayIsPast()
    if not name_fa or max(len(name_fa), len(name_en)) > LONGEST_NAME:
        raise UnitHasNoName()
    for other in queries.units(city_id):
        shown = queries.unit_on(other.id, since) or other
        if other.code == unit:
            is_last = not any(row.valid_from > since for row in queries.unit_names(other.id))
            if (shown.name_fa, shown.name_en) == (name_fa, name_en) and is_last:
                raise NothingDiffers()
        elif normalise(name_fa) == normalise(shown.name_fa):
            raise UnitNameIsTaken(code=other.code)


def take_back_name(city_id: int, number: int, *, by: str) -> int:
    """Restore a unit's name as it was before one renaming, from today (or from the renaming's day, if that is to come).

    Recorded as a new event. Raises DecidedSince if the unit was renamed again since.
    """
    with transaction.atomic():
        city = City.objects.select_for_update(no_key=True).get(pk=city_id)
        event = next((one for one in timeline("city", city_id) if one.number == number), None)
        if event is None or event.kind != UnitRenamed.kind:
            raise DecidedSince()
        unit = Unit.objects.get(pk=event.data["unit"])
        stands = UnitName.objects.filter(unit=unit, valid_to=None).first()
        if (stands.pk if stands is not None else None) != event.data["after"]:
            raise DecidedSince()
        since = max(queries.day_of(city_id, clock.now()), date.fromisoformat(event.data["from"]))
        after = _set_back(stands, event.data["before"], since)
        renamed_back = UnitRenamed(
            unit=unit.pk,
            from_=since.isoformat(),
            before=event.data["after"],
            after=after.pk if after is not None else None,
            names=event.data["names"][::-1],
            undoes=number,
        )
        record(city, renamed_back, by=by, at=clock.now())
    queries.forget()
    return city.event_count


def _turned(unit: Unit, name_fa: str, name_en: str, since: date) -> tuple[UnitName | None, UnitName]:
    """End the name that holds on the day and any later planned name, and open the new one."""
    rows = {row.pk: row for row in UnitName.objects.filter(unit=unit).order_by("valid_from", "id")}
    turn = turn_from((VersionDays(row.pk, row.valid_from, row.valid_to) for row in rows.values()), since)
    _close((rows[pk], day) for pk, day in turn.close)
    new = UnitName(unit=unit, name_fa=name_fa, name_en=name_en, valid_from=since)
    new.save(force_insert=True)
    return (rows[turn.before] if turn.before is not None else None), new


def _set_back(stands: UnitName | None, before_id: int | None, since: date) -> UnitName | None:
    """Open again a version of the name, None for the name in the city's files."""
    if stands is not None:
        _close([(stands, max(since, stands.valid_from))])
    if before_id is None:
        return None
    before = UnitName.objects.get(pk=before_id)
    row = UnitName(unit_id=before.unit_id, name_fa=before.name_fa, name_en=before.name_en, valid_from=since)
    row.save(force_insert=True)
    return row


def _close(rows: Iterable[tuple[Any, date]]) -> None:
    for row, day in rows:
        row.valid_to = day
        row.save(update_fields=["valid_to"])
