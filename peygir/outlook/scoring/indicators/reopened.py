"""How much finished work was opened again within 14 days."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import SHARE
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables

DAYS_14: Final = 14 * 86_400_000_000
"""Microseconds."""


def rows(tables: "SnapshotTables") -> "Table":
    """Each time that work was called done."""
    done = tables.finish
    is_again = done.reopened.notnull() & ((done.reopened - done.at) <= DAYS_14)
    return done.mutate(key=done.number, why=is_again.ifelse("reopened", "stayed_done"), is_good=is_again.ifelse(1, 0))


REOPENED: Final = Indicator(
    code="reopened",
    version=1,
    name=pgettext_lazy("indicator", "Reopened within 14 days"),
    definition=gettext_lazy(
        "Of the work that was called done in the month, the share that was opened again within 14 days, by "
        "the citizen, an inspector or the centre. An inspector's finding against which the unit objected "
        "successfully does not count."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=False,
    measure=SHARE,
    rows=rows,
    whys={
        "reopened": pgettext_lazy("why a case counts", "opened again"),
        "stayed_done": pgettext_lazy("why a case counts", "stayed done"),
    },
    group=MarkGroup.ACCURACY,
    target="0.02",
    worst="0.25",
    weight=10,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
