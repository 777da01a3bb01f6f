"""The statement that finds recent cases of given topics around a point, with their texts."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from peygir.cases.public import ROUNDED_BY
from peygir.cases.rules import whole_fields
from peygir.cases.states import OPEN
from peygir.core.geometry import METRES_PER_DEGREE, cells_near
from peygir.people.rules import CaseVisibility

MOST: Final = 400
"""The most cases compared, the latest first: a flood of reports must not slow down a new one."""

# Cells and time use the index case_near. The inner query is materialised, so that the planner cannot choose another
# order. Confidential cases and complaints about somebody are never compared.
_SQL: Final = """
    WITH near AS MATERIALIZED (
        SELECT id, code, topic_id, state, opened_at, lat, lon, address, neighbourhood_id, report_count, version,
               unit_id, assignee_id, incident_code
        FROM cases_case
        WHERE city_id = %(city)s AND cell IS NOT NULL AND cell = ANY(%(cells)s)
          AND opened_at BETWEEN %(since)s AND %(until)s
          AND lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s
          AND topic_id = ANY(%(topics)s)
          AND (state = ANY(%(open)s) OR (state = 'closed' AND closed_at > %(lately)s))
          AND NOT is_confidential AND about_unit_id IS NULL AND about_staff_id IS NULL
        ORDER BY opened_at DESC LIMIT %(most)s
    )
    SELECT near.*, report.text, EXISTS (
        SELECT 1 FROM cases_report said WHERE said.case_id = near.id AND said.citizen_id = ANY(%(citizens)s)
    )
    FROM near JOIN cases_report report ON report.code = near.code
"""


@dataclass(frozen=True, slots=True)
class Near:
    """A case around a point, with the text that opened it, and whether one of the given callers reported it."""

    id: int
    code: str
    topic_id: int
    state: str
    opened_at: datetime
    lat: float
    lon: float
    address: str
    neighbourhood_id: int | None
    report_count: int
    version: int
    unit_id: int | None
    assignee_id: int | None
    incident_code: str
    text: str
    is_by_caller: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still open for work."""
        return self.state in OPEN

    @property
    def visibility(self) -> CaseVisibility:
        """The values that decide which staff may see it."""
        return CaseVisibility(unit_id=self.unit_id, is_confidential=False, assignee_id=self.assignee_id)


def around(
    city_id: int,
    *,
    lat: float,
    lon: float,
    metres: int,
    topic_ids: Collection[int],
    since: datetime,
    until: datetime,
    closed_within: timedelta,
    citizen_ids: Collection[int] = (),
    by_fields: bool = False,
) -> list[Near]:
    """Cases of these topics in the square of `metres` around a point, opened in a period, open or closed lately.

    With `by_fields` the square is widened to whole fields of the public grid, so that a case's public point decides
    whether it is inside; the caller then drops those whose public point is too far.
    """
    north = metres / METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.1)
    tall, wide = (lat - north, lat + north), (lon - east, lon + east)
    if by_fields:
        tall, wide = whole_fields(*tall), whole_fields(*wide)
        # Cells of the exact points must not decide: they cover the whole square.
        metres = math.ceil(1.5 * metres) + 4 * ROUNDED_BY
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "city": city_id,
                "cells": cells_near(lat, lon, metres),
                "since": since,
                "until": until,
                "south": tall[0],
                "north": tall[1],
                "west": wide[0],
                "east": wide[1],
                "topics": list(topic_ids),
                "open": sorted(OPEN),
                "lately": until - closed_within,
                "citizens": list(citizen_ids),
                "most": MOST,
            },
        )
        return [Near(*row) for row in cursor.fetchall()]
