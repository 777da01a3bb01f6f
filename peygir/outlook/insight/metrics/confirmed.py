"""Which share of the reporters' answers says that it is fixed."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each verdict that counts."""
    return tables.verdict.mutate(is_good=tables.verdict.is_fixed)


CONFIRMED: Final = Metric(
    code="confirmed",
    name=pgettext_lazy("metric", "Confirmed by reporters"),
    sentence=gettext_lazy("The share of reporters' answers that say that it is fixed."),
    grain="verdict",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
