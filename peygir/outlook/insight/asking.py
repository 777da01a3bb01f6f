"""Compiles a question to one expression, and reads the rows that an engine gives for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.metric import AMOUNT, IS_GOOD, Aggregation, Metric
from peygir.outlook.insight.questions import Filter, LakeQuestion, QuestionIsNotRight, checked, metric_of

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


MOST_GROUPS: Final = 50_000
"""What an answer may have; a table of more tells nobody anything."""
CASE_NUMBER: Final = "case_id"
UNIT: Final = "unit"
"""The columns by which the cases of an answer are found, and the rows of a unit."""

DECIMALS: Final = 4
"""Of a median or percentile: between two whole numbers engines round the last bit differently."""
_PARTS: Final = {Aggregation.MEDIAN: 0.5, Aggregation.P90: 0.9}


class TooManyGroups(Conflict):
    """A question has more groups than an answer may have."""

    message = _("The answer has more than {most} rows. Please ask for a shorter time or fewer groups.")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One group: its values by dimension, how many rows it has, and the value.

    `value` is None where there are too few rows for a share, a median or a percentile, or none.
    """

    keys: tuple[str | int | None, ...]
    n: int
    value: float | int | None


def dimensions_in(question: LakeQuestion) -> tuple[str, ...]:
    """The dimensions of an answer's groups, in their order: those asked for, and those that the metric always has."""
    return tuple(dict.fromkeys((*question.by, *metric_of(question).always)))


def expression_of(question: LakeQuestion, units: frozenset[str] | None = None) -> "Table":
    """The expression of a question: one row for each group, in order of its values. Raises QuestionIsNotRight.

    With `units` only rows of the units with these codes. Columns: those of the groups (`key_0` and on), `n`, and what
    the value is made of: `amount`.
    """
    right = checked(question)
    metric, rows = metric_of(right), _rows(right, units)
    names = [f"key_{place}" for place in range(len(dimensions_in(right)))]
    groups = {name: rows[DIMENSIONS[code].column] for name, code in zip(names, dimensions_in(right), strict=True)}
    sums = {"n": rows.count().cast("int64"), "amount": _amount(rows, metric)}
    found = rows.group_by(**groups).aggregate(**sums) if groups else rows.aggregate(**sums)
    return found.order_by(*names).limit(MOST_GROUPS + 1) if names else found


def case_numbers(question: LakeQuestion, units: frozenset[str] | None, *, most: int) -> "Table":
    """The expression of the numbers of the cases that a question counts, the latest first, at most `most`.

    Raises QuestionIsNotRight, also for a metric whose rows belong to no case.
    """
    right = checked(question)
    rows = _rows(right, units)
    if CASE_NUMBER not in rows.columns:
        raise QuestionIsNotRight(part=right.metric)
    return rows.select(CASE_NUMBER).distinct().order_by(rows[CASE_NUMBER].desc()).limit(most)


def _rows(question: LakeQuestion, units: frozenset[str] | None) -> "Table":
    """The rows of a question's metric that its filters, its days and the units let through."""
    rows = metric_of(question).rows(lake_tables())
    conditions = [condition_of(rows, one) for one in question.filters]
    if question.since is not None:
        conditions.append(rows.jalali_day >= question.since)
    if question.until is not None:
        conditions.append(rows.jalali_day <= question.until)
    if units is not None:
        if UNIT not in rows.columns:
            raise QuestionIsNotRight(part=question.metric)
        conditions.append(rows[UNIT].notnull() & rows[UNIT].isin(sorted(units)))
    return rows.filter(reduce(and_, conditions)) if conditions else rows


def condition_of(rows: "Table", row_filter: Filter) -> "BooleanValue":
    """The condition of a filter; a row whose value is not known has none of the values that are."""
    import ibis

    column = rows[DIMENSIONS[row_filter.dimension].column]
    is_number = column.type().is_integer()
    known: list[Any] = [int(value) if is_number else value for value in row_filter.values if value is not None]
    is_among = column.notnull() & column.isin(known) if known else ibis.literal(False)
    if None in row_filter.values:
        is_among |= column.isnull()
    return ~is_among if row_filter.is_not else is_among


def _amount(rows: "Table", metric: Metric) -> Any:
    """What the value is made of; sums of whole numbers are whole in every engine."""
    if metric.aggregation in _PARTS:
        return rows[AMOUNT].quantile(_PARTS[metric.aggregation]).cast("float64")
    column = {Aggregation.SUM: AMOUNT, Aggregation.SHARE: IS_GOOD}.get(metric.aggregation)
    return (rows[column].sum() if column else rows.count()).cast("int64")


def summed(
    finer: LakeQuestion, rows: Sequence[tuple[Any, ...]], question: LakeQuestion
) -> list[tuple[Any, ...]] | None:
    """The rows of an engine for a question, as sums over those of a finer one; None where they do not follow from it.

    They do where both are about the same rows, the finer one has all groups of the other, and the value is a number,
    a sum or a share. So a table and its totals are read from the lake once.
    """
    metric = metric_of(question)
    if metric.aggregation in _PARTS or len(rows) > MOST_GROUPS:
        return None
    own, finer_dimensions = dimensions_in(question), dimensions_in(finer)
    if replace(finer, by=question.by) != question or not set(own) <= set(finer_dimensions):
        return None
    places = [finer_dimensions.index(code) for code in own]
    sums: dict[tuple[Any, ...], tuple[int, int]] = {} if own else {(): (0, 0)}
    for row in rows:
        keys = tuple(row[place] for place in places)
        n, amount = sums.get(keys, (0, 0))
        sums[keys] = (n + int(row[-2]), amount + int(row[-1] or 0))
    ordered = sorted(sums, key=lambda keys: [(key is None, key if key is not None else 0) for key in keys])
    return [(*keys, *sums[keys]) for keys in ordered]


def answer_from(question: LakeQuestion, rows: Iterable[tuple[Any, ...]]) -> list[AnswerRow]:
    """The rows of an engine as the answer to a question. Raises TooManyGroups."""
    metric = metric_of(question)
    answer = [AnswerRow(tuple(row[:-2]), int(row[-2]), _value(metric, int(row[-2]), row[-1])) for row in rows]
    if len(answer) > MOST_GROUPS:
        raise TooManyGroups(most=MOST_GROUPS)
    return answer


def _value(metric: Metric, n: int, amount: Any) -> float | int | None:
    """The value of a group; PostgreSQL gives a sum of whole numbers as a decimal."""
    if metric.aggregation in (Aggregation.COUNT, Aggregation.SUM):
        return int(amount or 0)
    if n < metric.fewest or amount is None:
        return None
    return int(amount) / n if metric.aggregation is Aggregation.SHARE else round(float(amount), DECIMALS)
