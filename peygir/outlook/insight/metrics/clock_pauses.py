"""How often the clock of promises stood."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each pause."""
    return tables.pause


CLOCK_PAUSES: Final = Metric(
    code="clock_pauses",
    name=pgettext_lazy("metric", "Pauses of the clock"),
    sentence=gettext_lazy(
        "How often the clock of promises stood, because the citizen, an agency or the weather was waited for."
    ),
    grain="pause",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.PAUSES,
)
