"""The pages of inspection in the tables of doors: who opens them, and values of what their addresses name."""

from typing import Any, Final

from tests.permissions_of_agencies import AGENCY_PAGES
from tests.permissions_of_record import RECORD_PAGES

ANYBODY: Final = "..........."
#              nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
HEADS: Final = "sxxxx.x.xxx"
INSPECTOR: Final = "sxxx.xxxxxx"
INSPECTION: Final[dict[str, str]] = {
    "inspection_conflicts": INSPECTOR,
    "case_objection": "s...x.x....",
    "inspection_plans": HEADS,
    "inspection_plan_press": HEADS,
    "inspection_conflict_end": HEADS,
    "inspection_learning": "sxxxx.x...x",
    "objections": HEADS,
    "inspector_phones": HEADS,
    "inspector_phone_withdraw": HEADS,
    "inspector_home": INSPECTOR,
    "inspector_today": INSPECTOR,
    "inspector_photo": INSPECTOR,
    "admin_inspection_forms": HEADS,
    "objection": HEADS,
    "inspection_results": ANYBODY,
    "inspection_month": ANYBODY,
    "inspection_file": ANYBODY,
}
INSPECTION_VALUES: Final[dict[str, Any]] = {"month": "2026-04-21", "objection_id": 1, "conflict_id": 1}
OUTSIDERS: Final = RECORD_PAGES | AGENCY_PAGES
