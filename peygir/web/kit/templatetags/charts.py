"""Charts rendered on the server as inline SVG: a title, a summary sentence, the chart, and its data table."""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from peygir.core.jalali import weekday_names
from peygir.web.kit import charts
from peygir.web.kit.charts import Chart, HeatChart, Value
from peygir.web.kit.level_chart import LevelChart, bands_of, span_of
from peygir.web.kit.reader import decimal
from peygir.web.kit.templatetags.ui import digits, language

register = template.Library()

HEIGHT: Final = 200
ROW: Final = 26  # as high as .chart-days li
KEY: Final = 20
SPARK: Final = (104, 32)
# Weekday numbers of Python, in the order shown: from Saturday.
WEEK: Final = (5, 6, 0, 1, 2, 3, 4)
MOST_SERIES: Final = 4


@register.filter
def figure(value: Value) -> str:
    """Format a number of a chart in the viewer's digits, to two places at most; a dash for None."""
    if value is None:
        return "—"
    if float(value).is_integer():
        return str(digits(int(value)))
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return decimal(text)


@register.filter
def heat_side(level: int) -> float:
    """Return the side of a level's square in the legend, in pixels."""
    return round(KEY * charts.SIDES[level], 1)


@register.filter
def heat_corner(level: int) -> float:
    """Return the offset of that square, which centres it."""
    return -heat_side(level) / 2


@register.inclusion_tag("ui/charts/load.html")
def load_bar(whole: int, part: int, most: int) -> dict[str, Any]:
    """A bar in a table cell, with the late part marked on it; the numbers are shown beside it."""
    rtl = get_language_bidi()
    shares = charts.share_of(whole, most), charts.share_of(min(part, whole), most)
    return {"bars": [{"share": share, "x": round(100 - share, 2) if rtl else 0} for share in shares]}


@register.inclusion_tag("ui/charts/bars.html")
def bar_chart(chart: Chart, table: bool = True) -> dict[str, Any]:
    """Vertical bars, over time or over a few categories; `table=False` if the page itself shows the numbers below."""
    rtl = get_language_bidi()
    ticks = charts.ticks_of(chart, HEIGHT)
    return {
        **_frame(chart),
        "ticks": ticks,
        "labels": charts.labels_of(chart, rtl=rtl),
        "height": HEIGHT,
        "bars": charts.bars_of(chart, ticks, HEIGHT, rtl=rtl),
        "ground": charts.down(0, ticks[0].value, ticks[-1].value, HEIGHT),
        "is_table_shown": table,
        **_scale(ticks, rtl=rtl),
    }


@register.inclusion_tag("ui/charts/lines.html")
def line_chart(chart: Chart, from_zero: bool = True) -> dict[str, Any]:
    """One to four lines; `from_zero=False` zooms in on values that are close together."""
    rtl = get_language_bidi()
    ticks = charts.ticks_of(chart, HEIGHT, from_zero=from_zero)
    return {
        **_frame(chart),
        "ticks": ticks,
        "labels": charts.labels_of(chart, rtl=rtl),
        "height": HEIGHT,
        "lines": charts.lines_of(chart, ticks, HEIGHT, rtl=rtl),
        **_scale(ticks, rtl=rtl),
    }


@register.inclusion_tag("ui/charts/lines.html")
def level_lines(chart: LevelChart) -> dict[str, Any]:
    """Lines with a band, levels across the chart, and a marked span of labels; the table has the band's ends too."""
    rtl = get_language_bidi()
    ticks = chart.ticks(HEIGHT)
    bottom, top = ticks[0].value, ticks[-1].value
    levels = [
        {"level": level, "number": number, "y": charts.down(level.value, bottom, top, HEIGHT)}
        for number, level in enumerate(chart.levels, start=3)
    ]
    level_words = " ".join(f"{level.name}: {level.shown}." for level in chart.levels)
    frame = _frame(chart.whole)
    return {
        **frame,
        "summary": f"{level_words} {frame['summary']}",
        "ticks": ticks,
        "labels": charts.labels_of(chart.drawn, rtl=rtl),
        "height": HEIGHT,
        "lines": charts.lines_of(chart.drawn, ticks, HEIGHT, rtl=rtl),
        "drawn": chart.drawn,
        "bands": bands_of(chart, ticks, HEIGHT, rtl=rtl),
        "band_name": chart.band_name,
        "levels": levels,
        "span": span_of(chart, rtl=rtl),
        **_scale(ticks, rtl=rtl),
    }


@register.inclusion_tag("ui/charts/lying.html")
def lying_bars(chart: Chart) -> dict[str, Any]:
    """Horizontal bars for categories with long names, each with its number."""
    rtl = get_language_bidi()
    values = chart.series[0].values if chart.series else ()
    most = max(charts.known(values), default=0.0)
    rows = []
    for label, value in zip(chart.labels, values, strict=True):
        share = charts.share_of(value, most)
        rows.append({"label": label, "value": value, "share": share, "x": round(100 - share, 2) if rtl else 0})
    return {**_frame(chart), "rows": rows}


