"""Reads the rows of indicators out of a snapshot's text: the database holds its tables for one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from peygir.outlook.scoring.fairness.deadlines import SeenPromise
from peygir.outlook.scoring.fairness.outcomes import CaseMix
from peygir.outlook.scoring.indicator import Indicator, sql_of
from peygir.outlook.scoring.marking import CountedRow
from peygir.outlook.scoring.measures import Signature
from peygir.outlook.scoring.snapshot_tables import VERSION, SnapshotTable, tables_of
from peygir.outlook.scoring.snapshot_text import format_of, sections

_TYPES: Final = {"int64": "bigint", "string": "text"}
UnitRows = dict[int, list[CountedRow]]
"""The rows of one indicator by unit."""


@contextmanager
def loaded(text: bytes) -> Iterator[None]:
    """Hold the tables of a snapshot in the database as temporary ones, for the length of the block.

    Raises SnapshotIsNotRight.
    """
    bodies, tables = sections(text), tables_of(format_of(text))
    with transaction.atomic():
        for table in tables:
            _load(table, bodies[table.name])
        yield
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TABLE {table.relation}")


def _load(table: SnapshotTable, body: bytes) -> None:
    """Make one temporary table and fill it; an empty text is a text, and an empty number is none."""
    columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in table.columns.items())
    texts = ", ".join(f'"{name}"' for name, kind in table.columns.items() if kind == "string")
    not_null = f", FORCE_NOT_NULL ({texts})" if texts else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table.relation} ({columns}) ON COMMIT DROP")
        statement = f"COPY {table.relation} FROM STDIN (FORMAT csv, ENCODING 'UTF8'{not_null})"
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            copy.write(body)
        cursor.execute(f"ANALYZE {table.relation}")


def rows_by_unit(indicator: Indicator, number: int = VERSION) -> UnitRows:
    """The rows of an indicator by unit, from the tables of a format that `loaded` holds. Raises SnapshotIsTooOld."""
    by_unit: UnitRows = {}
    # A million cases have some hundred thousand rows, of which many count for the same reason and in the same way.
    whys: dict[str, str] = {}
    signatures: dict[Signature, Signature] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql_of(indicator, number))
        for unit_id, case_id, key, why, *values in cursor:
            signature = tuple(value if isinstance(value, str) else int(value) for value in values)
            row = CountedRow(case_id, key, whys.setdefault(why, why), signatures.setdefault(signature, signature))
            by_unit.setdefault(unit_id, []).append(row)
    return by_unit


def table_rows(table: SnapshotTable) -> list[Mapping[str, int | str | None]]:
    """The rows of a small table that `loaded` holds, in its order."""
    names = list(table.columns)
    order = ", ".join(f'"{name}"' for name in table.order)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table.relation} ORDER BY {order}")  # noqa: S608 - constants
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_MIXES: Final = """
SELECT DISTINCT ON ("case") "case", topic, district, channel, urgency FROM (
    SELECT "case", topic, district, channel, urgency, CASE kind WHEN 'finish' THEN 0 ELSE 1 END AS place
        FROM snapshot_promise
    UNION ALL SELECT "case", topic, '', '', '', 2 FROM snapshot_finish
    UNION ALL SELECT "case", topic, '', '', '', 3 FROM snapshot_verdict
) known ORDER BY "case", place
"""


# As `indicators.promised` counts them.
_PROMISES: Final = """
SELECT seen.district, CASE WHEN seen."end" > seen.due THEN seen.promised + seen."end" - seen.due
        ELSE LEAST(seen."end" - seen."start" - seen.paused, seen.promised) END,
    seen.promised, seen.kept IS NOT NULL AND seen."left" IS NULL, seen."start"
FROM (
    SELECT promise.*, COALESCE(promise."left", promise.kept, month.as_of) - promise.away AS "end"
    FROM snapshot_promise promise CROSS JOIN snapshot_month month
    WHERE promise.kind = 'finish' AND (%(topic)s = '' OR promise.topic = %(topic)s)
) seen
"""


def seen_promises(topic: str) -> list[SeenPromise]:
    """The promises to finish of a topic ("" for all), as the indicators of time see them; `loaded` holds the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMISES, {"topic": topic})
        return [
            SeenPromise(district, max(elapsed, 0), max(allotted, 1), is_event, start)
            for district, elapsed, allotted, is_event, start in cursor.fetchall()
        ]


def case_mixes() -> dict[int, CaseMix]:
    """The features of each case, from the tables that `loaded` holds.

    Of a case without a promise that fell due in the month only the topic is known.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MIXES)
        return {case_id: CaseMix(*codes) for case_id, *codes in cursor.fetchall()}


def not_counted_totals() -> Sequence[tuple[int, str, int, int]]:
    """(unit, rule, cases, seconds) of what does not count, from the tables that `loaded` holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT unit, rule, count(DISTINCT "case"), COALESCE(sum(micros), 0) / 1000000 FROM snapshot_left_out'
            " GROUP BY unit, rule ORDER BY unit, rule"
        )
        return [(unit, rule, cases, int(seconds)) for unit, rule, cases, seconds in cursor.fetchall()]
