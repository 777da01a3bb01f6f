"""Finds what changed since the lake was last written: by the numbers of events, messages and contacts."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from peygir.city.facts import CityFacts
from peygir.outlook.insight.lake.calendar import month_at
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.lake.selecting.statements import BEGAN, STORED_IN
from peygir.outlook.insight.lake.shapes import CASE, CONTACT, ORDER

LASTING: Final = timedelta(days=3)
"""For how long a message or a contact may still change though no event says so."""
_CASES: Final = """
SELECT file_id FROM history_event WHERE id > %(event)s AND file = 'case'
UNION SELECT case_id FROM answers_message WHERE id > %(message)s AND case_id IS NOT NULL
UNION SELECT asked.case_id FROM history_event event JOIN surveys_surveyask asked ON asked.id = event.file_id
    WHERE event.id > %(event)s AND event.file = 'survey'
"""
# An order changes with the cases in it: what may not be in the lake takes its order out.
_ORDERS: Final = """
SELECT file_id FROM history_event WHERE id > %(event)s AND file = 'work_order'
UNION SELECT part.order_id FROM history_event event JOIN fieldwork_ordercase part ON part.case_id = event.file_id
    WHERE event.id > %(event)s AND event.file = 'case'
"""
_CONTACTS: Final = """
SELECT file_id FROM history_event WHERE id > %(event)s AND file = 'contact'
UNION SELECT id FROM contacts_contact WHERE city_id = %(city)s AND began_at >= %(lasting)s
"""
_TOUCHED: Final = {CASE: _CASES, CONTACT: _CONTACTS, ORDER: _ORDERS}
Touched = dict[int, list[int]]
"""Numbers of subjects by the month in which they began."""


def touched(city: CityFacts, subject: str, since: Manifest) -> Touched:
    """What changed since a manifest was written, and may differ from it."""
    values: dict[str, Any] = {
        "event": since.last_event,
        "message": since.last_message,
        "city": city.id,
        "lasting": datetime.fromisoformat(since.as_of) - LASTING,
    }
    question = f"""
        SELECT one.id, one.{BEGAN[subject]} FROM {STORED_IN[subject]} one
        WHERE one.city_id = %(city)s AND one.id IN ({_TOUCHED[subject]})
    """  # noqa: S608 - constants
    by_month: Touched = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        for number, began_at in cursor.fetchall():
            by_month[month_at(began_at, city.time_zone).number].append(number)
    return dict(by_month)


def last_settled_message(now: datetime) -> int:
    """The number of a message up to which none changes any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(LEAST(
                (SELECT min(id) - 1 FROM answers_message WHERE state = 'pending'),
                (SELECT max(id) FROM answers_message WHERE created_at < %(lasting)s)
            ), 0)
            """,
            {"lasting": now - LASTING},
        )
        return int(cursor.fetchone()[0])
