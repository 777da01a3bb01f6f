"""Watches over a pair once a second: the primary's commits wait for the standby while it follows, and only then.

When the standby is gone for `PEYGIR_STANDBY_SECONDS`, the primary goes on without it and is unprotected, which the
health page says. A wait without an end is not offered: PostgreSQL ends it with the statement's time limit and reports
success.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg

from peygir.core import clock
from peygir.ops import postgres, standing
from peygir.ops.cluster import Cluster, write_configuration
from peygir.ops.logs import logger
from peygir.ops.standby import peer
from peygir.ops.standing import STANDBY_ROLE, PairStanding, standing_of, write_standing

SETTING: Final = "PEYGIR_STANDBY_SECONDS"
USUAL_SECONDS, FEWEST_SECONDS, MOST_SECONDS = 20.0, 2.0, 40.0
"""The most is below the web's time limit for a statement, with the ten seconds in which a dead standby is noticed."""
CAUGHT_UP: Final = 16 * 1024 * 1024
ASK_EVERY: Final = 2.0
NOTE: Final = "note.json"
LOST: Final = "lost"
"""PostgreSQL's word for a slot whose log is no longer kept."""

log = logger(__name__)

_FOLLOWING: Final = """
SELECT s.wal_status,
       (SELECT r.state FROM pg_stat_replication r WHERE r.application_name = %(name)s LIMIT 1),
       (SELECT pg_wal_lsn_diff(r.flush_lsn, '0/0')
        FROM pg_stat_replication r WHERE r.application_name = %(name)s LIMIT 1),
       pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
FROM pg_replication_slots s WHERE s.slot_name = %(name)s
"""
_RECEIVING: Final = """
SELECT (SELECT status FROM pg_stat_wal_receiver),
       coalesce(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), 0)
"""
_READERS: Final = (  # what pg_rewind needs, according to its documentation
    "pg_ls_dir(text, boolean, boolean)",
    "pg_stat_file(text, boolean)",
    "pg_read_binary_file(text)",
    "pg_read_binary_file(text, bigint, bigint, boolean)",
)


@dataclass(frozen=True, slots=True)
class PairNote:
    """What the last look saw, for the health page and the checks of a promotion; moments in ISO 8601.

    `is_protected`: every acknowledged change is on both machines. `since` is when that last changed, `contact_at` when
    the other machine last answered, `was_protected` what the primary said then, as the standby notes it.
    `is_lost`: the log that the standby needs is gone.
    """

    looked_at: str = ""
    is_following: bool = False
    is_protected: bool = False
    lag_bytes: int = 0
    since: str = ""
    contact_at: str = ""
    was_protected: bool = False
    web_port: int = 0
    is_lost: bool = False


