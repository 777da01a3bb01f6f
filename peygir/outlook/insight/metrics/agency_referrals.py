"""How many cases were referred to agencies outside the municipality."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each referral."""
    return tables.referral


AGENCY_REFERRALS: Final = Metric(
    code="agency_referrals",
    name=pgettext_lazy("metric", "Referrals to agencies"),
    sentence=gettext_lazy("How often a case was referred to an agency outside the municipality."),
    grain="referral",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.REFERRALS,
)
