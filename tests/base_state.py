"""Puts the test database back into the state in which the run began: the small town, and nothing else.

For tests that commit. Django's own way empties every table (TRUNCATE takes a second for all of them) and then makes
permissions and content types anew; the town would have to be loaded again, with other ids. Here the rows that are there
are deleted and those of the beginning copied back, in a few hundredths of a second. The database holds nothing of this:
tests take backups of it.
"""

from importlib import import_module
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests.town import load_town, town

# The migrations that wrote the first roles, and gave them permissions later.
_OF_ROLES = (
    "0006_first_roles",
    "0010_leaders_steer",
    "0011_inspectors_inspect",
    "0012_crews_work_on_orders",
    "0014_honours",
    "0015_decide_appeals",
    "0016_jury",
    "0017_planning",
    "0018_panel",
)

_TABLES = """
    SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'django_migrations'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname
"""

_SEQUENCES = """
    SELECT pg_get_serial_sequence(quote_ident(table_name), column_name), table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'
"""

_reached_by: dict[str, Any] = {}
_emptying: list[sql.Composed] = []
"""The statements that delete the rows of all tables."""
_going_on: list[sql.Composed] = []
"""The statements that let every sequence go on after the highest id."""
_rows: list[tuple[sql.Composed, bytes]] = []
"""What `COPY table (columns) FROM STDIN` reads, for each table that is not empty at the beginning."""


def keep() -> None:
    """Keep the rows of all tables as the state to come back to, if the connection's role is a superuser."""
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    reached_by = {name: given[key] for name, key in names.items() if given[key]}
    with psycopg.connect(**reached_by) as superuser:
        if superuser.execute("SELECT current_setting('is_superuser')").fetchone() != ("on",):
            return
        tables = superuser.execute(_TABLES).fetchall()
        for name, columns in tables:
            table = sql.SQL("COPY {} ({})").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with superuser.cursor().copy(table + sql.SQL(" TO STDOUT")) as copy:
                if content := b"".join(copy):
                    _rows.append((table + sql.SQL(" FROM STDIN"), content))
        _emptying.append(
            sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name, _ in tables)
        )
        _going_on.append(sql.SQL("; ").join(_going_on_of(*row) for row in superuser.execute(_SEQUENCES).fetchall()))
    _reached_by.update(reached_by)


def restore() -> None:
    """Bring all tables back to the kept state; sequences go on, also after a test that let them begin again.

    The test's own connection is in no transaction.
    """
    if not _reached_by:  # a server of somebody else's, where our role may own the tables and no more
        call_command("flush", interactive=False, verbosity=0)
        write_roles(apps, None)
        town.cache_clear()
        load_town()
        return
    with psycopg.connect(**_reached_by) as superuser:
        # In a session that replicates, neither foreign keys nor the guard of the event table are asked.
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute(_emptying[0])
        for statement, content in _rows:
            with superuser.cursor().copy(statement) as copy:
                copy.write(content)
        superuser.execute(_going_on[0])


def write_roles(apps: Any, schema_editor: Any) -> None:
    """Write the first roles as a fresh database has them."""
    for name in _OF_ROLES:
        module = import_module(f"peygir.people.migrations.{name}")
        (module.write_roles if hasattr(module, "write_roles") else module.give)(apps, schema_editor)


def _going_on_of(sequence: str, table: str) -> sql.Composed:
    return sql.SQL("SELECT setval({name}, GREATEST(last_value, (SELECT max(id) FROM {table}))) FROM {sequence}").format(
        name=sql.Literal(sequence), sequence=sql.SQL(sequence), table=sql.Identifier(table)
    )
