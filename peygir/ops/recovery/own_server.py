"""What can be seen from here of the recovery of a server in DATABASE_URL: its log, its standby, its base backups.

Such a server has an administrator and tools of its own (pgBackRest or Barman for base backups and log, Patroni for a
standby). Peygir changes nothing there; it says what is missing.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg

from peygir.core.refusals import Conflict
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

BACKREST: Final = "pgbackrest"
BACKREST_SECONDS: Final = 60
OLDEST_BACKUP: Final = timedelta(days=2)
LATE_ARCHIVE: Final = timedelta(minutes=15)
HUGE_SLOT: Final = 8 * 1024**3


class ServerDoesNotAnswer(Conflict):
    """Nothing answers at DATABASE_URL."""

    message = _("The database at DATABASE_URL does not answer: {words}")


@dataclass(frozen=True, slots=True)
class ServerFinding:
    """One thing looked at: its name, whether it is as it should be (None: not visible from here), and a sentence."""

    name: str
    is_good: bool | None
    sentence: Text


@dataclass(frozen=True, slots=True)
class _ServerState:
    """What the server shows of itself; None where the role may not see it."""

    settings: dict[str, str]
    archived_at: datetime | None
    failed_at: datetime | None
    standbys: int | None
    synchronous: int | None
    kept_for_slots: int | None


_SETTINGS: Final = (
    "data_checksums",
    "fsync",
    "full_page_writes",
    "wal_level",
    "archive_mode",
    "archive_command",
    "archive_library",
    "synchronous_commit",
    "synchronous_standby_names",
)
_ARCHIVER: Final = "SELECT last_archived_time, last_failed_time FROM pg_stat_archiver"
_STANDBYS: Final = (
    "SELECT count(*), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')), count(state) = count(*)"
    " FROM pg_stat_replication"
)
_SLOTS: Final = (
    "SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint FROM pg_replication_slots"
    " WHERE NOT active AND restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()"
)


def look(url: str, *, now: datetime) -> list[ServerFinding]:
    """Return what is to be said of a server, most important first. Raises ServerDoesNotAnswer."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=15) as connection:
            state = _state_of(connection)
    except psycopg.OperationalError as failure:
        raise ServerDoesNotAnswer(words=str(failure).strip()) from failure
    return [*findings_of(state, now), backrest_finding(_backrest(), now)]


def _state_of(connection: "psycopg.Connection[tuple[Any, ...]]") -> _ServerState:
    shown = {}
    for name in _SETTINGS:
        row = connection.execute("SELECT current_setting(%s, true)", [name]).fetchone()
        shown[name] = str(row[0] or "") if row is not None else ""
    archiver = connection.execute(_ARCHIVER).fetchone() or (None, None)
    standbys = connection.execute(_STANDBYS).fetchone() or (0, 0, True)
    slots = connection.execute(_SLOTS).fetchone() or (None,)
    # Without the privileges of pg_monitor the rows are there, and their columns are empty.
    is_visible = bool(standbys[2])
    return _ServerState(shown, archiver[0], archiver[1], standbys[0], standbys[1] if is_visible else None, slots[0])


def findings_of(state: _ServerState, now: datetime) -> Iterator[ServerFinding]:
    """Yield what a server's state means."""
    settings = state.settings
    yield _finding(
        "durable",
        settings["fsync"] == "on" and settings["full_page_writes"] == "on",
        _("The server writes what it acknowledges to the disk (fsync, full_page_writes)."),
        _("fsync or full_page_writes is off: a power cut destroys the database."),
    )
    yield _finding(
        "checksums",
        settings["data_checksums"] == "on",
        _("The data has checksums."),
        _("The data has no checksums: a damaged disk is noticed late. Turn them on with pg_checksums."),
    )
    yield _finding(
        "log_level",
        settings["wal_level"] in ("replica", "logical"),
        _("The log holds what a standby and a recovery need (wal_level)."),
        _("wal_level is minimal: neither a standby nor a recovery to a moment is possible."),
    )
    yield _archive_finding(state, now)
    yield _standby_finding(state)
    yield _finding(
        "slots",
        None if state.kept_for_slots is None else state.kept_for_slots < HUGE_SLOT,
        _("No slot that nobody reads keeps much of the log."),
        _("A slot that nobody reads keeps the log until the disk is full: drop it, or start its reader."),
        _("No slot waits for a reader."),
    )


def _archive_finding(state: _ServerState, now: datetime) -> ServerFinding:
    settings = state.settings
    has_way = settings["archive_command"] not in ("", "(disabled)") or bool(settings["archive_library"])
    if settings["archive_mode"] not in ("on", "always") or not has_way:
        sentence = _(
            "The log is not archived (archive_mode, archive_command): only the last backup can be brought back. Set up "
            "pgBackRest or Barman; ./run backup alone loses up to a day."
        )
        return ServerFinding("archive", False, sentence)
    if state.failed_at is not None and (state.archived_at is None or state.failed_at > state.archived_at):
        return ServerFinding("archive", False, _("The last attempt to archive the log failed: see the server's log."))
    if state.archived_at is None or now - state.archived_at > LATE_ARCHIVE:
        sentence = _("Nothing of the log was archived in the last 15 minutes: set archive_timeout to 60 seconds.")
        return ServerFinding("archive", False, sentence)
    return ServerFinding("archive", True, _("The log is archived."))


def _standby_finding(state: _ServerState) -> ServerFinding:
    if not state.standbys:
        sentence = _("No standby follows: unprotected against the loss of the machine. Patroni makes and guards one.")
        return ServerFinding("standby", False, sentence)
    if state.synchronous is None:
        sentence = _("A standby follows; whether commits wait for it is visible to a role with pg_monitor alone.")
        return ServerFinding("standby", None, sentence)
    return _finding(
        "standby",
        state.synchronous > 0 and state.settings["synchronous_commit"] not in ("off", "local"),
        _("A synchronous standby has every change before it is acknowledged."),
        _("A standby follows, but commits do not wait for it (synchronous_standby_names): changes can be lost."),
    )


def backrest_finding(report: str | None, now: datetime) -> ServerFinding:
    """Return what pgBackRest's own report (`info --output=json`) says; None: the program is not here."""
    if report is None:
        sentence = _("pgBackRest is not on this machine, so that the age of the last base backup is not visible here.")
        return ServerFinding("base", None, sentence)
    try:
        ends = [
            datetime.fromtimestamp(int(backup["timestamp"]["stop"]), UTC)
            for stanza in json.loads(report)
            if stanza["status"]["code"] == 0
            for backup in stanza["backup"]
            if not backup.get("error")
        ]
    except (ValueError, KeyError, TypeError):
        return ServerFinding("base", False, _("pgBackRest's report cannot be read: run pgbackrest check."))
    return _finding(
        "base",
        bool(ends) and now - max(ends) <= OLDEST_BACKUP,
        _("pgBackRest has a base backup of the last two days."),
        _("pgBackRest has no good base backup of the last two days: run pgbackrest info."),
    )


def _backrest() -> str | None:
    program = shutil.which(BACKREST)
    if program is None:
        return None
    command = [program, "info", "--output=json"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=BACKREST_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _finding(name: str, is_good: bool | None, good: Text, bad: Text, unknown: Text | None = None) -> ServerFinding:
    if is_good is None and unknown is not None:
        return ServerFinding(name, True, unknown)
    return ServerFinding(name, is_good, good if is_good else bad)
