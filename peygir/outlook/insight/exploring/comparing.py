"""Compares an answer with another: the period before, the year before, the average, the number of people.

Nothing here asks the lake: questions and answers in, questions and figures out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.periods import (
    MONTHS,
    PeriodShift,
    day_of_number,
    is_whole_months,
    month_length,
    moved_day,
    moved_key,
)
from peygir.outlook.insight.exploring.suppression import Key
from peygir.outlook.insight.metric import Aggregation, Metric
from peygir.outlook.insight.questions import LakeQuestion, metric_of

PLACES: Final = ("district", "neighbourhood")
"""The dimensions whose people can be counted."""
PEOPLE_PER: Final = 1000


class ComparedWith(Vocabulary):
    """With what an answer is compared."""

    BEFORE = "before", pgettext_lazy("comparison", "the period before")
    YEAR = "year", pgettext_lazy("comparison", "the same period a year before")
    AVERAGE = "average", pgettext_lazy("comparison", "the average")
    PEOPLE = "people", pgettext_lazy("comparison", "per 1,000 people")


class NothingToCompare(Invalid):
    """A comparison that this question does not allow."""

    message = gettext_lazy("This cannot be compared: {reason}")


NO_PERIOD: Final = gettext_lazy("please choose a first and a last day.")
NOT_ALIGNED: Final = gettext_lazy(
    "its groups have no like in that period. Choose whole months, or leave the division by time out."
)
NO_PLACE: Final = gettext_lazy("please divide a number by district or neighbourhood.")
NO_GROUPS: Final = gettext_lazy("please divide it by something that is no time.")


@dataclass(frozen=True, slots=True)
class Base:
    """What a group's value is compared with; `change` is the relative difference (0.23: 23 % more)."""

    value: float | int
    change: float | None


def earlier_question(
    question: LakeQuestion, comparison: ComparedWith, *, last_day: int
) -> tuple[LakeQuestion, PeriodShift]:
    """Return the question about the period before, or a year before, and how far back that is.

    A period of whole months is moved by months, any other by its days. Of a period that has not ended, as much of the
    earlier one is taken as the lake has of this one, up to `last_day` (14050903). Raises NothingToCompare.
    """
    since, until = question.since, question.until
    if since is None or until is None or until < since:
        raise NothingToCompare(reason=NO_PERIOD)
    if comparison is ComparedWith.YEAR:
        shift = PeriodShift(months=MONTHS)
    elif is_whole_months(since, until):
        last, first = until // 100, since // 100
        shift = PeriodShift(months=(last // 100 - first // 100) * MONTHS + last % 100 - first % 100 + 1)
    else:
        shift = PeriodShift(days=(day_of_number(until) - day_of_number(since)).days + 1)
    times = [code for code in question.by if DIMENSIONS[code].is_time]
    if any(moved_key(code, _example(code, since), shift) is None for code in times if code != "day"):
        raise NothingToCompare(reason=NOT_ALIGNED)
    ends = min(until, max(last_day, since))
    is_cut = ends < until
    end = moved_day(ends, shift)
    if not is_cut and not shift.days and is_whole_months(since, until):
        end = end // 100 * 100 + month_length(end // 100)
    return replace(question, since=moved_day(since, shift), until=end), shift


def _example(dimension: str, day: int) -> int:
    """Return the key of a day in a dimension of time."""
    month, number = day // 100, day % 100
    return {
        "ten_day": month * 10 + min(3, (number + 9) // 10),
        "month": month,
        "season": month // 100 * 10 + (month % 100 + 2) // 3,
        "year": month // 100,
    }.get(dimension, 0)


def moved_keys(keys: Sequence[Key], dimensions: Sequence[str], shift: PeriodShift) -> tuple[Key, ...] | None:
    """Return the group of the earlier period that belongs to a group of this one; None where there is none."""
    moved: list[Key] = []
    for code, key in zip(dimensions, keys, strict=True):
        if DIMENSIONS[code].is_time and isinstance(key, int):
            earlier = moved_key(code, key, shift)
            if earlier is None:
                return None
            moved.append(earlier)
        else:
            moved.append(key)
    return tuple(moved)


def base_of(value: float | int | None, base: float | int | None) -> Base | None:
    """Return what a value is compared with; None where one of both is not known."""
    if value is None or base is None:
        return None
    return Base(base, (value - base) / base if base else None)


def with_earlier(
    values: Mapping[tuple[Key, ...], float | int | None],
    earlier: Mapping[tuple[Key, ...], float | int | None],
    dimensions: Sequence[str],
    shift: PeriodShift,
) -> dict[tuple[Key, ...], Base]:
    """Return the earlier value of each group that has one, with the change since then."""
    bases = {}
    for keys, value in values.items():
        moved = moved_keys(keys, dimensions, shift)
        base = base_of(value, earlier.get(moved)) if moved is not None else None
        if base is not None:
            bases[keys] = base
    return bases


def is_additive(metric: Metric) -> bool:
    """Whether the values of groups add up to the value of all."""
    return metric.aggregation in (Aggregation.COUNT, Aggregation.SUM)


def averaged_dimension(question: LakeQuestion) -> int:
    """Return the place of the dimension over whose groups the average is taken: the first that is no time.

    Raises NothingToCompare.
    """
    for place, code in enumerate(question.by):
        if not DIMENSIONS[code].is_time:
            return place
    raise NothingToCompare(reason=NO_GROUPS)


def with_average(
    values: Mapping[tuple[Key, ...], float | int | None],
    dimension: int,
    whole: Mapping[tuple[Key, ...], float | int | None],
    *,
    groups: int,
    additive: bool,
) -> dict[tuple[Key, ...], Base]:
    """Return for each group the average of all groups that differ from it in one dimension alone.

    `whole` has the values without that dimension. Of numbers and sums that is divided by `groups`, how many groups
    there are, those without rows included; of shares and medians it is the value of all their rows together.
    """
    bases = {}
    for keys, value in values.items():
        others = (*keys[:dimension], *keys[dimension + 1 :])
        every = whole.get(others)
        if every is not None:
            base = base_of(value, every / max(1, groups) if additive else every)
            if base is not None:
                bases[keys] = base
    return bases


def per_people(
    values: Mapping[tuple[Key, ...], float | int | None], question: LakeQuestion, people: Mapping[str, int]
) -> dict[tuple[Key, ...], float]:
    """Return the number of each group for each 1,000 people of its place; places without people are left out.

    Raises NothingToCompare for a share or a median, and where no dimension is a place.
    """
    place = next((number for number, code in enumerate(question.by) if code in PLACES), None)
    if place is None or not is_additive(metric_of(question)):
        raise NothingToCompare(reason=NO_PLACE)
    rates = {}
    for keys, value in values.items():
        inhabitants = people.get(str(keys[place]), 0) if keys[place] is not None else 0
        if value is not None and inhabitants > 0:
            rates[keys] = value * PEOPLE_PER / inhabitants
    return rates
