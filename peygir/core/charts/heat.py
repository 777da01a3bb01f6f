"""A table whose cells are shaded by their values: hours of the week, topics by month."""

from typing import Final

from peygir.core.charts.frame import EDGE
from peygir.core.charts.plots import Amount, ChartLook, HeatTable
from peygir.core.charts.scales import class_bounds, class_of
from peygir.core.charts.svg import document, element, first_side, shortened, text_line, width_of

_ROW: Final = 20.0
_HEAD: Final = 22.0
_FOOT: Final = 30.0
_NUMBERS: Final = 34.0
"""Cells at least so wide have their number in them."""
MOST_ROWS: Final = 40


def heat_chart(table: HeatTable, look: ChartLook) -> str:
    """Draw the table: the darker a cell, the higher its value, in up to five classes with a legend below."""
    bounds = class_bounds([value for value in table.known() if value > 0], len(look.palette.levels))
    rows = table.rows[:MOST_ROWS]
    room = min(width_of(rows) + 2 * EDGE, look.width * 0.3)
    left, right = (EDGE, look.width - room) if look.from_right else (room, look.width - EDGE)
    width = (right - left) / max(1, len(table.columns))
    parts = []
    step = max(1, -int(-(width_of(table.columns, 10) + 4) // width)) if table.columns else 1
    for place, name in enumerate(table.columns):
        if place % step == 0:
            x = _column(place, left, right, width, from_right=look.from_right)
            parts.append(text_line(shortened(name, width * step, 10), x + width / 2, 15, look, size=10))
    for row, name in enumerate(rows):
        y = _HEAD + row * _ROW
        beside = look.width - EDGE if look.from_right else EDGE
        shown = shortened(name, room - EDGE)
        parts.append(text_line(shown, beside, y + 14, look, anchor=first_side(look)))
        for place, value in enumerate(table.values[row]):
            x = _column(place, left, right, width, from_right=look.from_right)
            parts += _cell(value, x, y, width, bounds, look)
    height = _HEAD + len(rows) * _ROW
    return document([*parts, *level_legend(bounds, look, height + 8)], look, height + _FOOT)


def _column(place: int, left: float, right: float, width: float, *, from_right: bool) -> float:
    return right - (place + 1) * width if from_right else left + place * width


def _cell(value: Amount, x: float, y: float, width: float, bounds: tuple[float, ...], look: ChartLook) -> list[str]:
    is_shaded = value is not None and value > 0
    level = class_of(value, bounds) if value is not None and is_shaded else 0
    offset = len(look.palette.levels) - len(bounds)
    fill = look.palette.levels[level + offset] if is_shaded else look.palette.empty
    parts = [element("rect", x=x + 0.5, y=y + 0.5, width=max(width - 1, 0.5), height=_ROW - 1, fill=fill)]
    if value is not None and width >= _NUMBERS:
        is_dark = is_shaded and level + offset >= len(look.palette.levels) - 2
        parts.append(
            element(
                "text",
                look.number(value),
                x=x + width / 2,
                y=y + 14,
                text_anchor="middle",
                font_size=10,
                fill=_ink(look, is_shaded=is_shaded, is_dark=is_dark),
            )
        )
    return parts


def _ink(look: ChartLook, *, is_shaded: bool, is_dark: bool) -> str:
    if not is_shaded:
        return look.palette.ink
    return look.palette.on_dark if is_dark else look.palette.on_light


def level_legend(bounds: tuple[float, ...], look: ChartLook, y: float) -> list[str]:
    """The classes of the shades with their upper bounds, in one line where reading begins."""
    parts, at = [], EDGE
    offset = len(look.palette.levels) - len(bounds)
    for place, bound in enumerate(bounds):
        text = look.up_to(look.number(bound))
        x = look.width - at - 14 if look.from_right else at
        parts.append(element("rect", x=x, y=y, width=14, height=12, fill=look.palette.levels[place + offset]))
        beside = x - 4 if look.from_right else x + 18
        parts.append(text_line(text, beside, y + 10, look, anchor=first_side(look), size=10))
        at += 14 + 14 + width_of([text], 10)
    return parts
