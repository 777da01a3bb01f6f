"""How many cases nobody of the unit touched for two weeks."""

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
    """The open files that the unit had for two weeks."""
    month = tables.month.select("until")
    hold = tables.hold.cross_join(month)
    is_open = (hold.state != "") & hold.state.notin(
        ["scheduled", "referred_out", "done", "confirmed", "not_actionable"]
    )
    old = hold.filter(is_open & ((hold.until - hold.began) >= DAYS_14))
    is_silent = old.touched.isnull() | ((old.until - old.touched) >= DAYS_14)
    return old.mutate(key=old.number, why=is_silent.ifelse("silent", "touched"), is_good=is_silent.ifelse(1, 0))


SILENCE: Final = Indicator(
    code="silence",
    version=1,
    name=pgettext_lazy("indicator", "Cases nobody touched"),
    definition=gettext_lazy(
        "Of the cases that the unit had had for at least 14 days at the month's end and that were open (planned"
        " works apart), the share on which nobody of the unit, or working for it, had worked for 14 days: no "
        "move, note, visit, evidence or work order."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=False,
    measure=SHARE,
    rows=rows,
    whys={
        "silent": pgettext_lazy("why a case counts", "nobody touched it for two weeks"),
        "touched": pgettext_lazy("why a case counts", "somebody worked on it"),
    },
    group=MarkGroup.TIME,
    target="0",
    worst="0.4",
    weight=2,
    fewest=10,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
