"""The questions whose rows belong to cases; see the package for their parameters."""

from typing import Final

from peygir.outlook.insight.lake.selecting.relations import keys, minute, minutes, on_day

_OF: Final = """file.case_id, file.topic, file.topic_group, file.district, file.neighbourhood, file.cell_7, file.cell_8,
    file.unit, file.urgency, file.channel, file.asset_type"""

CASE: Final = f"""
SELECT {_OF}, {keys("file.opened_at")}, {minute("file.opened_at")} AS opened_at, file.state, file.close_kind,
    file.report_count AS reports, file.return_count AS returns,
    {minutes("file.opened_at", "moves.finished_at")} AS minutes_to_finish,
    {minutes("file.opened_at", "file.closed_at")} AS minutes_to_close, moves.finished, moves.reopened
FROM lake_file file {on_day("file.opened_at")}
    CROSS JOIN LATERAL (
        SELECT min(event.at) FILTER (WHERE event.kind = 'case_finished') AS finished_at,
            count(*) FILTER (WHERE event.kind = 'case_finished') AS finished,
            count(*) FILTER (WHERE event.kind = 'case_reopened') AS reopened
        FROM history_event event WHERE event.file = 'case' AND event.file_id = file.case_id
    ) moves
"""  # noqa: S608 - constants
REPORT: Final = f"""
SELECT {_OF}, {keys("report.received_at")},
    row_number() OVER (PARTITION BY report.case_id ORDER BY report.received_at, report.id) AS number,
    report.channel AS said_by, report.language, report.proof, report.photo_count AS photos,
    {minutes("file.opened_at", "report.received_at")} AS minutes_after
FROM lake_file file JOIN cases_report report ON report.case_id = file.case_id {on_day("report.received_at")}
"""  # noqa: S608 - constants
PROMISE: Final = f"""
SELECT {_OF}, {keys("promise.due_at")},
    row_number() OVER (PARTITION BY promise.case_id ORDER BY promise.id) AS number,
    promise.kind, promise.clock, promise.is_first::int AS is_first,
    {minutes("file.opened_at", "promise.given_due_at")} AS promised_minutes,
    {minutes("promise.given_due_at", "promise.due_at")} AS paused_minutes,
    (promise.kept_at IS NOT NULL)::int AS is_kept, {minutes("promise.due_at", "promise.kept_at")} AS minutes_late,
    (promise.broken_at IS NOT NULL OR promise.kept_at > promise.due_at)::int AS is_broken,
    promise.is_over::int AS is_over
FROM lake_file file JOIN promises_promise promise ON promise.case_id = file.case_id {on_day("promise.due_at")}
"""  # noqa: S608 - constants
MESSAGE: Final = f"""
SELECT {_OF}, {keys("made.at")}, made.kind, made.sent_by, made.state, made.delivery, made.messages, made.parts,
    made.cost
FROM lake_file file
    CROSS JOIN LATERAL (
        SELECT min(message.created_at) AS at, message.kind, message.channel AS sent_by, message.state,
            message.delivery, count(*) AS messages, sum(message.parts)::bigint AS parts,
            COALESCE(sum(message.cost), 0)::bigint AS cost
        FROM answers_message message WHERE message.case_id = file.case_id
        GROUP BY (message.created_at AT TIME ZONE %(zone)s)::date, message.kind, message.channel, message.state,
            message.delivery
    ) made {on_day("made.at")}
"""  # noqa: S608 - constants
VERDICT: Final = f"""
SELECT {_OF}, {keys("verdict.at")}, question.number,
    row_number() OVER (PARTITION BY question.id ORDER BY verdict.at, verdict.id) AS place,
    verdict.channel AS answered_by, verdict.is_fixed::int AS is_fixed,
    {minutes("question.asked_at", "verdict.at")} AS minutes_after
FROM lake_file file JOIN answers_question question ON question.case_id = file.case_id AND question.kind = 'fixed'
    JOIN answers_verdict verdict ON verdict.question_id = question.id {on_day("verdict.at")}
"""  # noqa: S608 - constants
INSPECTION: Final = f"""
SELECT {_OF}, {keys("COALESCE(look.seen_at, look.at)")}, look.number, look.finding,
    (draw.id IS NOT NULL)::int AS is_drawn, round(draw.chance * 1000000)::bigint AS chance,
    COALESCE(objection.outcome, '') AS objection
FROM lake_file file JOIN inspection_inspection look ON look.case_id = file.case_id
    LEFT JOIN inspection_inspectiondraw draw ON draw.inspection_id = look.id
    LEFT JOIN inspection_findingobjection objection ON objection.inspection_id = look.id
    {on_day("COALESCE(look.seen_at, look.at)")}
"""  # noqa: S608 - constants
EVENT: Final = f"""
SELECT {_OF}, {keys("event.at")}, event.number, event.kind, split_part(event.by, ':', 1) AS actor,
    {minutes("file.opened_at", "event.at")} AS minutes_after
FROM lake_file file JOIN history_event event ON event.file = 'case' AND event.file_id = file.case_id
    {on_day("event.at")}
"""  # noqa: S608 - constants
