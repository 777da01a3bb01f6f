"""Which share of the reports told of what was known already."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each report that counts."""
    return tables.report.mutate(is_good=(tables.report.number > 1).ifelse(1, 0))


REPORTS_JOINED: Final = Metric(
    code="reports_joined",
    name=pgettext_lazy("metric", "Reports of known cases"),
    sentence=gettext_lazy("The share of reports that joined a case which another report had opened."),
    grain="report",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
