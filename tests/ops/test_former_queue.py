"""What waited in the tables of the library that kept our jobs before moves into our job table."""

import pytest
from django.db import connection

from peygir.journey.dispatch import ACTIONS
from peygir.journey.night import LEARN_ANEW
from peygir.ops.former_tables import DROP_LIBRARY_TABLES, MOVE_WAITING_JOBS
from tests.town import Town

# Its schema in version 3.10, as far as a backup's rows and what must go with it are concerned.
FORMER_TABLES = """
    CREATE TYPE procrastinate_job_status AS ENUM
        ('todo', 'doing', 'succeeded', 'failed', 'cancelled', 'aborting', 'aborted');
    CREATE TYPE procrastinate_job_to_defer_v1 AS (queue_name character varying, args jsonb);
    CREATE TABLE procrastinate_workers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE procrastinate_jobs (
        id bigserial PRIMARY KEY, queue_name character varying(128) NOT NULL, task_name character varying(128) NOT NULL,
        priority integer DEFAULT 0 NOT NULL, args jsonb DEFAULT '{}' NOT NULL,
        status procrastinate_job_status DEFAULT 'todo' NOT NULL, scheduled_at timestamp with time zone NULL,
        attempts integer DEFAULT 0 NOT NULL, worker_id bigint REFERENCES procrastinate_workers (id) ON DELETE SET NULL);
    CREATE TABLE procrastinate_periodic_defers (
        id bigserial PRIMARY KEY, job_id bigint REFERENCES procrastinate_jobs (id));
    CREATE TABLE procrastinate_events (
        id bigserial PRIMARY KEY, job_id bigint NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE);
    CREATE FUNCTION procrastinate_defer_jobs_v1(jobs procrastinate_job_to_defer_v1[]) RETURNS bigint[]
        LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
        LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON procrastinate_jobs
        FOR EACH ROW EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();
"""
FORMER_JOBS = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, priority, attempts, scheduled_at) VALUES
        ('events', 'wake', '{"file_id": 1, "number": 2, "action": "routing.route_case"}', 'todo', 0, 0, NULL),
        ('events', 'wake', '{"file_id": 3, "number": 0, "action": "understanding.look_around"}', 'todo', -2000, 1,
            '2026-01-02 03:04Z'),
        ('outside', 'wake', '{"file_id": 4, "number": 5, "action": "intake.prepare_photos"}', 'doing', 0, 0, NULL),
        ('outside', 'wake', '{"file_id": 6, "number": 7, "action": "routing.forward_referral"}', 'failed', 0, 15, NULL),
        ('outside', 'learn_anew', '{"city_id": 8}', 'todo', 0, 0, NULL),
        ('outside', 'wake', '{"file_id": 9, "number": 1, "action": "intake.fetch_media"}', 'cancelled', 0, 0, NULL);
"""


@pytest.mark.usefixtures("tables_owner")
def test_waiting_jobs_move_and_the_former_tables_go(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORMER_TABLES + FORMER_JOBS)
        cursor.execute(MOVE_WAITING_JOBS)
        cursor.execute(DROP_LIBRARY_TABLES)
        cursor.execute(
            "SELECT queue, action, file_id, number, state, attempts, deaths,"
            " CASE due_at WHEN now() THEN 'now' ELSE to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') END"
            " FROM jobs_job ORDER BY id"
        )
        moved = cursor.fetchall()
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relname LIKE 'procrastinate%'),"
            " (SELECT count(*) FROM pg_proc WHERE proname LIKE 'procrastinate%'),"
            " (SELECT count(*) FROM pg_type WHERE typname LIKE '%procrastinate%')"
        )
        assert cursor.fetchone() == (0, 0, 0)
    assert moved == [
        ("events", "routing.route_case", 1, 2, "waiting", 0, 0, "now"),
        ("events", "understanding.look_around", 3, 0, "waiting", 1, 2, "2026-01-02 03:04"),
        ("outside", "intake.prepare_photos", 4, 5, "waiting", 0, 0, "now"),
        ("outside", "routing.forward_referral", 6, 7, "failed", 15, 0, "now"),
        ("outside", "learn_anew", 8, 0, "waiting", 0, 0, "now"),
    ]
    assert {action for _, action, *_ in moved} <= {*ACTIONS, LEARN_ANEW}
