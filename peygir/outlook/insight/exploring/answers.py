"""Answers a question for a person: asks the lake, hides small groups, adds totals and what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.asking import UNIT, AnswerRow, TooManyGroups, dimensions_in
from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.exploring.comparing import (
    Base,
    ComparedWith,
    averaged_dimension,
    base_of,
    earlier_question,
    is_additive,
    per_people,
    with_average,
    with_earlier,
)
from peygir.outlook.insight.exploring.periods import number_of_day
from peygir.outlook.insight.exploring.reading import LakeAccess, StateOfData, rows_for, state_of
from peygir.outlook.insight.exploring.subtraction import check_filters, guard_of
from peygir.outlook.insight.exploring.suppression import ALL, Key, Place, hidden_places
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.questions import LakeQuestion, metric_of

MOST_PROTECTED: Final = 3000
"""So many groups are looked at for small ones; more would take too long."""
Values = dict[tuple[Key, ...], float | int | None]


class NotOfUnits(Invalid):
    """Somebody who sees certain units alone asks for what belongs to no unit."""

    message = _("This belongs to no unit, so it is shown only to those who see the whole city.")


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it is shown: its rows and its value, None where it is hidden (`is_hidden`) or there are too few."""

    keys: tuple[Key, ...]
    n: int | None
    value: float | int | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class LakeTableAnswer:
    """The answer to one question as one person may see it.

    `totals`: the values of totals that are shown, by place, for numbers and sums alone. `hidden`: the places of hidden
    figures. `whole`: all rows together.
    """

    question: LakeQuestion
    dimensions: tuple[str, ...]
    groups: list[ShownGroup]
    whole: ShownGroup
    totals: Mapping[Place, float | int] = field(default_factory=dict)
    hidden: frozenset[Place] = frozenset()

    def values(self) -> Values:
        """The values that are shown, by group."""
        return {group.keys: group.value for group in self.groups if not group.is_hidden}


@dataclass(frozen=True, slots=True)
class ExploredAnswer:
    """An answer with what it is compared with, and the data that it came from.

    `bases`: what each group is compared with; `rates`: its number for each 1,000 people. `then`: the days of the period
    compared with. `as_of`, `last_event`, `root`: of the data (`StateOfData`).
    """

    table: LakeTableAnswer
    comparison: ComparedWith | None
    bases: Mapping[tuple[Key, ...], Base]
    whole_base: Base | None
    rates: Mapping[tuple[Key, ...], float]
    then: tuple[int, int] | None
    as_of: datetime
    last_event: int | None
    root: str

    @property
    def metric(self) -> Metric:
        """The metric that was asked."""
        return metric_of(self.table.question)


def last_day_of(state: StateOfData) -> int:
    """Return the last day of which the data have everything, as 14050903: the one before they were taken."""
    return number_of_day(state.as_of.astimezone(ZoneInfo(state.zone)).date() - timedelta(days=1))


def explored(
    access: LakeAccess,
    question: LakeQuestion,
    *,
    comparison: ComparedWith | None = None,
    people: Mapping[str, int] | None = None,
    places: Mapping[str, int] | None = None,
) -> ExploredAnswer:
    """Answer a question as somebody may see it.

    `people`: how many live in each place, by code. `places`: of how many values of a dimension the average is taken,
    by dimension, those without rows included. Raises QuestionIsNotRight, NoLakeYet, QuestionIsTooLarge, TooManyGroups,
    NothingToCompare, NotOfUnits, LakeIsBusy, SparkIsMissing, FiltersTellSmallGroups.
    """
    metric = metric_of(question)
    if access.units is not None and UNIT not in {one.code for one in dimensions_of(metric.grain)}:
        raise NotOfUnits()
    state = state_of(access)
    asked_for = [question, replace(question, by=())]
    shift = then = None
    if comparison in (ComparedWith.BEFORE, ComparedWith.YEAR):
        earlier, shift = earlier_question(question, comparison, last_day=last_day_of(state))
        then = (earlier.since or 0, earlier.until or 0)
        asked_for += [earlier, replace(earlier, by=())]
    elif comparison is ComparedWith.AVERAGE:
        place = averaged_dimension(question)
        asked_for.append(replace(question, by=(*question.by[:place], *question.by[place + 1 :])))
    _check_filters(access, state, asked_for)
    rows, known = rows_for(access, state, asked_for)
    table = _shown(question, rows[0], rows[1], access.fewest)
    bases: Mapping[tuple[Key, ...], Base] = {}
    whole_base = None
    if shift is not None:
        before = _shown(asked_for[2], rows[2], rows[3], access.fewest)
        bases = with_earlier(table.values(), before.values(), table.dimensions, shift)
        whole_base = base_of(table.whole.value, before.whole.value)
    elif comparison is ComparedWith.AVERAGE:
        bases = _averages(table, rows[2], averaged_dimension(question), places or {})
    rates = per_people(table.values(), question, people or {}) if comparison is ComparedWith.PEOPLE else {}
    return ExploredAnswer(table, comparison, bases, whole_base, rates, then, known.as_of, known.last_event, known.root)


