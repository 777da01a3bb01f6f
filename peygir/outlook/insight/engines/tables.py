"""The tables of the lake as Ibis sees them, before any engine is known; and the SQL of an expression for an engine."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from peygir.outlook.insight.lake.columns import BY_NAME

if TYPE_CHECKING:
    from ibis.config import Config
    from ibis.expr.types import Table

DUCKDB: Final = "duckdb"
POSTGRES: Final = "postgres"
SPARK: Final = "pyspark"


@dataclass(frozen=True)
class LakeTables:
    """The tables of the lake."""

    case: "Table"
    report: "Table"
    promise: "Table"
    pause: "Table"
    referral: "Table"
    message: "Table"
    verdict: "Table"
    survey: "Table"
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
    agency: "Table"


@cache
def lake_tables() -> LakeTables:
    """The tables for expressions. Loads Ibis, so it is called only where a question is asked."""
    import ibis

    return LakeTables(**{name: ibis.table(table.kinds, name=table.relation) for name, table in BY_NAME.items()})


def sql_of(expression: "Table", dialect: str) -> str:
    """An expression in the SQL of an engine."""
    import ibis

    if dialect == SPARK and ibis.options.pyspark is None:
        ibis.options.pyspark = _spark_options()
    return str(ibis.to_sql(expression, dialect=dialect))


def _spark_options() -> "Config":
    """What Ibis's own connection to Spark would set; we take its SQL alone, and that connection needs pandas."""
    from ibis.config import Config

    class SparkOptions(Config):  # type: ignore[misc]
        treat_nan_as_null: bool = False

    return SparkOptions()


def tables_in(expression: "Table") -> frozenset[str]:
    """The names of the tables that an expression reads."""
    from ibis.expr.operations import UnboundTable

    return frozenset(node.name for node in expression.op().find(UnboundTable))
