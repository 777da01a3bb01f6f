"""How many of the cases that were opened are still open."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    return tables.case.filter(tables.case.state.notin(["closed", "merged", "withdrawn"]))


CASES_OPEN: Final = Metric(
    code="cases_open",
    name=pgettext_lazy("metric", "Cases still open"),
    sentence=gettext_lazy("How many of the cases that were opened are not closed, merged or withdrawn yet."),
    grain="case",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.CASES,
)
