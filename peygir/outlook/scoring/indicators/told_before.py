"""How many delays the citizen heard of before asking."""

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
    """The broken promises to finish."""
    due = fallen_due(tables)
    broken = due.filter(due.elapsed > due.allotted)
    is_told = broken.told.notnull() & (broken.asked.isnull() | (broken.told < broken.asked))
    return broken.mutate(key=broken.case * 0, why=is_told.ifelse("told", "not_told"), is_good=is_told.ifelse(1, 0))


TOLD_BEFORE: Final = Indicator(
    code="told_before",
    version=1,
    name=pgettext_lazy("indicator", "Told before asked"),
    definition=gettext_lazy(
        "Of the promises to finish that were broken in the month, the share of which the citizen was told "
        "before the due time, by a new date that was granted or by a public note, and before the citizen "
        "asked."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=SHARE,
    rows=rows,
    whys={
        "told": pgettext_lazy("why a case counts", "late, and told in time"),
        "not_told": pgettext_lazy("why a case counts", "late, and not told in time"),
    },
    group=MarkGroup.ACCURACY,
    target="0.9",
    worst="0",
    weight=5,
    fewest=10,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
