"""How many reports the unit took up in time."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.indicators.promised import clocks_of
from peygir.outlook.scoring.measures import IN_TIME
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The promises to take up a report."""
    return clocks_of(tables, "ack")


ACKNOWLEDGED: Final = Indicator(
    code="acknowledged",
    version=1,
    name=pgettext_lazy("indicator", "Acknowledged in time"),
    definition=gettext_lazy(
        "Of all promises to take up a report that fell due in the month, the share that the unit kept in "
        "time. Open promises count: the share is that of Kaplan and Meier, in which a promise counts as long "
        "as the unit had it."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=IN_TIME,
    rows=rows,
    whys={
        "in_time": pgettext_lazy("why a case counts", "in time"),
        "late": pgettext_lazy("why a case counts", "late"),
        "overdue": pgettext_lazy("why a case counts", "not done, though due"),
        "open": pgettext_lazy("why a case counts", "not due yet"),
        "pause": pgettext_lazy("why a case counts", "its clock is paused"),
        "agency": pgettext_lazy("why a case counts", "with another agency"),
        "joined": pgettext_lazy("why a case counts", "became part of another case"),
        "withdrawn": pgettext_lazy("why a case counts", "withdrawn by the citizen"),
    },
    group=MarkGroup.TIME,
    target="0.98",
    worst="0.6",
    weight=5,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
