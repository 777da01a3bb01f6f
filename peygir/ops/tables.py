"""Brings the tables up to this version, and does nothing at all when they are."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_if_needed(*, verbosity: int = 0) -> bool:
    """Apply the migrations that are missing; whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=verbosity)
    return True
