"""The database roles: one owns the tables, the other may only read and write their rows.

`peygir_owner` owns the tables: it migrates, restores and takes backups. `peygir_app` is what web, live stream, worker,
clock and PBX bridge connect as: it reads and writes rows, adds to the event table, and changes no table, trigger,
function or role. On a server of the city's own, DATABASE_URL names the second and PEYGIR_OWNER_DATABASE_URL the first;
with DATABASE_URL alone one role does both, and the health page says so.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg import sql

OWNER_URL = "PEYGIR_OWNER_DATABASE_URL"
GRANTING = 0x70656772  # "pegr": held while privileges are granted, since two concurrent grants fail

INSERT_ONLY = "history_event"
READ_ONLY = "django_migrations"
# Functions that run with the owner's rights, so only the roles that need them may call them.
OWNERS_FUNCTIONS = {"history_event_hold": "", "people_renew_statistics": "regclass"}
"""Their names, and the types of their arguments."""

_GRANTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}",
    f"REVOKE ALL ON {INSERT_ONLY}, {READ_ONLY} FROM {{app}}",
    f"GRANT SELECT, INSERT ON {INSERT_ONLY} TO {{app}}",
    f"GRANT SELECT ON {READ_ONLY} TO {{app}}",
    *(f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC" for name, types in OWNERS_FUNCTIONS.items()),
    *(f"GRANT EXECUTE ON FUNCTION {name}({types}) TO {{app}}" for name, types in OWNERS_FUNCTIONS.items()),
    # Default privileges of tables that later migrations create.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO {app}",
)
# One row for each table on which the role lacks a privilege or has too many; and for each of the functions, if the role
# may not call it or everybody may.
_WRONG = """
    SELECT 1 FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND CASE
        WHEN c.relkind = 'S' THEN NOT has_sequence_privilege(%(app)s, c.oid, 'USAGE')
        WHEN c.relkind NOT IN ('r', 'p') THEN false
        WHEN c.relname = %(insert_only)s THEN NOT has_table_privilege(%(app)s, c.oid, 'INSERT')
            OR has_table_privilege(%(app)s, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        WHEN c.relname = %(read_only)s THEN NOT has_table_privilege(%(app)s, c.oid, 'SELECT')
        ELSE NOT (has_table_privilege(%(app)s, c.oid, 'SELECT') AND has_table_privilege(%(app)s, c.oid, 'INSERT')
              AND has_table_privilege(%(app)s, c.oid, 'UPDATE') AND has_table_privilege(%(app)s, c.oid, 'DELETE'))
        END
    UNION ALL
    SELECT 1 FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proname = ANY(%(functions)s)
        AND (has_function_privilege('public', p.oid, 'EXECUTE')
            OR NOT has_function_privilege(%(app)s, p.oid, 'EXECUTE'))
    LIMIT 1
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Run Django's statements as the role that owns the tables, for as long as the block lasts.

    Changes the settings of the default connection for all threads, so it is for single-threaded commands, outside any
    transaction. Without a URL for the owner the role stays as it is.
    """
    url = os.environ.get(OWNER_URL)
    if not url:
        yield
        return
    parts, given = urlsplit(url), connection.settings_dict
    before = {name: given[name] for name in ("USER", "PASSWORD")}
    connection.close()
    given |= {"USER": parts.username or "", "PASSWORD": parts.password or ""}
    try:
        yield
    finally:
        connection.close()
        given |= before


def grant_if_needed(app: str) -> bool:
    """Give the role `app` exactly the privileges it needs on every table; call it as the owner. Whether any was wrong.

    Nothing is done if `app` is the owner itself: then one role does everything.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        if cursor.fetchone()[0] == app:
            return False
        cursor.execute(_WRONG, _names(app))
        if cursor.fetchone() is None:
            return False
        grant(cursor.connection, app)
    return True


def are_privileges_wrong(connection: "psycopg.Connection[tuple[object, ...]]", app: str) -> bool:
    """Whether the role `app` lacks a privilege on any table, or has too many; changes nothing."""
    return connection.execute(_WRONG.encode(), _names(app)).fetchone() is not None


def _names(app: str) -> dict[str, str | list[str]]:
    return {"app": app, "insert_only": INSERT_ONLY, "read_only": READ_ONLY, "functions": list(OWNERS_FUNCTIONS)}


def grant(owner: "psycopg.Connection[tuple[object, ...]]", app: str) -> None:
    """Grant the privileges of `app` on all current and later tables, in one transaction."""
    with owner.transaction():
        owner.execute("SELECT pg_advisory_xact_lock(%s, 0)", [GRANTING])
        for statement in _GRANTS:
            owner.execute(sql.SQL(statement).format(app=sql.Identifier(app)))


def current_role() -> str:
    """Return the role that Django is connected as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        return str(cursor.fetchone()[0])


def with_role(url: str, role: str) -> str:
    """Return the URL of the same database for another role without a password, as the embedded server accepts it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{quote(role, safe='')}@"))
