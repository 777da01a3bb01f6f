"""An answer as a table: a row for each group with its value, what it is compared with, and the ways on from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.translation import AnyText
from peygir.outlook.insight.asking import CASE_NUMBER
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.answers import ExploredAnswer, ShownGroup
from peygir.outlook.insight.exploring.comparing import Base, ComparedWith, is_additive
from peygir.outlook.insight.exploring.figures import number, percent
from peygir.outlook.insight.exploring.narrowing import narrowed_to
from peygir.outlook.insight.exploring.suppression import ALL, Key, Place
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.lake.columns import BY_NAME
from peygir.outlook.insight.metric import MetricUnit
from peygir.web.explore.asked import AskedAnswer
from peygir.web.explore.naming import value_words, written
from peygir.web.kit.templatetags.ui import in_language

ROWS: Final = 200
"""So many rows are on a page; the files have all."""
COLUMNS: Final = 12
"""A table of two dimensions is written across where the second has at most so many values."""
HIDDEN: Final = "*"


@dataclass(frozen=True, slots=True)
class AnswerTableRow:
    """One group as text, with the address of its cases ("" without a way there) and of the question about it alone."""

    names: list[str]
    value: str
    n: str
    base: str
    change: str
    rate: str
    cases: str
    only: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """An answer as a list of rows, or, of two dimensions, across: `columns` and `lines` with totals at their ends."""

    heads: list[str]
    value_head: str
    rows: list[AnswerTableRow]
    left_out: int
    base_head: str = ""
    has_n: bool = False
    has_rates: bool = False
    has_cases: bool = False
    total: str = ""
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, list[str]], ...] = ()


def has_cases(answer: ExploredAnswer) -> bool:
    """Return whether the rows that a metric counts belong to cases."""
    return CASE_NUMBER in BY_NAME[answer.metric.grain].kinds


def in_order(answer: ExploredAnswer) -> list[ShownGroup]:
    """Return the groups of an answer in the order of pages: periods as time runs, others the highest first."""
    table = answer.table
    if not table.dimensions:
        return list(table.groups)
    is_in_time = [DIMENSIONS[code].is_time for code in table.dimensions]
    if any(is_in_time):
        first = is_in_time.index(True)
        return sorted(table.groups, key=lambda group: (_time_key(group.keys[first]), _by_value(group)))
    if answer.comparison is ComparedWith.PEOPLE:  # a place whose people are not counted has no rank among the others
        return sorted(table.groups, key=lambda group: _by_number(answer.rates.get(group.keys), group))
    return sorted(table.groups, key=_by_value)


def _time_key(key: Key) -> tuple[bool, int]:
    return (not isinstance(key, int), key if isinstance(key, int) else 0)


def _by_value(group: ShownGroup) -> tuple[bool, float, str]:
    return _by_number(group.value, group)


def _by_number(number: float | None, group: ShownGroup) -> tuple[bool, float, str]:
    return (number is None, -float(number or 0), repr(group.keys))


def table_of(exploration: AskedAnswer, answer: ExploredAnswer, names: ValueNames, *, may_drill: bool) -> AnswerTable:
    """Return the answer as a table; with `may_drill` each group leads to its cases."""
    table, metric = answer.table, answer.metric
    groups = in_order(answer)
    is_drilled = may_drill and has_cases(answer)
    is_across = _is_across(answer)
    rows = [
        _row(exploration, answer, group, names, is_drilled=is_drilled) for group in groups[: 0 if is_across else ROWS]
    ]
    columns, lines = _across(answer, groups, names) if is_across else ((), ())
    return AnswerTable(
        heads=[in_language(DIMENSIONS[code].name) for code in table.dimensions],
        value_head=in_language(metric.name),
        rows=rows,
        left_out=0 if is_across else max(0, len(groups) - ROWS),
        base_head=_base_head(answer.comparison) if answer.bases else "",
        has_n=not is_additive(metric),
        has_rates=bool(answer.rates),
        has_cases=is_drilled,
        total=value_words(metric, table.whole.value) if table.whole.value is not None and table.dimensions else "",
        columns=columns,
        lines=lines,
    )


def _base_head(comparison: ComparedWith | None) -> str:
    return in_language(comparison.label) if comparison is not None else ""


def _row(
    exploration: AskedAnswer, answer: ExploredAnswer, group: ShownGroup, names: ValueNames, *, is_drilled: bool
) -> AnswerTableRow:
    table, metric = answer.table, answer.metric
    base, rate = answer.bases.get(group.keys), answer.rates.get(group.keys)
    alone = narrowed_to(table.question, table.dimensions, group.keys)
    return AnswerTableRow(
        names=[written(names.name(metric, code, key)) for code, key in zip(table.dimensions, group.keys, strict=True)],
        value=HIDDEN if group.is_hidden else value_words(metric, group.value),
        n="" if group.n is None else written(number(group.n)),
        base=value_words(metric, base.value) if base is not None else "",
        change=change_words(answer, group.value, base),
        rate=written(number(rate, 2)) if rate is not None else "",
        cases=exploration.address("explore_cases", question=alone)
        if is_drilled and alone is not None and group.n
        else "",
        only=exploration.address(question=alone) if alone is not None and len(table.dimensions) > 1 else "",
        is_hidden=group.is_hidden,
    )


def change_words(answer: ExploredAnswer, value: float | int | None, base: Base | None) -> str:
    """Return how much more or less than the base: "+23%", of a share in points."""
    if base is None or value is None:
        return ""
    if answer.metric.measured_in is MetricUnit.SHARE:
        points = (value - base.value) * 100
        return _("%(sign)s%(number)s points") % {"sign": _sign(points), "number": written(number(abs(points), 1))}
    return f"{_sign(base.change)}{written(percent(abs(base.change)))}" if base.change is not None else ""


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _is_across(answer: ExploredAnswer) -> bool:
    """Whether two dimensions are written across: no further column needs the room, and the second has few values."""
    table = answer.table
    if len(table.dimensions) != 2 or answer.bases or answer.rates:  # noqa: PLR2004 - rows and columns
        return False
    seconds = {group.keys[1] for group in table.groups}
    firsts = {group.keys[0] for group in table.groups}
    return 1 < len(seconds) <= COLUMNS and len(firsts) <= ROWS and not answer.metric.always


def _across(
    answer: ExploredAnswer, groups: list[ShownGroup], names: ValueNames
) -> tuple[tuple[str, ...], tuple[tuple[str, list[str]], ...]]:
    """Return the heads of the columns and the lines of a table of two dimensions; its totals stand at the ends."""
    table, metric = answer.table, answer.metric
    firsts = list(dict.fromkeys(group.keys[0] for group in groups))
    seconds = sorted(dict.fromkeys(group.keys[1] for group in groups), key=_column_order(answer))
    by_keys = {group.keys: group for group in groups}
    has_totals = is_additive(metric)

    def cell(first: Key, second: Key) -> str:
        group = by_keys.get((first, second))
        if group is None:
            return "—"
        return HIDDEN if group.is_hidden else value_words(metric, group.value)

    def total(place: Place) -> str:
        return HIDDEN if place in table.hidden else value_words(metric, table.totals.get(place))

    def named(dimension: int, key: Key) -> str:
        name: AnyText = names.name(metric, table.dimensions[dimension], key)
        return written(name)

    lines = [
        (
            named(0, first),
            [*(cell(first, second) for second in seconds), *([total((first, ALL))] if has_totals else [])],
        )
        for first in firsts
    ]
    if has_totals:
        last = [*(total((ALL, second)) for second in seconds), total((ALL, ALL))]
        lines.append((_("All"), last))
    heads = [named(1, second) for second in seconds]
    return (*heads, *([_("All")] if has_totals else [])), tuple(lines)


def _column_order(answer: ExploredAnswer) -> Callable[[Key], tuple[bool, float, str]]:
    """Return the order of columns: as time runs, or the largest total first."""
    table = answer.table
    is_in_time = DIMENSIONS[table.dimensions[1]].is_time
    sizes: dict[Key, float] = {}
    for group in table.groups:
        sizes[group.keys[1]] = sizes.get(group.keys[1], 0.0) + (group.n or 0)

    def order(key: Key) -> tuple[bool, float, str]:
        if is_in_time and isinstance(key, int):
            return (False, float(key), "")
        return (key is None, -sizes.get(key, 0.0), repr(key))

    return order
