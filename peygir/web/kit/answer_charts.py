"""Answers of the lake as static charts and maps: the same SVG on pages, in PDF documents and in mails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.charts.areas import area_map, rings_of
from peygir.core.charts.heat import heat_chart
from peygir.core.charts.lines import MOST_LYING, bar_chart, line_chart
from peygir.core.charts.plots import MOST_SERIES, ChartLook, HeatTable, MapArea, Palette, Plot, PlotSeries
from peygir.core.jalali import weekday_names
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.insight.saved_words import ChartKind
from peygir.outlook.insight.shown_answers import ShownAnswer, ShownRow
from peygir.web.kit.answer_words import Key, label, number, plot_value
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, language

HOURS: Final = 24
SATURDAY_FIRST: Final = (5, 6, 0, 1, 2, 3, 4)
"""The days of a week in their order, as `date.weekday` numbers them."""
MAP_SHAPE: Final = 0.62
"""The height of a map, as a share of its width."""
PAGE: Final = Palette(
    ink="var(--color-base-content)",
    quiet="color-mix(in oklab, var(--color-base-content) 70%, transparent)",
    rail="var(--color-base-300)",
    ground="var(--color-base-100)",
    empty="var(--color-base-200)",
)
"""The colours of a page, light or dark; those of documents are the palette's own."""
_PAGE_WIDTH: Final = 440
_PAGE_HEIGHT: Final = 260
TOP: Final = 30
"""A chart of categories shows so many, the largest."""
Ways = Mapping[str, Callable[[ShownAnswer, ValueNames, ChartLook], str]]


def answer_chart(answer: ShownAnswer, chart: str, names: ValueNames, *, is_page: bool = False) -> str:
    """The SVG of an answer in a kind of chart; "" for a table, and for an answer that this kind cannot show.

    That of a page is narrower, so that its texts can be read on a phone, and has the colours of the page.
    """
    look = ChartLook(
        width=_PAGE_WIDTH if is_page else ChartLook().width,
        height=_PAGE_HEIGHT if is_page else ChartLook().height,
        from_right=get_language_bidi(),
        number=number,
        up_to=lambda bound: _("up to %(number)s") % {"number": bound},
        palette=PAGE if is_page else Palette(),
        hidden=_("few, not shown"),
        nothing=_("none"),
    )
    draw = _WAYS.get(chart)
    return draw(answer, names, look) if draw is not None and answer.rows else ""


def charts_for(dimensions: Sequence[str]) -> list[ChartKind]:
    """The kinds of charts in which an answer with these dimensions can be shown, the fittest first."""
    times = [code for code in dimensions if DIMENSIONS[code].is_time and code != "hour_of_week"]
    kinds: list[ChartKind] = []
    if len(dimensions) in (1, 2):
        if dimensions[0] in _AREAS and len(dimensions) == 1:
            kinds.append(ChartKind.MAP)
        if times:
            kinds.append(ChartKind.LINE)
        if "hour_of_week" in dimensions or len(dimensions) > 1:
            kinds.append(ChartKind.HEAT)
        kinds.append(ChartKind.BAR)
    return [*kinds, ChartKind.TABLE]


def _lines(answer: ShownAnswer, names: ValueNames, look: ChartLook) -> str:
    plot = _plot(answer, names, most=None)
    return line_chart(plot, look) if plot is not None else ""


def _bars(answer: ShownAnswer, names: ValueNames, look: ChartLook) -> str:
    plot = _plot(answer, names, most=TOP)
    return bar_chart(plot, look) if plot is not None else ""


