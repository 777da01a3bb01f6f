"""An answer as charts: the series of lines and bars, the hours of a week, and small charts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.answers import ExploredAnswer, ShownGroup
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.figures import chart_scale
from peygir.outlook.insight.exploring.suppression import Key
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.web.explore.asked import AnswerShape
from peygir.web.explore.naming import group_name, written
from peygir.web.explore.tables import in_order
from peygir.web.kit.charts import Chart, HeatChart, Series
from peygir.web.kit.templatetags.charts import MOST_SERIES
from peygir.web.kit.templatetags.ui import in_language, language

BARS: Final = 24
"""So many bars are drawn; the table has the rest."""
PANELS: Final = 12
HOURS: Final = 24
DAYS: Final = 7
POINTS: Final = 400
"""So many points of a line are drawn."""


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """One chart: for the plain drawing (`chart`, `heat`), and as data for the script that draws an explorable one.

    `kind`: line, bar, lying (bars that lie) or heat.
    """

    kind: str
    chart: Chart | None
    data: dict[str, object]
    heat: HeatChart | None = None


@dataclass(frozen=True, slots=True)
class DrawnAnswer:
    """The charts of an answer, and in words what they leave out."""

    charts: list[DrawnChart] = field(default_factory=list)
    left_out: str = ""


def drawn(answer: ExploredAnswer, shape: AnswerShape, names: ValueNames, title: str) -> DrawnAnswer:
    """Return the charts of an answer in a shape; none for a table, a map, or an answer with nothing to draw."""
    groups = [group for group in in_order(answer) if _value(answer, group) is not None]
    if not groups or not answer.table.dimensions or shape in (AnswerShape.TABLE, AnswerShape.MAP):
        return DrawnAnswer()
    if shape is AnswerShape.HEAT and answer.table.question.by == ("hour_of_week",):
        return DrawnAnswer([_heat(answer, title)])
    if shape is AnswerShape.MULTIPLES and len(answer.table.dimensions) > 1:
        return _multiples(answer, groups, names)
    axis = _axis(answer, shape)
    series, more = _series(answer, groups, axis, names)
    labels = _labels(answer, groups, axis)
    most = POINTS if _is_run(answer, axis) else BARS
    shown = labels[-most:] if _is_run(answer, axis) else labels[:most]
    texts = [more] if more else []
    if len(shown) < len(labels):
        texts.append(_("Not all groups are drawn; the table has them."))
    return DrawnAnswer([_chart(answer, shape, axis, shown, series, names, title)], " ".join(texts))


def _value(answer: ExploredAnswer, group: ShownGroup) -> float | int | None:
    return answer.rates.get(group.keys) if answer.comparison is ComparedWith.PEOPLE else group.value


def _axis(answer: ExploredAnswer, shape: AnswerShape) -> int:
    """The place of the dimension along the axis: of a line the first period, of bars the first that is none."""
    is_in_time = [DIMENSIONS[code].is_time for code in answer.table.dimensions]
    wanted_kind = shape is not AnswerShape.BAR
    return is_in_time.index(wanted_kind) if wanted_kind in is_in_time else 0


def _is_run(answer: ExploredAnswer, axis: int) -> bool:
    return DIMENSIONS[answer.table.dimensions[axis]].is_time


def _labels(answer: ExploredAnswer, groups: Sequence[ShownGroup], axis: int) -> list[Key]:
    """The values along the axis, in the order of groups; hidden periods keep their place."""
    keys = dict.fromkeys(group.keys[axis] for group in groups)
    if _is_run(answer, axis):
        every = {group.keys[axis] for group in answer.table.groups}
        return [*sorted(key for key in every if isinstance(key, int))]
    return list(keys)


def _rest(keys: Sequence[Key], axis: int) -> tuple[Key, ...]:
    return (*keys[:axis], *keys[axis + 1 :])


def _series(
    answer: ExploredAnswer, groups: Sequence[ShownGroup], axis: int, names: ValueNames
) -> tuple[list[tuple[str, dict[Key, float]]], str]:
    """The series of a chart, the largest four; and in words that there are more."""
    rows: dict[tuple[Key, ...], dict[Key, float]] = {}
    sizes: dict[tuple[Key, ...], float] = {}
    for group in groups:
        rest, value = _rest(group.keys, axis), _value(answer, group)
        if value is not None:
            rows.setdefault(rest, {})[group.keys[axis]] = float(value)
            sizes[rest] = sizes.get(rest, 0.0) + (group.n or 0)
    order = sorted(rows, key=lambda rest: (-sizes[rest], repr(rest)))
    others = _rest(answer.table.dimensions, axis)
    codes = [str(code) for code in others]
    series = [(_series_name(answer, codes, rest, names), rows[rest]) for rest in order[:MOST_SERIES]]
    more = _("The four largest are drawn; the table has all.") if len(order) > MOST_SERIES else ""
    return series, more


def _series_name(answer: ExploredAnswer, codes: Sequence[str], keys: Sequence[Key], names: ValueNames) -> str:
    if not codes:
        return in_language(answer.metric.name)
    return written(group_name(answer.metric, codes, keys, names))


def _chart(
    answer: ExploredAnswer,
    shape: AnswerShape,
    axis: int,
    keys: Sequence[Key],
    series: Sequence[tuple[str, dict[Key, float]]],
    names: ValueNames,
    title: str,
    most: float = 0.0,
) -> DrawnChart:
    """A chart of lines or bars, in the unit that suits its largest value."""
    code = answer.table.dimensions[axis]
    high = max([most, *(value for _name, row in series for value in row.values())])
    scale, unit = _scale(answer, high)
    labels = tuple(written(names.name(answer.metric, code, key)) for key in keys)
    rows = [(name, tuple(None if key not in row else row[key] / scale for key in keys)) for name, row in series]
    compared = _base_series(answer, axis, keys, scale) if len(rows) == 1 else None
    rows += [compared] if compared is not None else []
    is_run = _is_run(answer, axis)
    kind = "line" if shape is not AnswerShape.BAR and is_run else "bar" if is_run or len(rows) > 1 else "lying"
    chart = Chart(
        title, labels, tuple(Series(name, values) for name, values in rows), in_language(DIMENSIONS[code].name), unit
    )
    data: dict[str, object] = {
        "kind": kind,
        "title": title,
        "unit": unit,
        "labels": labels,
        "series": [{"name": name, "values": values} for name, values in rows],
        "most": most / scale,
        "language": language(),
    }
    return DrawnChart(kind, chart, data)


def _scale(answer: ExploredAnswer, most: float) -> tuple[float, str]:
    """By what values are divided, and the name of the unit on the axis."""
    if answer.comparison is ComparedWith.PEOPLE:
        return 1.0, in_language(ComparedWith.PEOPLE.label)
    scale, unit = chart_scale(answer.metric.measured_in, most)
    return scale, in_language(unit)


def _base_series(
    answer: ExploredAnswer, axis: int, keys: Sequence[Key], scale: float
) -> tuple[str, tuple[float | None, ...]] | None:
    """What the groups are compared with, as a second series; only beside a single one."""
    if not answer.bases or answer.comparison is None or len(answer.table.dimensions) != 1:
        return None
    bases = [answer.bases.get((key,)) for key in keys]
    values = tuple(None if base is None else base.value / scale for base in bases)
    return in_language(answer.comparison.label), values


def _multiples(answer: ExploredAnswer, groups: Sequence[ShownGroup], names: ValueNames) -> DrawnAnswer:
    """A small chart for each value of the dimensions beside the axis, all on one scale."""
    is_in_time = [DIMENSIONS[code].is_time for code in answer.table.dimensions]
    axis = is_in_time.index(True) if True in is_in_time else 0
    shape = AnswerShape.LINE if is_in_time[axis] else AnswerShape.BAR
    codes = _rest(answer.table.dimensions, axis)
    panels: dict[tuple[Key, ...], dict[Key, float]] = {}
    sizes: dict[tuple[Key, ...], float] = {}
    for group in groups:
        rest, value = _rest(group.keys, axis), _value(answer, group)
        panels.setdefault(rest, {})[group.keys[axis]] = float(value or 0)
        sizes[rest] = sizes.get(rest, 0.0) + (group.n or 0)
    order = sorted(panels, key=lambda rest: (-sizes[rest], repr(rest)))
    most = max(value for rest in order[:PANELS] for value in panels[rest].values())
    keys = _labels(answer, groups, axis)[-POINTS:] if is_in_time[axis] else _labels(answer, groups, axis)[:BARS]
    charts = []
    for rest in order[:PANELS]:
        title = written(group_name(answer.metric, [str(code) for code in codes], rest, names))
        row = [(in_language(answer.metric.name), panels[rest])]
        charts.append(_chart(answer, shape, axis, keys, row, names, title, most))
    left_out = _("The twelve largest are drawn; the table has all.") if len(order) > PANELS else ""
    return DrawnAnswer(charts, left_out)


def _heat(answer: ExploredAnswer, title: str) -> DrawnChart:
    """The week from Saturday by hours; the house's own drawing takes whole numbers alone."""
    values = {group.keys[0]: _value(answer, group) for group in answer.table.groups if not group.is_hidden}
    high = max((float(value) for value in values.values() if value is not None), default=0.0)
    scale, unit = _scale(answer, high)
    rows: list[list[float | None]] = []
    for day in range(DAYS):
        hours = (values.get(day * HOURS + hour) for hour in range(HOURS))
        rows.append([None if value is None else float(value) / scale for value in hours])
    whole = tuple(tuple(round(value or 0) for value in row) for row in rows)
    is_whole = scale == 1 and not any(group.is_hidden for group in answer.table.groups)
    data: dict[str, object] = {"kind": "heat", "title": title, "unit": unit, "rows": rows, "language": language()}
    return DrawnChart("heat", None, data, HeatChart(title, whole, unit) if is_whole else None)
