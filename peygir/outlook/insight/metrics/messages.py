"""How many messages about cases were made."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each message that counts."""
    return tables.message.mutate(amount=tables.message.messages)


MESSAGES: Final = Metric(
    code="messages",
    name=pgettext_lazy("metric", "Messages"),
    sentence=gettext_lazy("How many messages about cases were made for citizens."),
    grain="message",
    rows=rows,
    aggregation=Aggregation.SUM,
    measured_in=MetricUnit.MESSAGES,
)
