"""The values that a load wants each landmark, collection day, planned work, season and escalation step to have.

Pure: rows and ids in, plain values out.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.city.loading import Ids, Says
from peygir.city.local_knowledge_rows import AttributeRow, CollectionRow, LandmarkRow, SeasonRow, WorkRow

_NOT_SURE_OF: Final = frozenset({"", "approximate", "proposed"})


def is_approximate(source: str) -> bool:
    """Whether a location is approximate: its source is empty, approximate or proposed."""
    return source.strip().lower() in _NOT_SURE_OF


def landmark_says(row: LandmarkRow) -> Says:
    """A landmark's fields."""
    return {
        "name_fa": row.name_fa,
        "name_en": row.name_en,
        "aliases": list(row.aliases),
        "kind": row.kind,
        "lat": row.lat,
        "lon": row.lon,
        "source": row.source,
        "is_approximate": is_approximate(row.source),
    }


def collection_says(row: CollectionRow) -> Says:
    """The fields of one kind of waste's collection days."""
    return {"weekdays": list(row.weekdays), "from_time": row.from_time, "source": row.source}


def wall_moment(wall: datetime, zone: str) -> datetime:
    """The moment of a wall-clock time; of an hour that occurs twice, the first."""
    return wall.replace(tzinfo=ZoneInfo(zone))


def work_says(row: WorkRow, units: Ids, zone: str) -> Says:
    """A planned work's fields; the checks have ensured that it has both moments."""
    if row.begins is None or row.ends is None:
        raise ValueError("a work without its moments passed the checks")
    return {
        "title_fa": row.title_fa,
        "title_en": row.title_en,
        "text_fa": row.text_fa,
        "text_en": row.text_en,
        "begins_at": wall_moment(row.begins, zone),
        "ends_at": wall_moment(row.ends, zone),
        "topics": list(row.topics),
        "lat": row.lat,
        "lon": row.lon,
        "radius_m": row.radius_m,
        "neighbourhood_code": row.neighbourhood,
        "unit_id": units[row.unit] if row.unit else None,
    }


def season_says(row: SeasonRow, units: Ids) -> Says:
    """A season's fields, without the days on which it runs."""
    return {
        "name_fa": row.name_fa,
        "name_en": row.name_en,
        "topics": list(row.topics),
        "district_codes": list(row.districts),
        "unit_id": units[row.unit] if row.unit else None,
        "ack_hours": row.ack_hours,
        "visit_hours": row.visit_hours,
        "due_hours": row.due_hours,
        "clock": row.clock,
        "text_fa": row.text_fa,
        "text_en": row.text_en,
        "menu_key": row.menu_key,
        "source": "csv",
    }


def run_of(row: SeasonRow, zone: str) -> tuple[datetime, datetime] | None:
    """From the start of a season's first day to the end of its last; None for a season without dates."""
    if row.begins is None or row.ends is None:
        return None
    return first_moment(row.begins, zone), first_moment(row.ends + timedelta(days=1), zone)


def first_moment(day: date, zone: str) -> datetime:
    """A day's first moment in a zone."""
    return wall_moment(datetime.combine(day, time()), zone)


def attribute_says(row: AttributeRow) -> Says:
    """The fields of a topic's attribute."""
    return {
        "datatype": row.datatype,
        "is_required": row.is_required,
        "is_asked": row.is_asked,
        "order": row.order,
        "description_fa": row.description_fa,
        "description_en": row.description_en,
        "hint_fa": row.hint_fa,
        "hint_en": row.hint_en,
        "values": [{"key": key, "fa": fa, "en": en} for key, fa, en in row.values],
    }