def _plot(answer: ShownAnswer, names: ValueNames, *, most: int | None) -> Plot | None:
    """One or two dimensions as labels and series: time, else the first one, along the axis; the largest series."""
    if not 1 <= len(answer.dimensions) <= 2:  # noqa: PLR2004
        return None
    along = next((place for place, code in enumerate(answer.dimensions) if DIMENSIONS[code].is_time), 0)
    table = _table(answer, along)
    metric, is_time = metric_of(answer.question), DIMENSIONS[answer.dimensions[along]].is_time
    keys = list(table)
    if not is_time:
        keys.sort(key=lambda key: -_sum(table[key]))
        keys = keys[: most or MOST_LYING]
    labels = tuple(label(names, metric, answer.dimensions[along], key) for key in keys)
    if len(answer.dimensions) == 1:
        values = tuple(plot_value(metric, table[key].get(None)) for key in keys)
        return Plot(labels, (PlotSeries("", values),))
    other = answer.dimensions[1 - along]
    series: dict[Key, float] = {}
    for row in table.values():
        for key, value in row.items():
            series[key] = series.get(key, 0.0) + (value or 0.0)
    largest = sorted(series, key=lambda key: -series[key])[:MOST_SERIES]
    rows = tuple(
        PlotSeries(label(names, metric, other, key), tuple(plot_value(metric, table[label].get(key)) for label in keys))
        for key in largest
    )
    return Plot(labels, rows)


def _table(answer: ShownAnswer, along: int) -> dict[Key, dict[Key, float | None]]:
    """The figures by the value along the axis, and then by the other value (None where there is one dimension)."""
    table: dict[Key, dict[Key, float | None]] = {}
    for row in answer.rows:
        other = row.keys[1 - along] if len(row.keys) > 1 else None
        table.setdefault(row.keys[along], {})[other] = row.value
    return table


def _sum(row: Mapping[Key, float | None]) -> float:
    return sum(value or 0.0 for value in row.values())


def _heat(answer: ShownAnswer, names: ValueNames, look: ChartLook) -> str:
    metric = metric_of(answer.question)
    if answer.dimensions == ("hour_of_week",):
        return heat_chart(_week(answer.rows, metric), look)
    if len(answer.dimensions) != 2:  # noqa: PLR2004
        return ""
    along = next((place for place, code in enumerate(answer.dimensions) if DIMENSIONS[code].is_time), 1)
    down = 1 - along
    columns = list(dict.fromkeys(row.keys[along] for row in answer.rows))
    columns.sort(key=lambda key: (key is None, str(key)))
    table: dict[Key, dict[Key, float | None]] = {}
    for row in answer.rows:
        table.setdefault(row.keys[down], {})[row.keys[along]] = plot_value(metric, row.value)
    rows = sorted(table, key=lambda key: -_sum(table[key]))[:TOP]
    return heat_chart(
        HeatTable(
            rows=tuple(label(names, metric, answer.dimensions[down], key) for key in rows),
            columns=tuple(label(names, metric, answer.dimensions[along], key) for key in columns),
            values=tuple(tuple(table[key].get(column) for column in columns) for key in rows),
        ),
        look,
    )


def _week(rows: Sequence[ShownRow], metric: Metric) -> HeatTable:
    """The hours of the Saturday week: days down, hours across."""
    values = {row.keys[0]: plot_value(metric, row.value) for row in rows}
    names = weekday_names(language())
    return HeatTable(
        rows=tuple(names[day] for day in SATURDAY_FIRST),
        columns=tuple(digits(str(hour)) for hour in range(HOURS)),
        values=tuple(
            tuple(values.get(day * HOURS + hour, 0.0) for hour in range(HOURS)) for day in range(len(SATURDAY_FIRST))
        ),
    )


_AREAS: Final = {"district": "districts", "neighbourhood": "neighbourhoods"}


def _map(answer: ShownAnswer, names: ValueNames, look: ChartLook) -> str:
    if len(answer.dimensions) != 1 or answer.dimensions[0] not in _AREAS:
        return ""
    dimension, metric = answer.dimensions[0], metric_of(answer.question)
    rows = {row.keys[0]: row for row in answer.rows}
    areas = []
    for feature in city.polygons(current_city().id, on=today())[_AREAS[dimension]]["features"]:
        code = feature["properties"]["code"]
        row = rows.get(code)
        value = plot_value(metric, row.value) if row is not None else None
        is_hidden = row is not None and row.is_hidden
        name = label(names, metric, dimension, code)
        areas.append(MapArea(name, rings_of(feature["geometry"]), value, is_hidden=is_hidden))
    return area_map(areas, replace(look, height=max(look.height, look.width * MAP_SHAPE))) if areas else ""


_WAYS: Final[Ways] = {
    ChartKind.LINE: _lines,
    ChartKind.BAR: _bars,
    ChartKind.HEAT: _heat,
    ChartKind.MAP: _map,
}
