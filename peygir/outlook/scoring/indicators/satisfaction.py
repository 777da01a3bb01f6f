"""How satisfied citizens are with finished work."""

from datetime import date
from typing import TYPE_CHECKING, Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.outlook.scoring.indicator import FIRST_DECISION, Indicator, MeasuredIn
from peygir.outlook.scoring.measures import SATISFIED
from peygir.outlook.scoring.words import MarkGroup

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def rows(tables: "SnapshotTables") -> "Table":
    """The citizens who were asked."""
    verdict = tables.verdict
    is_good = (verdict.is_answered == 1) & (verdict.is_good == 1)
    why = (verdict.is_answered == 0).ifelse("no_answer", is_good.ifelse("satisfied", "unsatisfied"))
    return verdict.mutate(why=why, is_good=is_good.ifelse(1, 0))


SATISFACTION: Final = Indicator(
    code="satisfaction",
    version=1,
    name=pgettext_lazy("indicator", "Satisfaction of citizens"),
    definition=gettext_lazy(
        "The lower bound (Wilson, 95 %) of the share of satisfied citizens among those who answered, by the "
        "question after the work and by call-backs. Each of these channels weighs as many as were asked by "
        "it; the shares of each channel and how many answered stand beside it."
    ),
    measured_in=MeasuredIn.SHARE,
    is_higher_better=True,
    measure=SATISFIED,
    rows=rows,
    whys={
        "satisfied": pgettext_lazy("why a case counts", "the citizen is satisfied"),
        "unsatisfied": pgettext_lazy("why a case counts", "the citizen is not satisfied"),
        "no_answer": pgettext_lazy("why a case counts", "the citizen did not answer"),
    },
    group=MarkGroup.SATISFACTION,
    target="0.85",
    worst="0.3",
    weight=20,
    fewest=20,
    since=date(2026, 3, 21),
    decided_by=FIRST_DECISION,
)
