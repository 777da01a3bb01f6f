"""Migrates the tables as their owner, and does nothing if they are up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from peygir.ops import prepared_tables
from peygir.ops.earlier_numbers import renumber_earlier_migrations
from peygir.ops.former_tables import rename_former_tables
from peygir.ops.roles import as_owner, current_role, grant_if_needed

MIGRATING: Final = (0x70656775, 1)  # "pegu": of several machines that start at once, one migrates


def are_up_to_date() -> bool:
    """Whether every migration of this version was applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other machine migrates; the lock ends with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", MIGRATING)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", MIGRATING)


def migrate_if_needed(*, verbosity: int = 0) -> bool:
    """Apply missing migrations, and grant the application's role its privileges; whether any migration was missing.

    An empty database gets the prepared tables of the wheel, the tables of the version before their present names first.
    Raises DatabaseIsTooOld; django.db.ProgrammingError if the role may not (docs/operations.md: the owner's URL).
    """
    app = current_role()
    with as_owner(), _alone():
        was_made = prepared_tables.load_if_it_fits()
        was_former = not was_made and (rename_former_tables() or renumber_earlier_migrations())
        executor = MigrationExecutor(connection)
        is_behind = was_made or was_former or bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if is_behind and not was_made:
            call_command("migrate", interactive=False, verbosity=verbosity)
        grant_if_needed(app)
    return is_behind
