"""Who may open the pages about units: rows of the table in `tests.permissions`, and values for their addresses."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_STAFF: Final = "s.........."
#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_RESPONSIBLE: Final = "sxx.xxxx..."  # who leads a unit or the city, and the inspectorate
_ALARMED: Final = "sxx.x.x...."  # and who leads the centre
UNIT_PAGES: Final[dict[str, str]] = {
    "unit_load": "sxx.x.x...x",
    "unit_share": "sxx.xxxxxxx",
    "unit_absences": _STAFF,
    "unit_absence_off": _STAFF,
    "comparisons": _ANYBODY,
    "comparisons_month": _ANYBODY,
    "comparisons_file": _ANYBODY,
    "weak_points": _RESPONSIBLE,
    "weak_point": _RESPONSIBLE,
    "alarms": _ALARMED,
    "alarm": _ALARMED,
    "demand": "sxxxx.....x",
    "next_weeks": "sxx.x.x...x",
}
UNIT_VALUES: Final[dict[str, Any]] = {"weak_point_id": 1, "alarm_id": 1}
"""Values for the arguments of these pages' addresses."""
