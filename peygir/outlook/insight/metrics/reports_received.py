"""How many reports were received."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each report that counts."""
    return tables.report


REPORTS_RECEIVED: Final = Metric(
    code="reports_received",
    name=pgettext_lazy("metric", "Reports received"),
    sentence=gettext_lazy("How many reports were received. Several reports may be of one case."),
    grain="report",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.REPORTS,
)
