"""The statements that gather what a month's snapshot is made of: its cases, their moves, and who held them when.

Each makes a temporary table that is gone with the transaction. Parameters: `city` (id), `since`, `until` (the month's
first moment and the first after it), `as_of`, `zone` (name of the city's time zone).
"""

from typing import Final

from peygir.desks.earlier.conditions import NOT_COUNTED

ENDED: Final = "('closed', 'merged', 'withdrawn')"
MOVES: Final = (
    "'case_referred', 'case_moved', 'case_returned', 'case_accepted', 'case_paused', 'case_scheduled', "
    "'case_declined', 'case_referred_out', 'case_finished', 'case_confirmed', 'case_reopened', 'case_closed', "
    "'case_merged', 'case_split', 'case_withdrawn'"
)
PASSING: Final = (
    "'case_referred', 'case_moved', 'case_returned', 'case_referred_out', 'case_merged', 'case_split', "
    "'case_withdrawn', 'case_reopened'"
)
"""The kinds by which a file may pass to another holder."""


def us(moment: str) -> str:
    """Microseconds since 1970 of a moment, or those of an interval."""
    return f"(EXTRACT(EPOCH FROM {moment}) * 1000000)::bigint"


def id_in(by: str, kind: str) -> str:
    """The id of an actor of a kind ("staff") in a column such as "staff:12"; NULL for others."""
    return f"(CASE WHEN {by} LIKE '{kind}:%%' THEN substr({by}, {len(kind) + 2})::bigint END)"


def own_staff(by: str, unit: str) -> str:
    """A condition: the actor of a column is staff of the unit of another column."""
    return (
        f"EXISTS (SELECT 1 FROM people_staff person WHERE person.id = {id_in(by, 'staff')} "  # noqa: S608 - constants
        f"AND person.unit_id = {unit})"
    )


IN_THE_YEAR: Final = "called_done_at >= %(until)s::timestamptz - interval '1 year' AND called_done_at < %(until)s"
"""A condition on draws of inspection: called done in the twelve months up to the month's end."""

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
    UNION SELECT case_id FROM inspection_inspectiondraw WHERE {IN_THE_YEAR} AND state <> 'passed'
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
    AND NOT {NOT_COUNTED.format(case="one.id")}
"""  # noqa: S608 - constants
MOVES_OF_CASES: Final = f"""
CREATE TEMPORARY TABLE score_move ON COMMIT DROP AS
SELECT event.file_id AS case_id, event.number, event.at, event.kind, event.by,
    (event.data->>'unit')::bigint AS unit_id, event.data->>'to' AS state, event.data->>'why' AS why,
    (event.data->>'evidence')::bigint AS evidence_id
FROM score_case one JOIN history_event event ON event.file = 'case' AND event.file_id = one.id
WHERE event.kind IN ({MOVES}) AND event.at <= %(as_of)s
"""  # noqa: S608 - constants
# Where a file went, step by step. A case that is opened again is with another holder only if it was with an agency:
# then it is back with the unit that follows it (the centre, where no unit had it). A reorganisation moves no file that
# is not with a unit.
STEPS: Final = f"""
CREATE TEMPORARY TABLE score_step ON COMMIT DROP AS
SELECT move.case_id, move.number, move.at, move.kind, move.by,
    CASE WHEN move.kind IN ('case_referred', 'case_moved') THEN move.unit_id
        WHEN move.kind = 'case_reopened' THEN COALESCE(owner.unit_id, (
            SELECT min(unit.id) FROM city_unit unit WHERE unit.city_id = %(city)s AND unit.kind = 'centre'
        )) END AS unit_id,
    CASE move.kind WHEN 'case_referred_out' THEN 'agency' WHEN 'case_merged' THEN 'joined'
        WHEN 'case_withdrawn' THEN 'withdrawn' ELSE '' END AS away
FROM score_move move
    LEFT JOIN LATERAL (
        SELECT last.kind FROM score_move last
        WHERE last.case_id = move.case_id AND last.number < move.number
            AND last.kind NOT IN ('case_closed', 'case_moved')
        ORDER BY last.number DESC LIMIT 1
    ) before ON move.kind IN ('case_moved', 'case_reopened')
    LEFT JOIN LATERAL (
        SELECT last.unit_id FROM score_move last
        WHERE last.case_id = move.case_id AND last.number < move.number
            AND last.kind IN ('case_referred', 'case_moved')
        ORDER BY last.number DESC LIMIT 1
    ) owner ON move.kind = 'case_reopened'
WHERE move.kind IN ({PASSING})
    AND (move.kind <> 'case_reopened' OR before.kind = 'case_referred_out')
    AND (move.kind <> 'case_moved' OR before.kind IS NULL OR before.kind NOT IN ('case_referred_out', 'case_returned'))
UNION ALL SELECT id, 0, opened_at, '', '', NULL, '' FROM score_case
"""  # noqa: S608 - constants
# The units above each unit: what a unit gives to one below it, it has not passed on.
ABOVE: Final = """
CREATE TEMPORARY TABLE score_above ON COMMIT DROP AS
WITH RECURSIVE line AS (
    SELECT id AS unit_id, parent_id AS above_id FROM city_unit WHERE city_id = %(city)s AND parent_id IS NOT NULL
    UNION SELECT line.unit_id, unit.parent_id FROM line JOIN city_unit unit ON unit.id = line.above_id
        WHERE unit.parent_id IS NOT NULL
)
SELECT unit_id, above_id FROM line
"""
# Who had the file from when to when: a unit, nobody yet or the centre that is to refer it (no unit), or nobody of the
# city (`away`: a rule of `NotCounted`).
HOLDS: Final = """
CREATE TEMPORARY TABLE score_hold ON COMMIT DROP AS
SELECT case_id, number, at AS from_at, unit_id, away, by AS begun_by, lead(at) OVER passing AS to_at,
    lead(number) OVER passing AS to_number, lead(kind) OVER passing AS ended_by,
    lead(by) OVER passing AS ended_by_whom, lead(unit_id) OVER passing AS to_unit_id
FROM score_step WINDOW passing AS (PARTITION BY case_id ORDER BY number)
"""

STATEMENTS: Final = (
    CASES,
    "CREATE INDEX ON score_case (id)",
    "ANALYZE score_case",
    MOVES_OF_CASES,
    "CREATE INDEX ON score_move (case_id, number)",
    "ANALYZE score_move",
    ABOVE,
    STEPS,
    HOLDS,
    "CREATE INDEX ON score_hold (case_id, number)",
    "ANALYZE score_hold",
)
