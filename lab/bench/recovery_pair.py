"""The second half of the recovery's bench: a primary killed under load, its standby promoted, and the way back."""

import threading
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from lab.bench.pairs import (
    PairedMachine,
    free_address,
    kill_all_of,
    kill_server_of,
    links_of,
    listens,
    run,
    running,
    say,
    wait_until,
)
from lab.bench.recovery_load import CLIENTS, WRITE, differing, digests, write_until
from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.cluster import SUPERUSER
from peygir.ops.standby.guarding import note_of

LOAD_SECONDS: Final = 5.0
BUILDING_SECONDS: Final = 1800.0
FENCED: Final = "killed by the bench, every process of it"


def measured(home: Path, other: Path) -> dict[str, Any]:
    """Let a second machine follow, kill the first under load, promote, and rejoin; returns the figures."""
    first, second = PairedMachine(home), PairedMachine(other)
    invitation = home / "invitation.json"
    invitation.unlink(missing_ok=True)
    done = run(home, "standby", "--invite", free_address(), free_address(), invitation)
    assert done.returncode == 0, done.stderr
    with database.running_cluster(home), running(home, "link"):
        wait_until(lambda: listens(first))
        began = perf_counter()
        say("building the standby")
        with running(other, "standby", "--from", invitation):
            wait_until(first.is_protected, seconds=BUILDING_SECONDS)
            wait_until(lambda: note_of(second.cluster.place).was_protected)
            figures = {"standby_built_s": round(perf_counter() - began, 1)}
            with database.running_cluster(other, as_standby=True):  # `standby` ends with the promotion
                figures |= _killed(first, second)
    with database.running_cluster(other), running(other, "link"):
        figures |= _rejoined(first, second)
    return figures


def _killed(first: PairedMachine, second: PairedMachine) -> dict[str, Any]:
    over, acknowledged = threading.Event(), list[int]()
    threads = [
        threading.Thread(target=write_until, args=[first.cluster, over, acknowledged, 3_000_000_000 + n * 10_000_000])
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    clock.pause(LOAD_SECONDS)
    say("killing the primary")
    killed_at = perf_counter()
    kill_server_of(first)
    kill_all_of(links_of(first.home))
    for thread in threads:
        thread.join()
    wait_until(lambda: not listens(first))
    promoted = run(second.home, "promote", "--fenced", FENCED)
    assert promoted.returncode == 0, promoted.stderr
    with postgres.connect(second.cluster, database.NAME, role=SUPERUSER) as connection:
        connection.execute(WRITE.encode(), {"id": 4_000_000_000})
        seconds = round(perf_counter() - killed_at, 2)
        row = connection.execute(
            "SELECT count(*) FROM unnest(%s::bigint[]) AS a(id)"
            " WHERE NOT EXISTS (SELECT FROM public.history_event e WHERE e.file = 'bench' AND e.file_id = a.id)",
            [acknowledged],
        ).fetchone()
    assert row is not None
    return {
        "acknowledged": len(acknowledged),
        "acknowledged_per_s": round(len(acknowledged) / LOAD_SECONDS),
        "acknowledged_lost": row[0],
        "kill_to_first_write_s": seconds,
    }


def _rejoined(first: PairedMachine, second: PairedMachine) -> dict[str, Any]:
    say("rejoining the old primary")
    wait_until(lambda: listens(second))
    refused = run(first.home, "serve", "--port", "8999")
    assert refused.returncode == 2, refused.stdout
    began = perf_counter()
    done = run(first.home, "rejoin")
    assert done.returncode == 0, done.stderr
    with running(first.home, "standby"):
        wait_until(second.is_protected, seconds=BUILDING_SECONDS)
        seconds = round(perf_counter() - began, 1)
        wait_until(lambda: second.lag() == 0)
        differences = differing(digests(first.cluster), digests(second.cluster))
    return {
        "rejoin_s": seconds,
        "is_rewound": int("pg_rewind could not" not in done.stdout),
        "rejoined_tables_differing": differences,
    }
