"""Which share of the calls was answered."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each contact that counts."""
    contact = tables.contact
    calls = contact.filter((contact.direction == "in") & (contact.came_by == "phone"))
    return calls.mutate(is_good=calls.is_answered)


CALLS_ANSWERED: Final = Metric(
    code="calls_answered",
    name=pgettext_lazy("metric", "Calls answered"),
    sentence=gettext_lazy("The share of calls to the centre that were answered."),
    grain="contact",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
