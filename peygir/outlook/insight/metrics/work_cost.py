"""What work orders cost."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each cost that counts."""
    return tables.cost


WORK_COST: Final = Metric(
    code="work_cost",
    name=pgettext_lazy("metric", "Cost of work"),
    sentence=gettext_lazy(
        "What work orders cost, by the day of the spending. Amounts of different currencies are never added."
    ),
    grain="cost",
    rows=rows,
    aggregation=Aggregation.SUM,
    measured_in=MetricUnit.MONEY,
    always=("currency",),
)
