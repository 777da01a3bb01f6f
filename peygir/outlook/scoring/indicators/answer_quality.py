"""How good the unit's answers to citizens are, as a second person reads them."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.answer_rules import FIRST_READ
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import RATIO
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


NONE_UNREAD: Final = 1_000_000
"""Stands for the place of the first answer that nobody has read, where all were read."""


def rows(tables: "SnapshotTables") -> "Table":
    """The sampled answers of a unit: all if all were read, else the first ones by lot if those were."""
    drawn = tables.reading
    drawn = drawn.mutate(unread=drawn.points.notnull().ifelse(NONE_UNREAD, drawn.place))
    known = drawn.group_by("unit").mutate(first_unread=drawn.unread.min())
    is_all = known.first_unread == NONE_UNREAD
    read = known.filter(is_all | ((known.first_unread > FIRST_READ) & (known.place <= FIRST_READ)))
    is_full = read.points == read.most
    return read.mutate(key=read.number, why=is_full.ifelse("full", "not_full"), amount=read.points, per=read.most)


ANSWER_QUALITY: Final = Indicator(
    code="answer_quality",
    version=1,
    name=pgettext_lazy("indicator", "Quality of answers"),
    definition=gettext_lazy(
        "The points that a second person gave to answers of the month that were drawn by lot, as a share of all"
        " points: does the answer say what was done, does it fit the report, does it say what comes next, is it"
        " clear, is it polite. All drawn answers count if all were read, else the first ten of the lot if these"
        " were read, else none."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=RATIO,
    rows=rows,
    whys={
        "full": pgettext_lazy("why a case counts", "all points"),
        "not_full": pgettext_lazy("why a case counts", "not all points"),
    },
    group=MarkGroup.ACCURACY,
    target="0.9",
    worst="0.4",
    weight=5,
    fewest=10,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
