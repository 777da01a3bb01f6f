"""What a metric is: words, the rows that it counts as an expression of Ibis over the lake, and how they become a value.

One expression serves every engine. A value is made of whole numbers that the engine sums, so that no engine rounds
otherwise than another; see `measures_of_lake`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.insight.engines.tables import LakeTables


class Aggregation(Vocabulary):
    """How the rows of a metric become one value."""

    COUNT = "count", gettext_lazy("the number of rows")
    SUM = "sum", gettext_lazy("the sum of an amount")
    SHARE = "share", gettext_lazy("the share of rows that meet a condition")
    MEDIAN = "median", gettext_lazy("the median of an amount")
    P90 = "p90", gettext_lazy("the 90th percentile of an amount")


class MetricUnit(Vocabulary):
    """In what the value of a metric is measured."""

    CASES = "cases", pgettext_lazy("unit of measure", "cases")
    REPORTS = "reports", pgettext_lazy("unit of measure", "reports")
    CONTACTS = "contacts", pgettext_lazy("unit of measure", "contacts")
    MESSAGES = "messages", pgettext_lazy("unit of measure", "messages")
    PAUSES = "pauses", pgettext_lazy("unit of measure", "pauses")
    REFERRALS = "referrals", pgettext_lazy("unit of measure", "referrals")
    ORDERS = "orders", pgettext_lazy("unit of measure", "work orders")
    SHARE = "share", pgettext_lazy("unit of measure", "share")
    MINUTES = "minutes", pgettext_lazy("unit of measure", "minutes")
    SECONDS = "seconds", pgettext_lazy("unit of measure", "seconds")
    MONEY = "money", pgettext_lazy("unit of measure", "smallest unit of the currency")


AMOUNT: Final = "amount"
"""The column of a metric's rows that is summed, or whose median or percentile is taken."""
IS_GOOD: Final = "is_good"
"""The column of a share: 1 for rows that meet the condition, else 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """One metric.

    `grain`: what one of its rows is, a table of the lake. `fewest`: with fewer rows no share, median or percentile is
    given.
    `always`: dimensions by which it is always split, because a sum over them would mean nothing.
    """

    code: str
    name: Text
    sentence: Text
    grain: str
    rows: "Callable[[LakeTables], Table]"
    aggregation: Aggregation
    measured_in: MetricUnit
    fewest: int = 1
    always: tuple[str, ...] = ()
