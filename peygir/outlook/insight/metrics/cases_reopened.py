"""Which share of finished cases was opened again."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    done = tables.case.filter(tables.case.finished > 0)
    return done.mutate(is_good=(done.reopened > 0).ifelse(1, 0))


CASES_REOPENED: Final = Metric(
    code="cases_reopened",
    name=pgettext_lazy("metric", "Finished cases opened again"),
    sentence=gettext_lazy("The share of cases that were opened again, of those whose work was called done."),
    grain="case",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
