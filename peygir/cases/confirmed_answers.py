"""The answers with which a unit finished cases of a topic that citizens then confirmed."""

from datetime import datetime
from typing import Final

from django.db import connection

from peygir.cases.facts import CaseFacts
from peygir.core.ids import first_id_since
from peygir.history.kinds.case_moves import CaseFinished

MOST: Final = 30

# By the index `case_confirmed`. What is confidential, or a complaint, is nobody's model. The answer that was confirmed
# is that of the last time the work was finished.
_ANSWERS: Final = """
    SELECT last.text FROM cases_case c
    JOIN LATERAL (
        SELECT note.text FROM cases_note note
        JOIN history_event event ON event.file = 'case' AND event.file_id = c.id AND event.number = note.number
        WHERE note.case_id = c.id AND note.is_public AND note.text <> '' AND event.kind = %(kind)s
        ORDER BY note.number DESC LIMIT 1
    ) last ON true
    WHERE c.unit_id = %(unit)s AND c.topic_id = %(topic)s AND c.id >= %(first)s AND c.close_kind = 'confirmed'
      AND NOT c.is_confidential AND c.about_unit_id IS NULL AND c.about_staff_id IS NULL
    ORDER BY c.id DESC LIMIT %(most)s
"""


def confirmed_answers(case: CaseFacts, *, since: datetime) -> list[str]:
    """The texts of confirmed answers in cases of the same unit and topic opened since a moment, the newest first.

    At most MOST; one statement. None for a confidential case.
    """
    if case.is_confidential or case.unit_id is None or case.topic_id is None:
        return []
    values: dict[str, int | str] = {
        "kind": CaseFinished.kind,
        "unit": case.unit_id,
        "topic": case.topic_id,
        "first": first_id_since(since),
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, values)
        return [text for (text,) in cursor.fetchall()]
