"""The values that a load wants each row to have, and its report of what it changed.

Pure: rows and ids in, plain values out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from peygir.city.map_editing import LandMap
from peygir.city.rows import (
    AgencyRow,
    CityRows,
    CitySettings,
    DistrictRow,
    EmergencyRow,
    MarkRow,
    NeighbourhoodRow,
    TopicRow,
    UnitRow,
)
from peygir.city.rules import OF_AGENCY, TopicOwner, agencies_of, marks_of, unit_of_district
from peygir.core.translation import pgettext_lazy

Says = dict[str, Any]
Ids = Mapping[str, int]

_VERBS: Final = {
    "added": pgettext_lazy("change of city data", "added"),
    "changed": pgettext_lazy("change of city data", "changed"),
    "closed": pgettext_lazy("change of city data", "closed"),
    "reopened": pgettext_lazy("change of city data", "reopened"),
    "kept": pgettext_lazy("change of city data", "kept"),
}
# Polygons are long: a change is reported without their values.
_UNTOLD: Final = frozenset({"polygon"})


@dataclass(frozen=True, slots=True)
class LoadedChange:
    """One change of a load: its table, code, kind, and the fields as (old, new) text."""

    table: str
    code: str
    verb: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The change as JSON values, for the load's row and its event."""
        fields = {name: list(pair) for name, pair in self.fields.items()}
        return {"table": self.table, "code": self.code, "verb": self.verb, "fields": fields}

    def words(self, language: str) -> str:
        """One line in a language."""
        verb = _VERBS[self.verb].in_language(language)
        changed_fields = "; ".join(
            f"{name} {old or '–'} → {new or '–'}" if name not in _UNTOLD else name
            for name, (old, new) in self.fields.items()
        )
        return f"{self.table} {self.code} {verb}" + (f" ({changed_fields})" if changed_fields else "")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The result of a load: `counts` rows per table, `changes` lists the differences (none for a first load)."""

    city_id: int
    code: str
    number: int
    is_new: bool
    counts: Mapping[str, int]
    changes: list[LoadedChange]


def differences(old: Says, new: Says, codes: Mapping[str, Mapping[int, str]]) -> dict[str, tuple[str, str]]:
    """The fields that differ, as text; `codes` maps ids of a field to codes."""
    changed_fields = {}
    for name, value in new.items():
        before = old.get(name)
        if before != value:
            names = codes.get(name, {})
            changed_fields[name.removesuffix("_id")] = (_told(name, before, names), _told(name, value, names))
    return {name: pair for name, pair in changed_fields.items() if pair[0] != pair[1] or name in _UNTOLD}


def _told(name: str, value: Any, names: Mapping[int, str]) -> str:
    if value is None or name in _UNTOLD:
        return ""
    return names.get(value, str(value)) if names else str(value)


def complete(rows: CityRows, other: CityRows) -> CityRows:
    """`rows` with its missing optional tables taken from `other`, for the topics that it has."""
    topics = {topic.code for topic in rows.topics or ()}
    places = {place.code for place in rows.neighbourhoods or ()}

    def known(listed: Iterable[Any] | None) -> tuple[Any, ...] | None:
        return None if listed is None else tuple(row for row in listed if row.topic in topics)

    return replace(
        rows,
        settings=rows.settings or other.settings,
        ownership=other.ownership if rows.ownership is None else rows.ownership,
        calendar=other.calendar if rows.calendar is None else rows.calendar,
        emergencies=known(other.emergencies) if rows.emergencies is None else rows.emergencies,
        marks=known(other.marks) if rows.marks is None else rows.marks,
        landmarks=other.landmarks if rows.landmarks is None else rows.landmarks,
        collection=rows.collection
        if rows.collection is not None or other.collection is None
        else tuple(row for row in other.collection if not row.neighbourhood or row.neighbourhood in places),
        works=other.works if rows.works is None else rows.works,
        seasons=other.seasons if rows.seasons is None else rows.seasons,
        ladder=other.ladder if rows.ladder is None else rows.ladder,
        attributes=known(other.attributes) if rows.attributes is None else rows.attributes,
        texts=other.texts if rows.texts is None else rows.texts,
    )


def keep_land(rows: CityRows, decided: LandMap | None) -> tuple[CityRows, list[LoadedChange]]:
    """The rows with the map that was edited in the product (None: there is none) instead of the files', and where the
    files differ. A map is replaced as a whole: halves of two maps would overlap.
    """
    if decided is None or rows.districts is None:
        return rows, []
    rows_by_table: dict[str, Sequence[Any]] = {"district": rows.districts, "neighbourhood": rows.neighbourhoods or ()}
    stands: dict[str, Mapping[str, Any]] = {"district": decided.districts, "neighbourhood": decided.neighbourhoods}
    kept: list[LoadedChange] = []
    for table, listed in rows_by_table.items():
        rows_by_code: dict[str, Any] = {row.code: row for row in listed}
        kept += [
            LoadedChange(table, code, "kept")
            for code in sorted(rows_by_code.keys() | stands[table].keys())
            if code not in rows_by_code
            or code not in stands[table]
            or not _is_same_land(rows_by_code[code], stands[table][code])
        ]
    districts, places = tuple(decided.districts.values()), tuple(decided.neighbourhoods.values())
    return replace(rows, districts=districts, neighbourhoods=places), kept


def _is_same_land(new_row: Any, stands: Any) -> bool:
    names = ("name_fa", "name_en", "district")
    is_named = all(getattr(new_row, name, "") == getattr(stands, name, "") for name in names)
    return is_named and _plain(new_row.polygon) == _plain(stands.polygon)


def city_says(rows: CityRows, on: date) -> Says:
    """The city's own fields; without settings its code is the name and the week is that of Shiraz."""
    own = rows.settings or CitySettings(name_fa="", name_en="")
    lat, lon = (own.centre_lat, own.centre_lon) if own.centre_lat or own.centre_lon else _middle(rows)
    return {
        "name_fa": own.name_fa or rows.code,
        "name_en": own.name_en or rows.code,
        "time_zone": own.time_zone,
        "phone_region": own.phone_region,
        "language": own.language,
        "centre_lat": lat,
        "centre_lon": lon,
        "zoom": own.zoom,
        "silence_days": own.silence_days,
        "week_off": list(own.week_off),
        "office_opens": own.office_opens,
        "office_closes": own.office_closes,
        "holiday_country": own.holiday_country,
        "is_sample": own.is_sample,
        "valid_from": own.valid_from or on,
    }


