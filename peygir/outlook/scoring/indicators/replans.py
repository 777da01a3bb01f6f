"""How often the unit asked for more time, and got it."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import RATIO
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The promises to finish."""
    promise = tables.promise
    own = promise.filter(promise.kind == "finish")
    asked = own.replans.fill_null(0)
    why = (asked == 0).ifelse("not_asked", (own.granted.fill_null(0) > 0).ifelse("granted", "not_granted"))
    return own.mutate(key=own.case * 0, why=why, amount=asked, per=own.case * 0 + 1)


REPLANS: Final = Indicator(
    code="replans",
    version=1,
    name=pgettext_lazy("indicator", "More time asked and granted"),
    definition=gettext_lazy(
        "Requests for more time for each promise to finish that fell due in the month. It is shown, and "
        "counts in no mark: who asks in time is no worse than who does not ask."
    ),
    measured_in=MeasuredIn.EACH,
    is_higher_better=False,
    measure=RATIO,
    rows=rows,
    whys={
        "not_asked": pgettext_lazy("why a case counts", "no more time was asked for"),
        "granted": pgettext_lazy("why a case counts", "more time was granted"),
        "not_granted": pgettext_lazy("why a case counts", "more time was asked for and not granted"),
    },
    group=MarkGroup.TIME,
    target="0",
    worst="1",
    weight=0,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
