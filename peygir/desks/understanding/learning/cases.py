"""Training examples from confirmed cases: the citizen's text with the final topic."""

from typing import Final

from django.db import connection

from peygir.desks.understanding.learning.training import TrainingExample

MOST: Final = 20_000
CORRECTED: Final = 3.0  # a person checked this text: as much weight as three seed phrases
CONFIRMED: Final = 1.0

# Only the first report: one that joined later was matched by its place, not by its text. Confidential and withdrawn
# reports are never learnt from.
_TAUGHT: Final = """
    SELECT report.text, topic.code, bool_or(reading.topic_by = 'person') AS by_person
    FROM cases_case c
    JOIN city_topic topic ON topic.id = c.topic_id AND topic.valid_to IS NULL
    JOIN cases_report report ON report.code = c.code
    LEFT JOIN understanding_reading reading ON reading.case_id = c.id
    WHERE c.city_id = %s AND NOT c.is_confidential AND c.state <> 'withdrawn'
      AND report.text <> '' AND report.channel <> 'import'
      AND (c.close_kind = 'confirmed'
           OR EXISTS (SELECT FROM understanding_reading one WHERE one.case_id = c.id AND one.topic_by = 'person'))
    GROUP BY c.id, report.text, topic.code
    ORDER BY c.id DESC LIMIT %s
"""


def confirmed_cases(city_id: int, *, most: int = MOST) -> tuple[TrainingExample, ...]:
    """The texts and topics of cases that a citizen confirmed or a person corrected, newest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAUGHT, [city_id, most])
        rows = cursor.fetchall()
    return tuple(TrainingExample(text, code, CORRECTED if by_person else CONFIRMED) for text, code, by_person in rows)
