"""Who may open the pages of marks: rows of the table in `tests.permissions`, and values for their addresses."""

from typing import Any, Final

_ANYBODY: Final = "..........."
#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_LEADERS: Final = "sxx.xxxx..x"  # who leads a unit, or what stands under one
_MANAGER: Final = "sxx.xxxxxxx"
_COMMITTEE: Final = "sxxxxxxxxx."
_HEADS: Final = "sxxxx.x.xxx"  # of the centre: its supervisor, and the administrator
_DECIDERS: Final = "sxxxxxx.x.."  # the administrator, and who confirms accounts
MARK_PAGES: Final[dict[str, str]] = {
    "marks": _ANYBODY,
    "marks_method": _ANYBODY,
    "marks_scheme": _ANYBODY,
    "marks_changes": _ANYBODY,
    "marks_unit": _ANYBODY,
    "marks_month": _ANYBODY,
    "marks_file": _ANYBODY,
    "marks_unit_month": _ANYBODY,
    "my_mark": _LEADERS,
    "my_mark_part": _LEADERS,
    "my_mark_report": _LEADERS,
    "staff_mark_mail": _LEADERS,
    "my_mark_appeal": _MANAGER,
    "my_mark_appeal_withdraw": _MANAGER,
    "mark_appeals": _COMMITTEE,
    "mark_appeal": _COMMITTEE,
    "answer_readings": _HEADS,
    "answer_reading": _HEADS,
    "admin_schemes": _DECIDERS,
    "admin_scheme_new": _DECIDERS,
    "admin_scheme": _DECIDERS,
    "admin_scheme_press": _DECIDERS,
    "admin_months": _DECIDERS,
    "admin_month_check": _DECIDERS,
    "admin_month_publish": _DECIDERS,
    "admin_trials": _DECIDERS,
    "admin_trial": _DECIDERS,
    "admin_trial_scheme": _DECIDERS,
    "admin_month_close": "sxxxxxx.xxx",
}
MARK_VALUES: Final[dict[str, Any]] = {
    "indicator": "solved",
    "scheme_id": 1,
    "appeal_id": 1,
    "answer_id": 1,
    "trial_id": 1,
}
"""Values for the arguments of these pages' addresses."""
