"""The figures that are published of every month, with the words of the metric or indicator that defines each.

A sentence is never written a second time: it is that of the metric of the lake or of the indicator of marks. Only what
neither has, the times that count open cases too, has its own here.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.publishing.words import CITY, CROSS, DISTRICT, TOPIC, TOPIC_GROUP, FigureKind, Told
from peygir.outlook.scoring.indicator import Indicator
from peygir.outlook.scoring.indicators.answered import ANSWERED
from peygir.outlook.scoring.indicators.solved import SOLVED
from peygir.outlook.scoring.indicators.verified import VERIFIED

FEWEST_TIMES: Final = 20
"""Cases below which no median, and FEWEST_SLOW below which no 90th percentile, is given."""
FEWEST_SLOW: Final = 50
WEEK: Final = 7.0
"""Days."""
OPENED: Final = "cases_opened"
DUE: Final = "due"
"""The populations of several figures: cases opened in the month, and cases whose promise fell due in it."""
_PLACES: Final = (CITY, DISTRICT, TOPIC_GROUP)
_TOPICS: Final = (*_PLACES, TOPIC)
_ALL: Final = (*_TOPICS, CROSS)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One published figure; `metric` or `indicator` defines it, else it is one of the times.

    `splits`: by what it is split. `is_higher_better`: None where neither is better. `is_of_people`: its rows are what
    reporters said, so what all of a group said is hidden as well. `share_done`: of a time, which share is done by then.
    """

    code: str
    kind: FigureKind
    name: Text
    sentence: Text
    splits: tuple[str, ...]
    fewest: int
    is_higher_better: bool | None = None
    is_of_people: bool = False
    metric: Metric | None = None
    indicator: Indicator | None = None
    share_done: float | None = None

    @property
    def population(self) -> str:
        """What its rows are: figures of one population have the same counts, and so hide the same groups."""
        if self.is_time or self.code == OPENED:
            return OPENED
        return DUE if self.is_of_marks and self.kind is FigureKind.SHARE else self.code

    @property
    def is_time(self) -> bool:
        """Whether it is counted from durations, those of open cases among them."""
        return self.metric is None and self.indicator is None

    @property
    def told(self) -> Told:
        """What is told of the cases that it counts."""
        if self.splits == (CITY,):
            return Told.NO_CASES
        if self.is_of_people or self.kind is FigureKind.FALSE:
            return Told.NONE
        return Told.WHICH if self.code == SOLVED.code else Told.EACH

    @property
    def listed_as(self) -> str:
        """The figure by whose code its cases are kept: the times count the cases opened."""
        return OPENED if self.population == OPENED else self.code

    @property
    def is_of_marks(self) -> bool:
        """Whether it needs the figures of the closed month, by which units are marked."""
        return self.indicator is not None


def _metric(
    code: str, splits: tuple[str, ...], kind: FigureKind, better: bool | None, *, is_of_people: bool = False
) -> PublishedFigure:
    metric = METRICS[code]
    return PublishedFigure(
        code, kind, metric.name, metric.sentence, splits, metric.fewest, better, is_of_people, metric
    )


def _indicator(indicator: Indicator, splits: tuple[str, ...]) -> PublishedFigure:
    return PublishedFigure(
        indicator.code,
        FigureKind.SHARE,
        indicator.name,
        indicator.definition,
        splits,
        indicator.fewest,
        True,
        indicator=indicator,
    )


TIMES_COUNT_OPEN: Final = gettext_lazy(
    "Of the cases that were opened in the month. One that is still open counts for as long as it has been open (Kaplan "
    "and Meier, 1958), so that slow cases do not drop out."
)
FALSE_CLOSURES: Final = PublishedFigure(
    "false_closures",
    FigureKind.FALSE,
    pgettext_lazy("published figure", "Called done but not done"),
    VERIFIED.definition,
    _PLACES,
    VERIFIED.fewest,
    False,
    indicator=VERIFIED,
)
TIME_MEDIAN: Final = PublishedFigure(
    "days_to_finish",
    FigureKind.DAYS,
    pgettext_lazy("published figure", "Half are done within"),
    TIMES_COUNT_OPEN,
    _TOPICS,
    FEWEST_TIMES,
    False,
    share_done=0.5,
)
TIME_P90: Final = PublishedFigure(
    "slow_days_to_finish",
    FigureKind.DAYS,
    pgettext_lazy("published figure", "Nine in ten are done within"),
    TIMES_COUNT_OPEN,
    _TOPICS,
    FEWEST_SLOW,
    False,
    share_done=0.9,
)
DONE_IN_WEEK: Final = PublishedFigure(
    "done_in_week",
    FigureKind.SHARE,
    pgettext_lazy("published figure", "Done within seven days"),
    TIMES_COUNT_OPEN,
    _TOPICS,
    FEWEST_TIMES,
    True,
)
_LISTED: Final = (
    _metric("promises_kept", _ALL, FigureKind.SHARE, True),
    _indicator(SOLVED, _TOPICS),
    _indicator(ANSWERED, _TOPICS),
    TIME_MEDIAN,
    TIME_P90,
    DONE_IN_WEEK,
    _metric("closed_unconfirmed", _TOPICS, FigureKind.SHARE, False),
    _metric("cases_reopened", _TOPICS, FigureKind.SHARE, False),
    FALSE_CLOSURES,
    _metric("satisfied", _PLACES, FigureKind.SHARE, True, is_of_people=True),
    _metric("cases_opened", _ALL, FigureKind.COUNT, None),
    _metric("contacts", (CITY,), FigureKind.COUNT, None),
    _metric("calls_answered", (CITY,), FigureKind.SHARE, True),
    _metric("messages", (CITY,), FigureKind.COUNT, None),
)
FIGURES: Final = MappingProxyType({figure.code: figure for figure in _LISTED})
"""Every published figure by its code, in the order of pages and files."""
HEADLINES: Final = ("promises_kept", "days_to_finish", "solved")
"""The three that a citizen asks for: are promises kept, how long does it take, is it really solved."""
