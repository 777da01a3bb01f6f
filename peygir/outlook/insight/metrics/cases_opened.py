"""How many cases were opened."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    return tables.case


CASES_OPENED: Final = Metric(
    code="cases_opened",
    name=pgettext_lazy("metric", "Cases opened"),
    sentence=gettext_lazy("How many cases were opened."),
    grain="case",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.CASES,
)
