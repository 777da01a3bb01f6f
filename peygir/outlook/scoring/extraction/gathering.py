"""The statements that gather what a month's snapshot is made of: its cases, their moves, and who held them when.

Each makes a temporary table that is gone with the transaction. Parameters: `city` (id), `since`, `until` (the month's
first moment and the first after it), `as_of`, `zone` (name of the city's time zone).
"""

from typing import Final

ENDED: Final = "('closed', 'merged', 'withdrawn')"
MOVES: Final = (
    "'case_referred', 'case_moved', 'case_returned', 'case_accepted', 'case_paused', 'case_scheduled', "
    "'case_declined', 'case_referred_out', 'case_finished', 'case_confirmed', 'case_reopened', 'case_closed', "
    "'case_merged', 'case_split', 'case_withdrawn'"
)
PASSING: Final = "'case_referred', 'case_moved', 'case_returned', 'case_referred_out', 'case_merged', 'case_withdrawn'"
"""The kinds by which a file leaves the unit that has it."""

# Confidential reports and complaints about units and people stay out: a mark must not tell of them. Topic and district
# are those with which the file was last given to a unit: what a unit itself changes later says nothing about its cases.
CASES: Final = f"""
CREATE TEMPORARY TABLE score_case ON COMMIT DROP AS
WITH touched AS (
    SELECT case_id FROM promises_promise WHERE is_first AND due_at >= %(since)s AND due_at < %(until)s
    UNION SELECT file_id FROM history_event
        WHERE kind IN ({MOVES}) AND at >= %(since)s AND at < %(until)s AND file = 'case'
    UNION SELECT case_id FROM surveys_surveyask
        WHERE city_id = %(city)s AND asked_at >= %(since)s AND asked_at < %(until)s
    UNION SELECT id FROM cases_case
        WHERE city_id = %(city)s AND opened_at < %(until)s AND (state NOT IN {ENDED} OR state_at >= %(until)s)
)
SELECT one.id, one.code, one.state, one.close_kind, one.urgency, one.opened_at,
    topic.code AS topic, district.code AS district, report.channel
FROM touched JOIN cases_case one ON one.id = touched.case_id
    LEFT JOIN LATERAL (
        SELECT reading.topic_id, reading.district_id FROM understanding_reading reading
        WHERE reading.case_id = one.id AND reading.number < (
            SELECT max(event.number) FROM history_event event
            WHERE event.file = 'case' AND event.file_id = one.id AND event.kind IN ('case_referred', 'case_moved')
                AND event.at <= %(as_of)s
        )
        ORDER BY reading.number DESC LIMIT 1
    ) given ON true
    LEFT JOIN city_topic topic ON topic.id = COALESCE(given.topic_id, one.topic_id)
    LEFT JOIN city_district district ON district.id = COALESCE(given.district_id, one.district_id)
    LEFT JOIN cases_report report ON report.code = one.code
WHERE one.city_id = %(city)s AND NOT one.is_confidential AND one.about_unit_id IS NULL AND one.about_staff_id IS NULL
"""  # noqa: S608 - constants
MOVES_OF_CASES: Final = f"""
CREATE TEMPORARY TABLE score_move ON COMMIT DROP AS
SELECT event.file_id AS case_id, event.number, event.at, event.kind, (event.data->>'unit')::bigint AS unit_id,
    event.data->>'to' AS state, event.data->>'why' AS why, (event.data->>'evidence')::bigint AS evidence_id
FROM score_case one JOIN history_event event ON event.file = 'case' AND event.file_id = one.id
WHERE event.kind IN ({MOVES}) AND event.at <= %(as_of)s
"""  # noqa: S608 - constants
HOLDS: Final = f"""
CREATE TEMPORARY TABLE score_hold ON COMMIT DROP AS
SELECT * FROM (
    SELECT case_id, number, at AS from_at,
        CASE WHEN kind IN ('case_referred', 'case_moved') THEN unit_id END AS unit_id,
        lead(at) OVER passing AS to_at, lead(number) OVER passing AS to_number, lead(kind) OVER passing AS ended_by
    FROM score_move WHERE kind IN ({PASSING})
    WINDOW passing AS (PARTITION BY case_id ORDER BY number)
) step WHERE unit_id IS NOT NULL
"""  # noqa: S608 - constants
ASKED: Final = """
CREATE TEMPORARY TABLE score_asked ON COMMIT DROP AS
SELECT case_id, min(began_at) AS at FROM contacts_contact
WHERE city_id = %(city)s AND outcome = 'follow_up' AND case_id IN (SELECT id FROM score_case)
GROUP BY case_id
"""
# Who answers for a promise: the unit that had the file longest until it was kept or fell due; of two the later one.
# A promise is left out as a whole where a reorganisation moved the file meanwhile, where nobody had it, and where it
# fell due by the calendar on a day that the city had closed, unless the matter was urgent.
PROMISES: Final = f"""
CREATE TEMPORARY TABLE score_promise ON COMMIT DROP AS
SELECT one.*, promise.id AS promise_id, promise.kind, promise.due_at, promise.kept_at, promise.paused_at,
    moment.decided, holder.unit_id, holder.is_moved, gone.at AS gone_at, gone.kind AS gone_by,
    promise.clock = 'C' AND one.urgency <> 'U' AND EXISTS (
        SELECT 1 FROM city_calendarday day WHERE day.city_id = %(city)s AND day.is_off AND day.is_decided
            AND day.day = (promise.due_at AT TIME ZONE %(zone)s)::date
    ) AS is_closure
FROM promises_promise promise JOIN score_case one ON one.id = promise.case_id
    CROSS JOIN LATERAL (SELECT LEAST(promise.kept_at, promise.due_at, %(as_of)s) AS decided) moment
    LEFT JOIN LATERAL (
        SELECT hold.unit_id,
            bool_or(bool_or(COALESCE(hold.ended_by = 'case_moved' AND hold.to_at <= moment.decided, false)))
                OVER () AS is_moved
        FROM score_hold hold WHERE hold.case_id = one.id AND hold.from_at <= moment.decided
        GROUP BY hold.unit_id
        ORDER BY sum(LEAST(hold.to_at, moment.decided) - hold.from_at) DESC, max(hold.number) DESC LIMIT 1
    ) holder ON true
    LEFT JOIN LATERAL (
        SELECT move.at, move.kind FROM score_move move
        WHERE move.case_id = one.id AND move.kind IN ({PASSING}) AND move.at <= moment.decided
        ORDER BY move.number DESC LIMIT 1
    ) gone ON gone.kind IN ('case_referred_out', 'case_merged', 'case_withdrawn')
        AND (promise.kept_at IS NULL OR promise.kept_at > gone.at)
WHERE promise.is_first AND promise.due_at >= %(since)s AND promise.due_at < %(until)s
"""  # noqa: S608 - constants

STATEMENTS: Final = (
    CASES,
    "CREATE INDEX ON score_case (id)",
    "ANALYZE score_case",
    MOVES_OF_CASES,
    "CREATE INDEX ON score_move (case_id, number)",
    "ANALYZE score_move",
    HOLDS,
    "CREATE INDEX ON score_hold (case_id, number)",
    "ANALYZE score_hold",
    ASKED,
    "CREATE INDEX ON score_asked (case_id)",
    PROMISES,
    "CREATE INDEX ON score_promise (id)",
    "ANALYZE score_promise",
)
