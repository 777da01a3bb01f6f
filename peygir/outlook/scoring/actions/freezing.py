"""Takes the figures of a month out of the tables, once, and keeps them as a snapshot that never changes."""

from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from peygir.city.facts import CityFacts
from peygir.outlook.scoring.extraction import gathering, promises
from peygir.outlook.scoring.extraction.selecting import SELECTIONS
from peygir.outlook.scoring.models import ScoreSnapshot
from peygir.outlook.scoring.months import ScoreMonth
from peygir.outlook.scoring.snapshot_tables import TABLES, SnapshotTable
from peygir.outlook.scoring.snapshot_text import FIRST_LINE, digest_of, packed, section

TEMPORARY: Final = (
    "score_moved",
    "score_paused",
    "score_away",
    "score_promise",
    "score_asked",
    "score_hold",
    "score_step",
    "score_above",
    "score_move",
    "score_case",
)
"""The tables that the statements of gathering make."""


def freeze_month(city: CityFacts, month: ScoreMonth, *, as_of: datetime) -> tuple[ScoreSnapshot, bytes]:
    """Store the snapshot of a month as it stands at `as_of` (now), inside the caller's transaction.

    Returns the row and the text. What other transactions commit meanwhile is seen as a whole or not at all if the
    caller's transaction reads one snapshot of the database (`repeatable`).
    """
    text = take_text(city, month, as_of=as_of)
    row = ScoreSnapshot(
        city_id=city.id,
        first_on=month.first_on,
        as_of=as_of,
        digest=digest_of(text),
        size=len(text),
        content=packed(text),
    )
    row.save(force_insert=True)
    return row, text


@transaction.atomic
def take_text(city: CityFacts, month: ScoreMonth, *, as_of: datetime) -> bytes:
    """Return the text of a month's snapshot as the tables stand now; nothing is stored."""
    values: dict[str, Any] = {
        "city": city.id,
        "zone": city.time_zone,
        "since": month.since(city.time_zone),
        "until": month.until(city.time_zone),
        "as_of": as_of,
        "first_on": month.first_on,
        "last_on": month.last_on,
    }
    with connection.cursor() as cursor:
        for statement in (*gathering.STATEMENTS, *promises.STATEMENTS):
            cursor.execute(statement, values if "%(" in statement else None)
        text = FIRST_LINE.encode() + b"".join(section(table, _copied(cursor, table, values)) for table in TABLES)
        for name in TEMPORARY:
            cursor.execute(f"DROP TABLE {name}")
    return text


def _copied(cursor: Any, table: SnapshotTable, values: dict[str, Any]) -> bytes:
    """The rows of one table as CSV, in the table's order whatever the plan of the database is."""
    columns = ", ".join(f'"{name}"' for name in table.columns)
    order = ", ".join(f'"{name}"' + (' COLLATE "C"' if table.columns[name] == "string" else "") for name in table.order)
    question = SELECTIONS[table.name]
    rows = f"SELECT * FROM ({question}) AS row_of ({columns}) ORDER BY {order}"  # noqa: S608 - constants
    statement = f"COPY ({rows}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
    with connection.wrap_database_errors, cursor.copy(statement, values) as copy:
        return b"".join(bytes(part) for part in copy)
