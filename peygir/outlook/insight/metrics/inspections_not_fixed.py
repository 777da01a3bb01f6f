"""Which share of the drawn inspections found the work not done."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each inspection that counts."""
    drawn = tables.inspection.filter(tables.inspection.is_drawn == 1)
    return drawn.mutate(is_good=(drawn.finding != "fixed").ifelse(1, 0))


INSPECTIONS_NOT_FIXED: Final = Metric(
    code="inspections_not_fixed",
    name=pgettext_lazy("metric", "Found not fixed"),
    sentence=gettext_lazy(
        "The share of inspections drawn by lot that did not find the work done. Draws have unequal chances, "
        "so this is no estimate for all work: that is the indicator of marks."
    ),
    grain="inspection",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
