"""Who may open the pages of assets: a part of the table in tests/permissions.py, with its columns and signs."""

from typing import Final

#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
KEEPERS: Final = "sxx.xxx.xxx"  # of the register: who leads a unit, and the administrator
ASSET_PAGES: Final[dict[str, str]] = {
    "asset_page": "...........",
    "case_asset": "s..........",
    "planner_assets": "s..........",
    "planner_asset_map": "s..........",
    "planner_asset_labels": "s..........",
    "planner_asset_export": "s..........",
    "planner_asset": "s..........",
    "planner_asset_photo": "s..........",
    "planner_asset_new": KEEPERS,
    "planner_asset_edit": KEEPERS,
    "planner_asset_press": KEEPERS,
    "admin_assets": "sxxxx.x.xxx",
    "admin_asset_type": "sxxxx.x.xxx",
    "admin_asset_type_new": "sxxxxxx.xxx",
    "admin_asset_import": "sxxxxxx.xxx",
}
