"""The frame of lines and bars: the scale of values with its grid, the labels below, and the legend above."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.charts.plots import ChartLook, Plot
from peygir.core.charts.scales import nice_ticks
from peygir.core.charts.svg import element, first_side, last_side, shortened, text_line, width_of

LEGEND: Final = 24.0
BELOW: Final = 26.0
EDGE: Final = 8.0
DASHES: Final = (None, "7 4", "2 3", "10 3 2 3")
"""How the lines of the series are broken: what the colours tell is told without them too."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart is drawn: its edges in pixels, the ends of its scale, and the number of its labels."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int
    from_right: bool

    def y(self, value: float) -> float:
        """How far down a value is."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def x(self, share: float) -> float:
        """How far from the left a point is that lies at `share` (0 to 1) along the reading direction."""
        return self.left + (self.right - self.left) * (1 - share if self.from_right else share)

    def band(self, place: int) -> float:
        """The centre of the band of a label."""
        return self.x((place + 0.5) / max(1, self.count))


def framed(plot: Plot, look: ChartLook) -> tuple[Frame, list[str]]:
    """The frame of a plot, and its parts: grid, scale, labels, legend. The scale contains zero."""
    values = plot.known()
    whole = all(float(value).is_integer() for value in values)
    ticks = nice_ticks(min([0.0, *values]), max([0.0, *values]), whole=whole)
    room = width_of(map(look.number, ticks)) + 2 * EDGE
    top = LEGEND if len(plot.series) > 1 else EDGE + 6
    frame = Frame(
        left=EDGE if look.from_right else room,
        right=look.width - (room if look.from_right else EDGE),
        top=top,
        bottom=look.height - BELOW,
        low=ticks[0],
        high=ticks[-1],
        count=len(plot.labels),
        from_right=look.from_right,
    )
    parts = [*_grid(frame, ticks, look), *_labels(frame, plot.labels, look)]
    if len(plot.series) > 1:
        parts += legend([row.name for row in plot.series], look)
    return frame, parts


def _grid(frame: Frame, ticks: Sequence[float], look: ChartLook) -> list[str]:
    parts = []
    for tick in ticks:
        y = frame.y(tick)
        colour = look.palette.quiet if tick == 0 else look.palette.rail
        parts.append(element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, stroke=colour, stroke_width=1))
        x = frame.right + EDGE if look.from_right else frame.left - EDGE
        parts.append(text_line(look.number(tick), x, y + 4, look, anchor=last_side(look)))
    return parts


def _labels(frame: Frame, labels: Sequence[str], look: ChartLook) -> list[str]:
    """As many labels as have room, the first one among them."""
    band = (frame.right - frame.left) / max(1, len(labels))
    step = max(1, math.ceil(min(width_of(labels) + EDGE, 120.0) / max(band, 0.1)))
    return [
        text_line(shortened(label, band * step), frame.band(place), frame.bottom + 16, look)
        for place, label in enumerate(labels)
        if place % step == 0
    ]


def legend(names: Sequence[str], look: ChartLook) -> list[str]:
    """The names of the series with their colours and dashes, in one line where reading begins."""
    parts, at, room = [], EDGE, (look.width - 2 * EDGE) / max(1, len(names))
    for place, name in enumerate(names):
        shown = shortened(name, room - 34)
        x = look.width - at if look.from_right else at
        end = x - 20 if look.from_right else x + 20
        colour = look.palette.series[place]
        dashes = DASHES[place]
        parts.append(
            element("line", x1=x, x2=end, y1=10, y2=10, stroke=colour, stroke_width=3, stroke_dasharray=dashes)
        )
        beside = end - 5 if look.from_right else end + 5
        parts.append(text_line(shown, beside, 14, look, anchor=first_side(look)))
        at += min(room, 40 + width_of([shown]))
    return parts
