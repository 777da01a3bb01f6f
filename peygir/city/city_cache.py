"""Caches each city in this process: read once, kept until the city's stamp changes.

One statement at most every five seconds checks whether any city has changed; in between, every query about
topics, owners, terms and places is answered from memory.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, Final, TypeVar

from peygir.city import facts
from peygir.city.facts import as_fact, in_force
from peygir.city.local_knowledge import LocalKnowledge, read_local_knowledge
from peygir.city.models import (
    Agency,
    CalendarDay,
    City,
    CityText,
    District,
    Neighbourhood,
    OfficeHours,
    Ownership,
    Topic,
    TopicFace,
    TopicPolicy,
    Unit,
    UnitName,
)
from peygir.city.offdays import CityDay
from peygir.core import clock
from peygir.core.geometry import PolygonIndex, read_polygon
from peygir.core.jalali import local
from peygir.core.office import OfficeWeek
from peygir.core.persian import normalise
from peygir.core.words import natural

Key = TypeVar("Key")
Land = TypeVar("Land", bound=facts.LandFacts)
Fresh = TypeVar("Fresh", bound=facts.Version)
Stamp = tuple[int, bytes]

FRESH_SECONDS: Final = 5.0


@dataclass(frozen=True)
class CityMap:
    """The polygons in force between two changes of the map."""

    districts: PolygonIndex[facts.DistrictFacts]
    neighbourhoods: PolygonIndex[facts.NeighbourhoodFacts]


@dataclass(frozen=True)
class CityView:
    """The cached rows of one city; `stamp` identifies one state of them."""

    stamp: Stamp
    city: facts.CityFacts
    units: dict[int, facts.UnitFacts]
    agencies: dict[int, facts.AgencyFacts]
    topics: dict[int, facts.TopicFacts]
    terms: dict[int, tuple[facts.TermsFacts, ...]]
    faces: dict[int, tuple[facts.FaceFacts, ...]]
    hours: dict[int | None, tuple[facts.HoursFacts, ...]]
    owners: dict[tuple[int, str], tuple[facts.OwnerFacts, ...]]
    districts: dict[int, facts.DistrictFacts]
    neighbourhoods: dict[int, facts.NeighbourhoodFacts]
    decided: dict[date, CityDay]
    emergencies: tuple[tuple[str, tuple[str, ...]], ...]
    # GeoJSON geometries by (is a district, row id), for rows with a geometry.
    drawn: dict[tuple[bool, int], Any]
    knowledge: LocalKnowledge
    # The names given in the product by unit, the newest first, and the day whose names `units` have.
    unit_names: dict[int, tuple[facts.UnitNameFacts, ...]]
    named_on: date
    # The units' names in the city's files.
    file_names: dict[int, tuple[str, str]]
    # Texts in further languages by kind, code and field: (language, text) pairs.
    texts: dict[tuple[str, str, str], tuple[tuple[str, str], ...]]
    maps: dict[int, CityMap] = field(default_factory=dict)
    weeks: dict[tuple[int | None, int, tuple[int | None, ...]], OfficeWeek] = field(default_factory=dict)

    @cached_property
    def units_by_code(self) -> dict[str, facts.UnitFacts]:
        return {unit.code: unit for unit in self.units.values()}

    @cached_property
    def topics_by_code(self) -> dict[str, facts.TopicFacts]:
        return {topic.code: topic for topic in self.topics.values()}

    def is_named_for(self, day: date) -> bool:
        """Whether every unit has the same name on this day as on `named_on`."""
        first, last = sorted((self.named_on, day))
        turns = (turn for row in self._all_names for turn in (row.valid_from, row.valid_to) if turn is not None)
        return not any(first < turn <= last for turn in turns)

    @property
    def _all_names(self) -> Iterable[facts.UnitNameFacts]:
        return (row for versions in self.unit_names.values() for row in versions)

    @cached_property
    def _eras(self) -> list[date]:
        rows = [*self.districts.values(), *self.neighbourhoods.values()]
        return sorted({day for row in rows for day in (row.valid_from, row.valid_to) if day is not None})

    def map_on(self, on: date) -> CityMap:
        """The polygons in force on a day; built once for each period between two changes of the map."""
        era = bisect_right(self._eras, on)
        city_map = self.maps.get(era)
        if city_map is None:
            city_map = self.maps[era] = CityMap(
                PolygonIndex(self._shapes(self.districts.values(), on, is_district=True)),
                PolygonIndex(self._shapes(self.neighbourhoods.values(), on, is_district=False)),
            )
        return city_map

    def _shapes(self, rows: Iterable[Land], on: date, *, is_district: bool) -> list[tuple[Land, Any]]:
        # Sorted by code, so that a point on a shared edge always gets the same area.
        return [
            (row, read_polygon(self.drawn[is_district, row.id]))
            for row in in_force_on(rows, on)
            if (is_district, row.id) in self.drawn
        ]


def in_force_on(rows: Iterable[Land], on: date) -> list[Land]:
    """The rows in force on a day, in the order of their codes; a district 2 comes before a district 10."""
    return sorted((row for row in rows if in_force((row,), on)), key=lambda row: natural(row.code))


class CityCache:
    """The views of all cities; thread-safe."""

    def __init__(self) -> None:
        self._views: dict[int, CityView] = {}
        self._asked_at = -FRESH_SECONDS
        self._lock = Lock()

    def views(self, *, now: bool = False) -> dict[int, CityView]:
        """Every city's view by id; checks the database if five seconds have passed, or (`now`) at once."""
        if now or clock.monotonic() - self._asked_at >= FRESH_SECONDS:
            with self._lock:
                # Of several threads at that moment only the first checks.
                if now or clock.monotonic() - self._asked_at >= FRESH_SECONDS:
                    self._refresh()
        return self._views

    def forget(self) -> None:
        """Check the database at the next query."""
        self._asked_at = -FRESH_SECONDS

    def _refresh(self) -> None:
        asked_at = clock.monotonic()
        # The stamp includes the head of the city's event chain: no two states of a city have the same.
        rows = City.objects.values_list("pk", "load_number", "event_head")
        stamps: dict[int, Stamp] = {pk: (number, bytes(head)) for pk, number, head in rows}
        views = {}
        for pk, stamp in stamps.items():
            known = self._views.get(pk)
            is_fresh = known is not None and known.stamp == stamp and known.is_named_for(_day(known.city.time_zone))
            views[pk] = known if known is not None and is_fresh else read_view(pk, stamp)
        self._views, self._asked_at = views, asked_at


