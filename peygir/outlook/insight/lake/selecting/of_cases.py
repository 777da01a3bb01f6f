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
PAUSE: Final = f"""
SELECT {_OF}, {keys("pause.from_at")}, pause.number, pause.reason, (pause.to_at IS NOT NULL)::int AS is_over,
    {minutes("pause.from_at", "pause.to_at")} AS minutes,
    floor(EXTRACT(EPOCH FROM pause.worked) / 60)::bigint AS worked_minutes
FROM lake_file file JOIN promises_pause pause ON pause.case_id = file.case_id {on_day("pause.from_at")}
"""  # noqa: S608 - constants
REFERRAL: Final = f"""
SELECT {_OF}, {keys("referral.sent_at")}, referral.number, agency.code AS agency, referral.means, referral.reminders,
    (referral.answered_at IS NOT NULL)::int AS is_answered, (referral.ended_at IS NOT NULL)::int AS is_over,
    {minutes("referral.sent_at", "referral.answered_at")} AS minutes_to_answer
FROM lake_file file JOIN routing_agencyreferral referral ON referral.case_id = file.case_id
    JOIN city_agency agency ON agency.id = referral.agency_id {on_day("referral.sent_at")}
"""  # noqa: S608 - constants
SURVEY: Final = f"""
SELECT {_OF}, {keys("asked.asked_at")},
    row_number() OVER (PARTITION BY asked.case_id ORDER BY asked.asked_at, asked.id) AS number,
    asked.why, asked.way, asked.state, asked.answer, asked.channel AS answered_by, length(asked.tried) AS tries,
    {minutes("asked.asked_at", "asked.ended_at")} AS minutes_after
FROM lake_file file JOIN surveys_surveyask asked ON asked.case_id = file.case_id {on_day("asked.asked_at")}
"""  # noqa: S608 - constants
