"""Who may open the record, published figures and open data: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_ROLES: Final = "sxxxx.x.x.."  # the administration, and who confirms accounts
RECORD_PAGES: Final[dict[str, str]] = (
    dict.fromkeys(
        (
            "record",
            "record_beginning",
            "record_check",
            "record_check_file",
            "record_checkpoint",
            "record_contradiction",
            "record_earlier",
            "record_growth_proof",
            "record_head",
            "record_head_sheet",
            "record_heads",
            "record_key_change",
            "record_place_proof",
            "record_sign",
            "record_tile",
            "record_verifier",
            "record_witness",
        ),
        _ANYBODY,
    )
    | dict.fromkeys(("admin_record", "admin_changes", "admin_change", "admin_change_decide"), _ROLES)
    | {
        "admin_retention_proof": "sxxxx.x.xxx",
        "admin_request_proof": "sxxxx.x.xxx",
        "me_looks": "ccccccccccc",
        "report_proof": "ccccccccccc",
        "me_look_object": "ccccccccccc",
        "staff_interests": "s..........",
        "staff_interest_end": "s..........",
    }
)
RECORD_PAGES.update(
    dict.fromkeys(
        (
            *("city_figures", "city_figures_month", "city_embed", "city_chart"),
            *("city_embed_version", "city_chart_version", "city_cases", "city_cases_version"),
            *("open_data", "open_data_feed", "open_data_catalogue", "open_data_schema"),
            *("open_data_version", "open_data_file"),
        ),
        _ANYBODY,
    )
)
RECORD_VALUES: Final[dict[str, Any]] = {
    "path": "0/000",
    "index": 0,
    "old": 1,
    "new": 1,
    "entries": 1,
    "day": "2026-05-02",
    "figure": "promises_kept",
}
"""Values for the arguments of these pages' addresses."""
