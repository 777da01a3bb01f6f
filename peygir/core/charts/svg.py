"""Elements of SVG as text: escaped, with presentation attributes alone, so that no style sheet and no script is needed.

A text from right to left stands in an isolate (U+2067 … U+2069): renderers of SVG that take every line as one from
left to right, as resvg does, then put its words and numbers into their right order too.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Final, Literal

from peygir.core.charts.plots import ChartLook

FAMILY: Final = "Vazirmatn"
CHARACTER: Final = 0.52
"""The mean width of a character, as a share of the size of the text."""
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
Anchor = Literal["start", "middle", "end"]


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """An element; `_` in the name of an attribute is `-`, numbers have at most two decimals, None leaves one out."""
    parts = [
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return f"<{name}{''.join(parts)}>{content}</{name}>" if content else f"<{name}{''.join(parts)}/>"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return escape(_NOT_XML.sub("", value))
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def text_line(
    text: str,
    x: float,
    y: float,
    look: ChartLook,
    *,
    anchor: Anchor = "middle",
    size: float = 11,
    is_bold: bool = False,
) -> str:
    """One line of text; `anchor` is the side of it that is at `x`: "start" the left, "end" the right one."""
    plain = _DIRECTIONS.sub("", _NOT_XML.sub("", text))
    shown = escape(f"\u2067{plain}\u2069" if look.from_right else plain)
    return element(
        "text",
        shown,
        x=x,
        y=y,
        text_anchor=anchor,
        font_size=size,
        font_weight="700" if is_bold else None,
        fill=look.palette.ink if is_bold else look.palette.quiet,
    )


def first_side(look: ChartLook) -> Anchor:
    """The side of a text at which its reading begins."""
    return "end" if look.from_right else "start"


def last_side(look: ChartLook) -> Anchor:
    """The side of a text at which its reading ends."""
    return "start" if look.from_right else "end"


def shortened(text: str, width: float, size: float = 11) -> str:
    """A text cut at its end so that it is about as wide as `width` pixels."""
    most = max(2, int(width / (size * CHARACTER)))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def width_of(texts: Iterable[str], size: float = 11) -> float:
    """About how wide the longest of these texts is, in pixels."""
    return max((len(text) for text in texts), default=0) * size * CHARACTER


def document(parts: Iterable[str], look: ChartLook, height: float) -> str:
    """The whole SVG: its ground and these parts. It takes the width that it is given, and keeps its shape."""
    ground = element("rect", width=look.width, height=height, fill=look.palette.ground)
    return element(
        "svg",
        ground + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {look.width} {height:.0f}",
        width=look.width,
        height=height,
        font_family=FAMILY,
        direction="ltr",
    )