@register.inclusion_tag("ui/charts/intervals.html")
def interval_rows(
    chart: Chart, most: float, table: bool = True, shown: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Values with their intervals on a scale from 0 to `most`; the series are the value, its lower and upper end.

    `shown` has for each label how its value is written, and the page that the label leads to ("" for none).
    """
    rtl = get_language_bidi()
    rows = []
    texts = shown or [(str(figure(value)), "") for value in chart.series[0].values]
    for label, (text, way), value, low, high in zip(
        chart.labels, texts, *(row.values for row in chart.series), strict=True
    ):
        if value is not None and low is not None and high is not None:
            ends = [charts.across(end / most, rtl=rtl) for end in (low, high)]
            size = round(abs(ends[1] - ends[0]), 3)
            dot_x = charts.across(value / most, rtl=rtl)
            rows.append({"label": label, "address": way, "text": text, "x": min(ends), "width": size, "dot_x": dot_x})
    return {**_frame(chart), "rows": rows, "is_table_shown": table}


@register.inclusion_tag("ui/charts/ruler.html")
def mark_ruler(value: float, low: float, high: float, most: int) -> dict[str, Any]:
    """One value with its interval on a ruler from 0 to `most`; what it shows is told in words beside it."""
    rtl = get_language_bidi()
    ends = [charts.across(float(end) / most, rtl=rtl) for end in (low, high)]
    return {
        "x": min(ends),
        "width": round(abs(ends[1] - ends[0]), 3),
        "dot_x": charts.across(float(value) / most, rtl=rtl),
        "ticks": [(step, charts.across(step / most, rtl=rtl)) for step in range(0, most + 1, most // 4)],
    }


@register.inclusion_tag("ui/charts/heat.html")
def heat_chart(chart: HeatChart) -> dict[str, Any]:
    """Counts by hour and weekday; the bigger and darker a square, the higher the count."""
    rtl = get_language_bidi()
    names = weekday_names(language())
    days = [names[day] for day in WEEK]
    columns = len(chart.rows[0])
    return {
        "chart": chart,
        "days": days,
        "height": ROW * len(chart.rows),
        "summary": _busiest(chart, days),
        "cells": [
            {"cell": cell, "words": f"{_hour_of(days[cell.row], cell.column)}: {digits(cell.value)}"}
            for cell in charts.cells_of(chart.rows, ROW, rtl=rtl)
        ],
        "hours": [
            {"hour": hour, "x": charts.across((hour + 0.5) / columns, rtl=rtl), "is_more": hour % 6 != 0}
            for hour in range(0, columns, 3)
        ],
        "levels": _levels(charts.heat_bounds(chart.rows)),
        "by_hour": list(enumerate(zip(*chart.rows, strict=True))),
    }


@register.inclusion_tag("ui/charts/spark.html")
def sparkline(chart: Chart, table: bool = True) -> dict[str, Any]:
    """A line as small as a word; its table opens on demand, or (`table=False`) is for screen readers alone."""
    width, height = SPARK
    values = chart.series[0].values if chart.series else ()
    dots = charts.spark_of(values, width, height, rtl=get_language_bidi())
    points = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    return {
        **_frame(chart),
        "points": points if len(dots) > 1 else "",
        "last": dots[-1] if dots else None,
        "width": width,
        "height": height,
        "is_table_open": table,
    }


def _frame(chart: Chart) -> dict[str, Any]:
    """Return what every chart has: its texts, legend and table."""
    if len(chart.series) > MOST_SERIES:
        raise ValueError("a chart of more than four series is not read by anybody; draw several")
    table = [(label, [row.values[place] for row in chart.series]) for place, label in enumerate(chart.labels)]
    return {"chart": chart, "table": table, "summary": " ".join(_summary(chart))}


def _scale(ticks: Sequence[charts.Tick], *, rtl: bool) -> dict[str, Any]:
    """Return the layout of the axis numbers: the width of the widest, and the side of the chart."""
    width = 10 + 8 * max(len(figure(tick.value)) for tick in ticks)
    return {"scale_width": width, "scale_x": 6 if rtl else width - 6}


def _summary(chart: Chart) -> list[str]:
    """Return one sentence for each series: its first and last, lowest and highest value."""
    parts = []
    for row in chart.series:
        there = [(value, label) for value, label in zip(row.values, chart.labels, strict=True) if value is not None]
        if not there:
            parts.append(_("%(name)s: no values.") % {"name": row.name})
            continue
        low, high = min(there, key=lambda pair: pair[0]), max(there, key=lambda pair: pair[0])
        parts.append(
            _("%(name)s: lowest %(low)s (%(low_at)s), highest %(high)s (%(high_at)s), last %(last)s (%(last_at)s).")
            % {
                "name": row.name,
                "low": figure(low[0]),
                "low_at": low[1],
                "high": figure(high[0]),
                "high_at": high[1],
                "last": figure(there[-1][0]),
                "last_at": there[-1][1],
            }
        )
    return parts


def _levels(bounds: Sequence[int]) -> list[dict[str, int]]:
    """Return the legend of a heat chart: the range of counts of each level."""
    firsts = [1, *(bound + 1 for bound in bounds)]
    return [
        {"level": level + charts.HEAT_LEVELS - len(bounds), "first": firsts[level - 1], "last": bound}
        for level, bound in enumerate(bounds, start=1)
    ]


def _busiest(chart: HeatChart, days: Sequence[str]) -> str:
    """Return a sentence with the weekday and hour of the highest count."""
    there = [(count, row, hour) for row, counts in enumerate(chart.rows) for hour, count in enumerate(counts)]
    most, row, hour = max(there, default=(0, 0, 0))
    if most <= 0:
        return _("Nothing was counted.")
    return _("The most: %(count)s, %(hour)s.") % {"count": digits(most), "hour": _hour_of(days[row], hour)}


def _hour_of(day: str, hour: int) -> str:
    """«شنبه، ساعت ۸»."""
    return _("%(day)s, %(hour)s o'clock") % {"day": day, "hour": digits(hour)}
