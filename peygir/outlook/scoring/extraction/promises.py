"""The statements that gather the promises of a month: who answers for each, when it left, and what is taken off it.

Parameters and temporary tables are those of `gathering`, whose statements come first.
"""

from typing import Final

from peygir.outlook.scoring.extraction.gathering import own_staff

LONGEST_CLOSURE: Final = 60
"""Days in a row for which a city may be closed."""
ASKED: Final = """
CREATE TEMPORARY TABLE score_asked ON COMMIT DROP AS
SELECT case_id, min(began_at) AS at FROM contacts_contact
WHERE city_id = %(city)s AND outcome = 'follow_up' AND case_id IN (SELECT id FROM score_case)
GROUP BY case_id
"""
# Who answers for a promise: the unit that had the file for the longest part of its time; of two the later one. Whoever
# had it when it was kept counts as having it until the due time, so that it does not depend on the outcome who answers.
# Where a reorganisation moved the file meanwhile, the time begins anew for the units that had it since: they have all
# the promised time from the move on. A promise is left out as a whole where it lay longest with no unit (not referred
# yet, or given back to the centre). One by the calendar that falls due on a day that the city had closed is due on the
# next day that it had not, unless the matter is urgent. A promise is gone if the case left the city's hands before and
# never came back. If it comes back after its month was closed, it counts in the month in which it does.
PROMISES: Final = f"""
CREATE TEMPORARY TABLE score_promise ON COMMIT DROP AS
SELECT one.*, promise.id AS promise_id, promise.kind, promise.given_due_at + due.put_off AS given_due_at,
    due.at AS due_at, due.put_off, promise.kept_at, promise.paused_at, moment.decided, holder.unit_id,
    moved.at AS moved_at, gone.at AS gone_at, gone.why AS gone_why
FROM (
        SELECT promise.* FROM promises_promise promise
        WHERE promise.is_first AND promise.due_at >= %(since)s AND promise.due_at < %(until)s
        UNION ALL
        SELECT promise.* FROM score_hold hold
            JOIN promises_promise promise ON promise.case_id = hold.case_id AND promise.is_first
            JOIN scoring_scoredmonth month ON month.city_id = %(city)s
                AND (promise.due_at AT TIME ZONE %(zone)s)::date BETWEEN month.first_on AND month.last_on
            JOIN scoring_scoresnapshot closing ON closing.id = month.snapshot_id
        WHERE hold.away <> '' AND hold.to_at >= %(since)s AND hold.to_at < %(until)s AND hold.to_at > closing.as_of
            AND hold.from_at <= promise.due_at AND promise.due_at < %(since)s
            AND (promise.kept_at IS NULL OR promise.kept_at > hold.from_at)
    ) promise JOIN score_case one ON one.id = promise.case_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN promise.clock = 'C' AND one.urgency <> 'U' AND EXISTS (
            SELECT 1 FROM city_calendarday day WHERE day.city_id = %(city)s AND day.is_off AND day.is_decided
                AND day.day = (promise.due_at AT TIME ZONE %(zone)s)::date
        ) THEN (
            SELECT min(days) FROM generate_series(0, {LONGEST_CLOSURE}) days WHERE NOT EXISTS (
                SELECT 1 FROM city_calendarday day WHERE day.city_id = %(city)s AND day.is_off AND day.is_decided
                    AND day.day = (promise.due_at AT TIME ZONE %(zone)s)::date + days
            )
        ) END AS days
    ) closed
    CROSS JOIN LATERAL (
        SELECT COALESCE(closed.days, 0) * interval '24 hours' AS put_off,
            promise.due_at + COALESCE(closed.days, 0) * interval '24 hours' AS at
    ) due
    CROSS JOIN LATERAL (
        SELECT max(hold.to_at) AS at FROM score_hold hold
        WHERE hold.case_id = one.id AND hold.ended_by = 'case_moved'
            AND hold.to_at <= LEAST(promise.kept_at, due.at, %(as_of)s)
    ) moved
    CROSS JOIN LATERAL (SELECT due.at + COALESCE(moved.at - one.opened_at, '0') AS at) last
    CROSS JOIN LATERAL (SELECT LEAST(promise.kept_at, last.at, %(as_of)s) AS decided) moment
    LEFT JOIN LATERAL (
        SELECT hold.unit_id FROM score_hold hold
        WHERE hold.case_id = one.id AND hold.from_at <= moment.decided AND hold.away = ''
            AND (moved.at IS NULL OR hold.from_at >= moved.at)
        GROUP BY hold.unit_id
        ORDER BY sum(CASE WHEN hold.to_at <= moment.decided THEN hold.to_at ELSE last.at END - hold.from_at)
            DESC, max(hold.number) DESC LIMIT 1
    ) holder ON true
    LEFT JOIN LATERAL (
        SELECT hold.from_at AS at, hold.away AS why FROM score_hold hold
        WHERE hold.case_id = one.id AND hold.away <> '' AND hold.to_at IS NULL AND hold.from_at <= moment.decided
    ) gone ON promise.kept_at IS NULL OR promise.kept_at > gone.at
"""  # noqa: S608 - constants
# The time for which a case was not in the city's hands before it came back is taken off the time of its promise, unless
# the unit's own people had both sent it away and fetched it back.
AWAY: Final = f"""
CREATE TEMPORARY TABLE score_away ON COMMIT DROP AS
SELECT one.id, one.kind, hold.away, sum(LEAST(hold.to_at, ended.at) - hold.from_at) AS length,
    COALESCE(sum(LEAST(hold.to_at, ended.at) - hold.from_at) FILTER (WHERE hold.from_at < one.moved_at), '0') AS before
FROM score_promise one
    CROSS JOIN LATERAL (SELECT COALESCE(one.gone_at, one.kept_at, %(as_of)s::timestamptz) AS at) ended
    JOIN score_hold hold ON hold.case_id = one.id AND hold.away <> '' AND hold.to_at IS NOT NULL
        AND hold.from_at < ended.at
WHERE NOT ({own_staff("hold.begun_by", "one.unit_id")} AND {own_staff("hold.ended_by_whom", "one.unit_id")})
GROUP BY one.id, one.kind, hold.away
"""  # noqa: S608 - constants

