"""How much of the promised time the unit needs."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.indicators.promised import clocks_of
from peygir.outlook.scoring.measures import MEAN_TIME
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The promises to finish."""
    return clocks_of(tables, "finish")


TIME_TO_FINISH: Final = Indicator(
    code="time_to_finish",
    version=1,
    name=pgettext_lazy("indicator", "Time to finish"),
    definition=gettext_lazy(
        "The mean time from report to finished work, in units of the promised time and counted up to twice that"
        " time (restricted mean). 1 means: as long as was promised. Work that is not done counts as long as it "
        "has lasted. Pauses that the rule allows count in neither."
    ),
    measured_in=MeasuredIn.TIMES,
    is_higher_better=False,
    measure=MEAN_TIME,
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
    target="0.6",
    worst="1.6",
    weight=4,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
