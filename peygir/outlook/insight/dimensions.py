"""By what a metric may be split and filtered: each dimension with the column of the lake that holds it."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from peygir.core.translation import Text
from peygir.core.translation import pgettext_lazy as _p
from peygir.outlook.insight.lake.case_columns import CITY
from peygir.outlook.insight.lake.columns import BY_NAME
from peygir.outlook.insight.lake.shapes import INT


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension; `is_time`: the periods of the Iranian calendar, in their order.

    `is_own`: each city has its own codes. `is_of_many`: it tells something only where the lakes of several cities are
    read as one.
    """

    code: str
    name: Text
    column: str
    is_time: bool = False
    is_own: bool = False
    is_of_many: bool = False

    def is_number_in(self, table: str) -> bool:
        """Whether its values are whole numbers, in a table that has it."""
        return BY_NAME[table].kinds[self.column] == INT


_ALL: Final = (
    Dimension("day", _p("dimension", "day"), "jalali_day", is_time=True),
    Dimension("ten_day", _p("dimension", "ten days"), "ten_day", is_time=True),
    Dimension("month", _p("dimension", "month"), "month", is_time=True),
    Dimension("season", _p("dimension", "season"), "season", is_time=True),
    Dimension("year", _p("dimension", "year"), "year", is_time=True),
    Dimension("hour_of_week", _p("dimension", "hour of the week"), "hour_of_week", is_time=True),
    Dimension("is_holiday", _p("dimension", "holiday"), "is_holiday"),
    Dimension("topic", _p("dimension", "topic"), "topic", is_own=True),
    Dimension("topic_group", _p("dimension", "topic group"), "topic_group", is_own=True),
    Dimension("district", _p("dimension", "district"), "district", is_own=True),
    Dimension("neighbourhood", _p("dimension", "neighbourhood"), "neighbourhood", is_own=True),
    Dimension("cell_7", _p("dimension", "cell of 5 km²"), "cell_7"),
    Dimension("cell_8", _p("dimension", "cell of 0.7 km²"), "cell_8"),
    Dimension("unit", _p("dimension", "unit"), "unit", is_own=True),
    Dimension("crew", _p("dimension", "crew"), "crew", is_own=True),
    Dimension("urgency", _p("dimension", "urgency"), "urgency"),
    Dimension("channel", _p("dimension", "channel of the first report"), "channel"),
    Dimension("said_by", _p("dimension", "channel of the report"), "said_by"),
    Dimension("answered_by", _p("dimension", "channel of the answer"), "answered_by"),
    Dimension("came_by", _p("dimension", "channel of the contact"), "came_by"),
    Dimension("sent_by", _p("dimension", "channel of the message"), "sent_by"),
    Dimension("asset_type", _p("dimension", "asset type"), "asset_type", is_own=True),
    Dimension("state", _p("dimension", "state"), "state"),
    Dimension("close_kind", _p("dimension", "how it was closed"), "close_kind"),
    Dimension("kind", _p("dimension", "kind"), "kind"),
    Dimension("outcome", _p("dimension", "outcome"), "outcome"),
    Dimension("queue", _p("dimension", "queue"), "queue", is_own=True),
    Dimension("finding", _p("dimension", "finding"), "finding"),
    Dimension("currency", _p("dimension", "currency"), "currency"),
    Dimension("agency", _p("dimension", "agency"), "agency", is_own=True),
    Dimension("reason", _p("dimension", "reason for waiting"), "reason"),
    Dimension("why", _p("dimension", "why it was drawn"), "why"),
    Dimension("way", _p("dimension", "how the citizen is asked"), "way"),
    Dimension("answer", _p("dimension", "answer"), "answer"),
    Dimension("city", _p("dimension", "city"), CITY[0].name, is_of_many=True),
)
DIMENSIONS: Final = MappingProxyType({one.code: one for one in _ALL})
"""Every dimension by its code, in the order in which they are offered."""


def dimensions_of(table: str, *, is_of_many: bool = False) -> tuple[Dimension, ...]:
    """The dimensions that the rows of a table have in one city, or in several."""
    return tuple(one for one in _ALL if one.column in BY_NAME[table].kinds and (is_of_many or not one.is_of_many))
