"""How much of the finished work was found done by inspectors."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import BY_VISITS
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The drawn visits that say something."""
    visit = tables.visit
    seen = visit.filter(visit.finding != "not_seen")
    is_false = seen.finding.isin(["not_fixed", "missed"])
    return seen.mutate(key=seen.number, why=seen.finding, is_false=is_false.ifelse(1, 0))


VERIFIED: Final = Indicator(
    code="verified",
    version=1,
    name=pgettext_lazy("indicator", "Verified by inspection"),
    definition=gettext_lazy(
        "Of the work that was called done in the twelve months up to the month's end, the share that is done, "
        "estimated from the visits drawn by lot, each weighted by one over its chance. A visit that was not "
        "made in time counts as not done. The lower end of the interval is the upper bound of false closures."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=BY_VISITS,
    rows=rows,
    whys={
        "fixed": pgettext_lazy("why a case counts", "found fixed"),
        "partly": pgettext_lazy("why a case counts", "found partly fixed"),
        "another_problem": pgettext_lazy("why a case counts", "found fixed, with another problem"),
        "not_fixed": pgettext_lazy("why a case counts", "found not fixed"),
        "missed": pgettext_lazy("why a case counts", "not visited in time"),
    },
    group=MarkGroup.ACCURACY,
    target="1",
    worst="0.7",
    weight=14,
    fewest=60,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
