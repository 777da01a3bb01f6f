"""The closed grammar of questions: a metric, by what, which, and of what time; and its text, which is safe in a URL.

    promises_kept~by.month.district~in.topic.CIV-01.CIV-02~not.channel.sms~from.14050101~to.14050631

Parts are joined by "~", their words by ".". In a value every sign but letters, digits and "-" of ASCII is written as
"_" and two hexadecimal digits for each of its bytes; "_" alone means: where it is not known. There is one text for
each question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.dimensions import DIMENSIONS, dimensions_of
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.metric_catalogue import METRICS

LONGEST: Final = 2000
MOST_DIMENSIONS: Final = 3
MOST_FILTERS: Final = 8
MOST_VALUES: Final = 100
_PLAIN: Final = re.compile(r"[A-Za-z0-9-]")
_WORD: Final = re.compile(r"_|(?:[A-Za-z0-9-]|_[0-9A-F]{2})+", re.ASCII)
_BYTE: Final = re.compile(rb"_([0-9A-F]{2})")
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
Value = str | None
"""A code or a number as text; None: not known."""


class QuestionIsNotRight(Invalid):
    """The text is no question, or asks a metric by what it does not have."""

    message = _("This question cannot be read: “{part}”.")


class DaysAreReversed(QuestionIsNotRight):
    """The last day lies before the first."""

    message = _("The last day lies before the first one.")


@dataclass(frozen=True, slots=True)
class Filter:
    """Only rows with one of these values of a dimension, or (`is_not`) only those with none of them."""

    dimension: str
    values: tuple[Value, ...]
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class LakeQuestion:
    """A question; `since` and `until` are days as 14050903, both included."""

    metric: str
    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = field(default=())
    since: int | None = None
    until: int | None = None


def metric_of(question: LakeQuestion) -> Metric:
    """The metric that a question asks. Raises QuestionIsNotRight."""
    metric = METRICS.get(question.metric)
    if metric is None:
        raise QuestionIsNotRight(part=question.metric[:40])
    return metric


def checked(question: LakeQuestion) -> LakeQuestion:
    """The question in its one form: filters and values in order. Raises QuestionIsNotRight."""
    metric = metric_of(question)
    known = {one.code for one in dimensions_of(metric.grain, is_of_many=True)}
    by = tuple(dict.fromkeys(question.by))
    for code in (*by, *(one.dimension for one in question.filters)):
        if code not in known:
            raise QuestionIsNotRight(part=code[:40])
    if len(by) > MOST_DIMENSIONS or len(question.filters) > MOST_FILTERS:
        raise QuestionIsNotRight(part="by" if len(by) > MOST_DIMENSIONS else "in")
    for day in (question.since, question.until):
        if day is not None and not _is_day(day):
            raise QuestionIsNotRight(part=str(day)[:40])
    if question.since is not None and question.until is not None and question.until < question.since:
        raise DaysAreReversed()
    filters = [_checked_filter(one, metric) for one in question.filters]
    ordered = tuple(sorted(filters, key=lambda one: (one.is_not, one.dimension)))
    if len({(one.is_not, one.dimension) for one in ordered}) < len(ordered):
        raise QuestionIsNotRight(part=ordered[0].dimension)
    return LakeQuestion(metric.code, by, ordered, question.since, question.until)


def of_many(question: LakeQuestion) -> LakeQuestion:
    """The question as it is put to several cities: split by city too where it speaks of what each city names itself.

    District 1 of two cities is two districts. Raises QuestionIsNotRight, also where that makes too many dimensions.
    """
    right = checked(question)
    named = (*right.by, *(one.dimension for one in right.filters))
    if not any(DIMENSIONS[code].is_own for code in named):
        return right
    return checked(replace(right, by=tuple(dict.fromkeys(("city", *right.by)))))


def _checked_filter(choice: Filter, metric: Metric) -> Filter:
    values = set(choice.values)
    if not 0 < len(values) <= MOST_VALUES:
        raise QuestionIsNotRight(part=choice.dimension)
    if DIMENSIONS[choice.dimension].is_number_in(metric.grain):
        for value in values:
            if value is not None and not _NUMBER.fullmatch(value):
                raise QuestionIsNotRight(part=value[:40])
        values = {None if value is None else str(int(value)) for value in values}
    elif "" in values or any("\x00" in value for value in values if value):
        raise QuestionIsNotRight(part=choice.dimension)
    return Filter(
        choice.dimension, tuple(sorted(values, key=lambda value: (value is None, value or ""))), choice.is_not
    )


def _is_day(day: int) -> bool:
    year, month, number = day // 10000, day // 100 % 100, day % 100
    try:
        to_gregorian(year, month, number)
    except ValueError:
        return False
    return FIRST_YEAR <= year <= LAST_YEAR


def text_of(question: LakeQuestion) -> str:
    """The text of a question. Raises QuestionIsNotRight."""
    right = checked(question)
    parts = [right.metric]
    if right.by:
        parts.append(_part("by", right.by))
    parts += [
        _part("not" if one.is_not else "in", (one.dimension, *(_escaped(value) for value in one.values)))
        for one in right.filters
    ]
    parts += [f"{name}.{day}" for name, day in (("from", right.since), ("to", right.until)) if day is not None]
    return "~".join(parts)


def question_from(text: str) -> LakeQuestion:
    """The question that a text asks. Raises QuestionIsNotRight."""
    if len(text) > LONGEST:
        raise QuestionIsNotRight(part=f"{text[:40]}…")
    metric, *parts = text.split("~")
    by: tuple[str, ...] = ()
    filters: list[Filter] = []
    days: dict[str, int] = {}
    for part in parts:
        kind, *tail = part.split(".")
        if kind == "by" and tail and not by:
            by = tuple(tail)
        elif kind in {"in", "not"} and len(tail) > 1:
            filters.append(Filter(tail[0], tuple(_plain(word) for word in tail[1:]), kind == "not"))
        elif kind in {"from", "to"} and len(tail) == 1 and kind not in days and re.fullmatch("[0-9]{8}", tail[0]):
            days[kind] = int(tail[0])
        else:
            raise QuestionIsNotRight(part=part[:40])
    return checked(LakeQuestion(metric, by, tuple(filters), days.get("from"), days.get("to")))


def _part(kind: str, words: Iterable[str]) -> str:
    return ".".join((kind, *words))


def _escaped(value: Value) -> str:
    if value is None:
        return "_"
    return "".join(
        sign if _PLAIN.fullmatch(sign) else "".join(f"_{byte:02X}" for byte in sign.encode()) for sign in value
    )


def _plain(word: str) -> Value:
    if not _WORD.fullmatch(word):
        raise QuestionIsNotRight(part=word[:40])
    if word == "_":
        return None
    try:
        return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), word.encode()).decode()
    except UnicodeDecodeError:
        raise QuestionIsNotRight(part=word[:40]) from None
