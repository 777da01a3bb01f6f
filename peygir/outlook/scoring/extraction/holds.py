"""The periods in which units had files: which one it was at an event, who ended it, and whether anybody worked.

Parameters and temporary tables are those of `gathering`.
"""

from typing import Final

from peygir.outlook.scoring.extraction.gathering import ENDED, MOVES, id_in, own_staff, us


def held_at(alias: str, number: str) -> str:
    """The unit that held the case of a row when the event of a number was written."""
    return f"""
    JOIN LATERAL (
        SELECT hold.unit_id FROM score_hold hold
        WHERE hold.case_id = {alias}.case_id AND hold.number < {number} AND hold.unit_id IS NOT NULL
            AND (hold.to_number IS NULL OR hold.to_number >= {number})
        ORDER BY hold.number DESC LIMIT 1
    ) holder ON true"""  # noqa: S608 - constants


# The unit's own people ended it: they gave the file back, or gave it to a unit that is not below theirs. To refer cases
# is the work of the centre.
_IS_PASSED_ON: Final = f"""
(hold.ended_by = 'case_returned' OR hold.ended_by = 'case_referred' AND hold.to_unit_id <> hold.unit_id
    AND {own_staff("hold.ended_by_whom", "hold.unit_id")}
    AND NOT EXISTS (SELECT 1 FROM city_unit own WHERE own.id = hold.unit_id AND own.kind = 'centre')
    AND NOT EXISTS (
        SELECT 1 FROM score_above line WHERE line.unit_id = hold.to_unit_id AND line.above_id = hold.unit_id
    ))"""  # noqa: S608 - constants
WORK: Final = f"{MOVES}, 'note_added', 'visit_made', 'evidence_received', 'case_ordered', 'case_order_result'"
"""The kinds of events by which somebody worked on a case."""
# Staff of the unit or of one below it, a member of one of its crews, or who has the link of a work order of it.
_IS_OF_THE_UNIT: Final = f"""
(EXISTS (
    SELECT 1 FROM people_staff person WHERE person.id = {id_in("event.by", "staff")}
        AND (person.unit_id = hold.unit_id
            OR EXISTS (
                SELECT 1 FROM score_above line WHERE line.unit_id = person.unit_id AND line.above_id = hold.unit_id
            )
            OR EXISTS (
                SELECT 1 FROM fieldwork_crewmember member JOIN fieldwork_crew crew ON crew.id = member.crew_id
                WHERE member.staff_id = person.id AND crew.unit_id = hold.unit_id
            ))
) OR EXISTS (
    SELECT 1 FROM fieldwork_contractorlink link JOIN fieldwork_workorder work ON work.id = link.order_id
    WHERE link.id = {id_in("event.by", "contractor")} AND work.unit_id = hold.unit_id
))"""  # noqa: S608 - constants
HOLD: Final = f"""
SELECT hold.case_id, hold.number, hold.unit_id, COALESCE(one.topic, ''), {us("hold.from_at")},
    (hold.from_at >= %(since)s)::int, COALESCE({_IS_PASSED_ON}::int, 0),
    {us("COALESCE(hold.to_at, %(as_of)s::timestamptz)")} - {us("hold.from_at")},
    CASE WHEN last.state NOT IN {ENDED} THEN last.state ELSE '' END, {us("touch.at")}
FROM score_hold hold JOIN score_case one ON one.id = hold.case_id
    LEFT JOIN LATERAL (
        SELECT move.state FROM score_move move
        WHERE move.case_id = hold.case_id AND move.at < %(until)s AND move.state IS NOT NULL
            AND (hold.to_at IS NULL OR hold.to_at >= %(until)s)
        ORDER BY move.number DESC LIMIT 1
    ) last ON true
    LEFT JOIN LATERAL (
        SELECT max(event.at) AS at FROM history_event event
        WHERE event.file = 'case' AND event.file_id = hold.case_id AND event.number >= hold.number
            AND event.at < %(until)s AND event.kind IN ({WORK}) AND {_IS_OF_THE_UNIT}
    ) touch ON last.state NOT IN {ENDED}
WHERE hold.unit_id IS NOT NULL AND hold.from_at < %(until)s
    AND (hold.from_at >= %(since)s OR last.state NOT IN {ENDED})
"""  # noqa: S608 - constants
