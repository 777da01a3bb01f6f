"""Closes and opens versions for a decision from a day on, and restores the earlier ones, for any versioned table.

A decision overrides the city's files: a load keeps it, and reports that, until it is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import models

from peygir.city import queries
from peygir.city.desk_rules import VersionDays, turn_from
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import EventData


class DayIsPast(Invalid):
    """The day is in the past; a change begins today at the earliest."""

    message = _("A change begins today or on a day to come, not in the past.")


class NothingDiffers(Invalid):
    """The requested values are already in force from that day on."""

    message = _("It is already so from that day; nothing would change.")


class DecidedSince(Conflict):
    """What is to be taken back was changed or taken back meanwhile."""

    message = _("It was decided again or undone since; undo the newest decision first.")


# Columns that say who decided, not what.
_UNSAID: Final = frozenset({"source", "reason_fa", "reason_en", "branch"})

Key = tuple[Any, ...]
Says = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VersionTable:
    """How one versioned table is written: its model, the columns of the key, and the columns of a version."""

    model: Any
    key: tuple[str, ...]
    says: tuple[str, ...]
    has_city: bool = True

    def fixed(self, city: City, key: Sequence[Any]) -> dict[str, Any]:
        """The columns that are equal in all versions of a thing."""
        return ({"city": city} if self.has_city else {}) | dict(zip(self.key, key, strict=True))

    def key_of(self, row: Any) -> Key:
        """The key of the thing whose version a row is."""
        return tuple(getattr(row, name) for name in self.key)

    def said(self, row: Any) -> dict[str, Any]:
        """The values of a version."""
        return {name: getattr(row, name) for name in self.says}


def turn(
    table: VersionTable,
    city: City,
    there: models.QuerySet[Any],
    wanted_versions: Mapping[Key, Says | None],
    since: date,
) -> list[list[Any]]:
    """Close and open versions until each key has the wanted values from `since` on (None: no version any more).

    Returns [key…, id before, id after] of each key that changed; unchanged ones are left out.
    """
    versions: dict[Key, list[Any]] = {}
    for row in there.order_by("valid_from", "id"):
        versions.setdefault(table.key_of(row), []).append(row)
    closing, opening, turned = [], [], []
    for key, says in wanted_versions.items():
        rows = {row.pk: row for row in versions.get(key, [])}
        plan = turn_from((VersionDays(row.pk, row.valid_from, row.valid_to) for row in rows.values()), since)
        before = rows.get(plan.before) if plan.before is not None else None
        if _stands_so(before, says) and not (says is None and plan.close):
            continue
        for pk, day in plan.close:
            rows[pk].valid_to = day
            closing.append(rows[pk])
        if says is not None:
            opening.append(table.model(valid_from=since, **table.fixed(city, key), **says))
        turned.append([*key, before.pk if before is not None else None, None if says is None else len(opening) - 1])
    table.model.objects.bulk_update(closing, ["valid_to"], batch_size=500)
    # Opened after closing: only one version of a thing may be open-ended.
    made: Sequence[Any] = table.model.objects.bulk_create(opening)
    return [[*row, None if place is None else int(made[place].pk)] for *row, place in turned]


def _stands_so(before: Any, says: Says | None) -> bool:
    if before is None or says is None:
        return before is None and says is None
    return before.valid_to is None and all(
        getattr(before, name) == value for name, value in says.items() if name not in _UNSAID
    )


def set_back(table: VersionTable, city: City, rows: Sequence[Sequence[Any]], since: date) -> list[list[Any]]:
    """Restore the earlier versions from `since` on, all of them or none. Raises DecidedSince."""
    done = []
    for *key, before_id, after_id in rows:
        fixed = table.fixed(city, key)
        stands = table.model.objects.filter(valid_to=None, **fixed).first()
        if (stands.pk if stands is not None else None) != after_id:
            raise DecidedSince()
        done.append([*key, after_id, _reopen(table, stands, before_id, since, fixed)])
    return done


def _reopen(table: VersionTable, stands: Any, before_id: int | None, since: date, fixed: Says) -> int | None:
    """End the standing version, if any, and open the earlier one again; returns the new row's id, None for no row."""
    if stands is not None:
        stands.valid_to = max(since, stands.valid_from)
        stands.save(update_fields=["valid_to"])
    if before_id is None:
        return None
    row = table.model(valid_from=since, **fixed, **table.said(table.model.objects.get(pk=before_id)))
    row.save(force_insert=True)
    return int(row.pk)


def locked(city_id: int) -> tuple[City, date]:
    """Return the city under its lock, and today on its calendar."""
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    return city, queries.day_of(city_id, clock.now())


def note_decision(city_id: int, event: EventData, *, by: str, at: datetime) -> int:
    """Record an event in the city's history (for texts of messages, too); returns the event's number.

    The caller holds the transaction open.
    """
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    record(city, event, by=by, at=at)
    return int(city.event_count)


def refuse_the_past(since: date, today: date) -> None:
    """Raises DayIsPast."""
    if since < today:
        raise DayIsPast()
