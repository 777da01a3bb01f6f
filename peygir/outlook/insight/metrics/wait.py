"""How long callers wait."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each contact that counts."""
    contact = tables.contact
    calls = contact.filter((contact.direction == "in") & contact.wait_seconds.notnull())
    return calls.mutate(amount=calls.wait_seconds)


WAIT: Final = Metric(
    code="wait",
    name=pgettext_lazy("metric", "Wait of callers"),
    sentence=gettext_lazy("The median time that a call waited until it was answered or given up."),
    grain="contact",
    rows=rows,
    aggregation=Aggregation.MEDIAN,
    measured_in=MetricUnit.SECONDS,
    fewest=20,
)