def _check_filters(access: LakeAccess, state: StateOfData, asked_for: Sequence[LakeQuestion]) -> None:
    """Refuse filters by which small groups could be told, to whom they are hidden. Raises FiltersTellSmallGroups."""
    if access.fewest == 1:
        return
    guards = {one: guard for one in asked_for if (guard := guard_of(one, fewest=access.fewest)) is not None}
    if guards:
        different = list(dict.fromkeys(guards.values()))
        tables = dict(zip(different, rows_for(access, state, different)[0], strict=True))
        for one, guard in guards.items():
            check_filters(one, tables[guard], fewest=access.fewest)


def _averages(
    table: LakeTableAnswer, rows: list[AnswerRow], dimension: int, places: Mapping[str, int]
) -> dict[tuple[Key, ...], Base]:
    """What each group is compared with, if that is the average over the groups of a dimension."""
    whole = {
        row.keys: row.value for row in rows if (*row.keys[:dimension], ALL, *row.keys[dimension:]) not in table.hidden
    }
    present = len({group.keys[dimension] for group in table.groups if group.keys[dimension] is not None})
    groups = max(present, places.get(table.dimensions[dimension], 0))
    additive = is_additive(metric_of(table.question))
    return with_average(table.values(), dimension, whole, groups=groups, additive=additive)


def _shown(question: LakeQuestion, rows: list[AnswerRow], whole: list[AnswerRow], fewest: int) -> LakeTableAnswer:
    """Return an answer without small groups, with its totals."""
    metric, dimensions = metric_of(question), dimensions_in(question)
    hidden: frozenset[Place] = frozenset()
    if fewest > 1:
        if len(rows) > MOST_PROTECTED:
            raise TooManyGroups(most=MOST_PROTECTED)
        hidden = hidden_places({row.keys: row.n for row in rows}, fewest=fewest)
    groups = [
        ShownGroup(row.keys, None, None, is_hidden=True)
        if row.keys in hidden
        else ShownGroup(row.keys, row.n, row.value)
        for row in rows
    ]
    totals = _totals(metric, dimensions, rows, hidden)
    return LakeTableAnswer(question, dimensions, groups, _whole(whole, dimensions, hidden), totals, hidden)


def _whole(rows: Sequence[AnswerRow], dimensions: tuple[str, ...], hidden: frozenset[Place]) -> ShownGroup:
    """All rows together; hidden where the table's own total is, and none where it would add different currencies."""
    if tuple(ALL for _code in dimensions) in hidden:
        return ShownGroup((), None, None, is_hidden=True)
    if len(rows) == 1:
        return ShownGroup((), rows[0].n, rows[0].value)
    return ShownGroup((), sum(row.n for row in rows), None)


def _totals(
    metric: Metric, dimensions: tuple[str, ...], rows: Sequence[AnswerRow], hidden: frozenset[Place]
) -> dict[Place, float | int]:
    """The totals of numbers and sums over one dimension or more; never over one by which a metric is always split."""
    totals: dict[Place, float | int] = {}
    if not is_additive(metric) or not dimensions:
        return totals
    summed = [place for place, code in enumerate(dimensions) if code not in metric.always]
    for chosen in range(1, 1 << len(summed)):
        over = {place for bit, place in enumerate(summed) if chosen >> bit & 1}
        for row in rows:
            at = tuple(ALL if place in over else key for place, key in enumerate(row.keys))
            if at not in hidden:
                totals[at] = totals.get(at, 0) + (row.value or 0)
    return totals
