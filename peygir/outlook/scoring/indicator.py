"""What an indicator is: words, a query over the tables of a snapshot, and a measure.

The query is an expression of Ibis over unbound tables (`snapshot_tables`), so that one definition serves PostgreSQL now
and files of a lake later. It gives one row for each thing counted: `unit`, `case`, `key` (several rows of one case),
`why` (a reason of `whys`), and the columns of the measure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Conflict
from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.outlook.scoring.measures import Measure
from peygir.outlook.scoring.snapshot_tables import TABLES, VERSION, tables_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

FIRST_DECISION: Final = gettext_lazy("Proposed with the software; a city decides by its scheme.")
COMMON: Final = ("unit", "case", "key", "why")


class MeasuredIn(Vocabulary):
    """The unit of measure of an indicator's value."""

    SHARE = "share", pgettext_lazy("unit of measure", "share")
    HOURS = "hours", pgettext_lazy("unit of measure", "hours")
    TIMES = "times", pgettext_lazy("unit of measure", "times the promised time")
    EACH = "each", pgettext_lazy("unit of measure", "per promise")


@dataclass(frozen=True)
class SnapshotTables:
    """The tables of a snapshot as Ibis sees them, before any database is known."""

    month: "Table"
    unit: "Table"
    post: "Table"
    promise: "Table"
    finish: "Table"
    visit: "Table"
    hold: "Table"
    verdict: "Table"
    reading: "Table"
    left_out: "Table"


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One indicator; `version` grows with every change of its query, measure or rule.

    `group`, `target`, `worst`, `weight` and `fewest` are what a first scheme proposes: a part has its full points at
    the target and none at the worst value, and no value below `fewest` rows. A weight of zero: shown, never counted.
    """

    code: str
    version: int
    name: Text
    definition: Text
    measured_in: MeasuredIn
    is_higher_better: bool
    measure: Measure
    rows: "Callable[[SnapshotTables], Table]"
    whys: Mapping[str, Text]
    group: str
    target: str
    worst: str
    weight: int
    fewest: int
    since: date
    decided_by: Text

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its rows, in order."""
        return (*COMMON, *self.measure.columns)


class SnapshotIsTooOld(Conflict):
    """A snapshot was taken before the format had what the query of an indicator needs."""

    message = gettext_lazy("The figures of this month were taken before “{indicator}” was counted in this way.")


@cache
def tables(number: int = VERSION) -> SnapshotTables:
    """The tables of a format for the queries; a table that came later has no column that a query could name.

    Loads Ibis, so it is called only where marks are computed or a query is shown.
    """
    import ibis

    unbound: dict[str, Any] = {table.name: ibis.table({"absent": "int64"}, name=table.relation) for table in TABLES}
    for table in tables_of(number):
        unbound[table.name] = ibis.table(dict(table.columns), name=table.relation)
    return SnapshotTables(**unbound)


@cache
def sql_of(indicator: Indicator, number: int = VERSION) -> str:
    """The query in the SQL of PostgreSQL for a snapshot of a format, its rows ordered by unit, case and key.

    Raises SnapshotIsTooOld where that format lacks a column that the query names.
    """
    import ibis

    try:
        rows = indicator.rows(tables(number))
    except (AttributeError, ibis.IbisError):
        if number == VERSION:
            raise
        raise SnapshotIsTooOld(indicator=indicator.name) from None
    return str(ibis.to_sql(rows.select(*indicator.columns).order_by("unit", "case", "key"), dialect="postgres"))
