"""Which share of the promises was kept in time."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each promise that counts."""
    promise = tables.promise
    judged = promise.filter(
        (promise.kind == "finish")
        & (promise.is_first == 1)
        & (promise.is_over == 0)
        & ((promise.is_kept == 1) | (promise.is_broken == 1))
    )
    return judged.mutate(is_good=(judged.is_broken == 0).ifelse(1, 0))


PROMISES_KEPT: Final = Metric(
    code="promises_kept",
    name=pgettext_lazy("metric", "Promises kept in time"),
    sentence=gettext_lazy(
        "The share of first promises to finish the work that were kept in time, of those that were kept or fell due."
    ),
    grain="promise",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
