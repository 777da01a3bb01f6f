"""Bytes and seconds of the recovery: backups, a recovery to a second before a DELETE, and a killed primary.

A city is made by COPY, changed, backed up while clients write, and brought back; then a second machine follows it, the
primary is killed under load, the second one promoted, and the first one rejoined. `PEYGIR_RECOVERED_CASES` and
`PEYGIR_RECOVERY_BACKUPS` give other numbers of cases (100,000) and of backups on the living city (20).
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from lab.bench import homes, recovery_pair
from lab.bench.pairs import say
from lab.bench.process import run_step
from lab.bench.recovery_load import CLIENTS, WRITE, differing, digests, write_until
from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.cluster import Cluster
from peygir.ops.recovery import drill
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.setting_up import recover_city, shipping_of
from peygir.ops.recovery.shipping import Shipping
from peygir.storage.recovery_vitals import database_place

CASES: Final = int(os.environ.get("PEYGIR_RECOVERED_CASES", "100000"))
BACKUPS: Final = int(os.environ.get("PEYGIR_RECOVERY_BACKUPS", "20"))
FULL_EACH: Final = 7
"""Of the backups on the living city every seventh is a full one, as in a week of nights."""

_WRITTEN_AFTER: Final = "SELECT count(*) FROM public.history_event WHERE file = 'bench' AND file_id = 2000000000"


def measured() -> dict[str, Any]:
    """Measure all of it, in homes of its own."""
    home, vault = homes.home_of("recovery"), homes.home_of("recovery-vault")
    others = [homes.home_of(name) for name in ("recovery-new", "recovery-second")]
    for folder in (home, vault, *others):
        delete_home(folder)
    home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    say(f"making {CASES:,} cases")
    run_step("make", CASES, home=home)
    vault.mkdir(mode=0o700)
    private, public = backup_keys.new_key()
    key = vault.parent / "recovery-key.txt"
    key.write_text(private)
    os.environ |= {archiving.SETTING: str(vault), backup_keys.SETTING: public}
    figures: dict[str, Any] = {"cases": CASES}
    with database.running_cluster(home) as cluster:
        shipping = shipping_of(RecoveryPlace(home, cluster), os.environ, zone="Asia/Tehran", keep=timedelta(days=35))
        figures |= _base_backups(cluster, shipping)
        figures |= _on_a_living_city(cluster, shipping)
        figures |= _before_a_delete(cluster, shipping, others[0], key)
    del os.environ[archiving.SETTING]
    figures |= recovery_pair.measured(home, others[1])
    return figures


def delete_home(home: Path) -> None:
    """Delete a home, and its database where that lies elsewhere."""
    if (home / "database-lies-in").exists():
        shutil.rmtree(database_place(home), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every backup was good, the recovery exact, and nothing acknowledged lost."""
    return bool(
        figures["living_backups_good"] == figures["living_backups"]
        and figures["tables_differing"] == 0
        and figures["rows_after_the_moment"] == 0
        and figures["acknowledged_lost"] == 0
        and figures["rejoined_tables_differing"] == 0
    )


def timed(deed: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a deed returns, and its seconds."""
    began = perf_counter()
    outcome = deed()
    return outcome, round(perf_counter() - began, 2)


def _base_backups(cluster: Cluster, shipping: Shipping) -> dict[str, Any]:
    say("base backups")
    full, full_s = timed(lambda: shipping.base([], clock.now()))
    with postgres.connect(cluster, database.NAME) as connection:
        connection.execute("UPDATE public.cases_case SET version = version + 1 WHERE id % 100 = 0")
    more, more_s = timed(lambda: shipping.base(shipping.known(), clock.now()))
    return {
        "full_bytes": full.plain_bytes,
        "full_stored_bytes": full.stored_bytes,
        "full_s": full_s,
        "incremental_bytes": more.plain_bytes,
        "incremental_stored_bytes": more.stored_bytes,
        "incremental_s": more_s,
    }


@contextmanager
def _written_to(cluster: Cluster, first: int) -> Iterator[list[int]]:
    """Clients that write events, each in a transaction; yields what was acknowledged."""
    over, acknowledged = threading.Event(), list[int]()
    threads = [
        threading.Thread(target=write_until, args=[cluster, over, acknowledged, first + number * 10_000_000])
        for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _on_a_living_city(cluster: Cluster, shipping: Shipping) -> dict[str, Any]:
    """Back up and recover each backup while clients write; a drill compares what it recovered with the city."""
    good, seconds = 0, list[float]()
    with _written_to(cluster, 1_000_000_000) as acknowledged:
        for number in range(BACKUPS):
            known = [] if number % FULL_EACH == 0 else shipping.known()
            shipping.base(known, clock.now())
            drilled, drill_s = timed(lambda: drill.hold(shipping))
            seconds.append(drill_s)
            good += drilled.events > 0
            say(f"backup {number + 1}: {drilled.events:,} events compared in {drill_s} s")
    return {
        "living_backups": BACKUPS,
        "living_backups_good": good,
        "written_meanwhile": len(acknowledged),
        "drill_median_s": sorted(seconds)[len(seconds) // 2] if seconds else 0.0,
    }


def _before_a_delete(cluster: Cluster, shipping: Shipping, new: Path, key: Path) -> dict[str, Any]:
    say("recovering to a second before a DELETE")
    before = digests(cluster)
    clock.pause(1.0)
    moment = clock.now()
    clock.pause(1.0)
    with postgres.connect(cluster, database.NAME) as connection:
        deleted = connection.execute("DELETE FROM public.cases_searchentry").rowcount
        connection.execute(WRITE.encode(), {"id": 2_000_000_000})
        connection.execute("SELECT pg_switch_wal()")
    clock.pause(2.0)
    shipping.segments()
    with without_second_place():
        done, seconds = timed(
            lambda: recover_city(new, shipping.vault, moment=moment, keys=backup_keys.private_keys(key))
        )
        with database.running_cluster(new) as recovered:
            after = digests(recovered)
            with postgres.connect(recovered, database.NAME) as connection:
                row = connection.execute(_WRITTEN_AFTER).fetchone()
    assert row is not None
    delete_home(new)
    steps = {f"recovery_{name}_s": taken for name, taken in done.seconds.items()}
    return {
        **steps,
        "recovery_s": seconds,
        "recovery_segments": done.segments,
        "deleted_rows": deleted,
        "tables_compared": len(before),
        "tables_differing": differing(before, after),
        "rows_after_the_moment": row[0],
    }


@contextmanager
def without_second_place() -> Iterator[None]:
    """What is recovered archives nowhere."""
    place = os.environ.pop(archiving.SETTING)
    try:
        yield
    finally:
        os.environ[archiving.SETTING] = place
