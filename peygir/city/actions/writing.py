"""How a load writes any table: identity rows in place, versioned rows by closing and opening, every change reported."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from django.db import models

from peygir.city import loading
from peygir.city.desk_rules import DESK
from peygir.city.loading import Ids, LoadedChange, Says
from peygir.city.models import City, Dated, Named
from peygir.city.rows import CityRows
from peygir.city.rules import DesiredVersion, OpenVersion, plan_versions

Key = TypeVar("Key", bound=Hashable)
# Columns that say who decided, not what.
_UNTOLD = frozenset({"source", "reason_fa", "reason_en", "branch"})
# How these tables are named in events: as at the time when the first ones were written.
_FIRST_NAMES: Final = {"escalationlevel": "rung", "topicpolicy": "topicterms"}


def _name_in_events(model: type[models.Model]) -> str:
    name = str(model._meta.model_name)
    return _FIRST_NAMES.get(name, name)


class Writing:
    """One load in progress, under the city's lock."""

    def __init__(self, city: City | None, rows: CityRows, *, on: date, kept: Sequence[LoadedChange] = ()) -> None:
        self.rows, self.on, self.is_new = rows, on, city is None
        self.changes: list[LoadedChange] = list(kept)
        self.counts: dict[str, int] = {}
        # For each field that holds ids, the codes by id.
        self.codes: dict[str, dict[int, str]] = {}
        if city is None:
            city = City(code=rows.code, **loading.city_says(rows, on))
            city.save(force_insert=True)
        self.city = city
        self.first = city.valid_from if self.is_new else on

    def tell(self, table: str, code: str, verb: str, old: Says | None = None, new: Says | None = None) -> None:
        # A first load adds everything: the counts are enough, and a full list would add nothing.
        if not self.is_new:
            fields = loading.differences(old or {}, new or {}, self.codes)
            self.changes.append(LoadedChange(table, code, verb, fields))

    def identities(
        self, model: type[Named], rows: Sequence[Any], says: Callable[[Any, Ids], Says], own: Ids | None = None
    ) -> Ids:
        """Make an identity table equal to the rows: changed in place, ids kept, vanished rows closed.

        `own` are rows that were made in the product and that the files do not name: they stay as they are.
        """
        table, manager = _name_in_events(model), model._default_manager
        there = {row.code: row for row in manager.filter(city=self.city) if row.code not in (own or {})}
        old_codes, fixed = set(there), {"city": self.city, "valid_from": self.first}
        new = [model(code=row.code, **fixed, **says(row, {})) for row in rows if row.code not in there]
        there |= {row.code: row for row in manager.bulk_create(new)}
        ids = {code: int(row.pk) for code, row in there.items()}
        self.codes["parent_id"] = turned(ids)
        values_by_code: dict[str, Says] = {row.code: {"valid_to": None, **says(row, ids)} for row in rows}
        changed = []
        for code, row in there.items():
            after = values_by_code.get(code) or {"valid_to": row.valid_to or self.on}
            before = {name: getattr(row, name) for name in after}
            if code not in old_codes:
                self.tell(table, code, "added")
            elif before != after:
                verb = "closed" if code not in values_by_code else "reopened" if before["valid_to"] else "changed"
                self.tell(table, code, verb, before, after)
            if before != after:
                for name, value in after.items():
                    setattr(row, name, value)
                changed.append(row)
        if changed:
            fields = {name for after in values_by_code.values() for name in after} | {"valid_to"}
            manager.bulk_update(changed, sorted(fields), batch_size=500)
        self.counts[table] = len(values_by_code)
        return {**ids, **(own or {})}

    def keep_decisions(
        self,
        there: models.QuerySet[Any],
        key_of: Callable[[Any], Key],
        wanted_versions: dict[Key, DesiredVersion],
        shown: Callable[[Key], str],
        is_possible: Callable[[Any], bool] = lambda row: True,
    ) -> None:
        """Let decisions made in the product override the files' values, and report where the two differ.

        A decision for a unit or a topic that the files have closed is dropped.
        """
        for row in there.filter(valid_to=None, source=DESK):
            if not is_possible(row):
                continue
            key = key_of(row)
            desired = wanted_versions.get(key)
            names = desired.says if desired is not None else _names_of(wanted_versions)
            says = {name: getattr(row, name) for name in names}
            if desired is not None and any(desired.says[name] != says[name] for name in says if name not in _UNTOLD):
                self.tell(_name_in_events(there.model), shown(key), "kept", dict(desired.says), says)
            wanted_versions[key] = DesiredVersion(says)

    def versions(
        self,
        model: type[Dated],
        there: models.QuerySet[Any],
        key_of: Callable[[Any], Key],
        wanted_versions: Mapping[Key, DesiredVersion],
        fixed: Callable[[Key], Says],
        shown: Callable[[Key], str] = str,
    ) -> dict[Key, Any]:
        """Close and open versions until the table holds the wanted values; returns the standing rows by key."""
        table, standing, ended = _name_in_events(model), {}, dict[Key, date]()
        for row in there.order_by("valid_from", "id"):
            key = key_of(row)
            if row.valid_to is None:
                standing[key] = row
            else:
                ended[key] = max(row.valid_to, ended.get(key, row.valid_to))
        names = sorted({name for want in wanted_versions.values() for name in want.says})
        versions = {
            key: OpenVersion(row.pk, row.valid_from, {name: getattr(row, name) for name in names})
            for key, row in standing.items()
        }
        plan = plan_versions(versions, ended, wanted_versions, on=self.on, first=self.first)
        for key, _, day in plan.close:
            standing[key].valid_to = day
        model._default_manager.bulk_update([standing[key] for key, _, _ in plan.close], ["valid_to"], batch_size=500)
        opened = [model(valid_from=day, **fixed(key), **wanted_versions[key].says) for key, day in plan.open]
        # Opened after closing: only one version of a thing may be open-ended.
        made = dict(zip((key for key, _ in plan.open), model._default_manager.bulk_create(opened), strict=True))
        for key in made:
            verb = "changed" if key in versions else "reopened" if key in ended else "added"
            old = dict(versions[key].says) if key in versions else {}
            self.tell(table, shown(key), verb, old, dict(wanted_versions[key].says) if old else {})
        for key in standing:
            if key not in wanted_versions:
                self.tell(table, shown(key), "closed")
        self.counts[table] = len(wanted_versions)
        return {key: made.get(key) or standing[key] for key in wanted_versions}


def _names_of(wanted: Mapping[Any, DesiredVersion]) -> Mapping[str, Any]:
    return next(iter(wanted.values())).says if wanted else {}


def turned(ids: Ids) -> dict[int, str]:
    """Return the codes by id."""
    return {number: code for code, number in ids.items()}
