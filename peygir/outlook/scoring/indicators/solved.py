"""How many cases were solved, as citizens say."""

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
    is_solved = (own.state == "confirmed") | own.close_kind.isin(["confirmed", "delivered"])
    is_open = own.state.notin(["closed", "confirmed"])
    why = is_solved.ifelse("solved", is_open.ifelse("not_closed", own.close_kind))
    return own.mutate(key=own.case * 0, why=why, is_good=is_solved.ifelse(1, 0))


SOLVED: Final = Indicator(
    code="solved",
    version=1,
    name=pgettext_lazy("indicator", "Solved"),
    definition=gettext_lazy(
        "Of the cases whose promise to finish fell due in the month, the share that a citizen confirmed, or "
        "that was planned and delivered. “No action needed”, another agency, silence and merged cases are "
        "never solved."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=SHARE,
    rows=rows,
    whys={
        "solved": pgettext_lazy("why a case counts", "solved"),
        "not_closed": pgettext_lazy("why a case counts", "not closed yet"),
        "silence": pgettext_lazy("why a case counts", "closed without an answer of the citizen"),
        "no_action": pgettext_lazy("why a case counts", "closed as “no action needed”"),
        "outside": pgettext_lazy("why a case counts", "closed as another agency's"),
    },
    group=MarkGroup.ACCURACY,
    target="0.8",
    worst="0.2",
    weight=18,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
