"""The tables of the lake as Ibis sees them, before any engine is known; and the SQL of an expression for an engine."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from peygir.outlook.insight.lake.columns import BY_NAME

if TYPE_CHECKING:
    from ibis.expr.types import Table

DUCKDB: Final = "duckdb"
POSTGRES: Final = "postgres"


@dataclass(frozen=True)
class LakeTables:
    """The tables of the lake."""

    case: "Table"
    report: "Table"
    promise: "Table"
    message: "Table"
    verdict: "Table"
    inspection: "Table"
    event: "Table"
    contact: "Table"
    order: "Table"
    cost: "Table"
    day: "Table"
    topic: "Table"
    district: "Table"
    neighbourhood: "Table"
    unit: "Table"


@cache
def lake_tables() -> LakeTables:
    """The tables for expressions. Loads Ibis, so it is called only where a question is asked."""
    import ibis

    return LakeTables(**{name: ibis.table(table.kinds, name=table.relation) for name, table in BY_NAME.items()})


def sql_of(expression: "Table", dialect: str) -> str:
    """An expression in the SQL of an engine."""
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))


def tables_in(expression: "Table") -> frozenset[str]:
    """The names of the tables that an expression reads."""
    from ibis.expr.operations import UnboundTable

    return frozenset(node.name for node in expression.op().find(UnboundTable))
