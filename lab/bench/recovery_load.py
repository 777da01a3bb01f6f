"""What the recovery's bench writes while it goes on, and how it compares two databases."""

import threading
from typing import Final

import psycopg

from peygir.ops import database, postgres
from peygir.ops.cluster import SUPERUSER, Cluster

CLIENTS: Final = 4
_TABLES: Final = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relpersistence = 'p' ORDER BY 1
"""
_DIGEST: Final = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
WRITE: Final = """
INSERT INTO public.history_event (file, file_id, number, kind, at, by, body, hash)
VALUES ('bench', %(id)s, 1, 'bench', now(), 'system', '{"data": {}}', sha256(int8send(%(id)s)))
"""


def write_until(cluster: Cluster, over: threading.Event, acknowledged: list[int], number: int) -> None:
    """Write events until told to stop, or until the database is gone."""
    try:
        with postgres.connect(cluster, database.NAME, role=SUPERUSER) as connection:
            while not over.wait(0.005):
                number += 1
                connection.execute(WRITE.encode(), {"id": number})
                acknowledged.append(number)
    except psycopg.Error:
        return


def digests(cluster: Cluster) -> dict[str, tuple[object, ...]]:
    """Return count and digest of the rows of every table."""
    by_table = {}
    with postgres.connect(cluster, database.NAME) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            row = connection.execute(_DIGEST.format(table).encode()).fetchone()
            assert row is not None
            by_table[str(table)] = row
    return by_table


def differing(one: dict[str, tuple[object, ...]], other: dict[str, tuple[object, ...]]) -> int:
    """Return how many tables differ."""
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())
