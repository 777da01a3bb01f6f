"""Who may open the pages of comparisons and weak points: rows of the table in `tests.permissions`."""

from typing import Final

_ANYBODY: Final = "..........."
#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_RESPONSIBLE: Final = "sxx.xxxx..."  # who leads a unit or the city, and the inspectorate
COMPARISON_PAGES: Final[dict[str, str]] = {
    "comparisons": _ANYBODY,
    "comparisons_month": _ANYBODY,
    "weak_points": _RESPONSIBLE,
    "weak_point": _RESPONSIBLE,
}
