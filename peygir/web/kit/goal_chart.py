"""The chart of a measured goal: month by month what came, and what was expected without the work."""

from django.utils.translation import gettext as _

from peygir.core.jalali import JALALI_MONTHS, format_day
from peygir.outlook.insight.monthly import first_day_of
from peygir.outlook.planning.facts import GoalFacts, MeasurementFacts
from peygir.outlook.planning.goal_inputs import AFTER, DURING
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.templatetags.ui import digits, in_language, language


def goal_chart(goal: GoalFacts, measurement: MeasurementFacts) -> Chart | None:
    """Return the chart of a measurement; None for one without a series.

    The interval of what was expected is drawn for the months after the work, where it says something.
    """
    rows = measurement.figures.series
    if not rows or len(rows) != len(measurement.months):
        return None
    is_share = goal.measured_in == "share"
    scaled = [[None if value is None else value * (100 if is_share else 1) for value in row] for row in rows]
    after = [phase == AFTER for phase in measurement.phases]
    came, foreseen, low, high = (tuple(row[column] for row in scaled) for column in range(4))
    expected = tuple(
        value if phase != DURING else None for value, phase in zip(foreseen, measurement.phases, strict=True)
    )
    series = [Series(_("Measured"), came)]
    if any(value is not None for value in expected):
        series += [
            Series(_("Expected without the work"), expected),
            Series(_("Lowest that was expected"), _only(low, after)),
            Series(_("Highest that was expected"), _only(high, after)),
        ]
    return Chart(
        title=_("Month by month"),
        labels=tuple(month_label(month) for month in measurement.months),
        series=tuple(series),
        across=_("Month"),
        unit="%" if is_share else "",
    )


def month_label(month: int) -> str:
    """Return a month such as 140501 as «فروردین ۱۴۰۵»; for English readers the Gregorian month in which it begins."""
    if language() == "fa":
        return f"{in_language(JALALI_MONTHS[month % 100 - 1])} {digits(str(month // 100))}"
    return format_day(first_day_of(month), "en").split(" ", 1)[1]


def _only(values: tuple[float | None, ...], kept: list[bool]) -> tuple[float | None, ...]:
    return tuple(value if is_kept else None for value, is_kept in zip(values, kept, strict=True))
