"""Finds everything that is wrong with a city's rows, before a single row is written.

Pure: rows in, faults out. Each check skips what another has reported, so that one mistake is one fault.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from peygir.city.common_checks import codes, doubles, unknown
from peygir.city.land_checks import check_land
from peygir.city.local_knowledge_checks import check_local_knowledge
from peygir.city.rows import (
    AGENCIES,
    ANY_DISTRICT,
    CALENDAR,
    DISTRICTS,
    EMERGENCIES,
    MARKS,
    NEIGHBOURHOODS,
    OWNERSHIP,
    TOPICS,
    UNITS,
    CityRows,
    FileFault,
    OwnershipRow,
    TopicRow,
    UnitRow,
)
from peygir.city.rules import CENTRE_KIND, OF_AGENCY, cycles, is_unit_type, unit_of_district
from peygir.city.text_checks import check_texts
from peygir.city.urgencies import Urgency
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _


def check_city(rows: CityRows) -> list[FileFault]:
    """All faults of the rows, in the order of files and rows; an empty list means that the city may be loaded."""
    faults = [
        *check_units(rows.units),
        *check_topics(rows.topics, rows.units),
        *check_agencies(rows),
        *check_districts(rows),
        *check_land(rows.districts or (), rows.neighbourhoods or (), _centre(rows)),
        *check_ownership(rows),
        *check_calendar(rows),
        *check_topic_lists(rows),
        *check_local_knowledge(rows),
        *check_texts(rows),
    ]
    return sorted(faults)


def _centre(rows: CityRows) -> tuple[float, float] | None:
    named = rows.settings
    return (named.centre_lat, named.centre_lon) if named and (named.centre_lat or named.centre_lon) else None


def check_units(units: Sequence[UnitRow] | None) -> list[FileFault]:
    """Duplicates, unknown parents, cycles of parents, office hours, and that there is exactly one centre."""
    if units is None:
        return []
    faults = doubles(UNITS, units)
    by_code = {unit.code: unit for unit in reversed(units)}
    for unit in units:
        if unit.parent and unit.parent not in by_code:
            faults.append(
                unknown(UNITS, unit.row, pgettext_lazy("reference in a city file", "the parent unit"), unit.parent)
            )
        if (unit.office_opens is None) != (unit.office_closes is None) or (
            unit.office_opens and unit.office_closes and unit.office_opens >= unit.office_closes
        ):
            faults.append(
                FileFault(
                    UNITS,
                    unit.row,
                    _("opening and closing hours must both be given, the first before the second"),
                )
            )
    parents = {unit.code: unit.parent for unit in units if unit.parent and by_code[unit.code] is unit}
    for ring in cycles(parents):
        path = " → ".join([*ring, ring[0]])
        faults.append(FileFault(UNITS, by_code[ring[0]].row, _("units report in a circle: {path}", path=path)))
    centres = [unit for unit in by_code.values() if unit.kind == CENTRE_KIND]
    if not centres:
        faults.append(FileFault(UNITS, 0, _("no unit is of kind centre")))
    for extra in sorted(centres, key=lambda unit: unit.row)[1:]:
        faults.append(FileFault(UNITS, extra.row, _("more than one unit is of kind centre")))
    return faults


def _zero_hours(topic: TopicRow) -> list[str]:
    hours = {"ack_hours": topic.ack_hours, "visit_hours": topic.visit_hours, "due_hours": topic.due_hours}
    return [column for column, value in hours.items() if value is not None and value == 0]


def _zero_fault(file: str, row: int, topic: TopicRow) -> FileFault:
    columns = ", ".join(_zero_hours(topic))
    return FileFault(
        file,
        row,
        _(
            "topic “{code}” needs a unit to act and cannot have zero hours ({columns})",
            code=topic.code,
            columns=columns,
        ),
    )


def check_topics(topics: Sequence[TopicRow] | None, units: Sequence[UnitRow] | None) -> list[FileFault]:
    """Duplicates, unknown unit types, and zero hours where a unit must act."""
    if topics is None:
        return []
    faults = doubles(TOPICS, topics)
    known = frozenset(unit.code for unit in units) if units is not None else None
    for topic in topics:
        if known is not None and topic.unit_type and not is_unit_type(topic.unit_type, known):
            faults.append(
                unknown(TOPICS, topic.row, pgettext_lazy("reference in a city file", "the unit"), topic.unit_type)
            )
        if topic.urgency != Urgency.ON_THE_SPOT and topic.unit_type != OF_AGENCY and _zero_hours(topic):
            faults.append(_zero_fault(TOPICS, topic.row, topic))
    return faults


def check_agencies(rows: CityRows) -> list[FileFault]:
    """Duplicates, and topics that do not exist."""
    faults = doubles(AGENCIES, rows.agencies or ())
    topics = codes(rows.topics)
    for agency in rows.agencies or ():
        for topic in agency.topics:
            if topics is not None and topic not in topics:
                faults.append(
                    unknown(AGENCIES, agency.row, pgettext_lazy("reference in a city file", "the topic"), topic)
                )
    return faults


def check_districts(rows: CityRows) -> list[FileFault]:
    """Duplicates, districts without a unit, neighbourhoods of unknown districts."""
    faults = doubles(DISTRICTS, rows.districts or ())
    faults += doubles(NEIGHBOURHOODS, rows.neighbourhoods or ())
    units, districts = codes(rows.units), codes(rows.districts)
    for district in rows.districts or ():
        if units is None or not district.code or unit_of_district(district.code, units, district.unit):
            continue
        if district.unit:
            faults.append(
                unknown(DISTRICTS, district.row, pgettext_lazy("reference in a city file", "the unit"), district.unit)
            )
        else:
            faults.append(
                FileFault(
                    DISTRICTS,
                    district.row,
                    _("district “{code}” has no unit", code=district.code),
                )
            )
    for place in rows.neighbourhoods or ():
        if districts is not None and place.district and place.district not in districts:
            faults.append(
                unknown(
                    NEIGHBOURHOODS, place.row, pgettext_lazy("reference in a city file", "the district"), place.district
                )
            )
    return faults


def check_ownership(rows: CityRows) -> list[FileFault]:
    """Unknown codes, rows that name both or neither, duplicates, and units given a topic with zero hours."""
    faults: list[FileFault] = []
    topics = None if rows.topics is None else {topic.code: topic for topic in rows.topics}
    seen: dict[tuple[str, str], int] = {}
    for row in rows.ownership or ():
        faults += _references(row, rows)
        if bool(row.unit) == bool(row.agency):
            faults.append(
                FileFault(
                    OWNERSHIP,
                    row.row,
                    _("exactly one of unit and agency must be filled"),
                )
            )
        first = seen.get((row.topic, row.district))
        seen.setdefault((row.topic, row.district), row.row)
        if first is not None:
            faults.append(
                FileFault(
                    OWNERSHIP,
                    row.row,
                    _("this topic and district occur twice (row {first})", first=first),
                )
            )
        topic = topics.get(row.topic) if topics is not None else None
        # A topic with faulty terms is not reported twice.
        if topic and row.unit and topic.unit_type == OF_AGENCY and topic.urgency != Urgency.ON_THE_SPOT:
            faults += [_zero_fault(OWNERSHIP, row.row, topic)] if _zero_hours(topic) else []
    return faults


def _references(row: OwnershipRow, rows: CityRows) -> list[FileFault]:
    named: Mapping[Text, tuple[str, frozenset[str] | None]] = {
        pgettext_lazy("reference in a city file", "the topic"): (row.topic, codes(rows.topics)),
        pgettext_lazy("reference in a city file", "the district"): (row.district, codes(rows.districts)),
        pgettext_lazy("reference in a city file", "the unit"): (row.unit, codes(rows.units)),
        pgettext_lazy("reference in a city file", "the agency"): (row.agency, codes(rows.agencies)),
    }
    return [
        unknown(OWNERSHIP, row.row, what, code)
        for what, (code, known) in named.items()
        if code != ANY_DISTRICT and known is not None and code not in known
    ]


def check_calendar(rows: CityRows) -> list[FileFault]:
    """Duplicate days."""
    seen: dict[date, int] = {}
    faults = []
    for row in rows.calendar or ():
        if row.day is None:
            continue
        if row.day in seen:
            first = seen[row.day]
            reason = _("this day occurs twice (row {first})", first=first)
            faults.append(FileFault(CALENDAR, row.row, reason))
        seen.setdefault(row.day, row.row)
    return faults


def check_topic_lists(rows: CityRows) -> list[FileFault]:
    """Emergencies and marks: unknown topics, and duplicates (an emergency: with the same number)."""
    topics = codes(rows.topics)
    listed = [
        *((EMERGENCIES, row.row, row.topic, (row.topic, row.phone)) for row in rows.emergencies or ()),
        *((MARKS, row.row, row.topic, (row.topic, "")) for row in rows.marks or ()),
    ]
    faults = []
    seen: dict[tuple[str, tuple[str, str]], int] = {}
    for file, number, topic, key in listed:
        if topics is not None and topic and topic not in topics:
            faults.append(unknown(file, number, pgettext_lazy("reference in a city file", "the topic"), topic))
        elif (file, key) in seen:
            first = seen[file, key]
            reason = _("topic “{topic}” occurs twice (row {first})", topic=topic, first=first)
            faults.append(FileFault(file, number, reason))
        seen.setdefault((file, key), number)
    return faults
