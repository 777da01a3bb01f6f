"""Looks at the database: whether it answers, what it is, and settings that would lose data."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core import clock
from peygir.core.translation import Text
from peygir.ops.doctor import database_more_texts as more
from peygir.ops.doctor import database_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.installation import OWNER_ROLE, SUPERUSER, WEB_ROLE, Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed
from peygir.ops.doctor.running import running_processes, web_workers

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[object, ...]]

# Setting → (values that are right, what another one does).
SAFE: Final[dict[str, tuple[tuple[str, ...], Text]]] = {
    "fsync": (("on",), reasons.LOSES_DATA),
    "full_page_writes": (("on",), reasons.LOSES_DATA),
    "autovacuum": (("on",), reasons.GROWS),
    "track_counts": (("on",), reasons.GROWS),
    "zero_damaged_pages": (("off",), reasons.HIDES_DAMAGE),
    "ignore_checksum_failure": (("off",), reasons.HIDES_DAMAGE),
}
OF_SESSION: Final[dict[str, tuple[tuple[str, ...], Text]]] = {
    "synchronous_commit": (("on", "remote_apply", "remote_write", "local"), reasons.LOSES_ACKNOWLEDGED),
    "session_replication_role": (("origin",), reasons.LOSES_TRIGGERS),
}
"""Settings that may differ by role and database, so the web's own session is asked."""
LOGGING: Final = (("log_statement", "none"), ("log_min_duration_statement", "-1"), ("log_parameter_max_length", ""))
THREADS, REST = 4, 40
"""Connections of each web process, and of everything else on a machine (docs/operations.md)."""
SKEW: Final = 2.0
OLDEST: Final = 16
_AUTO: Final = re.compile(r"^(\w+)\s*=\s*'?([^'\n]*)'?$", re.MULTILINE)


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the server, by asking it; by its files where it does not run."""
    if not installation.own_server:
        if not installation.home.is_dir():
            return
        yield from _programs(installation)
        if not installation.socket_folder():
            if any(process.kind != "ship" for process in running_processes(installation.home)):
                yield fault(texts.DATABASE_AWAY, why="socket", log=installation.place / "log" / "server.log")
            elif installation.is_served_once:
                yield fault(texts.DATABASE_NOT_RUNNING)
            yield from _by_files(installation)
            return
    yield from _asked(installation)


def _asked(installation: Installation) -> Iterator[DoctorFinding]:
    import psycopg

    role = OWNER_ROLE if installation.own_server else SUPERUSER
    try:
        with installation.connected(role) as connection, installation.connected(WEB_ROLE) as web:
            yield from _server(installation, connection, web)
    except (psycopg.OperationalError, psycopg.ProgrammingError, ValueError) as failure:
        log = "PostgreSQL" if installation.own_server else installation.place / "log" / "server.log"
        yield fault(texts.DATABASE_AWAY, why=without_secrets(str(failure)), log=log)


def without_secrets(text: str) -> str:
    """Return a message of the driver in one line, without passwords of an address in it."""
    return re.sub(r"://([^:/@\s]*):[^@\s]*@", r"://\1:…@", " ".join(text.split()))[:300]


def _server(installation: Installation, connection: "Connection", web: "Connection") -> Iterator[DoctorFinding]:
    version = connection.info.server_version // 10000
    if version < OLDEST:
        yield fault(texts.DATABASE_OF_OTHER_VERSION, found=version, needed=f"{OLDEST}+")
    yield from _letters(connection)
    values = {str(name): str(value) for name, value in connection.execute("SELECT name, setting FROM pg_settings")}
    for name, (right, what) in SAFE.items():
        if (value := values.get(name, right[0])) not in right:
            yield fault(more.SETTING_OF_DATABASE_UNSAFE, name=name, found=value, what=what)
    for name, (right, what) in OF_SESSION.items():
        value = str(_one(web, f"SELECT current_setting('{name}')"))
        if value not in right:
            yield fault(more.SETTING_OF_DATABASE_UNSAFE, name=name, found=value, what=what)
    if values.get("data_checksums") == "off":
        yield fault(texts.CHECKSUMS_OFF)
    if damaged := _one(connection, "SELECT COALESCE(sum(checksum_failures), 0) FROM pg_stat_database"):
        yield fault(texts.PAGES_DAMAGED, count=damaged)
    for name, quiet in LOGGING:
        if quiet and values.get(name, quiet) != quiet:
            yield fault(more.DATABASE_LOGS_PEOPLE, name=name, found=values[name])
    yield from _connections(installation, connection, values)
    before = clock.now()
    theirs = connection.execute("SELECT clock_timestamp()").fetchone()
    after, moment = clock.now(), theirs[0] if theirs else before
    skew = max((moment - after).total_seconds(), (before - moment).total_seconds())  # type: ignore[operator]
    if skew > SKEW:
        yield fault(more.CLOCKS_DIFFER, seconds=f"{skew:.0f}")
    standby = _one(connection, "SELECT pg_is_in_recovery()")
    usual = str(_one(web, "SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only'"))
    if standby or (usual == "on" and _is_read_only_by_itself(installation, web)):
        yield fault(more.DATABASE_READ_ONLY)
    yield from _archive(installation, connection, values)


def _is_read_only_by_itself(installation: Installation, web: "Connection") -> bool:
    """Whether role, database or server say so; the doctor's own sessions always are."""
    question = (
        "SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) AS kept"
        " WHERE kept = 'default_transaction_read_only=on'"
        " AND (setrole = 0 OR setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user))"
        " AND (setdatabase = 0 OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    return bool(_one(web, question)) or _by_file_settings(installation).get("default_transaction_read_only") == "on"


def _letters(connection: "Connection") -> Iterator[DoctorFinding]:
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datctype, datcollversion IS NOT NULL AND"
        " datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)"
        " FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    if row[0] != "UTF8":
        yield fault(texts.DATABASE_NOT_UTF8, found=row[0])
    if row[2]:
        yield fault(texts.COLLATION_CHANGED)
    there = {str(name) for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    for name in ("pg_trgm", "btree_gin"):
        if name not in there:
            yield fault(texts.EXTENSION_MISSING, name=name)
    if "pg_trgm" in there and row[0] == "UTF8" and not _one(connection, "SELECT cardinality(show_trgm('آسفالت'))"):
        yield fault(texts.DATABASE_CANNOT_READ_PERSIAN, found=row[1])


def _connections(
    installation: Installation, connection: "Connection", values: dict[str, str]
) -> Iterator[DoctorFinding]:
    limit = int(values["max_connections"]) - int(values.get("superuser_reserved_connections", "3"))
    limits = [limit]
    for question in (
        "SELECT datconnlimit FROM pg_database WHERE datname = current_database()",
        "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'peygir_app'",
    ):
        found = _one(connection, question)
        limits += [int(str(found))] if found is not None and int(str(found)) >= 0 else []
    needed = THREADS * (web_workers(installation.home) or 2) + REST
    if min(limits) < needed:
        yield fault(more.CONNECTIONS_TOO_FEW, found=min(limits), needed=needed)
    used = int(str(_one(connection, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")))
    if used > 0.85 * limit:
        yield fault(more.CONNECTIONS_NEARLY_USED, used=used, limit=limit)


def _archive(installation: Installation, connection: "Connection", values: dict[str, str]) -> Iterator[DoctorFinding]:
    is_wanted = installation.environment.get("PEYGIR_RECOVERY", "").strip() and not installation.own_server
    is_on = bool(values.get("archive_library") or values.get("archive_command", "(disabled)") not in ("", "(disabled)"))
    if is_wanted and not (is_on and values.get("archive_mode") != "off"):
        yield fault(more.ARCHIVING_OFF)
    question = "SELECT last_failed_time > COALESCE(last_archived_time, '-infinity') FROM pg_stat_archiver"
    if is_on and _one(connection, question):
        yield fault(more.ARCHIVING_FAILS)
    if values.get("synchronous_standby_names"):
        synchronous = _one(
            connection, "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
        )
        if not synchronous:
            yield fault(more.STANDBY_UNPROTECTED)


def _programs(installation: Installation) -> Iterator[DoctorFinding]:
    from peygir.ops.binaries import NoDatabasePrograms, wheel_programs

    try:
        programs = wheel_programs()
        shown = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except NoDatabasePrograms:
        yield fault(texts.DATABASE_PROGRAM_MISSING, why="postgres")
        return
    except (OSError, subprocess.SubprocessError) as failure:
        yield fault(texts.DATABASE_PROGRAM_MISSING, why=type(failure).__name__)
        return
    brought, data = shown.split()[-1].partition(".")[0], installation.place / "data" / "PG_VERSION"
    try:
        there = data.read_text().strip()
    except OSError:
        return
    if there != brought:
        yield fault(texts.DATABASE_OF_OTHER_VERSION, found=there, needed=brought)


def _by_files(installation: Installation) -> Iterator[DoctorFinding]:
    """What the files of a stopped server say: settings of its administrator, and checksums."""
    changed = _by_file_settings(installation)
    for name, (right, what) in (SAFE | OF_SESSION).items():
        if (found := changed.get(name, right[0])) not in right:
            yield fault(more.SETTING_OF_DATABASE_UNSAFE, name=name, found=found, what=what)
    from peygir.ops.binaries import NoDatabasePrograms, wheel_programs

    try:
        command = [str(wheel_programs() / "pg_controldata"), "-D", str(installation.place / "data")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, env={"LC_ALL": "C"})
    except (NoDatabasePrograms, OSError):  # `_programs` says so
        return
    if re.search(r"^Data page checksum version:\s+0$", done.stdout, re.MULTILINE):
        yield fault(texts.CHECKSUMS_OFF)


def _by_file_settings(installation: Installation) -> dict[str, str]:
    file = Path(installation.place / "data" / "postgresql.auto.conf")
    try:
        return dict(_AUTO.findall(file.read_text(encoding="utf-8"))) if not installation.own_server else {}
    except OSError:
        return {}


def _one(connection: "Connection", question: str) -> object:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def names_of(connection: "Connection", question: str) -> str:
    """The first column of a question as a list for a sentence; empty for none."""
    return listed([str(row[0]) for row in connection.execute(question.encode())])
