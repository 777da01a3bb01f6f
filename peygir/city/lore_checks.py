"""What is wrong with landmarks, collection days, planned works, seasons and the ladder.

Pure: rows in, faults out. What could not be read was told while reading, and is passed over here.
"""

from collections.abc import Hashable, Iterable
from typing import Final

import shapely

from peygir.city.common_checks import codes, doubles, unknown
from peygir.city.lore_rows import (
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
from peygir.city.rows import CityRows, Fault

NEAR_DEGREES: Final = 0.25
"""How far beyond its districts a city's landmarks may lie: an airport, a gate on the road."""


def check_lore(rows: CityRows) -> list[Fault]:
    """All faults of the six optional tables."""
    return [
        *_landmarks(rows),
        *_collection(rows),
        *_works(rows),
        *_seasons(rows),
        *_ladder(rows),
        *_attributes(rows),
    ]


def _landmarks(rows: CityRows) -> list[Fault]:
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
            fa = f"«{row.name_fa}» بیرون از شهر است ({row.lat}، {row.lon})؛ عرض و طول جابه‌جا نشده باشد"
            en = f"“{row.name_fa}” is far outside the city ({row.lat}, {row.lon}); are lat and lon in their columns?"
            faults.append(Fault(LANDMARKS, row.row, fa, en))
    return faults


def _collection(rows: CityRows) -> list[Fault]:
    known = codes(rows.neighbourhoods)
    faults = [
        unknown(COLLECTION, row.row, "محلهٔ", "the neighbourhood", row.neighbourhood)
        for row in rows.collection or ()
        if row.neighbourhood and known is not None and row.neighbourhood not in known
    ]
    return faults + _twice(COLLECTION, ((row.row, (row.neighbourhood, row.kind)) for row in rows.collection or ()))


def _twice(file: str, listed: Iterable[tuple[int, Hashable]]) -> list[Fault]:
    first: dict[Hashable, int] = {}
    faults = []
    for number, key in listed:
        if key in first:
            fa, en = f"همین سطر پیش‌تر آمده است (سطر {first[key]})", f"this stands twice (row {first[key]})"
            faults.append(Fault(file, number, fa, en))
        first.setdefault(key, number)
    return faults


def _works(rows: CityRows) -> list[Fault]:
    faults = doubles(WORKS, rows.works or ())
    units, places = codes(rows.units), codes(rows.neighbourhoods)
    for row in rows.works or ():
        faults += _topics(WORKS, row.row, row.topics, rows)
        if row.code.startswith(OWN_WORK):
            fa = f"کدی که با «{OWN_WORK}» آغاز شود از خود سامانه است"
            faults.append(Fault(WORKS, row.row, fa, f"codes that begin with “{OWN_WORK}” are the system's own"))
        if row.begins and row.ends and row.begins >= row.ends:
            faults.append(Fault(WORKS, row.row, "پایان باید پس از آغاز باشد", "the end must come after the beginning"))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(WORKS, row.row, "واحد", "the unit", row.unit))
        if row.neighbourhood and places is not None and row.neighbourhood not in places:
            faults.append(unknown(WORKS, row.row, "محلهٔ", "the neighbourhood", row.neighbourhood))
    return faults


def _topics(file: str, number: int, named: tuple[str, ...], rows: CityRows) -> list[Fault]:
    if not named:
        return [Fault(file, number, "ستون «topics» خالی است؛ برای همه * بنویسید", "name topics, or * for all")]
    if rows.topics is None:
        return []
    known = {ANY_TOPIC} | {topic.code for topic in rows.topics} | {topic.group_code for topic in rows.topics}
    return [unknown(file, number, "موضوع", "the topic", topic) for topic in named if topic not in known]


def _seasons(rows: CityRows) -> list[Fault]:
    faults = doubles(SEASONS, rows.seasons or ())
    units, districts = codes(rows.units), codes(rows.districts)
    for row in rows.seasons or ():
        faults += _topics(SEASONS, row.row, row.topics, rows)
        if row.begins and row.ends and row.begins > row.ends:
            faults.append(Fault(SEASONS, row.row, "پایان پیش از آغاز است", "the end comes before the beginning"))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(SEASONS, row.row, "واحد", "the unit", row.unit))
        for district in row.districts:
            if districts is not None and district not in districts:
                faults.append(unknown(SEASONS, row.row, "منطقهٔ", "the district", district))
        hours = {"ack_hours": row.ack_hours, "visit_hours": row.visit_hours, "due_hours": row.due_hours}
        zero = ", ".join(column for column, value in hours.items() if value is not None and value == 0)
        if zero:
            fa = f"ساعت صفر پذیرفته نیست ({zero})؛ خالی یعنی ساعت خود موضوع"
            faults.append(Fault(SEASONS, row.row, fa, f"hours may not be zero ({zero}); empty means the topic's own"))
    return faults


def _ladder(rows: CityRows) -> list[Fault]:
    faults: list[Fault] = []
    units, topics = codes(rows.units), codes(rows.topics)
    for row in rows.ladder or ():
        if row.topic and topics is not None and row.topic not in topics:
            faults.append(unknown(LADDER, row.row, "موضوع", "the topic", row.topic))
        if row.unit and units is not None and row.unit not in units:
            faults.append(unknown(LADDER, row.row, "واحد", "the unit", row.unit))
    steps = ((row.row, (row.topic, row.unit, row.percent)) for row in rows.ladder or () if row.percent is not None)
    return faults + _twice(LADDER, steps)


def _attributes(rows: CityRows) -> list[Fault]:
    faults: list[Fault] = []
    topics, listed = codes(rows.topics), rows.attributes or ()
    for row in listed:
        if row.topic and topics is not None and row.topic not in topics:
            faults.append(unknown(ATTRIBUTES, row.row, "موضوع", "the topic", row.topic))
        keys = [key for key, _, _ in row.values]
        if row.datatype in LIST_DATATYPES and (not keys or len(set(keys)) < len(keys) or "" in keys):
            fa = "برای فهرست گزینه‌هایی با کلیدهای جدا بنویسید، مانند a=الف/A|b=ب/B"
            en = "a list needs choices, each with a key of its own, like a=الف/A|b=ب/B"
            faults.append(Fault(ATTRIBUTES, row.row, fa, en))
        if row.is_required and not row.is_asked:
            fa = "پرسشی که پرسیده نمی‌شود الزامی نیست"
            faults.append(Fault(ATTRIBUTES, row.row, fa, "what is not asked cannot be required"))
    faults += _twice(ATTRIBUTES, ((row.row, (row.topic, row.code)) for row in listed))
    orders = ((row.row, (row.topic, row.order)) for row in listed if row.order is not None)
    return faults + _twice(ATTRIBUTES, orders)
