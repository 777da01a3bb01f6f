"""How long it takes until work is called done."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each case that counts."""
    return tables.case.filter(tables.case.minutes_to_finish.notnull()).mutate(amount=tables.case.minutes_to_finish)


TIME_TO_FINISH: Final = Metric(
    code="time_to_finish",
    name=pgettext_lazy("metric", "Time until work is called done"),
    sentence=gettext_lazy(
        "The median time from the opening of a case until its work was first called done. Cases whose work is "
        "not done yet do not count."
    ),
    grain="case",
    rows=rows,
    aggregation=Aggregation.MEDIAN,
    measured_in=MetricUnit.MINUTES,
    fewest=20,
)
