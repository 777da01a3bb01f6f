"""Answers of the lake as text: the values of dimensions, the figures of metrics, and what was asked."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from peygir.core.translation import AnyText
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring import figures
from peygir.outlook.insight.exploring.period_names import span_name
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.metric import Metric, MetricUnit
from peygir.outlook.insight.questions import LakeQuestion, metric_of
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, in_language

Key = str | int | None
MINUTES_OF_HOUR = 60
HUNDRED = 100


def value_names() -> ValueNames:
    """The names of the city's values, today."""
    return ValueNames(current_city().id, today())


def written(text: AnyText) -> str:
    """A text in the viewer's language and digits."""
    return digits(in_language(text))


def label(names: ValueNames, metric: Metric, dimension: str, key: Key) -> str:
    """A value of a dimension as people say it; its code where it has no name."""
    return written(names.name(metric, dimension, key))


def figure(metric: Metric, value: float | int | None) -> str:
    """A figure of a metric with its unit; a dash for none."""
    return written(figures.figure_text(value, metric.measured_in))


def shown_figure(metric: Metric, value: float | int | None, *, is_hidden: bool) -> str:
    """A figure, or the word for one that is not shown."""
    return hidden_word() if is_hidden else figure(metric, value)


def hidden_word() -> str:
    """Stands for a figure that is not shown."""
    return pgettext("figure", "few")


def number(value: float) -> str:
    """A number with at most one decimal, in the viewer's digits."""
    return written(figures.number(value, 0 if float(value).is_integer() or abs(value) >= HUNDRED else 1))


def percent(share: float) -> str:
    """A share as a percentage; below ten percent with one decimal."""
    return written(figures.percent(share, 0 if abs(share) >= 0.1 else 1))  # noqa: PLR2004


def plot_value(metric: Metric, value: float | int | None) -> float | None:
    """A figure as charts draw it: shares in percent, minutes in hours."""
    if value is None:
        return None
    if metric.measured_in is MetricUnit.SHARE:
        return HUNDRED * float(value)
    return float(value) / MINUTES_OF_HOUR if metric.measured_in is MetricUnit.MINUTES else float(value)


def plot_unit(metric: Metric) -> str:
    """In what a chart of a metric counts."""
    if metric.measured_in is MetricUnit.SHARE:
        return in_language(figures.PERCENT)
    return in_language(figures.HOURS if metric.measured_in is MetricUnit.MINUTES else metric.measured_in.label)


def question_words(question: LakeQuestion) -> str:
    """What a question asks, in a few words: the metric, by what, and of what time."""
    parts = [in_language(metric_of(question).name)]
    if question.by:
        dimensions = _(", ").join(in_language(DIMENSIONS[code].name) for code in question.by)
        parts.append(_("by %(dimensions)s") % {"dimensions": dimensions})
    span = span_name(question.since, question.until)
    if span is not None:
        parts.append(written(span))
    return " · ".join(parts)
