"""Finds what is wrong with landmarks, collection days, planned works, seasons and escalation steps.

Pure: rows in, faults out. Unreadable values were reported while reading, and are skipped.
"""

from collections.abc import Hashable, Iterable
from typing import Final

import shapely

from peygir.city.common_checks import codes, doubles, unknown
from peygir.city.local_knowledge_rows import (
    ANY_TOPIC,
    ATTRIBUTES,
    COLLECTION,
    LADDER,
    LANDMARKS,
    LIST_DATATYPES,
    OWN_WORK,
    SEASONS,
    WORKS,
)
from peygir.city.rows import CityRows, FileFault
from peygir.core.translation import gettext_lazy, pgettext_lazy

NEAR_DEGREES: Final = 0.25
"""How far beyond its districts a city's landmarks may lie: an airport, a gate on the road."""


def check_local_knowledge(rows: CityRows) -> list[FileFault]:
    """All faults of the six optional tables."""
    return [
        *_landmarks(rows),
        *_collection(rows),
        *_works(rows),
        *_seasons(rows),
        *_escalation(rows),
        *_attributes(rows),
    ]


def _landmarks(rows: CityRows) -> list[FileFault]:
    faults = doubles(LANDMARKS, rows.landmarks or ())
    shapes = [row.shape for row in rows.districts or () if row.shape is not None]
    if not shapes:
        return faults
    west, south, east, north = shapely.total_bounds(shapes)
    for row in rows.landmarks or ():
        if row.lat is None or row.lon is None:
            continue
        is_near = west - NEAR_DEGREES <= row.lon <= east + NEAR_DEGREES
        if not (is_near and south - NEAR_DEGREES <= row.lat <= north + NEAR_DEGREES):
            reason = gettext_lazy(
                "“{name_fa}” is far outside the city ({lat}, {lon}); are lat and lon in their columns?",
                name_fa=row.name_fa,
                lat=row.lat,
                lon=row.lon,
            )
            faults.append(FileFault(LANDMARKS, row.row, reason))
    return faults


def _collection(rows: CityRows) -> list[FileFault]:
    known = codes(rows.neighbourhoods)
    faults = [
        unknown(COLLECTION, row.row, pgettext_lazy("reference in a city file", "the neighbourhood"), row.neighbourhood)
        for row in rows.collection or ()
        if row.neighbourhood and known is not None and row.neighbourhood not in known
    ]
    return faults + _twice(COLLECTION, ((row.row, (row.neighbourhood, row.kind)) for row in rows.collection or ()))


def _twice(file: str, listed: Iterable[tuple[int, Hashable]]) -> list[FileFault]:
    first: dict[Hashable, int] = {}
    faults = []
    for number, key in listed:
        if key in first:
            reason = gettext_lazy("this row occurs twice (row {first})", first=first[key])
            faults.append(FileFault(file, number, reason))
        first.setdefault(key, number)
    return faults


def _works(rows: CityRows) -> list[FileFault]:
    faults = doubles(WORKS, rows.works or ())
    units, places = codes(rows.units), codes(rows.neighbourhoods)
    for row in rows.works or ():
        faults += _topics(WORKS, row.row, row.topics, rows)
        if row.code.startswith(OWN_WORK):
            faults.append(
                FileFault(
                    WORKS,
                    row.row,
                    gettext_lazy("codes that begin with “{own_work}” are the system's own", own_work=OWN_WORK),
                )
            )
        if row.begins and row.ends and row.begins >= row.ends:
            faults.append(FileFault(WORKS, row.row, gettext_lazy("the end must come after the beginning")))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(WORKS, row.row, pgettext_lazy("reference in a city file", "the unit"), row.unit))
        if row.neighbourhood and places is not None and row.neighbourhood not in places:
            faults.append(
                unknown(
                    WORKS, row.row, pgettext_lazy("reference in a city file", "the neighbourhood"), row.neighbourhood
                )
            )
    return faults


def _topics(file: str, number: int, named: tuple[str, ...], rows: CityRows) -> list[FileFault]:
    if not named:
        return [FileFault(file, number, gettext_lazy("name topics, or * for all"))]
    if rows.topics is None:
        return []
    known = {ANY_TOPIC} | {topic.code for topic in rows.topics} | {topic.group_code for topic in rows.topics}
    return [
        unknown(file, number, pgettext_lazy("reference in a city file", "the topic"), topic)
        for topic in named
        if topic not in known
    ]


def _seasons(rows: CityRows) -> list[FileFault]:
    faults = doubles(SEASONS, rows.seasons or ())
    units, districts = codes(rows.units), codes(rows.districts)
    for row in rows.seasons or ():
        faults += _topics(SEASONS, row.row, row.topics, rows)
        if row.begins and row.ends and row.begins > row.ends:
            faults.append(FileFault(SEASONS, row.row, gettext_lazy("the end comes before the beginning")))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(SEASONS, row.row, pgettext_lazy("reference in a city file", "the unit"), row.unit))
        for district in row.districts:
            if districts is not None and district not in districts:
                faults.append(
                    unknown(SEASONS, row.row, pgettext_lazy("reference in a city file", "the district"), district)
                )
        hours = {"ack_hours": row.ack_hours, "visit_hours": row.visit_hours, "due_hours": row.due_hours}
        zero = ", ".join(column for column, value in hours.items() if value is not None and value == 0)
        if zero:
            faults.append(
                FileFault(
                    SEASONS,
                    row.row,
                    gettext_lazy("hours may not be zero ({zero}); empty means the topic's own", zero=zero),
                )
            )
    return faults


def _escalation(rows: CityRows) -> list[FileFault]:
    faults: list[FileFault] = []
    units, topics = codes(rows.units), codes(rows.topics)
    for row in rows.ladder or ():
        if row.topic and topics is not None and row.topic not in topics:
            faults.append(unknown(LADDER, row.row, pgettext_lazy("reference in a city file", "the topic"), row.topic))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(LADDER, row.row, pgettext_lazy("reference in a city file", "the unit"), row.unit))
    steps = ((row.row, (row.topic, row.unit, row.percent)) for row in rows.ladder or () if row.percent is not None)
    return faults + _twice(LADDER, steps)


def _attributes(rows: CityRows) -> list[FileFault]:
    faults: list[FileFault] = []
    topics, listed = codes(rows.topics), rows.attributes or ()
    for row in listed:
        if row.topic and topics is not None and row.topic not in topics:
            faults.append(
                unknown(ATTRIBUTES, row.row, pgettext_lazy("reference in a city file", "the topic"), row.topic)
            )
        keys = [key for key, _, _ in row.values]
        if row.datatype in LIST_DATATYPES and (not keys or len(set(keys)) < len(keys) or "" in keys):
            reason = gettext_lazy("a list needs choices, each with a key of its own, like a=الف/A|b=ب/B")
            faults.append(FileFault(ATTRIBUTES, row.row, reason))
        if row.is_required and not row.is_asked:
            faults.append(FileFault(ATTRIBUTES, row.row, gettext_lazy("what is not asked cannot be required")))
    faults += _twice(ATTRIBUTES, ((row.row, (row.topic, row.code)) for row in listed))
    orders = ((row.row, (row.topic, row.order)) for row in listed if row.order is not None)
    return faults + _twice(ATTRIBUTES, orders)
