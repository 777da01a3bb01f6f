"""A city with a second place in the tests: its tables, its rows, and its log on the way."""

from pathlib import Path

from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.cluster import Cluster

TABLES = """
CREATE TABLE public.history_event (id bigint PRIMARY KEY, at timestamptz, hash bytea);
CREATE TABLE public.cases_case (id bigint PRIMARY KEY);
CREATE TABLE public.cases_report (id bigint PRIMARY KEY);
CREATE TABLE public.answers_message (id bigint PRIMARY KEY);
"""
EVENTS = """
INSERT INTO public.history_event
SELECT i, now() - interval '2 minutes', sha256(i::text::bytea) FROM generate_series({first}, {last}) AS i
"""


def write(cluster: Cluster, *statements: str) -> None:
    with postgres.connect(cluster, database.NAME, role="peygir_owner") as connection:
        for statement in statements:
            connection.execute(statement.encode())


def rows_of(cluster: Cluster) -> int:
    with postgres.connect(cluster, database.NAME) as connection:
        row = connection.execute("SELECT count(*) FROM public.history_event").fetchone()
    assert row is not None
    assert isinstance(row[0], int)
    return row[0]


def close_segment(cluster: Cluster, archive: Path) -> None:
    """Close the log's segment, and wait until it is in the archive's folder."""
    with postgres.connect(cluster) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        for _ in range(600):
            if (archive / str(row[0])).exists():
                return
            clock.pause(0.05)
    raise AssertionError(f"{row[0]} was not archived")
