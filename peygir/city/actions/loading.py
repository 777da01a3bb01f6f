"""Loading a city: all of it is checked first, then written in one transaction, or refused as one."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction

from peygir.city import loading, queries
from peygir.city.actions.keeping import keep_faces, own_rows
from peygir.city.actions.local_knowledge import LocalKnowledgeWriting
from peygir.city.actions.writing import turned
from peygir.city.checks import check_city
from peygir.city.loading import Ids, LoadedChange, LoadReport
from peygir.city.models import (
    Agency,
    CalendarDay,
    City,
    CityLoad,
    District,
    Neighbourhood,
    Ownership,
    Topic,
    TopicPolicy,
    Unit,
)
from peygir.city.reading import SHIPPED, read_city
from peygir.city.rows import CityRows, FileFault
from peygir.city.rules import CENTRE_KIND, DesiredVersion, owners
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy
from peygir.history.actions import record
from peygir.history.kinds.city import CityLoaded

Key = TypeVar("Key", bound=Hashable)


class CityHasFaults(Invalid):
    """The city's data was refused as a whole; `faults` lists every fault by file and row."""

    message = gettext_lazy("The city's data has {count} faults; nothing was loaded.")

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(count=len(self.faults))


class CityIsBeingLoaded(Conflict):
    """Another load of the same new city finished first."""

    message = gettext_lazy("This city is just being loaded by someone else. Try again in a moment.")


def load_city(folder: Path, *, code: str | None = None, by: str, on: date) -> LoadReport:
    """Load or re-load a city from a folder of files; what changes is in force from `on`.

    Optional files that a new city's folder lacks are taken from the city of the same code that comes with the
    program; for a city that is already loaded, an absent optional file leaves its present rows in force.
    Raises CityHasFaults with every fault, having changed nothing; CityIsBeingLoaded.
    """
    rows, faults = read_city(folder, code=code)
    shipped = SHIPPED / rows.code
    if not queries.is_known(rows.code) and shipped.is_dir():
        rows = loading.complete(rows, read_city(shipped)[0])
    return _load(rows, faults, by=by, on=on)


def load_city_rows(rows: CityRows, *, by: str, on: date) -> LoadReport:
    """Load or re-load a city from rows that a program made; otherwise as `load_city`."""
    return _load(rows, [], by=by, on=on)


def _load(rows: CityRows, faults: Iterable[FileFault], *, by: str, on: date) -> LoadReport:
    kept: list[LoadedChange] = []
    try:
        with transaction.atomic():
            city = City.objects.select_for_update(no_key=True).filter(code=rows.code).first()
            if city is not None:
                rows = loading.complete(rows, queries.standing_rows(city.pk, city.code))
                rows, kept = loading.keep_land(rows, queries.decided_land(city.pk))
            found = [*faults, *check_city(rows)]
            if found:
                raise CityHasFaults(found)
            report = _Load(city, rows, on=on, kept=kept).write(by=by)
            # Other processes notice the new version within seconds.
            transaction.on_commit(queries.forget)
    except IntegrityError as raced:
        if city is None and City.objects.filter(code=rows.code).exists():
            raise CityIsBeingLoaded() from raced
        raise
    queries.forget()
    return report


