"""A stamp of what may be public about plans: it changes with every event of one of planning's files."""

from typing import Final

from django.db import connection

# Each row's head is a hash over all events of its file, and the first of them names the file: two states of a city
# never give the same text.
_HEADS: Final = """
SELECT sha256(string_agg(head, ''::bytea ORDER BY part, id)) FROM (
    SELECT 1 AS part, id, event_head AS head FROM planning_planproblem WHERE city_id = %(city)s
    UNION ALL SELECT 2, id, event_head FROM planning_programme WHERE city_id = %(city)s
    UNION ALL SELECT 3, id, event_head FROM planning_proposal WHERE city_id = %(city)s
    UNION ALL SELECT 4, id, event_head FROM planning_councilsession WHERE city_id = %(city)s
    UNION ALL SELECT 5, id, event_head FROM planning_budgetline WHERE city_id = %(city)s AND programme_id IS NOT NULL
    UNION ALL SELECT 6, id, event_head FROM planning_plangoal
    UNION ALL SELECT 7, id, event_head FROM planning_votingday WHERE city_id = %(city)s
) heads
"""


def plans_stamp(city_id: int) -> bytes:
    """The SHA-256 of the heads of these event chains; empty while there is none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"city": city_id})
        (stamp,) = cursor.fetchone()
    return bytes(stamp or b"")