def _middle(rows: CityRows) -> tuple[float, float]:
    """The centre of the districts' bounding box (latitude, longitude); 0, 0 without polygons."""
    bounds = [row.shape.bounds for row in rows.districts or () if row.shape is not None]
    if not bounds:
        return 0.0, 0.0
    west, south = min(box[0] for box in bounds), min(box[1] for box in bounds)
    east, north = max(box[2] for box in bounds), max(box[3] for box in bounds)
    return round((south + north) / 2, 6), round((west + east) / 2, 6)


def unit_says(row: UnitRow, units: Ids) -> Says:
    """A unit's fields; the parent is left out (None) until it has an id."""
    return {
        "kind": row.kind,
        "name_fa": row.name_fa,
        "name_en": row.name_en,
        "source": row.source,
        "office_opens": row.office_opens,
        "office_closes": row.office_closes,
        "parent_id": units.get(row.parent) if row.parent else None,
    }


def agency_says(row: AgencyRow) -> Says:
    """An agency's fields."""
    return {"name_fa": row.name_fa, "name_en": row.name_en, "phone": row.phone, "source": row.source}


def topics_say(rows: CityRows, agencies: Ids) -> dict[str, Says]:
    """Every topic's fields by code: its names, its agency if exactly one takes it, its marks and emergency."""
    marks: dict[str, MarkRow] = {mark.topic: mark for mark in rows.marks or ()}
    return {
        topic.code: {
            "group_code": topic.group_code,
            "group_fa": topic.group_fa,
            "group_en": topic.group_en,
            "name_fa": topic.name_fa,
            "name_en": topic.name_en,
            "unit_type": topic.unit_type,
            "unit_fa": topic.unit_fa,
            "name_status": topic.name_status,
            "agency_id": _only_agency(topic, rows, agencies),
            "about": marks_of(topic, marks).about,
            "needs_place": marks_of(topic, marks).needs_place,
            "is_confidential": marks_of(topic, marks).is_confidential,
            "collection_kind": marks_of(topic, marks).collection,
            "source": "csv",
            **_emergency_says([row for row in rows.emergencies or () if row.topic == topic.code]),
        }
        for topic in rows.topics or ()
    }


def _only_agency(topic: TopicRow, rows: CityRows, agencies: Ids) -> int | None:
    takers = agencies_of(topic.code, rows.agencies or ()) if topic.unit_type == OF_AGENCY else []
    return agencies[takers[0].code] if len(takers) == 1 else None


def _emergency_says(rows: Sequence[EmergencyRow]) -> Says:
    """The first row's number is the topic's own; each phrase keeps its own number."""
    return {
        "is_emergency": bool(rows),
        "emergency_phone": rows[0].phone if rows else "",
        "emergency_words": [[row.phone, phrase] for row in rows for phrase in row.phrases],
    }


def terms_say(row: TopicRow) -> Says:
    """A topic's terms."""
    return {
        "urgency": row.urgency,
        "ack_hours": row.ack_hours,
        "visit_hours": row.visit_hours,
        "due_hours": row.due_hours,
        "clock": row.clock,
        "source": "csv",
    }


def district_says(row: DistrictRow, units: Ids) -> Says:
    """A district's fields; the checks have ensured that it has a unit."""
    unit = unit_of_district(row.code, units.keys(), row.unit) or ""
    return {
        "name_fa": row.name_fa,
        "name_en": row.name_en,
        "unit_id": units[unit],
        "polygon": _plain(row.polygon),
        "is_approximate": row.is_approximate,
    }


def neighbourhood_says(row: NeighbourhoodRow, districts: Ids) -> Says:
    """A neighbourhood's fields, inside the standing version of its district."""
    return {
        "name_fa": row.name_fa,
        "name_en": row.name_en,
        "district_id": districts[row.district],
        "polygon": _plain(row.polygon),
        "is_approximate": row.is_approximate,
    }


def _plain(polygon: Mapping[str, Any] | None) -> Any:
    """The polygon in the form in which the database returns it, so that equal land compares equal."""
    return None if polygon is None else json.loads(json.dumps(dict(polygon)))


def owner_says(owner: TopicOwner, units: Ids, agencies: Ids) -> Says:
    """An ownership row's fields."""
    return {
        "unit_id": units[owner.unit] if owner.unit else None,
        "agency_id": agencies[owner.agency] if owner.agency else None,
        "branch": owner.branch,
        "source": owner.source,
        "reason_fa": owner.reason_fa,
        "reason_en": owner.reason_en,
    }
