"""Which share of the works that were closed nobody confirmed."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    closed = tables.case.filter(tables.case.close_kind.isin(["confirmed", "silence", "delivered"]))
    return closed.mutate(is_good=(closed.close_kind == "silence").ifelse(1, 0))


CLOSED_UNCONFIRMED: Final = Metric(
    code="closed_unconfirmed",
    name=pgettext_lazy("metric", "Closed without an answer of the reporter"),
    sentence=gettext_lazy(
        "Of the cases whose work was called done and that are closed, the share in which no reporter said whether "
        "it is fixed until the time for it was over."
    ),
    grain="case",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
