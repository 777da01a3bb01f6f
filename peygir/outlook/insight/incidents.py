"""Reads incidents with their later reports for the estimate of demand; reads no text and names nobody."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection

from peygir.city import queries as city
from peygir.core.moments import start_of_day
from peygir.outlook.insight.methods.corrected_demand import IncidentCounts
from peygir.people.channels import Channel

WINDOWS: Final = (365, 182, 91, 45, 14)
"""Days back: the longest with at most MOST incidents is taken."""
MOST: Final = 150_000
LONGEST: Final = 100.0
"""Days after its first report in which an incident can be reported again, as in Liu, Bhandaram and Garg (2024)."""
SHORTEST: Final = 1 / 24
FOUND_BY_THE_CITY: Final = (Channel.PATROL.value, Channel.IMPORT.value)
"""Channels of what the city itself found: nobody reported it."""

_AMONG: Final = """
    FROM cases_case file
    JOIN city_topic topic ON topic.id = file.topic_id
    JOIN city_district district ON district.id = file.district_id
    JOIN LATERAL (
        SELECT report.received_at, report.channel FROM cases_report report WHERE report.case_id = file.id
        ORDER BY report.received_at, report.id LIMIT 1
    ) first ON first.channel <> ALL(%(own)s)
    WHERE file.city_id = %(city)s AND file.opened_at >= %(since)s AND file.opened_at < %(until)s
        AND NOT file.is_confidential AND file.about_unit_id IS NULL AND file.about_staff_id IS NULL
        AND file.merged_into_id IS NULL
"""
_COUNT: Final = f"SELECT count(*) {_AMONG}"
# The same person again is no other report. The incident lasts until the work was first called done, or the case ended.
_INCIDENTS: Final = f"""
    SELECT incident.group_code, incident.district, incident.channel, again.count,
        extract(epoch FROM incident.ended_at - incident.first_at)::float8 / 86400
    FROM (
        SELECT file.id, topic.group_code, district.code AS district, first.channel, first.received_at AS first_at,
            least(
                coalesce(
                    (
                        SELECT min(event.at) FROM history_event event
                        WHERE event.file = 'case' AND event.file_id = file.id AND event.kind = 'case_finished'
                    ),
                    file.closed_at,
                    %(until)s
                ),
                first.received_at + %(longest)s,
                %(until)s
            ) AS ended_at
        {_AMONG}
    ) incident
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT coalesce(report.citizen_id, -report.id)) - 1 AS count FROM cases_report report
        WHERE report.case_id = incident.id AND report.received_at <= greatest(incident.ended_at, incident.first_at)
    ) again
    ORDER BY incident.id
"""  # noqa: S608 - constants of this file


@dataclass(frozen=True, slots=True)
class CityIncidents:
    """The incidents of a span of days with the codes of their groups, districts and channels, and their digest."""

    counts: IncidentCounts
    groups: tuple[str, ...]
    districts: tuple[str, ...]
    channels: tuple[str, ...]
    since_on: date
    through_on: date
    digest: str


def incidents_of(city_id: int, through_on: date) -> CityIncidents:
    """Return the incidents that were opened in the last year, up to and with a day; of large cities in less.

    Confidential cases and those about units or people are left out, and so is what the city itself found. Two
    statements, or one more for each shorter span.
    """
    rows: list[tuple[str, str, str, int, float]] = []
    values: dict[str, Any] = {}
    since_on = through_on
    with connection.cursor() as cursor:
        for days in WINDOWS:
            since_on = through_on - timedelta(days=days - 1)
            values = _values(city_id, since_on, through_on)
            cursor.execute(_COUNT, values)
            if int(cursor.fetchone()[0]) <= MOST:
                break
        cursor.execute(_INCIDENTS, values)
        rows = cursor.fetchall()
    levels = [tuple(sorted({str(row[place]) for row in rows})) for place in range(3)]
    places = [{code: place for place, code in enumerate(codes)} for codes in levels]
    keys = np.array([[places[n][str(row[n])] for n in range(3)] for row in rows], dtype=np.int64).reshape(-1, 3)
    duplicates = np.array([row[3] for row in rows], dtype=np.float64)
    exposures = np.maximum(np.array([row[4] for row in rows], dtype=np.float64), SHORTEST)
    digest = hashlib.sha256("\n".join("\t".join(map(str, row)) for row in rows).encode()).hexdigest()
    groups, districts, channels = levels
    sizes = (len(groups), len(districts), len(channels))
    counts = IncidentCounts(keys, sizes, duplicates, exposures)
    return CityIncidents(counts, groups, districts, channels, since_on, through_on, digest)


def _values(city_id: int, since_on: date, through_on: date) -> dict[str, Any]:
    zone = city.city_by_id(city_id).time_zone
    return {
        "city": city_id,
        "since": start_of_day(since_on, zone),
        "until": start_of_day(through_on + timedelta(days=1), zone),
        "own": list(FOUND_BY_THE_CITY),
        "longest": timedelta(days=LONGEST),
    }
