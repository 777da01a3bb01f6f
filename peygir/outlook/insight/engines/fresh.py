"""Answers expressions by PostgreSQL over the tables as they are now, for where seconds matter.

The tables of the lake are parts of the statement, made by the same questions that write its files.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from peygir.city.facts import CityFacts
from peygir.outlook.insight.engines.tables import POSTGRES, sql_of, tables_in
from peygir.outlook.insight.lake.columns import TABLES
from peygir.outlook.insight.lake.selecting.relations import CALENDAR
from peygir.outlook.insight.lake.selecting.statements import rows, subject_relation
from peygir.outlook.insight.lake.taking import one_view, values_of

if TYPE_CHECKING:
    from ibis.expr.types import Table


def fresh_rows(city: CityFacts, expression: "Table", *, now: datetime) -> list[tuple[Any, ...]]:
    """The rows of an expression over the tables of the lake, as the database has them now."""
    needed = tables_in(expression)
    parts = [CALENDAR]
    for table in TABLES:
        if table.relation in needed:
            before = subject_relation(table.subject)
            inner = f"WITH {before} {rows(table)}" if before else rows(table)
            parts.append(f"{table.relation} AS ({inner})")
    asked = sql_of(expression, POSTGRES).replace("%", "%%")
    with one_view(), connection.cursor() as cursor:
        statement = f"WITH {', '.join(parts)} SELECT * FROM ({asked}) AS answer"  # noqa: S608 - constants
        cursor.execute(statement, values_of(city, now))
        return list(cursor.fetchall())
