"""Who may open the pages of plans, the council and votes: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
#              nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_COUNCIL: Final = "sxxxxx.xxxx"
_SECRETARIAT: Final = "sxxxxxxxxxx"  # the role is not built in
PLAN_PAGES: Final[dict[str, str]] = {
    "plans": _ANYBODY,
    "plan_problem": _ANYBODY,
    "plan_programme": _ANYBODY,
    "plan_goal": _ANYBODY,
    "plan_session": _ANYBODY,
    "plan_session_pack": _ANYBODY,
    "plan_file": _ANYBODY,
    "watched_sittings": _COUNCIL,
    "watched_sitting": _COUNCIL,
    "watched_commission": _COUNCIL,
    "watched_asked": _COUNCIL,
    "sittings": _SECRETARIAT,
    "sitting_new": _SECRETARIAT,
    "sitting": _SECRETARIAT,
    "sitting_edit": _SECRETARIAT,
    "sitting_agenda": _SECRETARIAT,
    "sitting_minutes": _SECRETARIAT,
    "sitting_item": _SECRETARIAT,
    "sitting_pack": _COUNCIL,
    "sitting_press": _SECRETARIAT,
}
PLAN_VALUES: Final[dict[str, Any]] = {
    "problem_id": 1,
    "programme_id": 1,
    "goal_id": 1,
    "sitting_id": 1,
    "item_id": 1,
}
"""Values for the arguments of these pages' addresses."""
