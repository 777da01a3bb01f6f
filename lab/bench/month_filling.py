"""Makes a city of many cases in 24 months by SQL, for measuring how a month is closed.

The rows have the shape that the actions give them, as far as scoring reads them; their events are not chained.
"""

from datetime import datetime
from typing import Any, Final

from django.db import connection

# By the number g of a case, from 1: its time and what happened to it, spread by two multiplicative hashes.
_CASES: Final = """
CREATE TABLE IF NOT EXISTS pg_temp.made AS
SELECT g, g AS id, lpad(g::text, 10, '0') AS code, opened_at, unit_id, topic_id, lot,
    opened_at + interval '3 days' AS due_at, opened_at + (interval '1 hour') * (2 + (lot %% 150)) AS done_at,
    lot %% 20 > 0 AS is_done, lot %% 10 = 3 AS is_again, lot %% 2 = 0 AS is_answered,
    district_id, other, 'staff:' || staff_id AS clerk,
    (ARRAY['phone', 'phone', 'phone', 'web', 'app', 'sms'])[1 + other %% 6] AS channel,
    CASE WHEN other %% 20 = 7 THEN 'U' WHEN other %% 9 = 4 THEN 'P' ELSE 'N' END AS urgency
FROM (
    SELECT g, (g * 2654435761) %% 1000003 AS lot, (g * 40503) %% 65537 AS other,
        %(now)s::timestamptz - interval '1 hour'
            - (interval '730 days') * ((%(cases)s - g)::float8 / %(cases)s) AS opened_at,
        (%(units)s::bigint[])[1 + (g * 7919) %% %(unit_count)s] AS unit_id,
        (%(staff)s::bigint[])[1 + (g * 7919) %% %(unit_count)s] AS staff_id,
        (%(districts)s::bigint[])[1 + (g * 6007) %% %(district_count)s] AS district_id,
        (%(topics)s::bigint[])[1 + (g * 104729) %% %(topic_count)s] AS topic_id
    FROM generate_series(1, %(cases)s::bigint) g
) row_of
"""
IS_PAUSED: Final = "other % 12 = 5"
"""A condition: the clock of the case was paused for a day."""
IS_AWAY: Final = "NOT is_done AND other % 3 = 1"
_USUAL: Final = {
    "text": "''",
    "character varying": "''",
    "integer": "0",
    "smallint": "0",
    "bigint": "0",
    "boolean": "false",
    "jsonb": "'[]'",
    "bytea": "''",
    "double precision": "0",
}


def fill(
    cases: int, *, city_id: int, clerks: dict[int, int], topics: list[int], districts: list[int], now: datetime
) -> None:
    """Store the cases with reports, promises, events, questions and verdicts; call it as the tables' owner.

    `clerks`: the unit's id → the id of its clerk, who works on its cases.
    """
    values: dict[str, Any] = {
        "cases": cases,
        "now": now,
        "units": list(clerks),
        "staff": list(clerks.values()),
        "unit_count": len(clerks),
        "topics": topics,
        "topic_count": len(topics),
        "districts": districts,
        "district_count": len(districts),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, values)
    _insert_cases(city_id)
    _insert_promises()
    _insert_events()
    _insert_answers()