# Pauses count as long as the promised time in all, or until the date to which the centre granted more time: for longer
# no unit stops a clock by itself. Of pauses that lasted longer the same part of the due time's move counts; one that
# still lasts counts until then, and after that the clock runs. `spent`: for how long pauses stopped the clock;
# `rest`: for how long the one that lasts may go on stopping it.
PAUSED: Final = """
CREATE TEMPORARY TABLE score_paused ON COMMIT DROP AS
SELECT one.id, one.kind, one.given_due_at - one.opened_at AS promised, part.counted,
    one.given_due_at + (one.due_at - one.given_due_at) * part.counted
        + CASE WHEN lasting.length > allowed.rest THEN allowed.rest ELSE '0' END AS due_at,
    LEAST(ended.length * part.counted, (one.due_at - one.given_due_at) * part.counted)
        + CASE WHEN lasting.length > allowed.rest THEN allowed.rest ELSE '0' END AS spent,
    CASE WHEN lasting.length <= allowed.rest THEN one.paused_at END AS left_at
FROM score_promise one
    CROSS JOIN LATERAL (
        SELECT COALESCE(sum(LEAST(pause.to_at, one.kept_at, one.gone_at) - pause.from_at), '0') AS length
        FROM promises_pause pause WHERE pause.case_id = one.id AND pause.to_at IS NOT NULL
            AND pause.from_at <= one.due_at AND pause.from_at < COALESCE(one.kept_at, one.gone_at, %(as_of)s)
    ) ended
    CROSS JOIN LATERAL (
        SELECT GREATEST(one.given_due_at - one.opened_at, max(replan.due_at) - one.given_due_at) AS length
        FROM promises_replan replan
        WHERE replan.case_id = one.id AND replan.is_granted AND replan.decided_at <= LEAST(one.due_at, %(as_of)s)
    ) most
    CROSS JOIN LATERAL (
        SELECT CASE WHEN ended.length > most.length
            THEN EXTRACT(EPOCH FROM most.length) / EXTRACT(EPOCH FROM ended.length) ELSE 1 END::float8 AS counted
    ) part
    CROSS JOIN LATERAL (SELECT GREATEST(most.length - ended.length, '0') AS rest) allowed
    CROSS JOIN LATERAL (
        SELECT CASE WHEN one.kept_at IS NULL AND one.gone_at IS NULL AND one.paused_at < one.due_at
            THEN %(as_of)s::timestamptz - one.paused_at END AS length
    ) lasting
"""
# What passed before a reorganisation moved the file is taken off as well, less the pauses and the time away in it,
# which are taken off by themselves.
MOVED: Final = """
CREATE TEMPORARY TABLE score_moved ON COMMIT DROP AS
SELECT one.id, one.kind, GREATEST(
        one.moved_at - one.opened_at - early.length * paused.counted
            - COALESCE((SELECT sum(off.before) FROM score_away off WHERE off.id = one.id AND off.kind = one.kind), '0'),
        '0'
    ) AS length
FROM score_promise one JOIN score_paused paused ON paused.id = one.id AND paused.kind = one.kind
    CROSS JOIN LATERAL (
        SELECT COALESCE(sum(LEAST(pause.to_at, one.moved_at) - pause.from_at), '0') AS length
        FROM promises_pause pause
        WHERE pause.case_id = one.id AND pause.to_at IS NOT NULL AND pause.from_at < one.moved_at
    ) early
WHERE one.moved_at IS NOT NULL
"""

STATEMENTS: Final = (
    ASKED,
    "CREATE INDEX ON score_asked (case_id)",
    PROMISES,
    "CREATE INDEX ON score_promise (id)",
    "ANALYZE score_promise",
    AWAY,
    "CREATE INDEX ON score_away (id, kind)",
    "ANALYZE score_away",
    PAUSED,
    "ANALYZE score_paused",
    MOVED,
    "CREATE INDEX ON score_moved (id, kind)",
)
