"""The questions that fill the tables of a snapshot from what was gathered; read only.

Parameters as in `gathering`, with `first_on` and `last_on` (days). The columns are those of `snapshot_tables`.
"""

from typing import Final

from peygir.outlook.scoring.extraction.gathering import IN_THE_YEAR, us
from peygir.outlook.scoring.extraction.holds import HOLD, held_at

# What counts in no promise, though there was one.
_IS_OUT: Final = "one.unit_id IS NULL"
# When the clock no longer ran for the unit, and why.
_LEFT: Final = "COALESCE(one.gone_at, paused.left_at)"
_LEFT_WHY: Final = """
CASE WHEN one.gone_at IS NOT NULL THEN one.gone_why WHEN paused.left_at IS NOT NULL THEN 'pause' ELSE '' END"""
_PAUSED: Final = "JOIN score_paused paused ON paused.id = one.id AND paused.kind = one.kind"

MONTH: Final = f"""
SELECT %(first_on)s::text, %(last_on)s::text, {us("%(since)s::timestamptz")}, {us("%(until)s::timestamptz")},
    {us("%(as_of)s::timestamptz")}
"""
UNIT: Final = "SELECT id, code, kind, parent_id FROM city_unit WHERE city_id = %(city)s"
POST: Final = """
SELECT post.staff_id, post.unit_id, min(post.role), min(role.scope),
    GREATEST(post.from_on, %(first_on)s::date)::text,
    max(LEAST(COALESCE(post.to_on, %(last_on)s::date), %(last_on)s::date))::text
FROM people_post post JOIN people_staffrole role ON role.code = post.role JOIN city_unit unit ON unit.id = post.unit_id
WHERE unit.city_id = %(city)s AND role.leads AND post.withdrawn_at IS NULL AND post.kind IN ('holder', 'acting')
    AND post.from_on <= %(last_on)s::date AND (post.to_on IS NULL OR post.to_on >= %(first_on)s::date)
GROUP BY post.staff_id, post.unit_id, GREATEST(post.from_on, %(first_on)s::date)
"""
# A delay was told before it came: by a date that was granted, or by a public note in the second half of the time.
PROMISE: Final = f"""
SELECT one.id, one.kind, one.unit_id, COALESCE(one.topic, ''), COALESCE(one.district, ''), COALESCE(one.channel, ''),
    one.urgency, {us("one.opened_at")}, {us("paused.due_at")}, {us("one.kept_at")}, {us(_LEFT)}, {_LEFT_WHY},
    {us("paused.promised")}, {us("paused.spent")},
    COALESCE((SELECT sum({us("off.length")}) FROM score_away off WHERE off.id = one.id AND off.kind = one.kind), 0)
        + COALESCE({us("moved.length")}, 0),
    CASE WHEN one.kind = 'finish' THEN {us("LEAST(plan.granted_at, note.at)")} END, {us("asked.at")},
    plan.asked, plan.granted, one.state, one.close_kind, said.is_confirmed::int, said.was_scheduled::int
FROM score_promise one {_PAUSED}
    LEFT JOIN score_moved moved ON moved.id = one.id AND moved.kind = one.kind
    LEFT JOIN score_asked asked ON asked.case_id = one.id
    LEFT JOIN LATERAL (
        SELECT count(*) AS asked, count(*) FILTER (WHERE replan.is_granted) AS granted,
            min(replan.decided_at) FILTER (WHERE replan.is_granted AND replan.decided_at <= one.due_at) AS granted_at
        FROM promises_replan replan WHERE replan.promise_id = one.promise_id AND replan.case_id = one.id
            AND replan.asked_at <= %(as_of)s
    ) plan ON true
    LEFT JOIN LATERAL (
        SELECT min(note.at) AS at FROM cases_note note
        WHERE note.case_id = one.id AND note.is_public AND note.by LIKE 'staff:%%'
            AND note.at BETWEEN one.opened_at + (one.due_at - one.opened_at) / 2 AND one.due_at
    ) note ON one.kind = 'finish'
    CROSS JOIN LATERAL (
        SELECT EXISTS (
                SELECT 1 FROM answers_question question
                WHERE question.case_id = one.id AND question.kind = 'fixed' AND question.number = (
                    SELECT max(move.number) FROM score_move move
                    WHERE move.case_id = one.id AND move.kind = 'case_finished'
                ) AND (question.unclear_at <= %(as_of)s OR EXISTS (
                    SELECT 1 FROM answers_verdict verdict
                    WHERE verdict.question_id = question.id AND verdict.is_fixed AND verdict.at <= %(as_of)s
                ))
            ) AS is_confirmed,
            EXISTS (
                SELECT 1 FROM score_move move WHERE move.case_id = one.id AND move.kind = 'case_scheduled'
            ) AS was_scheduled
    ) said
WHERE NOT {_IS_OUT}
"""  # noqa: S608 - constants
# Where the centre upheld the unit's objection, the inspector's reopening does not count.
FINISH: Final = f"""
SELECT move.case_id, move.number, holder.unit_id, COALESCE(one.topic, ''), {us("move.at")}, {us("again.at")},
    COALESCE(lacking.stand_ins, 0)
FROM score_move move JOIN score_case one ON one.id = move.case_id {held_at("move", "move.number")}
    LEFT JOIN LATERAL (
        SELECT next.at FROM score_move next
        WHERE next.case_id = move.case_id AND next.number > move.number AND next.kind = 'case_reopened'
            AND NOT (next.why = 'inspection' AND EXISTS (
                SELECT 1 FROM inspection_inspection look
                    JOIN inspection_findingobjection objection ON objection.inspection_id = look.id
                WHERE look.case_id = move.case_id AND look.number > move.number AND look.number < next.number
                    AND objection.outcome = 'upheld'
            ))
        ORDER BY next.number LIMIT 1
    ) again ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS stand_ins FROM fieldwork_evidencestandin lack WHERE lack.evidence_id = move.evidence_id
    ) lacking ON true
WHERE move.kind = 'case_finished' AND move.at >= %(since)s AND move.at < %(until)s
"""  # noqa: S608 - constants
# A draw that waits for its visit at the closing is in the figures of a later month.
VISIT: Final = f"""
SELECT draw.case_id, draw.number, draw.unit_id, COALESCE(one.topic, ''), round(draw.chance * 1000000)::bigint,
    CASE WHEN draw.state = 'missed' THEN 'missed' WHEN draw.state = 'overtaken' THEN 'not_fixed'
        WHEN objection.outcome = 'upheld' THEN 'fixed' ELSE COALESCE(look.finding, 'not_seen') END
FROM inspection_inspectiondraw draw JOIN score_case one ON one.id = draw.case_id
    LEFT JOIN inspection_inspection look ON look.id = draw.inspection_id
    LEFT JOIN inspection_findingobjection objection ON objection.inspection_id = look.id
WHERE {IN_THE_YEAR} AND draw.unit_id IS NOT NULL AND draw.state IN ('visited', 'missed', 'overtaken')
"""  # noqa: S608 - constants
# By the question after the work, and by survey; a survey's verdict is no answer to that question.
VERDICT: Final = f"""
SELECT question.case_id, question.number, holder.unit_id, COALESCE(one.topic, ''), 'question',
    COALESCE(said.channel, ''), (said.answers > 0)::int, COALESCE(said.is_good::int, 0)
FROM score_move move JOIN answers_question question
        ON question.case_id = move.case_id AND question.number = move.number AND question.kind = 'fixed'
    JOIN score_case one ON one.id = move.case_id {held_at("move", "move.number")}
    CROSS JOIN LATERAL (
        SELECT count(*) AS answers, bool_and(verdict.is_fixed) AS is_good, min(verdict.channel) AS channel
        FROM answers_verdict verdict WHERE verdict.question_id = question.id AND verdict.at <= %(as_of)s
    ) said
WHERE move.kind = 'case_finished' AND move.at >= %(since)s AND move.at < %(until)s
UNION ALL
SELECT ask.case_id, -ask.id, ask.unit_id, COALESCE(one.topic, ''), 'survey_' || ask.way, ask.channel,
    (ask.answer IN ('satisfied', 'unsatisfied', 'not_done'))::int, (ask.answer = 'satisfied')::int
FROM surveys_surveyask ask JOIN score_case one ON one.id = ask.case_id
WHERE ask.city_id = %(city)s AND ask.asked_at >= %(since)s AND ask.asked_at < %(until)s AND ask.state <> 'overtaken'
"""  # noqa: S608 - constants
# The place is that of `answer_rules.lot`, among the answers that may be shown.
READING: Final = """
SELECT answer.case_id, answer.number, answer.unit_id, COALESCE(one.topic, ''),
    row_number() OVER (PARTITION BY answer.unit_id ORDER BY sha256(
        convert_to(sample.seed || chr(10) || answer.case_id || chr(10) || answer.number, 'UTF8')
    )),
    (SELECT sum(value::int) FROM jsonb_each_text(answer.points)),
    CASE WHEN answer.points IS NOT NULL THEN 2 * (SELECT count(*) FROM jsonb_each_text(answer.points)) END
FROM scoring_sampledanswer answer JOIN scoring_answersample sample ON sample.id = answer.sample_id
    JOIN score_case one ON one.id = answer.case_id
WHERE sample.city_id = %(city)s AND sample.first_on = %(first_on)s::date
"""
LEFT_OUT: Final = f"""
SELECT taken.id, taken.unit_id, taken.rule, sum(taken.micros) FROM (
    SELECT one.id, one.unit_id, 'pause' AS rule,
        {us("paused.spent + COALESCE(%(as_of)s::timestamptz - paused.left_at, '0')")} AS micros
    FROM score_promise one {_PAUSED}
    WHERE one.kind = 'finish' AND NOT {_IS_OUT} AND (paused.spent > '0' OR paused.left_at IS NOT NULL)
    UNION ALL
    SELECT one.id, one.unit_id, one.gone_why, GREATEST({us("one.due_at")} - {us("one.gone_at")}, 0)
    FROM score_promise one WHERE one.kind = 'finish' AND NOT {_IS_OUT} AND one.gone_at IS NOT NULL
    UNION ALL
    SELECT one.id, one.unit_id, off.away, {us("off.length")}
    FROM score_promise one JOIN score_away off ON off.id = one.id AND off.kind = one.kind
    WHERE one.kind = 'finish' AND NOT {_IS_OUT}
    UNION ALL
    SELECT one.id, one.unit_id, 'closure', {us("one.put_off")}
    FROM score_promise one WHERE one.kind = 'finish' AND NOT {_IS_OUT} AND one.put_off > '0'
    UNION ALL
    SELECT one.id, one.unit_id, 'moved', {us("moved.length")}
    FROM score_promise one JOIN score_moved moved ON moved.id = one.id AND moved.kind = one.kind
    WHERE one.kind = 'finish' AND NOT {_IS_OUT}
    UNION ALL
    SELECT one.id, next.unit_id, 'no_owner', 0
    FROM score_promise one CROSS JOIN LATERAL (
        SELECT hold.unit_id FROM score_hold hold
        WHERE hold.case_id = one.id AND hold.unit_id IS NOT NULL ORDER BY hold.number LIMIT 1
    ) next WHERE one.kind = 'finish' AND one.unit_id IS NULL
) taken GROUP BY taken.id, taken.unit_id, taken.rule
"""  # noqa: S608 - constants

SELECTIONS: Final = {
    "month": MONTH,
    "unit": UNIT,
    "post": POST,
    "promise": PROMISE,
    "finish": FINISH,
    "visit": VISIT,
    "hold": HOLD,
    "verdict": VERDICT,
    "reading": READING,
    "left_out": LEFT_OUT,
}
"""The question of each table, by its name."""
