"""The health metrics of the whole system, gathered from every package, and their thresholds."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from peygir.city.facts import CityFacts
from peygir.desks.answers.backlog import unsent
from peygir.desks.promises import queries as promises
from peygir.desks.routing import queries as routing
from peygir.history import vitals
from peygir.journey.key_prints import is_one_key, key_print
from peygir.storage import replica
from peygir.storage.jobs.queries import job_counts
from peygir.storage.recovery_vitals import database_place, is_recovery_behind, look_at_recovery, look_at_standby

WORKER: Final = "worker"
CLOCK: Final = "clock"
FAILING: Final = "failing:"
"""Begins the pulse of a duty of worker or clock that failed."""

# Seconds.
WORKER_SILENT: Final = 120
CLOCK_SILENT: Final = 600  # once a night one round takes minutes
DUE_LATE: Final = 300
JOB_LATE: Final = 600
FAILED_WITHIN: Final = 900  # a failing duty is tried again at least every ten minutes
JOB_LONG: Final = 1800
MESSAGE_LATE: Final = 900
DAY: Final = 86400
# Counts and shares.
DEAD_LETTERS: Final = 10
DISK_FREE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Vitals:
    """Metrics at one moment; ages in seconds, None where nothing was ever seen."""

    worker_age: float | None
    clock_age: float | None
    failing_duties: tuple[str, ...]
    due_late: float
    jobs_waiting: int
    jobs_failed: int
    oldest_job: float
    longest_job: float
    messages_waiting: int
    oldest_message: float
    silent_channels: tuple[str, ...]
    dead_letters: int
    unowned: int
    disk_free: float
    backup_age: float | None
    is_past_safe: bool
    is_unprivileged: bool
    is_database_private: bool
    log_age: float | None
    drill_age: float | None
    is_recoverable: bool
    recovery_fault: str
    is_unprotected: bool | None
    unprotected_for: float | None
    standby_lag: int | None
    is_one_key: bool
    replica_lag: float | None = None


CHECKS: Final = (
    "worker",
    "clock",
    "duties",
    "jobs",
    "failed_jobs",
    "messages",
    "gateways",
    "dead_letters",
    "owners",
    "disk",
    "backup",
    "recovery",
    "standby",
    "keys",
)


def take(city_facts: CityFacts, *, home: Path, now: datetime) -> Vitals:
    """Collect all metrics; about ten short statements. Raises DatabaseError."""
    pulses, jobs, messages = vitals.pulses(), job_counts(), unsent(now)
    due, recovery, standby = promises.next_due_at(), look_at_recovery(home, now), look_at_standby(home, now)

    def age(name: str) -> float | None:
        return (now - pulses[name]).total_seconds() if name in pulses else None

    return Vitals(
        worker_age=age(WORKER),
        clock_age=age(CLOCK),
        failing_duties=_failing(pulses, now),
        due_late=max(0.0, (now - due).total_seconds()) if due else 0.0,
        jobs_waiting=jobs.waiting,
        jobs_failed=jobs.failed,
        oldest_job=jobs.oldest_seconds,
        longest_job=jobs.running_seconds,
        messages_waiting=messages.waiting,
        oldest_message=messages.oldest_seconds,
        silent_channels=messages.silent_channels,
        dead_letters=messages.dead,
        unowned=routing.unowned(city_facts.id).count,
        disk_free=free_share(home),
        backup_age=_backup_age(home, now),
        is_past_safe=not vitals.may_change_past(),
        is_unprivileged=os.geteuid() != 0,
        is_database_private=vitals.is_database_private(),
        log_age=recovery.log_age,
        drill_age=recovery.drill_age,
        is_recoverable=recovery.is_wanted,
        recovery_fault=recovery.fault,
        is_unprotected=standby.is_unprotected,
        unprotected_for=standby.unprotected_for,
        standby_lag=standby.lag,
        is_one_key=is_one_key(pulses, key_print(home), now=now),
        replica_lag=replica.WATCH.lag() if replica.is_configured() else None,
    )


def _failing(pulses: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    """The names of the duties that failed lately."""
    return tuple(
        name.removeprefix(FAILING)
        for name, at in sorted(pulses.items())
        if name.startswith(FAILING) and (now - at).total_seconds() < FAILED_WITHIN
    )


def faults(vitals: Vitals, *, backup_days: float) -> list[str]:
    """The names of the unhealthy metrics. `backup_days`: the allowed age of the last backup; 0: not monitored."""
    is_backup_old = vitals.backup_age is not None and backup_days > 0 and vitals.backup_age > backup_days * DAY
    bad = {
        "worker": vitals.worker_age is None or vitals.worker_age > WORKER_SILENT,
        "clock": vitals.clock_age is None or vitals.clock_age > CLOCK_SILENT or vitals.due_late > DUE_LATE,
        "duties": bool(vitals.failing_duties),
        "jobs": vitals.oldest_job > JOB_LATE or vitals.longest_job > JOB_LONG,
        "failed_jobs": vitals.jobs_failed > 0,
        "messages": vitals.oldest_message > MESSAGE_LATE,
        "gateways": bool(vitals.silent_channels),
        "dead_letters": vitals.dead_letters >= DEAD_LETTERS,
        "owners": vitals.unowned > 0,
        "disk": vitals.disk_free < DISK_FREE,
        "backup": is_backup_old,
        "keys": not vitals.is_one_key,
        "recovery": is_recovery_behind(vitals.is_recoverable, vitals.log_age, vitals.drill_age),
        "standby": bool(vitals.is_unprotected),
    }
    return [name for name, is_bad in bad.items() if is_bad]


def free_share(home: Path) -> float:
    """The free share (0 to 1) of the fullest disk among those of the home and of its database."""
    shares = []
    for place in {home, database_place(home)}:
        if place.exists():
            usage = shutil.disk_usage(place)
            shares.append(usage.free / usage.total)
    return min(shares, default=1.0)


def _backup_age(home: Path, now: datetime) -> float | None:
    """Seconds since the last `./run backup`; without any, since the home was first served."""
    try:
        made_at = datetime.fromisoformat(json.loads((home / "last-backup.json").read_text(encoding="utf-8"))["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        try:
            return now.timestamp() - (home / "peygir.lock").stat().st_mtime
        except OSError:
            return None
    return (now - made_at).total_seconds()
