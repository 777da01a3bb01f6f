"""What an answer says, in one or two sentences: figures in, a translatable text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.translation import AnyText, Joined, Text, gettext_lazy
from peygir.outlook.insight.exploring.comparing import Base, ComparedWith, is_additive
from peygir.outlook.insight.exploring.figures import figure_text, number, percent
from peygir.outlook.insight.metric import Metric, MetricUnit

BETWEEN: Final = gettext_lazy(" ")
SMALLEST: Final = 0.005
"""A relative change below this is told as none."""


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A group's name and value, and what it is compared with."""

    name: AnyText
    value: float | int
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class AnswerInWords:
    """What the sentences are made of.

    `subject`: what was asked, with its filters. `when`, `then`: the names of the period and of that compared with.
    `whole`: the value of all rows, None where it is hidden or there is none. `groups`: those that are shown, each with
    its value; `is_in_time`: they are periods.
    """

    metric: Metric
    subject: AnyText
    when: AnyText | None
    whole: float | int | None
    base: Base | None = None
    then: AnyText | None = None
    comparison: ComparedWith | None = None
    groups: Sequence[NamedFigure] = ()
    is_in_time: bool = False
    is_hidden: bool = False


def sentence_of(answer: AnswerInWords) -> AnyText:
    """Return what the answer says: how much there is, or how it changed; and which group stands out."""
    parts = [_first(answer), _of_groups(answer)]
    return Joined(tuple(part for part in parts if part is not None), BETWEEN)


def _first(answer: AnswerInWords) -> AnyText:
    if answer.whole is None:
        if answer.is_hidden:
            return gettext_lazy("The groups are too small for figures to be shown.")
        if not answer.groups:
            return gettext_lazy(
                "There is nothing, or too little, to say something of {subject}.", subject=answer.subject
            )
        return gettext_lazy("Here is {subject}.", subject=answer.subject)
    value = figure_text(answer.whole, answer.metric.measured_in)
    if answer.base is not None and answer.then is not None:
        return _change(answer, value, answer.base, answer.then)
    if answer.when is None:
        return gettext_lazy("In all, {subject}: {value}.", subject=answer.subject, value=value)
    return gettext_lazy("In {when}, {subject}: {value}.", when=answer.when, subject=answer.subject, value=value)


def _change(answer: AnswerInWords, value: AnyText, base: Base, then: AnyText) -> AnyText:
    """How the whole changed: a share by points, anything else by percent."""
    values = {
        "when": answer.when,
        "subject": answer.subject,
        "then": then,
        "value": value,
        "base": figure_text(base.value, answer.metric.measured_in),
    }
    if answer.metric.measured_in is MetricUnit.SHARE:
        points = ((answer.whole or 0) - base.value) * 100
        if abs(points) < SMALLEST * 100:
            return _AS_BEFORE.filled(values)
        own = _POINTS_MORE if points > 0 else _POINTS_LESS
        return own.filled(values | {"points": number(abs(points), 1)})
    if base.change is None:
        return _FROM_NONE.filled(values)
    if abs(base.change) < SMALLEST:
        return _AS_BEFORE.filled(values)
    own = _MORE if base.change > 0 else _LESS
    return own.filled(values | {"percent": percent(abs(base.change))})


_MORE: Final = gettext_lazy("In {when}, {subject} was {percent} more than in {then}: {value} instead of {base}.")
_LESS: Final = gettext_lazy("In {when}, {subject} was {percent} less than in {then}: {value} instead of {base}.")
_POINTS_MORE: Final = gettext_lazy("In {when}, {subject} was {value}, {points} points more than in {then} ({base}).")
_POINTS_LESS: Final = gettext_lazy("In {when}, {subject} was {value}, {points} points less than in {then} ({base}).")
_AS_BEFORE: Final = gettext_lazy("In {when}, {subject} was {value}, about as much as in {then} ({base}).")
_FROM_NONE: Final = gettext_lazy("In {when}, {subject} was {value}; in {then} it was {base}.")


def _of_groups(answer: AnswerInWords) -> AnyText | None:
    """Which group stands out; None where there are fewer than two."""
    if len(answer.groups) < 2:  # noqa: PLR2004 - nothing to stand out from
        return None
    if answer.comparison is ComparedWith.AVERAGE:
        return _from_average(answer)
    if answer.comparison is ComparedWith.PEOPLE:
        top = max(answer.groups, key=lambda group: group.value)
        return gettext_lazy(
            "For each 1,000 people the most was in {name}: {value}.", name=top.name, value=number(top.value, 1)
        )
    unit = answer.metric.measured_in
    top, least = (pick(answer.groups, key=lambda group: group.value) for pick in (max, min))
    values = {"name": top.name, "value": figure_text(top.value, unit)}
    low = {"low": least.name, "low_value": figure_text(least.value, unit)}
    if answer.is_in_time:
        return _HIGHEST_IN_TIME.filled(values | low)
    if is_additive(answer.metric) and answer.whole:
        return _MOST.filled(values | {"share": percent(top.value / answer.whole)})
    return _HIGHEST.filled(values | low)


_HIGHEST_IN_TIME: Final = gettext_lazy("The highest was {name} with {value}, the lowest {low} with {low_value}.")
_HIGHEST: Final = gettext_lazy("The highest is {name} with {value}, the lowest {low} with {low_value}.")
_MOST: Final = gettext_lazy("The most is {name} with {value}, {share} of all.")


def _from_average(answer: AnswerInWords) -> AnyText | None:
    """Which group is furthest from the average."""
    far = [group for group in answer.groups if group.base is not None and group.base.change is not None]
    if not far:
        return None
    furthest = max(far, key=lambda group: abs(_change_of(group)))
    change = _change_of(furthest)
    own: Text = _ABOVE if change >= 0 else _BELOW
    unit = answer.metric.measured_in
    return own.filled(
        {
            "name": furthest.name,
            "percent": percent(abs(change)),
            "value": figure_text(furthest.value, unit),
            "base": figure_text(furthest.base.value if furthest.base is not None else None, unit),
        }
    )


def _change_of(group: NamedFigure) -> float:
    return group.base.change or 0.0 if group.base is not None else 0.0


_ABOVE: Final = gettext_lazy("The furthest from the average is {name}, {percent} above it: {value}, average {base}.")
_BELOW: Final = gettext_lazy("The furthest from the average is {name}, {percent} below it: {value}, average {base}.")
