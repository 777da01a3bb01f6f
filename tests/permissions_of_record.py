"""Who may open the record, published figures and open data: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
RECORD_PAGES: Final[dict[str, str]] = dict.fromkeys(
    ("record", "record_checkpoint", "record_tile", "record_verifier", "report_proof"), _ANYBODY
)
RECORD_PAGES.update(
    dict.fromkeys(
        (
            *("city_figures", "city_figures_month", "city_embed", "city_chart"),
            *("open_data", "open_data_feed", "open_data_catalogue", "open_data_schema"),
            *("open_data_version", "open_data_file"),
        ),
        _ANYBODY,
    )
)
RECORD_VALUES: Final[dict[str, Any]] = {"path": "0/000", "figure": "promises_kept"}
"""Values for the arguments of these pages' addresses."""
