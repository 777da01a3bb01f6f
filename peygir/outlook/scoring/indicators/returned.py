"""How many hours cases lost with the unit before it gave them back or to another unit."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import RATIO
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables

AN_HOUR: Final = 3_600_000_000
"""Microseconds."""


def rows(tables: "SnapshotTables") -> "Table":
    """The files that came to the unit."""
    hold = tables.hold
    begun = hold.filter(hold.is_begun == 1)
    is_back = begun.is_passed_on == 1
    return begun.mutate(
        key=begun.number,
        why=is_back.ifelse("given_back", "kept"),
        amount=is_back.ifelse(begun.held, 0),
        per=begun.is_begun * AN_HOUR,
    )


RETURNED: Final = Indicator(
    code="returned",
    version=1,
    name=pgettext_lazy("indicator", "Hours lost before a return"),
    definition=gettext_lazy(
        "For each case that came to the unit in the month, the hours that it kept the file before its own "
        "people gave it back, or gave it to a unit that is not below theirs; files that they did not pass on "
        "count zero. So the hours of each hop go to whoever held the file."
    ),
    measured_in=MeasuredIn.HOURS,
    is_higher_better=False,
    measure=RATIO,
    rows=rows,
    whys={
        "given_back": pgettext_lazy("why a case counts", "given back or passed on"),
        "kept": pgettext_lazy("why a case counts", "not passed on"),
    },
    group=MarkGroup.TIME,
    target="0",
    worst="12",
    weight=2,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