def insert_rows(table: str, columns: dict[str, str], rest: str) -> None:
    """Insert a row for each row of `rest`; columns that are not named get a plain value of their type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND table_schema ="
            " 'public' AND is_nullable = 'NO' AND column_default IS NULL AND identity_generation IS NULL"
            " AND is_generated = 'NEVER'",
            [table],
        )
        usual = {name: _USUAL[kind] for name, kind in cursor.fetchall() if name not in columns}
        every = {**usual, **columns}
        names = ", ".join(f'"{name}"' for name in every)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(every.values())} {rest}")  # noqa: S608


def _insert_cases(city_id: int) -> None:
    state = "CASE WHEN is_done AND NOT is_again THEN 'closed' ELSE 'in_hand' END"
    kind = "CASE WHEN NOT is_done OR is_again THEN '' WHEN is_answered THEN 'confirmed' ELSE 'silence' END"
    insert_rows(
        "cases_case",
        {
            "id": "id",
            "code": "code",
            "city_id": str(city_id),
            "state": state,
            "state_at": "done_at",
            "opened_at": "opened_at",
            "closed_at": "CASE WHEN is_done AND NOT is_again THEN done_at + interval '5 days' END",
            "close_kind": kind,
            "topic_id": "topic_id",
            "district_id": "district_id",
            "urgency": "urgency",
            "unit_id": "unit_id",
            "report_count": "1",
            "version": "1",
        },
        "FROM pg_temp.made",
    )
    columns = {"id": "id", "code": "code", "case_id": "id", "channel": "channel", "received_at": "opened_at"}
    insert_rows("cases_report", {**columns, "language": "'fa'"}, "FROM pg_temp.made")


def _insert_promises() -> None:
    for kind, due, kept in (
        ("ack", "opened_at + interval '8 hours'", "opened_at + (interval '1 hour') * (1 + lot % 9)"),
        ("finish", "due_at", "CASE WHEN is_done AND NOT is_again THEN done_at END"),
    ):
        columns = {
            "case_id": "id",
            "kind": f"'{kind}'",
            "given_at": "opened_at",
            "given_due_at": due,
            "due_at": f"{due} + CASE WHEN {IS_PAUSED} AND '{kind}' = 'finish' THEN interval '1 day' ELSE '0' END",
            "clock": "CASE WHEN other % 5 < 2 THEN 'C' ELSE 'B' END",
            "kept_at": kept,
            "unit_id": "unit_id",
            "is_first": "true",
        }
        insert_rows("promises_promise", columns, "FROM pg_temp.made")


def _insert_events() -> None:
    events = (
        (1, "case_opened", "opened_at", "'anonymous'", "'{}'::text", "true"),
        (2, "case_referred", "opened_at + interval '1 minute'", "'system'", _move("new", "referred"), "true"),
        (3, "case_accepted", "opened_at + interval '2 hours'", "clerk", _move("referred", "in_hand"), "true"),
        (4, "case_finished", "done_at", "clerk", _move("in_hand", "done"), "is_done"),
        # Of those that are not done yet, some were with another agency for a day.
        (4, "case_referred_out", "opened_at + interval '1 day'", "clerk", _move("in_hand", "referred_out"), IS_AWAY),
        (5, "case_reopened", "opened_at + interval '2 days'", "'system'", _move("referred_out", "reopened"), IS_AWAY),
        (
            5,
            "case_reopened",
            "done_at + interval '2 days'",
            "'anonymous'",
            _move("done", "reopened"),
            "is_done AND is_again",
        ),
        (
            6,
            "case_closed",
            "done_at + interval '5 days'",
            "'clock'",
            _move("done", "closed"),
            "is_done AND NOT is_again",
        ),
    )
    for number, kind, moment, by, data, condition in events:
        columns = {
            "file": "'case'",
            "file_id": "id",
            "number": str(number),
            "kind": f"'{kind}'",
            "at": moment,
            "by": by,
            "body": f"'{{\"data\":' || {data} || '}}'",
        }
        insert_rows("history_event", columns, f"FROM pg_temp.made WHERE {condition}")


def _move(before: str, after: str) -> str:
    """The values of a move as JSON, in SQL."""
    return f'\'{{"from":"{before}","to":"{after}","unit":\' || unit_id || \',"why":"x"}}\''


def _insert_answers() -> None:
    columns = {
        "id": "id",
        "case_id": "id",
        "number": "4",
        "kind": "'fixed'",
        "asked_at": "done_at",
        "closes_at": "done_at + interval '5 days'",
        "ended_at": "done_at + interval '5 days'",
    }
    insert_rows("answers_question", columns, "FROM pg_temp.made WHERE is_done")
    columns = {
        "question_id": "id",
        "report_id": "id",
        "is_fixed": "NOT is_again",
        "channel": "'sms'",
        "at": "done_at + interval '1 day'",
    }
    insert_rows("answers_verdict", columns, "FROM pg_temp.made WHERE is_done AND (is_answered OR is_again)")
