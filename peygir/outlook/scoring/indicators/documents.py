"""How much finished work came with all evidence that its topic wants."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import SHARE
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """Each time that work was called done."""
    done = tables.finish
    is_whole = done.stand_ins == 0
    return done.mutate(key=done.number, why=is_whole.ifelse("complete", "incomplete"), is_good=is_whole.ifelse(1, 0))


DOCUMENTS: Final = Indicator(
    code="documents",
    version=1,
    name=pgettext_lazy("indicator", "Documents complete"),
    definition=gettext_lazy(
        "Of the work that was called done in the month, the share whose evidence was complete by the rule of "
        "its topic, without a reason in the place of a photo, a form or a signature."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=SHARE,
    rows=rows,
    whys={
        "complete": pgettext_lazy("why a case counts", "evidence complete"),
        "incomplete": pgettext_lazy("why a case counts", "a reason stood in for evidence"),
    },
    group=MarkGroup.ACCURACY,
    target="0.98",
    worst="0.6",
    weight=4,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
