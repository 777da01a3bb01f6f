"""How many cases were solved, as their reporters say."""

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
    is_closed_so = (own.state == "confirmed") | (own.close_kind == "confirmed")
    is_said = is_closed_so & (own.is_confirmed == 1)
    is_delivered = (own.close_kind == "delivered") & (own.was_scheduled == 1)
    is_solved = is_said | is_delivered
    is_gone = own.state.isin(["merged", "withdrawn"])
    is_open = own.state.notin(["closed", "confirmed"])
    unsolved = is_gone.ifelse(
        own.state,
        is_open.ifelse(
            "not_closed",
            is_closed_so.ifelse("not_said", (own.close_kind == "delivered").ifelse("not_planned", own.close_kind)),
        ),
    )
    why = is_solved.ifelse("solved", unsolved)
    return own.mutate(key=own.case * 0, why=why, is_good=is_solved.ifelse(1, 0))


SOLVED: Final = Indicator(
    code="solved",
    version=1,
    name=pgettext_lazy("indicator", "Solved"),
    definition=gettext_lazy(
        "Of the cases whose promise to finish fell due in the month, the share that a reporter confirmed, or "
        "that was planned and then delivered. What the centre confirmed without an answer of a reporter, “no "
        "action needed”, another agency, silence and merged cases are never solved."
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
        "not_said": pgettext_lazy("why a case counts", "confirmed without an answer of the citizen"),
        "not_planned": pgettext_lazy("why a case counts", "closed as delivered without having been planned"),
        "merged": pgettext_lazy("why a case counts", "became part of another case"),
        "withdrawn": pgettext_lazy("why a case counts", "withdrawn by the citizen"),
        "outside": pgettext_lazy("why a case counts", "closed as another agency's"),
    },
    group=MarkGroup.ACCURACY,
    target="0.5",
    worst="0.1",
    weight=18,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