class _Load(LocalKnowledgeWriting):
    """One load in progress, under the city's lock."""

    def write(self, *, by: str) -> LoadReport:
        """Write all tables in the order of their foreign keys, then the load's row and event."""
        rows, renamed = self.rows, self._settings()
        units = self.identities(Unit, rows.units or (), loading.unit_says)
        self.codes |= {"parent_id": turned(units), "unit_id": turned(units)}
        agencies = self.identities(Agency, rows.agencies or (), lambda row, _: loading.agency_says(row))
        self.codes["agency_id"] = turned(agencies)
        values_by_code = loading.topics_say(rows, agencies)
        own = own_rows(Topic, self.city, values_by_code)
        self.changes += keep_faces(self.city, values_by_code, on=self.on)
        topics = self.identities(Topic, rows.topics or (), lambda row, _: values_by_code[row.code], own)
        self._terms(topics, frozenset(own.values()))
        districts = self._land(units)
        self._ownership(topics, units, agencies, districts, frozenset(own.values()))
        self._calendar()
        self.write_lore(topics, units)
        return self._sign(renamed, by=by)

    def _sign(self, renamed: list[str], *, by: str) -> LoadReport:
        city, at, digests = self.city, clock.now(), dict(self.rows.digests)
        city.load_number += 1
        changes = [change.as_data() for change in self.changes]
        load = CityLoad(city=city, at=at, on=self.on, by=by, number=city.load_number, changes=changes, digests=digests)
        load.save(force_insert=True)
        event = CityLoaded(
            number=city.load_number,
            changes=changes,
            digests=digests,
            on=self.on.isoformat(),
            counts=self.counts,
        )
        record(city, event, by=by, at=at, write=["load_number", *renamed])
        return LoadReport(city.pk, city.code, city.load_number, self.is_new, self.counts, self.changes)

    def _settings(self) -> list[str]:
        """Set the city's own fields that differ; returns their names. The first load's day stays."""
        if self.is_new or self.rows.settings is None:
            return []
        wanted_settings = loading.city_says(self.rows, self.on)
        before = {name: getattr(self.city, name) for name in wanted_settings}
        names = [name for name in wanted_settings if name != "valid_from" and before[name] != wanted_settings[name]]
        for name in names:
            setattr(self.city, name, wanted_settings[name])
        if names:
            self.tell("city", self.city.code, "changed", before, {name: wanted_settings[name] for name in names})
        return names

    def _terms(self, topics: Ids, own: frozenset[int]) -> None:
        codes = turned(topics)
        wanted_versions = {topics[row.code]: DesiredVersion(loading.terms_say(row)) for row in self.rows.topics or ()}
        there = TopicPolicy.objects.filter(topic__city=self.city)
        known = own | set(wanted_versions)
        self.keep_decisions(
            there,
            lambda row: int(row.topic_id),
            wanted_versions,
            lambda topic: codes[topic],
            is_possible=lambda row: int(row.topic_id) in known,
        )
        self.versions(
            TopicPolicy,
            there,
            lambda row: int(row.topic_id),
            wanted_versions,
            lambda topic: {"topic_id": topic},
            lambda topic: codes[topic],
        )

    def _land(self, units: Ids) -> dict[str, int]:
        """Write districts, then neighbourhoods; returns each standing district's unit id by the district's code."""
        wanted_versions = {
            row.code: DesiredVersion(loading.district_says(row, units), row.valid_from)
            for row in self.rows.districts or ()
        }
        there = District.objects.filter(city=self.city)
        before = set(there.filter(valid_to=None).values_list("pk", flat=True))
        districts = self.versions(
            District, there, lambda row: str(row.code), wanted_versions, lambda code: {"city": self.city, "code": code}
        )
        self.codes["district_id"] = {row.pk: row.code for row in there}
        ids = {code: int(row.pk) for code, row in districts.items()}
        places = {}
        for row in self.rows.neighbourhoods or ():
            district, since = districts[row.district], row.valid_from
            if district.pk not in before:
                # A neighbourhood's version may not begin before its district's version.
                since = max(since or district.valid_from, district.valid_from)
            places[row.code] = DesiredVersion(loading.neighbourhood_says(row, ids), since)
        self.versions(
            Neighbourhood,
            Neighbourhood.objects.filter(city=self.city),
            lambda row: str(row.code),
            places,
            lambda code: {"city": self.city, "code": code},
        )
        return {code: int(row.unit_id) for code, row in districts.items()}

    def _ownership(
        self, topics: Ids, units: Ids, agencies: Ids, districts: Mapping[str, int], own: frozenset[int]
    ) -> None:
        rows, unit_codes = self.rows, turned(units)
        table = owners(
            rows.topics or (),
            {code: unit_codes[unit] for code, unit in districts.items()},
            rows.agencies or (),
            next(unit.code for unit in rows.units or () if unit.kind == CENTRE_KIND),
            frozenset(units),
            rows.ownership or (),
        )
        wanted_versions = {
            (topics[owner.topic], owner.district): DesiredVersion(loading.owner_says(owner, units, agencies))
            for owner in table
        }
        codes = turned(topics)
        open_ids = {units[row.code] for row in rows.units or ()} | {None}
        open_topics = own | {topics[row.code] for row in rows.topics or ()}
        self.keep_decisions(
            Ownership.objects.filter(city=self.city, district_code__in=["", *districts]),
            lambda row: (int(row.topic_id), str(row.district_code)),
            wanted_versions,
            lambda key: f"{codes[key[0]]} × {key[1] or '*'}",
            is_possible=lambda row: row.unit_id in open_ids and row.topic_id in open_topics,
        )
        self.versions(
            Ownership,
            Ownership.objects.filter(city=self.city),
            lambda row: (int(row.topic_id), str(row.district_code)),
            wanted_versions,
            lambda key: {"city": self.city, "topic_id": key[0], "district_code": key[1]},
            lambda key: f"{codes[key[0]]} × {key[1] or '*'}",
        )

    def _calendar(self) -> None:
        """Days are not versioned: each is its own date. Without a calendar file they stay; so do decided days."""
        if self.rows.calendar is None:
            return
        there = {row.day: row for row in CalendarDay.objects.filter(city=self.city)}
        decided = {day: there.pop(day) for day in [day for day, row in there.items() if row.is_decided]}
        fields = ("is_off", "name_fa", "name_en", "source")
        wanted_days = {row.day: {name: getattr(row, name) for name in fields} for row in self.rows.calendar if row.day}
        for day in decided.keys() & wanted_days.keys():
            stands = {name: getattr(decided[day], name) for name in fields}
            if stands["is_off"] != wanted_days[day]["is_off"]:
                self.tell("calendarday", day.isoformat(), "kept", wanted_days[day], stands)
        for day, says in wanted_days.items():
            if day in decided:
                continue
            row = there.get(day) or CalendarDay(city=self.city, day=day)
            before = {name: getattr(row, name) for name in fields}
            if row.pk is None or before != says:
                self.tell("calendarday", day.isoformat(), "changed" if row.pk else "added", before, says)
                for name, value in says.items():
                    setattr(row, name, value)
                row.save()
        for day, row in there.items():
            if day not in wanted_days:
                self.tell("calendarday", day.isoformat(), "closed")
                row.delete()
        self.counts["calendarday"] = len(wanted_days)
