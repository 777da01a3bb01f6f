"""How many contacts the centre had."""

from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


def rows(tables: "LakeTables") -> "Table":
    """Each contact that counts."""
    return tables.contact.filter(tables.contact.direction == "in")


CONTACTS: Final = Metric(
    code="contacts",
    name=pgettext_lazy("metric", "Contacts"),
    sentence=gettext_lazy("How many calls, messages and visits came to the centre."),
    grain="contact",
    rows=rows,
    aggregation=Aggregation.COUNT,
    measured_in=MetricUnit.CONTACTS,
)
