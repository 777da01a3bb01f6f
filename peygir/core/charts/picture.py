"""Turns an SVG chart into a PNG picture, for documents: by resvg, with the typeface of our documents alone.

PDF by fpdf2 cannot take the SVG itself: its texts come out reversed, and Persian letters unjoined.
"""

from functools import cache
from pathlib import Path
from typing import Final

_FONTS: Final = Path(__file__).parents[1] / "fonts"
ZOOM: Final = 2.5
"""So many pixels of the picture for one of the chart: about 220 to the inch across an A4 page."""


def picture_of(svg: str, *, zoom: float = ZOOM) -> bytes:
    """Return the PNG of a chart; a hundredth of a second. Raises ValueError for what is no SVG."""
    import resvg_py  # most processes draw none

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=_typeface(),
            font_family="Vazirmatn",
        )
    )


@cache
def _typeface() -> list[str]:
    return [str(_FONTS / f"Vazirmatn-{weight}.ttf") for weight in ("Regular", "Bold")]
