"""How many cases got an answer, whether or not it solved them."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.indicators.promised import fallen_due
from peygir.outlook.scoring.measures import SHARE
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The cases whose promise to finish fell due."""
    own = fallen_due(tables)
    is_answered = own.state.isin(["done", "confirmed", "closed", "not_actionable"])
    return own.mutate(
        key=own.case * 0, why=is_answered.ifelse("answered", "unanswered"), is_good=is_answered.ifelse(1, 0)
    )


ANSWERED: Final = Indicator(
    code="answered",
    version=1,
    name=pgettext_lazy("indicator", "Answered"),
    definition=gettext_lazy(
        "Of the cases whose promise to finish fell due in the month, the share that got an answer: done, no "
        "action needed, or closed in any way. It is shown beside “solved” and never counts in its place."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=SHARE,
    rows=rows,
    whys={
        "answered": pgettext_lazy("why a case counts", "answered"),
        "unanswered": pgettext_lazy("why a case counts", "no answer yet"),
    },
    group=MarkGroup.ACCURACY,
    target="1",
    worst="0",
    weight=0,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
