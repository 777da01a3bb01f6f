"""Parts of the table of permissions that have grown: who opens the pages of inspection."""

from typing import Final

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
    "objection": HEADS,
    "inspection_results": ANYBODY,
    "inspection_month": ANYBODY,
    "inspection_file": ANYBODY,
}