CITY_CACHE: Final = CityCache()


def _day(time_zone: str) -> date:
    return local(clock.now(), time_zone).date()


def read_view(city_id: int, stamp: Stamp) -> CityView:
    """Read one city from the database: twenty-one statements."""
    city_row = City.objects.get(pk=city_id)
    topics = list(Topic.objects.filter(city=city_row).order_by("code"))
    districts = list(District.objects.filter(city=city_row))
    neighbourhoods = list(Neighbourhood.objects.filter(city=city_row))
    land = [
        *((True, row.pk, row.polygon) for row in districts),
        *((False, row.pk, row.polygon) for row in neighbourhoods),
    ]
    terms = [as_fact(facts.TermsFacts, row) for row in TopicPolicy.objects.filter(topic__city=city_row)]
    owners = [as_fact(facts.OwnerFacts, row) for row in Ownership.objects.filter(city=city_row)]
    faces = [as_fact(facts.FaceFacts, row) for row in TopicFace.objects.filter(topic__city=city_row)]
    hours = [
        as_fact(facts.HoursFacts, row, week_off=frozenset(row.week_off) if row.week_off is not None else None)
        for row in OfficeHours.objects.filter(city=city_row)
    ]
    units = list(Unit.objects.filter(city=city_row).order_by("code"))
    given = (as_fact(facts.UnitNameFacts, row) for row in UnitName.objects.filter(unit__city=city_row))
    names, today = _grouped(given, lambda row: row.unit_id), _day(city_row.time_zone)
    agencies = Agency.objects.filter(city=city_row).order_by("code")
    return CityView(
        stamp=stamp,
        city=as_fact(facts.CityFacts, city_row, week_off=frozenset(city_row.week_off)),
        units={
            row.pk: named_on(as_fact(facts.UnitFacts, row, is_open=row.valid_to is None), names, today) for row in units
        },
        agencies={row.pk: as_fact(facts.AgencyFacts, row, is_open=row.valid_to is None) for row in agencies},
        topics={row.pk: as_fact(facts.TopicFacts, row, is_open=row.valid_to is None) for row in topics},
        terms=_grouped(terms, lambda row: row.topic_id),
        faces=_grouped(faces, lambda row: row.topic_id),
        hours=_grouped(hours, lambda row: row.unit_id),
        owners=_grouped(owners, lambda row: (row.topic_id, row.district_code)),
        districts={row.pk: as_fact(facts.DistrictFacts, row) for row in districts},
        neighbourhoods={row.pk: as_fact(facts.NeighbourhoodFacts, row) for row in neighbourhoods},
        decided={row.day: as_fact(CityDay, row) for row in CalendarDay.objects.filter(city=city_row)},
        emergencies=_emergencies(topics),
        drawn={(is_district, pk): polygon for is_district, pk, polygon in land if polygon is not None},
        knowledge=read_local_knowledge(city_id),
        unit_names=names,
        named_on=today,
        file_names={row.pk: (row.name_fa, row.name_en) for row in units},
        texts=_texts(city_row),
    )


def _texts(city_row: City) -> dict[tuple[str, str, str], tuple[tuple[str, str], ...]]:
    texts: defaultdict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in CityText.objects.filter(city=city_row, valid_to=None).order_by("language"):
        texts[row.kind, row.code, row.field].append((row.language, row.text))
    return {key: tuple(pairs) for key, pairs in texts.items()}


def named_on(unit: facts.UnitFacts, names: dict[int, tuple[facts.UnitNameFacts, ...]], on: date) -> facts.UnitFacts:
    """The unit with its name on a day; unchanged if no name was given for that day."""
    given = in_force(names.get(unit.id, ()), on)
    return unit if given is None else replace(unit, name_fa=given.name_fa, name_en=given.name_en)


def _grouped(rows: Iterable[Fresh], key: Callable[[Fresh], Key]) -> dict[Key, tuple[Fresh, ...]]:
    groups: defaultdict[Key, list[Fresh]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    # Newest first: most queries are about today.
    return {
        name: tuple(sorted(group, key=lambda row: (row.valid_from, row.id), reverse=True))
        for name, group in groups.items()
    }


def _emergencies(topics: Iterable[Topic]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each number with the normalised phrases that indicate it; in the order of topics, then of the city's file."""
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    for topic in topics:
        if topic.valid_to is None:
            for phone, phrase in topic.emergency_words:
                phrases[str(phone)].append(normalise(str(phrase)))
    return tuple((phone, tuple(listed)) for phone, listed in phrases.items())
