"""Who may open the pages of the public record: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
RECORD_PAGES: Final[dict[str, str]] = dict.fromkeys(
    ("record", "record_checkpoint", "record_tile", "record_verifier", "report_proof"), _ANYBODY
)
RECORD_VALUES: Final[dict[str, Any]] = {"path": "0/000"}
"""Values for the arguments of these pages' addresses."""
