"""The chart of a measured goal: what came and what was expected without the work, the number before and the target."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.jalali import JALALI_MONTHS, format_day
from peygir.outlook.insight.monthly import first_day_of
from peygir.outlook.planning.facts import GoalFacts, MeasurementFacts
from peygir.outlook.planning.goal_inputs import AFTER, DURING
from peygir.web.kit.charts import Series
from peygir.web.kit.goal_words import amount_words
from peygir.web.kit.level_chart import Level, LevelChart, MarkedSpan
from peygir.web.kit.templatetags.ui import digits, in_language, language

PERCENT: Final = 100
Row = tuple[float | None, ...]


def goal_chart(goal: GoalFacts, measurement: MeasurementFacts, *, fewest: int = 0) -> LevelChart | None:
    """Return the chart of a measurement; None for one without a series.

    The interval of what was expected is drawn for the months after the work, where it says something. A month with
    fewer than `fewest` cases, and not none, has no value.
    """
    rows = shown_series(measurement, fewest=fewest)
    if not rows:
        return None
    size = PERCENT if goal.measured_in == "share" else 1
    came, foreseen, low, high = (tuple(None if one is None else one * size for one in row) for row in rows)
    expected = Series(_("Expected without the work"), foreseen)
    return LevelChart(
        title=_("Month by month"),
        labels=tuple(month_label(month) for month in measurement.months),
        lines=(Series(_("Measured"), came), *([expected] if _has_values(foreseen) else [])),
        band_name=_("Where it was expected to lie, 19 times in 20"),
        low=Series(_("Lowest that was expected"), low) if _has_values(low) else None,
        high=Series(_("Highest that was expected"), high) if _has_values(high) else None,
        levels=(
            Level(_("The number before"), goal.baseline * size, amount_words(goal, goal.baseline)),
            Level(_("Target"), goal.target * size, amount_words(goal, goal.target)),
        ),
        span=_work(measurement.phases),
        across=_("Month"),
        unit="%" if size == PERCENT else "",
    )


def shown_series(measurement: MeasurementFacts, *, fewest: int = 0) -> tuple[Row, Row, Row, Row] | None:
    """Return what was measured and expected each month, and the interval of that after the work; None without any."""
    rows = measurement.figures.series
    if not rows or len(rows) != len(measurement.months):
        return None
    phases = measurement.phases
    counts = measurement.rows or (0,) * len(rows)
    came = tuple(None if 0 < count < fewest else row[0] for row, count in zip(rows, counts, strict=True))
    foreseen = tuple(row[1] if phase != DURING else None for row, phase in zip(rows, phases, strict=True))
    low, high = (
        tuple(row[column] if phase == AFTER else None for row, phase in zip(rows, phases, strict=True))
        for column in (2, 3)
    )
    return came, foreseen, low, high


def month_label(month: int) -> str:
    """Return a month such as 140501 as «فروردین ۱۴۰۵»; for English readers the Gregorian month in which it begins."""
    if language() == "fa":
        return f"{in_language(JALALI_MONTHS[month % 100 - 1])} {digits(str(month // 100))}"
    return format_day(first_day_of(month), "en").split(" ", 1)[1]


def _work(phases: Sequence[int]) -> MarkedSpan | None:
    """The months of the work, from that in which it began; None where none is among the months."""
    during = [place for place, phase in enumerate(phases) if phase == DURING]
    if not during:
        return None
    return MarkedSpan(_("Months of the work, which do not count"), _("The work began"), during[0], during[-1])


def _has_values(row: Row) -> bool:
    return any(value is not None for value in row)
