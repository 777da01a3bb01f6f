"""Who may open the pages of the public record: rows of the table in `tests.permissions`, and values."""

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
            "record_tile",
            "record_verifier",
            "record_witness",
            "report_proof",
        ),
        _ANYBODY,
    )
    | dict.fromkeys(("admin_record", "admin_changes", "admin_change", "admin_change_decide"), _ROLES)
    | {
        "admin_retention_proof": "sxxxx.x.xxx",
        "admin_request_proof": "sxxxx.x.xxx",
        "me_looks": "ccccccccccc",
        "me_look_object": "ccccccccccc",
        "staff_interests": "s..........",
        "staff_interest_end": "s..........",
    }
)
RECORD_VALUES: Final[dict[str, Any]] = {
    "path": "0/000",
    "index": 0,
    "old": 1,
    "new": 1,
    "entries": 1,
    "day": "2026-05-02",
}
"""Values for the arguments of these pages' addresses."""
