"""How long agencies outside the municipality take to answer."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each referral that was answered."""
    answered = tables.referral.filter(tables.referral.minutes_to_answer.notnull())
    return answered.mutate(amount=answered.minutes_to_answer)


AGENCY_ANSWER_TIME: Final = Metric(
    code="agency_answer_time",
    name=pgettext_lazy("metric", "Time until an agency answers"),
    sentence=gettext_lazy(
        "The median time from the referral of a case to an agency until its answer. Referrals without an "
        "answer do not count."
    ),
    grain="referral",
    rows=rows,
    aggregation=Aggregation.MEDIAN,
    measured_in=MetricUnit.MINUTES,
    fewest=20,
)
