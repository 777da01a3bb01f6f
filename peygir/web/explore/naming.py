"""What is asked, in words: the metric with its filters, the period, and values in the viewer's language and digits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.translation import COMMA, AnyText, Joined, gettext_lazy
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.answers import ExploredAnswer
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.figures import figure_text
from peygir.outlook.insight.exploring.narrowing import without_filter
from peygir.outlook.insight.exploring.period_names import span_name
from peygir.outlook.insight.exploring.sentences import AnswerInWords, NamedFigure, sentence_of
from peygir.outlook.insight.exploring.suppression import Key
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.questions import Filter, LakeQuestion, metric_of
from peygir.web.explore.asked import AskedAnswer
from peygir.web.kit.templatetags.ui import digits, in_language

OR: Final = gettext_lazy(" or ")
SPACE: Final = gettext_lazy(" ")
ABOUT: Final = ("topic", "topic_group")
PLACES: Final = ("district", "neighbourhood")
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter as text, and the address of the question without it."""

    text: str
    href: str


def written(text: AnyText | str) -> str:
    """Return a text of an answer in the viewer's language and digits."""
    return digits(in_language(text) if not isinstance(text, str) else text)


def group_name(metric: Metric, dimensions: Sequence[str], keys: Sequence[Key], names: ValueNames) -> AnyText:
    """Return the name of a group: those of its values."""
    parts = tuple(names.name(metric, code, key) for code, key in zip(dimensions, keys, strict=True))
    return parts[0] if len(parts) == 1 else Joined(parts, COMMA)


def filter_words(metric: Metric, own: Filter, names: ValueNames) -> AnyText:
    """Return a filter in a few words."""
    known: Iterable[AnyText] = (_value(metric, own.dimension, value, names) for value in own.values[:MOST_NAMED])
    listed: AnyText = Joined(tuple(known), OR)
    if len(own.values) > MOST_NAMED:
        listed = gettext_lazy("{values} and {count} more", values=listed, count=str(len(own.values) - MOST_NAMED))
    dimension = DIMENSIONS[own.dimension].name
    if own.is_not:
        return gettext_lazy("without {dimension}: {values}", dimension=dimension, values=listed)
    if own.dimension in ABOUT:
        return gettext_lazy("about “{values}”", values=listed)
    if own.dimension in PLACES:
        return gettext_lazy("in {values}", values=listed)
    return gettext_lazy("with {dimension}: {values}", dimension=dimension, values=listed)


def _value(metric: Metric, dimension: str, value: str | None, names: ValueNames) -> AnyText:
    is_number = value is not None and DIMENSIONS[dimension].is_number_in(metric.grain)
    return names.name(metric, dimension, int(value) if is_number and value is not None else value)


def subject_words(question: LakeQuestion, names: ValueNames) -> AnyText:
    """Return what is asked: the metric's name and its filters."""
    metric = metric_of(question)
    named = gettext_lazy("“{metric}”", metric=metric.name)
    return Joined((named, *(filter_words(metric, one, names) for one in question.filters)), SPACE)


def chips_of(exploration: AskedAnswer, names: ValueNames) -> list[FilterChip]:
    """Return the filters in force, each with the way to drop it."""
    metric = metric_of(exploration.question)
    return [
        FilterChip(
            written(filter_words(metric, own, names)),
            exploration.address(question=without_filter(exploration.question, own.dimension, is_not=own.is_not)),
        )
        for own in exploration.question.filters
    ]


def title_of(question: LakeQuestion, names: ValueNames) -> str:
    """Return what is asked and of what time, as the title of the answer."""
    when = span_name(question.since, question.until)
    subject = written(subject_words(question, names))
    return f"{subject} · {written(when)}" if when is not None else subject


def sentence(answer: ExploredAnswer, names: ValueNames) -> str:
    """Return what the answer says."""
    table, metric, question = answer.table, answer.metric, answer.table.question
    is_of_people = answer.comparison is ComparedWith.PEOPLE
    groups = []
    for group in table.groups if table.dimensions else []:
        value = answer.rates.get(group.keys) if is_of_people else group.value
        if value is not None:
            name = group_name(metric, table.dimensions, group.keys, names)
            groups.append(NamedFigure(name, value, answer.bases.get(group.keys)))
    return written(
        sentence_of(
            AnswerInWords(
                metric=metric,
                subject=subject_words(question, names),
                when=span_name(question.since, question.until),
                whole=table.whole.value if table.whole.n else None,
                base=answer.whole_base,
                then=span_name(*answer.then) if answer.then is not None else None,
                comparison=answer.comparison,
                groups=groups,
                is_in_time=bool(table.dimensions) and DIMENSIONS[table.dimensions[0]].is_time,
                is_hidden=table.whole.is_hidden,
            )
        )
    )


def value_words(metric: Metric, value: float | int | None) -> str:
    """Return a value with its unit, in the viewer's digits."""
    return written(figure_text(value, metric.measured_in))
