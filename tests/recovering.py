"""A city with a second place in the tests: its tables, its rows, and its log on the way."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.cluster import Cluster
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.setting_up import shipping_of
from peygir.ops.recovery.shipping import Shipping

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


def second_place(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Put an empty second place `vault` into the environment; returns the private key's file, which opens it."""
    (folder / "vault").mkdir()
    private, public = backup_keys.new_key()
    (folder / "key.txt").write_text(private)
    patch.setenv(archiving.SETTING, str(folder / "vault"))
    patch.setenv(backup_keys.SETTING, public)
    patch.delenv("DATABASE_URL", raising=False)
    return folder / "key.txt"


def shipping_in(home: Path, cluster: Cluster) -> Shipping:
    place = RecoveryPlace(home, cluster)
    return shipping_of(place, os.environ, zone="Asia/Tehran", keep=timedelta(days=35))


def ship_rows(cluster: Cluster, shipping: Shipping, first: int, last: int) -> None:
    """Add events and take the log that has them to the second place."""
    write(cluster, EVENTS.format(first=first, last=last))
    close_segment(cluster, shipping.place.archive)
    shipping.segments()
