"""Migrates the tables as their owner, and does nothing if they are up to date."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from peygir.ops.earlier_numbers import renumber_earlier_migrations
from peygir.ops.former_tables import rename_former_tables
from peygir.ops.roles import as_owner, current_role, grant_if_needed


def migrate_if_needed(*, verbosity: int = 0) -> bool:
    """Apply missing migrations, and grant the application's role its privileges; whether any migration was missing.

    The tables of the version before get their present names first. Raises DatabaseIsTooOld; django.db.ProgrammingError
    if the role may not (see docs/operations.md for the owner's URL).
    """
    app = current_role()
    with as_owner():
        was_former = rename_former_tables() or renumber_earlier_migrations()
        executor = MigrationExecutor(connection)
        is_behind = was_former or bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if is_behind:
            call_command("migrate", interactive=False, verbosity=verbosity)
        grant_if_needed(app)
    return is_behind
