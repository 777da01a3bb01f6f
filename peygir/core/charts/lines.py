"""Lines over time, and bars over categories: standing ones for few, lying ones for many or for long names."""

from itertools import groupby
from typing import Final

from peygir.core.charts.frame import DASHES, EDGE, Frame, framed, legend
from peygir.core.charts.plots import Amount, ChartLook, Plot
from peygir.core.charts.svg import document, element, first_side, shortened, text_line, width_of

BAR_SHARE: Final = 0.72
"""The share of its band that a group of bars fills."""
WIDEST_BAR: Final = 0.12
"""The share of the chart that one bar fills at most, where there are few."""
MOST_STANDING: Final = 12
MOST_LYING: Final = 40
_ROW: Final = 20.0
_LABELS: Final = 0.34
"""The most of the width that the names beside lying bars have."""


def line_chart(plot: Plot, look: ChartLook) -> str:
    """Draw each series as a line with a gap where there is no value; a single value is a dot."""
    frame, parts = framed(plot, look)
    for number, row in enumerate(plot.series):
        colour = look.palette.series[number]
        for run in _runs(row.values):
            spots = [(frame.band(place), frame.y(value)) for place, value in run]
            if len(spots) > 1:
                points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
                parts.append(
                    element(
                        "polyline",
                        points=points,
                        fill="none",
                        stroke=colour,
                        stroke_width=2,
                        stroke_linejoin="round",
                        stroke_dasharray=DASHES[number],
                    )
                )
            if len(spots) == 1 or len(plot.labels) <= MOST_LYING:
                parts += [element("circle", cx=x, cy=y, r=2.5, fill=colour) for x, y in spots]
    return document(parts, look, look.height)


def _runs(values: tuple[Amount, ...]) -> list[list[tuple[int, float]]]:
    """The runs of values without a gap, each with its places."""
    runs = []
    for is_known, places in groupby(range(len(values)), key=lambda place: values[place] is not None):
        if is_known:
            runs.append([(place, float(value)) for place in places if (value := values[place]) is not None])
    return runs


def bar_chart(plot: Plot, look: ChartLook) -> str:
    """Draw bars: standing for up to MOST_STANDING labels that are short, else lying ones, the first MOST_LYING."""
    band = look.width / max(1, len(plot.labels))
    if len(plot.labels) <= MOST_STANDING and width_of(plot.labels) <= band * 1.3:
        return _standing(plot, look)
    return _lying(plot, look)


def _standing(plot: Plot, look: ChartLook) -> str:
    frame, parts = framed(plot, look)
    band = 1 / max(1, len(plot.labels))
    number_of_bars = max(1, len(plot.series))
    width = min(band * BAR_SHARE / number_of_bars, WIDEST_BAR)
    for number, row in enumerate(plot.series):
        for place, value in enumerate(row.values):
            if value is not None:
                start = band * (place + 0.5) + width * (number - number_of_bars / 2)
                parts.append(_bar(frame, start, width, value, look.palette.series[number]))
                if len(plot.series) == 1:
                    parts.append(
                        text_line(look.number(value), frame.band(place), frame.y(max(value, 0.0)) - 4, look, size=10)
                    )
    return document(parts, look, look.height)


def _bar(frame: Frame, start: float, width: float, value: float, colour: str) -> str:
    ends = sorted((frame.x(start), frame.x(start + width)))
    y, ground = frame.y(value), frame.y(max(frame.low, min(0.0, frame.high)))
    return element("rect", x=ends[0], y=min(y, ground), width=ends[1] - ends[0], height=abs(ground - y), fill=colour)


def _lying(plot: Plot, look: ChartLook) -> str:
    labels = plot.labels[:MOST_LYING]
    several = len(plot.series) > 1
    room = min(width_of(labels) + 2 * EDGE, look.width * _LABELS)
    numbers = width_of([look.number(value) for value in plot.known()]) + 2 * EDGE
    most = max([0.0, *plot.known()]) or 1.0
    length = look.width - room - numbers - EDGE
    row_height = _ROW * (0.4 + 0.6 * len(plot.series))
    top = 24.0 if several else EDGE
    parts = legend([row.name for row in plot.series], look) if several else []
    for place, label in enumerate(labels):
        y = top + place * row_height
        beside = look.width - EDGE if look.from_right else EDGE
        parts.append(
            text_line(shortened(label, room - EDGE), beside, y + row_height / 2 + 4, look, anchor=first_side(look))
        )
        thick = (row_height - 6) / len(plot.series)
        for number, row in enumerate(plot.series):
            value = row.values[place]
            if value is None:
                continue
            size = length * max(value, 0.0) / most
            begin = look.width - room if look.from_right else room
            x = begin - size if look.from_right else begin
            at = y + 3 + number * thick
            parts.append(element("rect", x=x, y=at, width=size, height=thick * 0.9, fill=look.palette.series[number]))
            edge = x - 4 if look.from_right else x + size + 4
            parts.append(
                text_line(look.number(value), edge, at + thick / 2 + 3.5, look, anchor=first_side(look), size=10)
            )
    return document(parts, look, top + len(labels) * row_height + EDGE)
