"""Answers expressions by PostgreSQL over the tables as they are now, for where seconds matter.

The tables of the lake are parts of the statement, made by the same questions that write its files.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection

from peygir.city.facts import CityFacts
from peygir.outlook.insight.engines.apart import CompiledQuestion
from peygir.outlook.insight.engines.embedded import PATIENCE, QuestionIsTooLarge
from peygir.outlook.insight.engines.tables import POSTGRES, sql_of, tables_in
from peygir.outlook.insight.lake.columns import TABLES
from peygir.outlook.insight.lake.selecting.relations import CALENDAR
from peygir.outlook.insight.lake.selecting.statements import rows, subject_relation
from peygir.outlook.insight.lake.taking import one_view, values_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

Row = tuple[Any, ...]


def fresh_rows(city: CityFacts, expression: "Table", *, now: datetime) -> list[Row]:
    """The rows of an expression over the tables of the lake, as the database has them now.

    Raises QuestionIsTooLarge.
    """
    (found,) = rows_of(city, [(sql_of(expression, POSTGRES), tables_in(expression))], now=now)
    return found


def rows_of(city: CityFacts, questions: Sequence[CompiledQuestion], *, now: datetime) -> list[list[Row]]:
    """The rows of several questions, of one state of the database.

    Raises QuestionIsTooLarge where one takes more than PATIENCE seconds.
    """
    with one_view(), connection.cursor() as cursor:
        values = values_of(city, now)
        cursor.execute("SELECT current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(round(PATIENCE * 1000))])
        try:
            answers = [_fetched(cursor, one, values) for one in questions]
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) == "57014":  # the statement was cancelled
                raise QuestionIsTooLarge() from None
            raise
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
        return answers


def _fetched(cursor: Any, question: CompiledQuestion, values: dict[str, Any]) -> list[Row]:
    """The rows of one question, whose tables of the lake are parts of its statement."""
    statement, needed = question
    parts = [CALENDAR]
    for table in TABLES:
        if table.relation in needed:
            before = subject_relation(table.subject)
            inner = f"WITH {before} {rows(table)}" if before else rows(table)
            parts.append(f"{table.relation} AS ({inner})")
    asked = statement.replace("%", "%%")
    cursor.execute(f"WITH {', '.join(parts)} SELECT * FROM ({asked}) AS answer", values)  # noqa: S608 - constants
    return list(cursor.fetchall())