def note_of(place: Path) -> PairNote:
    """Return the last note; an empty one if there is none or it cannot be read."""
    try:
        return PairNote(**json.loads((place / standing.FOLDER / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return PairNote()


def seconds_given(text: str) -> float:
    """Return for how many seconds commits wait for a standby that is gone, by the setting's text."""
    is_number = text.replace(".", "", 1).isdigit() and text.isascii()
    return min(max(float(text), FEWEST_SECONDS), MOST_SECONDS) if is_number else USUAL_SECONDS


def waits_for_standby(waits: bool, *, is_following: bool, lag: int, away: float, patience: float) -> bool:
    """Whether commits wait for the standby from now on, by what was seen; `away` and `patience` in seconds."""
    if is_following:
        return waits or lag <= CAUGHT_UP
    return waits and away < patience


class PairGuard:
    """The looks of one process at its pair."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._place = cluster, cluster.place
        self._patience = seconds_given(os.environ.get(SETTING, ""))
        self._seen_at = clock.monotonic()
        self._asked_at = -ASK_EVERY
        self._is_ready = False
        self._waits_from: int | None = None

    def look(self) -> bool:
        """Look once; returns whether this machine was fenced off. Raises psycopg.Error, OSError."""
        own = standing_of(self._place)
        if own.is_paired and clock.monotonic() - self._asked_at >= ASK_EVERY:
            self._asked_at = clock.monotonic()
            if self._ask():
                log.error("fenced_off", epoch=own.epoch)
                postgres.stop(self._cluster)
                return True
        if own.is_primary:
            self._look_as_primary()
        elif own.is_standby:
            self._look_as_standby()
        return False

    def _ask(self) -> bool:
        state = peer.ask(self._place, seconds=ASK_EVERY)
        if state is None:
            return False
        self._note(
            contact_at=clock.now().isoformat(),
            was_protected=state.is_synchronous,
            web_port=state.web_port or note_of(self._place).web_port,
        )
        if state.is_lost and standing_of(self._place).is_standby:
            self._note(is_lost=True)
            log.error("standby_to_be_made_anew", command="./run standby --anew")
        return peer.note_state(self._place, state)

    def _look_as_primary(self) -> None:
        with postgres.connect(self._cluster) as connection:
            if not self._is_ready:
                make_ready_for_standby(connection)
                self._is_ready = True
            row = connection.execute(_FOLLOWING, {"name": STANDBY_ROLE}).fetchone()
        status, state, flushed, written = row if row is not None else ("", None, None, 0)
        if status == LOST and state is None:
            with postgres.connect(self._cluster) as connection:
                renew_slot(connection)
        # A standby that has just connected has not said yet what it has.
        is_following, bytes_behind = state == "streaming", max(0, int(str(written)) - int(str(flushed or 0)))
        if is_following:
            self._seen_at = clock.monotonic()
        own = standing_of(self._place)
        waits = waits_for_standby(
            own.is_synchronous,
            is_following=is_following,
            lag=bytes_behind,
            away=clock.monotonic() - self._seen_at,
            patience=self._patience,
        )
        if waits != own.is_synchronous:
            set_waiting(self._cluster, waits)
        has_all = self._see_whether_it_has_all(own, waits and is_following, int(str(flushed or 0)), int(str(written)))
        if waits and own.is_dismissed and is_following:
            write_standing(self._place, is_dismissed=False)
        self._note(
            is_following=is_following,
            is_protected=has_all,
            lag_bytes=bytes_behind,
            is_lost=status == LOST or (note_of(self._place).is_lost and not is_following),
        )

    def _see_whether_it_has_all(self, own: PairStanding, waits: bool, flushed: int, written: int) -> bool:
        """Whether the standby has every acknowledged change, also those of before commits waited for it.

        What was written when they began to is noted at the look after that, when every process knows the setting.
        """
        if not waits or not own.is_synchronous:
            self._waits_from = None
            return False
        if own.is_caught_up:
            return True
        if self._waits_from is None:
            self._waits_from = written
        if flushed < self._waits_from:
            return False
        write_standing(self._place, is_caught_up=True)
        return True

    def _look_as_standby(self) -> None:
        with postgres.connect(self._cluster) as connection:
            row = connection.execute(_RECEIVING).fetchone()
        status, lag = row if row is not None else (None, 0)
        is_following = status == "streaming"
        contact = {"contact_at": clock.now().isoformat(), "is_lost": False} if is_following else {}
        self._note(is_following=is_following, is_protected=is_following, lag_bytes=int(str(lag)), **contact)

    def _note(self, **changes: object) -> None:
        before, now = note_of(self._place), clock.now().isoformat()
        note = replace(before, looked_at=now, **changes)  # type: ignore[arg-type]
        if note.is_protected != before.is_protected or not note.since:
            note = replace(note, since=now)
        path = self._place / standing.FOLDER / NOTE
        making = path.with_name(f".{NOTE}-{os.getpid()}")
        making.write_text(json.dumps(asdict(note)), encoding="utf-8")
        making.replace(path)


def set_waiting(cluster: Cluster, waits: bool) -> None:
    """Let the primary's commits wait for the standby, or not; those that wait now go on."""
    write_standing(cluster.place, is_synchronous=waits, is_caught_up=False)
    write_configuration(cluster)
    postgres.reload_configuration(cluster)
    log.warning("standby_waited_for", waits=waits)


def make_ready_for_standby(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Make the standby's role and slot in a primary, unless they are there; neither waits for a standby."""
    connection.execute("SET synchronous_commit = local")
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [STANDBY_ROLE]).fetchone() is None:
        connection.execute(f"CREATE ROLE {STANDBY_ROLE} LOGIN REPLICATION".encode())
    for name in _READERS:
        row = connection.execute("SELECT has_function_privilege(%s, %s, 'EXECUTE')", [STANDBY_ROLE, name]).fetchone()
        if row is not None and row[0]:
            continue
        connection.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {STANDBY_ROLE}".encode())
    if connection.execute("SELECT 1 FROM pg_replication_slots WHERE slot_name = %s", [STANDBY_ROLE]).fetchone() is None:
        connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [STANDBY_ROLE])


def renew_slot(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Replace a slot whose log is gone: the standby must be made anew, and the new slot keeps the log for that."""
    connection.execute("SELECT pg_drop_replication_slot(%s)", [STANDBY_ROLE])
    connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [STANDBY_ROLE])


def unprotected_seconds(note: PairNote, now: datetime) -> float:
    """Return for how long acknowledged changes may be on one machine alone, by a note; 0 while they are on both."""
    return 0.0 if note.is_protected or not note.since else (now - datetime.fromisoformat(note.since)).total_seconds()
