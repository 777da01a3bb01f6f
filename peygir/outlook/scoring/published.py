"""A stamp of what is public about marks: it changes with every event of a month, a scheme, an appeal or a ranking."""

from typing import Final

from django.db import connection

# Each row's head is a hash over all events of its file, and the first of them names the file: two states of a city
# never give the same text. An appeal that is decided stays so; of the appeals those that are open and the number of the
# latest one suffice.
_HEADS: Final = """
SELECT sha256(string_agg(head, ''::bytea ORDER BY part, id)) FROM (
    SELECT 1 AS part, id, event_head AS head FROM scoring_scoredmonth WHERE city_id = %(city)s
    UNION ALL SELECT 2, id, event_head FROM scoring_markscheme WHERE city_id = %(city)s
    UNION ALL SELECT 3, id, event_head FROM scoring_rankingseason WHERE city_id = %(city)s
    UNION ALL SELECT 4, id, event_head FROM scoring_markappeal WHERE outcome = 'open'
    UNION ALL SELECT 5, 0, int8send(COALESCE(max(id), 0)) FROM scoring_markappeal
) heads
"""


def published_stamp(city_id: int) -> bytes:
    """The SHA-256 of the heads of these event chains: a closing, a restatement, a decision each give another one.

    One statement, whose time does not grow with the appeals of the past.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"city": city_id})
        (stamp,) = cursor.fetchone()
    return bytes(stamp)
