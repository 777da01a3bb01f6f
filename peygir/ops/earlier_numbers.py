"""Lets a database of 28 or 29 November 2026 go on: its migrations had other numbers then, and two names.

While several changes of those days were merged, migrations that had run on trial homes got other numbers; what they do
stayed. Their rows are renamed before the migrations run, so that none runs twice.
"""

from typing import Final

from django.db import connection

RENUMBERED: Final = {
    ("answers", "0002_talk_ask_area"): "0003_talk_ask_area",
    ("insight", "0005_publications"): "0004_publications",
    ("planning", "0003_council_and_votes"): "0002_council_and_votes",
    ("planning", "0004_goals_and_portfolios"): "0003_goals_and_portfolios",
}
"""(app, name of a migration then) → its name now."""
COLUMN: Final = ("cases_searchentry", "shelf", "partition")
CONSTRAINTS: Final = (
    ("cases_searchentry", "shelf_is_known", "partition_is_known"),
    ("people_staffinterest", "interest_reason_is_known", "staff_interest_reason"),
)


def renumber_earlier_migrations() -> bool:
    """Rename what those days named otherwise; whether there was anything. Run as the tables' owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        statements = [*_rows(cursor), *_names(cursor)]
    if not statements:
        return False
    with connection.schema_editor() as editor:
        for statement in statements:
            editor.execute(statement)
    return True


def _rows(cursor: object) -> list[str]:
    cursor.execute("SELECT app, name FROM django_migrations")  # type: ignore[attr-defined]
    applied = set(cursor.fetchall())  # type: ignore[attr-defined]
    return [
        f"UPDATE django_migrations SET name = '{name}' WHERE app = '{app}' AND name = '{former}'"  # noqa: S608
        for (app, former), name in RENUMBERED.items()
        if (app, former) in applied and (app, name) not in applied
    ]


def _names(cursor: object) -> list[str]:
    statements = []
    table, former, name = COLUMN
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
        [f"public.{table}", former],
    )
    if cursor.fetchone():  # type: ignore[attr-defined]
        statements.append(f'ALTER TABLE {table} RENAME COLUMN {former} TO "{name}"')
    for table, former, name in CONSTRAINTS:
        question = "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(%s) AND conname = %s"
        cursor.execute(question, [f"public.{table}", former])  # type: ignore[attr-defined]
        if cursor.fetchone():  # type: ignore[attr-defined]
            statements.append(f"ALTER TABLE {table} RENAME CONSTRAINT {former} TO {name}")
    return statements
