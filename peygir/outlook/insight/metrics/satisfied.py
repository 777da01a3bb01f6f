"""Which share of the answers to surveys says that the citizen is satisfied."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each answer that is a verdict."""
    verdicts = tables.survey.filter(tables.survey.answer.isin(["satisfied", "unsatisfied", "not_done"]))
    return verdicts.mutate(is_good=(verdicts.answer == "satisfied").ifelse(1, 0))


SATISFIED: Final = Metric(
    code="satisfied",
    name=pgettext_lazy("metric", "Satisfied in surveys"),
    sentence=gettext_lazy("The share of citizens asked in surveys who are satisfied, of those who gave a verdict."),
    grain="survey",
    rows=rows,
    aggregation=Aggregation.SHARE,
    measured_in=MetricUnit.SHARE,
    fewest=20,
)
