"""Compares the database's tables with the program: older tables stop a process, newer ones only make it say so.

During an update old and new processes work on the same tables for a while (docs/upgrade.md): migrations only add, so
an old process works on the tables of the next version, but a new one does not on the former tables.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.paths import ROOT

_LABEL: Final = re.compile(r'^\s+label = "(\w+)"', re.MULTILINE)
SHOWN: Final = 5


class TablesAreOlder(Conflict):
    """Migrations of this program have not been run."""

    message = _(
        "The tables are older than this program; these migrations have not been run: {names}. Run ./run migrate with "
        "the owner's role; the process starts by itself afterwards."
    )


def migrations_of_program(root: Path = ROOT) -> set[tuple[str, str]]:
    """Return (app, name) of every migration file of the package; no module of it is loaded."""
    names = set()
    for path in (root / "peygir").glob("**/migrations/[0-9]*.py"):
        package = path.parent.parent
        apps = package / "apps.py"
        label = _LABEL.search(apps.read_text(encoding="utf-8")) if apps.exists() else None
        names.add((label[1] if label else package.name, path.stem))
    return names


def compared(applied: Iterable[tuple[str, str]], root: Path = ROOT) -> tuple[list[str], list[str]]:
    """Return the names of migrations that have not been run, and of those that a newer program has run."""
    from peygir.ops.earlier_numbers import RENUMBERED

    known = migrations_of_program(root)
    ours, there = {app for app, _name in known}, set(applied)
    # A database that is migrated knows both: the renumbered names are no news.
    there = {
        (app, RENUMBERED.get((app, name), name)) if (app, name) not in known else (app, name) for app, name in there
    }
    pending = sorted(f"{app}.{name}" for app, name in known - there)
    later = sorted(f"{app}.{name}" for app, name in there - known if app in ours)
    return pending, later


def require_tables() -> None:
    """Let a process start on the tables as they are. Raises TablesAreOlder; a database that is away is met later."""
    from django.db import DatabaseError, connection

    from peygir.ops.logs import logger

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            pending, later = compared(cursor.fetchall())
    except DatabaseError:
        return
    finally:
        connection.close()  # not to be shared with a process that is forked from this one
    if pending:
        raise TablesAreOlder(names=", ".join(pending[:SHOWN]))
    if later:
        logger(__name__).warning("tables_are_newer", words=", ".join(later[:SHOWN]))
