"""Looks into the database: migrations, roles, the history's guard, locks, indexes and what fills the disk."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from peygir.core import clock
from peygir.ops.doctor import database_more_texts as more
from peygir.ops.doctor import database_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.database import names_of
from peygir.ops.doctor.installation import OWNER_ROLE, SUPERUSER, WEB_ROLE, Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed
from peygir.ops.doctor.running_texts import PBX_AWAY
from peygir.ops.schema_age import compared

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[object, ...]]

SLOT_MB: Final = 2048
LONG_MINUTES: Final = 30
PREPARED: Final = "SELECT gid FROM pg_prepared_xacts WHERE prepared < now() - interval '5 minutes'"
FROZEN: Final = "SELECT max(age(datfrozenxid)) / 1000000 FROM pg_database"
MOST_MILLIONS: Final = 1000
SLOTS: Final = """SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) / 1048576
    FROM pg_replication_slots WHERE restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()"""
LONG: Final = """SELECT usename, pid, extract(epoch FROM now() - xact_start) / 60 FROM pg_stat_activity
    WHERE xact_start < now() - make_interval(mins => %s) AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND datname = current_database()"""
INVALID: Final = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"
UNCHECKED: Final = """SELECT conrelid::regclass || '.' || conname FROM pg_constraint
    WHERE NOT convalidated AND connamespace = 'public'::regnamespace"""
NO_VACUUM: Final = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off', 'autovacuum_enabled=0']"""
GUARD: Final = """SELECT count(*) FROM pg_trigger WHERE tgrelid = 'history_event'::regclass
    AND tgname = 'history_event_insert_only' AND tgenabled IN ('O', 'A')"""
POWERS: Final = """SELECT rolsuper, rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls,
    ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname <> current_user AND r.rolname LIKE 'pg\\_%%'
        AND r.rolname NOT IN ('pg_database_owner', 'pg_monitor',
            'pg_read_all_settings', 'pg_read_all_stats', 'pg_stat_scan_tables',
            'pg_use_reserved_connections') AND pg_has_role(current_user, r.oid, 'USAGE')
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)),
    current_user::text
    FROM pg_roles WHERE rolname = current_user"""
CHANGES_PAST: Final = """SELECT has_table_privilege('history_event', 'UPDATE, DELETE, TRUNCATE')
    OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'history_event'::regclass), 'MEMBER')"""


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with tables and roles. A database that is away is said elsewhere."""
    import psycopg

    if not installation.url(WEB_ROLE):
        return
    role = OWNER_ROLE if installation.own_server else SUPERUSER
    try:
        with installation.connected(role) as connection, installation.connected(WEB_ROLE) as web:
            yield from _busy(connection)
            if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
                yield fault(texts.TABLES_MISSING)
                return
            yield from _migrations(installation, connection)
            if connection.execute("SELECT to_regclass('public.history_event')").fetchone() == (None,):
                return
            yield from _roles(installation, web)
            yield from _guards(connection)
            yield from _exchange(installation, web)
    except psycopg.OperationalError:
        return


def _busy(connection: "Connection") -> Iterator[DoctorFinding]:
    for name, size in connection.execute(SLOTS.encode()).fetchall():
        if float(str(size)) > SLOT_MB:
            yield fault(more.SLOT_HOLDS_LOG, name=name, size=f"{float(str(size)):.0f}")
    for role, pid, minutes in connection.execute(LONG.encode(), [LONG_MINUTES]).fetchall():
        yield fault(more.LONG_TRANSACTION, role=role, pid=pid, minutes=f"{float(str(minutes)):.0f}")
    for (name,) in connection.execute(PREPARED.encode()).fetchall():
        yield fault(more.PREPARED_TRANSACTION, name=name)
    row = connection.execute(FROZEN.encode()).fetchone()
    if row and int(str(row[0])) > MOST_MILLIONS:
        yield fault(more.WRAPAROUND_NEAR, millions=row[0])
    for kind, question in (
        (more.INDEX_INVALID, INVALID),
        (more.CONSTRAINT_NOT_VALID, UNCHECKED),
        (more.AUTOVACUUM_OFF_FOR_TABLES, NO_VACUUM),
    ):
        if names := names_of(connection, question):
            yield fault(kind, names=names)


def _migrations(installation: Installation, connection: "Connection") -> Iterator[DoctorFinding]:
    rows = [(str(app), str(name)) for app, name in connection.execute("SELECT app, name FROM django_migrations")]
    pending, later = compared(rows, installation.root)
    is_former = ("cases", "0002_initial") in rows  # of before 28 November 2026: `former_tables`
    if pending:
        yield fault(texts.MIGRATIONS_PENDING, count=len(pending), names=listed(pending))
    if later and not is_former:
        yield fault(texts.MIGRATIONS_FROM_FUTURE, names=listed(later))


def _roles(installation: Installation, web: "Connection") -> Iterator[DoctorFinding]:
    row = web.execute(POWERS.encode()).fetchone()
    assert row is not None
    is_super, may_create, groups, role = row
    if is_super:
        yield fault(texts.ROLE_TOO_POWERFUL, role=role, what=reasons.IS_SUPERUSER)
    elif may_create:
        yield fault(texts.ROLE_TOO_POWERFUL, role=role, what=reasons.MAY_CREATE)
    elif groups:
        powers = reasons.OWNS_SERVER_POWERS.filled({"names": ", ".join(groups)})  # type: ignore[arg-type]
        yield fault(texts.ROLE_TOO_POWERFUL, role=role, what=powers)
    may_change = web.execute(CHANGES_PAST.encode()).fetchone() == (True,)
    is_one_role = installation.own_server and not installation.environment.get("PEYGIR_OWNER_DATABASE_URL")
    if may_change and not is_one_role and not is_super:
        yield fault(texts.ROLE_CHANGES_PAST, role=role)
    elif not may_change:
        from peygir.ops.roles import are_privileges_wrong

        if are_privileges_wrong(web, str(role)):
            yield fault(texts.ROLE_PRIVILEGES_WRONG, role=role)


def _guards(connection: "Connection") -> Iterator[DoctorFinding]:
    if connection.execute(GUARD.encode()).fetchone() == (0,):
        yield fault(more.HISTORY_UNGUARDED)


def _exchange(installation: Installation, web: "Connection") -> Iterator[DoctorFinding]:
    given = installation.served_by or installation.environment
    if not given.get("PEYGIR_PBX_URL"):
        return
    row = web.execute("SELECT is_up, changed_at FROM contacts_pbxline ORDER BY changed_at DESC LIMIT 1").fetchone()
    if row is not None and not row[0] and (clock.now() - row[1]).total_seconds() > 120:  # type: ignore[operator]
        yield fault(PBX_AWAY, since=f"{row[1]:%Y-%m-%d %H:%M}")
