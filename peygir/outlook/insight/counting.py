"""Counts new cases by topic, area and week in PostgreSQL; reads no text and no person."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection

from peygir.city import queries as city
from peygir.core.moments import start_of_day
from peygir.outlook.insight.findings import AlarmFinding, ScannedCell
from peygir.outlook.insight.scan_findings import GroupCounts
from peygir.outlook.insight.weekly_findings import TopicSeries
from peygir.outlook.insight.weeks import WEEK

YEARS_OF_WEEKS: Final = 5 * 53 + 6
"""Weeks of topics in districts that are read: five years, half a window more, and the weeks that are judged."""
SCAN_WEEKS: Final = 2 * 53
"""Weeks of groups in neighbourhoods that are read."""
MOST_CASES: Final = 500
_AT_ONCE: Final = 5_000

# Confidential cases, and complaints about units and people, are in no alarm; a merged case is counted with the one that
# it was merged into.
_COUNTED: Final = """
    case_row.city_id = %(city)s AND case_row.opened_at >= %(since)s AND case_row.opened_at < %(until)s
    AND NOT case_row.is_confidential AND case_row.about_unit_id IS NULL AND case_row.about_staff_id IS NULL
    AND case_row.merged_into_id IS NULL
"""
_WEEK: Final = "((case_row.opened_at AT TIME ZONE %(zone)s)::date - %(first_on)s::date) / 7"
_BY_DISTRICT: Final = f"""
    SELECT topic.code, district.code, {_WEEK} AS week, count(*)
    FROM cases_case case_row
    JOIN city_topic topic ON topic.id = case_row.topic_id
    JOIN city_district district ON district.id = case_row.district_id
    WHERE {_COUNTED} GROUP BY 1, 2, 3
"""  # noqa: S608 - constants of this file
_BY_NEIGHBOURHOOD: Final = f"""
    SELECT topic.group_code, area.code, {_WEEK} AS week, count(*)
    FROM cases_case case_row
    JOIN city_topic topic ON topic.id = case_row.topic_id
    JOIN city_neighbourhood area ON area.id = case_row.neighbourhood_id
    WHERE {_COUNTED} GROUP BY 1, 2, 3
"""  # noqa: S608 - constants of this file
_BY_UNIT: Final = f"""
    SELECT topic.group_code, district.code, case_row.unit_id, count(*)
    FROM cases_case case_row
    JOIN city_topic topic ON topic.id = case_row.topic_id
    JOIN city_district district ON district.id = case_row.district_id
    WHERE {_COUNTED} AND case_row.unit_id IS NOT NULL GROUP BY 1, 2, 3
"""  # noqa: S608 - constants of this file
_CASES: Final = f"""
    SELECT case_row.id, case_row.unit_id, case_row.urgency
    FROM cases_case case_row
    JOIN city_topic topic ON topic.id = case_row.topic_id
    LEFT JOIN city_district district ON district.id = case_row.district_id
    LEFT JOIN city_neighbourhood area ON area.id = case_row.neighbourhood_id
    WHERE {_COUNTED} AND topic.group_code = %(group)s AND (%(topic)s = '' OR topic.code = %(topic)s)
        AND (%(district)s = '' OR district.code = %(district)s)
        AND (%(district)s <> '' OR area.code = ANY(%(areas)s))
    ORDER BY case_row.id LIMIT %(most)s
"""  # noqa: S608 - constants of this file


def topic_series(city_id: int, week: date) -> list[TopicSeries]:
    """Return the weekly counts of each topic in each district, up to and with the week that begins on `week`.

    Years before the first case of the city are left out. One statement; at most a small integer for each topic,
    district and week is held.
    """
    groups = {topic.code: topic.group_code for topic in city.every_topic(city_id)}
    table = _counts(_BY_DISTRICT, city_id, week, YEARS_OF_WEEKS)
    return [
        TopicSeries(topic, groups.get(topic, ""), district, counts)
        for (topic, district), counts in sorted(table.items())
    ]


def group_counts(city_id: int, week: date, cells: Sequence[ScannedCell]) -> list[GroupCounts]:
    """Return the weekly counts of each group of topics in these neighbourhoods, up to `week`; one statement."""
    places = {cell.code: place for place, cell in enumerate(cells)}
    table = _counts(_BY_NEIGHBOURHOOD, city_id, week, SCAN_WEEKS)
    weeks = len(next(iter(table.values()), ()))
    groups: defaultdict[str, npt.NDArray[np.int64]] = defaultdict(lambda: np.zeros((weeks, len(cells)), dtype=np.int64))
    for (group, area), counts in table.items():
        if area in places:
            groups[group][:, places[area]] += counts
    return [GroupCounts(group, counts) for group, counts in sorted(groups.items())]


def unit_counts(city_id: int, week: date) -> dict[tuple[str, str], dict[int, int]]:
    """Return for each (group, district) how many cases of the last year, up to `week`, each unit has; one statement."""
    table: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, _values(city_id, week - 51 * WEEK, week))
        for group, district, unit_id, count in cursor.fetchall():
            table[group, district][int(unit_id)] = int(count)
    return dict(table)


def scanned_cells(city_id: int, on: date) -> list[ScannedCell]:
    """Return the neighbourhoods that are drawn and in force on a day, with their centres."""
    from shapely.geometry import shape

    cells = []
    for feature in city.polygons(city_id, on=on)["neighbourhoods"]["features"]:
        centre = shape(feature["geometry"]).centroid
        about = feature["properties"]
        cells.append(ScannedCell(about["code"], about["district"], centre.y, centre.x))
    return sorted(cells, key=lambda cell: cell.code)


def cases_counted(city_id: int, finding: AlarmFinding, week: date) -> list[tuple[int, int | None, str]]:
    """Return (id, unit, urgency) of the cases that a finding of a week sums, at most MOST_CASES; one statement."""
    first_on = finding.first_on(week)
    values = _values(city_id, first_on, week) | {
        "group": finding.group_code,
        "topic": finding.topic_code,
        "district": finding.district_code,
        "areas": list(finding.neighbourhood_codes),
        "most": MOST_CASES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, values)
        return [(int(pk), unit_id, urgency) for pk, unit_id, urgency in cursor.fetchall()]


def _counts(statement: str, city_id: int, week: date, most: int) -> dict[tuple[str, str], npt.NDArray[np.int64]]:
    """Return the counts of each pair of codes, from the first week with a case on."""
    first_on = week - (most - 1) * WEEK
    table: defaultdict[tuple[str, str], npt.NDArray[np.int64]] = defaultdict(lambda: np.zeros(most, dtype=np.int64))
    first = most
    for code, area, place, count in _rows(statement, _values(city_id, first_on, week)):
        table[code, area][place] += count
        first = min(first, place)
    return {key: counts[first:] for key, counts in table.items()}


def _rows(statement: str, values: dict[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def _values(city_id: int, first_on: date, week: date) -> dict[str, Any]:
    zone = city.city_by_id(city_id).time_zone
    return {
        "city": city_id,
        "zone": zone,
        "first_on": first_on,
        "since": start_of_day(first_on, zone),
        "until": start_of_day(week + timedelta(days=7), zone),
    }
