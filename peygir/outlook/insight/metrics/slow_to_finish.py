"""Within which time nine in ten cases are called done."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    return tables.case.filter(tables.case.minutes_to_finish.notnull()).mutate(amount=tables.case.minutes_to_finish)


SLOW_TO_FINISH: Final = Metric(
    code="slow_to_finish",
    name=pgettext_lazy("metric", "Time within which nine in ten are done"),
    sentence=gettext_lazy(
        "The 90th percentile of the time from the opening of a case until its work was first called done. Cases "
        "whose work is not done yet do not count."
    ),
    grain="case",
    rows=rows,
    aggregation=Aggregation.P90,
    measured_in=MetricUnit.MINUTES,
    fewest=50,
)
