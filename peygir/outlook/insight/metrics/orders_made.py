"""How many work orders were made."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each order that counts."""
    return tables.order


ORDERS_MADE: Final = Metric(
    code="orders_made",
    name=pgettext_lazy("metric", "Work orders"),
    sentence=gettext_lazy("How many work orders were made."),
    grain="order",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.ORDERS,
)
