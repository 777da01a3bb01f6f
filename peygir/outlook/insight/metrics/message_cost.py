"""What messages about cases cost."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each message that counts."""
    return tables.message.mutate(amount=tables.message.cost)


MESSAGE_COST: Final = Metric(
    code="message_cost",
    name=pgettext_lazy("metric", "Cost of messages"),
    sentence=gettext_lazy("What messages about cases cost, in rials, as far as the provider or its tariff tells."),
    grain="message",
    rows=rows,
    aggregation=Aggregation.SUM,
    measured_in=MetricUnit.MONEY,
)
