"""Who may open the pages of the work in the street: rows of the table in `tests.permissions`."""

from typing import Final

_STAFF: Final = "s.........."
_PLANNERS: Final = "sx..xxxxxxx"  # who plans the work orders of a unit
_HEADS: Final = "sxxxx.x.xxx"
STREET: Final[dict[str, str]] = {
    "work_orders": _STAFF,
    "work_order": _STAFF,
    "work_order_new": _PLANNERS,
    "work_order_act": _PLANNERS,
    "crews": _PLANNERS,
    "crew": _PLANNERS,
    "crew_member": _PLANNERS,
    "board": _PLANNERS,
    "board_move": _PLANNERS,
    "board_print": _PLANNERS,
    "board_urgent": _PLANNERS,
    "maintenance": _PLANNERS,
    "maintenance_rule": _PLANNERS,
    "admin_checklists": _HEADS,
    "admin_checklist": _HEADS,
}
STREET_VALUES: Final[dict[str, str | int]] = {
    "work_order": "W-1405-000001",
    "crew_id": 1,
    "maintenance_id": 1,
    "topic_code": "CIV-01",
}
"""Values for the arguments of these pages' addresses."""
